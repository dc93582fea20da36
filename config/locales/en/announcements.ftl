# What organisers announce, as it arrives in a chat.
announcement-from = { $sender } · { $primary }
announcement-organisers = The organisers
announcement-why = You get this because you asked for announcements in this chat. To get no more of them: { $command }
announcement-why-lot = You get this because you asked for announcements in this chat, and have a vote that waits for you. To get no more of them: { $command }
announcement-why-supporter = You get this because you support this candidate, let them write to you, and asked for announcements in this chat. To get no more of them: { $command }
announcements-on = Noted: the organisers’ announcements will arrive here, never between 9 p.m. and 8 a.m. unless urgent. If an account is linked here, its own quiet hours hold. To get no more of them, write { $command }
announcement-trial = Test: { $title }
announcements-off = Noted: no more announcements here. To get them again, write { $command }
announcements-command = announcements
announcements-command-about = Get the organisers’ announcements here
announcements-command-stop = announcements_stop
# What the calendar suggests to announce: organisers edit it, or let it go.
draft-opened-title = Now open: { $phase }
draft-opened-body = The stage “{ $phase }” is open. Open Isoloir to see what you can do.
draft-closing-title = Two days left: { $phase }
draft-closing-body = The stage “{ $phase }” ends on { $at }. After that it will be too late.
draft-closed-title = Over: { $phase }
draft-closed-body = The stage “{ $phase }” is over. Thank you, everyone.
draft-result-title = The result is published
draft-result-body = The result is published, with every candidate’s profile and the rule that decides. Open Isoloir, “Results”.
draft-moved-title = The calendar changes: { $phase }
draft-moved-body = The stage “{ $phase }” now runs from { $from } to { $to }. Reason: { $reason }
draft-moved-body-open = The stage “{ $phase }” now begins on { $from }. Reason: { $reason }

# The inbox of announcements, in every front end.
home-unread = { $n ->
    [one] One unread announcement
   *[other] { $n } unread announcements
}
inbox-title = My announcements
inbox-one-title = Announcement
inbox-empty = Nothing was announced to you.
inbox-read = read
inbox-unread = unread
inbox-gone = This announcement is not for you, or was cancelled.
notices-title = Getting announcements
notices-text = Nobody writes to you unless you asked. In a chat, write “/announcements”.
notices-email = E-mail
notices-candidates = Candidates
notices-quiet = Quiet hours
notices-email-on = Get them by e-mail
notices-email-off = No more by e-mail
notices-candidates-on = Let candidates I support write to me
notices-candidates-off = Let them write no more
notices-quiet-on = Nothing between 9 p.m. and 8 a.m.
notices-quiet-off = At any hour
toast-notices = Noted.
