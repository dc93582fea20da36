# What organisers read on the command line.
cli-candidacy-reply = Answer to your disqualification, once; published beside the reason
cli-candidacy-reply-file = File with the answer, at most 4,000 characters
cli-candidacy-write = Write to those who support you and let you, once a week
cli-candidacy-write-title-fr = Title in French
cli-candidacy-write-title-en = Title in English
cli-candidacy-write-body-fr = A file with the text in French, at most 4,000 characters
cli-candidacy-write-body-en = A file with the text in English
cli-candidacy-written = It is on its way. The platform does not say to whom, nor to how many.
cli-audit = The public log of what organisers do
cli-audit-verify = Check that nothing was changed, taken out or slipped in
cli-audit-verify-file = A log that was kept in a file; without it, the platform's
cli-audit-verify-head = Where the log was known to end, PLACE:HASH: one that was written anew does not pass
audit-whole = { $n ->
    [0] The log is whole: nothing is written in it yet.
    [one] The log is whole: one entry. Keep where it ends: { $head }
   *[other] The log is whole: { $n } entries. Keep where it ends: { $head }
}
audit-broken = The log is not whole. First entry at fault: { $seq } ({ $why }).
audit-defect-place = another entry is in this place
audit-defect-previous = it does not follow the entry before it
audit-defect-hash = its hash is not that of what it says
audit-defect-known = it is not the one that was known
audit-defect-missing = it is missing: the log ends before it
cli-organise = Run the primary; without anything, where it stands
cli-organise-status = Where the primary stands, and what each phase still needs
cli-organise-me = Your role and your verification
cli-organise-enrol = Set a verification app up
cli-organise-enrol-how = Give this secret to a verification app (TOTP), then type "isoloir organise prove". It is shown only once.
cli-organise-prove = Give a code of the app: it is good for ten minutes
cli-organise-prove-code = Code of six digits; without it, it is read from standard input
cli-organise-calendar = Move a phase
cli-organise-calendar-phase = The phase: identification, provisional_list, preparation, preselection, finalists, final_vote, result
cli-organise-calendar-from = New first day (YYYY-MM-DD)
cli-organise-calendar-to = New last day, inclusive
cli-organise-calendar-reason = Why; published
cli-organise-propose = Propose what two organisers decide
cli-organise-propose-disqualify = Disqualify a candidate
cli-organise-propose-disqualify-id = Their number
cli-organise-propose-disqualify-reason = Why; published
cli-organise-propose-reinstate = Take a disqualification back
cli-organise-propose-reinstate-id = Their number
cli-organise-propose-reinstate-reason = Why; published
cli-organise-propose-announce = Announce something to everyone
cli-organise-propose-announce-title-fr = Title in French
cli-organise-propose-announce-title-en = Title in English
cli-organise-propose-announce-body-fr = Text in French
cli-organise-propose-announce-body-en = Text in English
cli-organise-propose-skip = Leave the pre-selection out before its day, where the rule will
cli-organise-propose-open = Open the pre-selection today, ahead of its day
cli-organise-propose-open-reason = Reason, published
cli-organise-propose-ask = Ask those to confirm who qualified and were not asked yet
cli-organise-propose-proclaim = Proclaim a result, public since the close: its hash goes into the log
cli-organise-propose-proclaim-round = The round: preselection or final
cli-organise-propose-publish = Publish a list, for good
cli-organise-propose-publish-list = The list: provisional, confirmed or finalists
cli-organise-proposals = The proposals
cli-organise-approve = Approve somebody else's proposal
cli-organise-approve-id = Its number
cli-organise-withdraw = Take a proposal back, or turn somebody else's down
cli-organise-withdraw-id = Its number
cli-organise-waits = Another organiser must approve it within three days.
cli-organise-not-enrolled = no verification app
cli-organise-not-proven = a code is needed before you act
cli-organise-proven = verified until { $until }
cli-organise-told = letter sent
cli-organise-untold = no letter sent
cli-organise-proposals-open = { $n ->
        [0] No proposal waits.
        [one] { $n } proposal waits for another organiser.
       *[other] { $n } proposals wait for another organiser.
    }
cli-role-organiser = organiser
cli-role-moderator = moderator
cli-role-observer = observer
cli-list-provisional = provisional list
cli-list-confirmed = confirmed candidates
cli-list-finalists = finalists
cli-decision-disqualify = disqualify
cli-decision-reinstate = reinstate
cli-decision-announce = announce
cli-decision-skip = leave the pre-selection out
cli-decision-open = open the pre-selection
cli-decision-ask = ask for confirmations
cli-decision-proclaim = proclaim
cli-decision-publish = publish
cli-proposal-open = waiting
cli-proposal-approved = approved
cli-proposal-withdrawn = withdrawn
cli-proposal-expired = expired
cli-need-qualified = { $n ->
        [one] { $n } candidate meets the conditions (threshold: { $threshold } supports).
       *[other] { $n } candidates meet the conditions (threshold: { $threshold } supports).
    }
cli-need-charters = { $n ->
        [one] { $n } candidate with enough supports has not signed the charter.
       *[other] { $n } candidates with enough supports have not signed the charter.
    }
cli-need-invited = { $n ->
        [one] { $n } nominee has not answered the invitation yet.
       *[other] { $n } nominees have not answered the invitation yet.
    }
cli-need-unconfirmed = { $n ->
        [one] { $n } answer awaited, until { $until }. Silence is a refusal.
       *[other] { $n } answers awaited, until { $until }. Silence is a refusal.
    }
cli-need-preselection-held = Confirmed: { $n }. The pre-selection takes place (more than { $above } are needed).
cli-need-preselection-skipped = Confirmed: { $n }. Without more than { $above } candidates there is no pre-selection.
cli-need-finalists = { $n ->
        [0] Nobody in the final: there will be no final vote.
        [one] { $n } candidate in the final.
       *[other] { $n } candidates in the final.
    }
cli-organise-moderate = The queue of texts, photos and names; or a decision
cli-organise-moderate-id = The number in the queue; without it, the queue
cli-organise-moderate-accept = Show it
cli-organise-moderate-reject = Hide it, and why: insult, hate, identity, personal_data, off_topic, illegal
cli-organise-moderate-note = Public explanation, at most 500 characters
cli-organise-moderate-counts = The public numbers instead
cli-organise-flags = Signals of false accounts; or what you make of one
cli-organise-flags-id = The signal's number; without it, all
cli-organise-flags-state = harmless (an honest cause) or suspect
cli-organise-appeal = Speak against a decision that hides something of yours
cli-organise-appeal-id = The decision's number
cli-organise-appeal-file = File that says why, at most 2,000 characters
cli-appealed = It is passed on: somebody else will look.
cli-moderated-page = presentation
cli-moderated-photo = photo
cli-moderated-nomination = name put forward
cli-moderation-waiting = to be looked at
cli-moderation-accepted = shown
cli-moderation-rejected = hidden
cli-moderation-appealed = appealed against
cli-moderation-upheld = hidden after an appeal
cli-moderation-superseded = replaced
cli-moderation-appeals = Appeals: { $n }, of them granted: { $granted }
cli-because-insult = insult or threat
cli-because-hate = hatred
cli-because-identity = somebody else's name or face
cli-because-personal-data = somebody else's personal data
cli-because-off-topic = advertising or off topic
cli-because-illegal = against the law
cli-signal-network = Registrations from one network address
cli-signal-disposable = Disposable mail addresses
cli-signal-burst = Bursts of supports
cli-flag-open = to be looked at
cli-flag-harmless = an honest cause
cli-flag-suspect = suspect
cli-organise-propose-announce-to = For whom: everyone (who asked for announcements) or lot-waiting (who has a vote that waits: a lot, or the final)
cli-organise-propose-announce-urgent = Do not wait for the end of quiet hours
cli-organise-propose-announce-at = Not before this instant (2016-10-20T09:00:00+02:00)
cli-organise-propose-announce-sender = Who speaks; without it, “The organisers”
cli-organise-announcements = Announcements and how far they are; or pause, resume, cancel
cli-organise-announcements-id = Number of the announcement; without it, all
cli-organise-announcements-pause = Pause it first
cli-organise-announcements-resume = Resume it first
cli-organise-announcements-cancel = Cancel it first, for good
cli-announcement-scheduled = scheduled
cli-announcement-sending = on its way
cli-announcement-paused = paused
cli-announcement-cancelled = cancelled
cli-announcement-done = done
cli-carrier-telegram = Telegram
cli-carrier-matrix = Matrix
cli-carrier-email = e-mail
cli-deliveries = delivered { $delivered }, waiting { $waiting }, unreachable { $unreachable }, unsubscribed { $unsubscribed }, no answer { $unknown }, perhaps twice { $repeated }
cli-deliveries-end = done about { $at }
cli-announcement-done-at = done on { $at }
cli-deliveries-none = Nothing was sent yet, or nobody told.
cli-organise-propose-announce-draft = Number of a draft (“isoloir organise drafts”): it gives the words that are missing
cli-organise-drafts = What the calendar suggests to announce
cli-organise-drafts-drop = Lets this one go first
proposal-announce-to = To whom
proposal-announce-to-all = everyone who asked for announcements
proposal-announce-to-lots = those who have a vote that waits, and nobody else
proposal-announce-sender = In the name of
proposal-announce-at = When
proposal-announce-at-once = as soon as it is approved
proposal-announce-hours = Quiet hours
proposal-announce-urgent = urgent: not waiting for their end
proposal-announce-quiet = respected
cli-organise-recipients = How many an announcement would reach
cli-organise-recipients-to = For whom: everyone (who asked for announcements) or lot-waiting (who has a vote that waits: a lot, or the final)
cli-organise-try = Send oneself a test of an announcement: inbox and mail
cli-organise-try-title-fr = Title in French
cli-organise-try-title-en = Title in English
cli-organise-try-body-fr = Text in French
cli-organise-try-body-en = Text in English
cli-organise-try-to = For whom: everyone (who asked for announcements) or lot-waiting (who has a vote that waits: a lot, or the final)
cli-organise-try-urgent = Do not wait for the end of quiet hours
cli-organise-try-at = Not before this instant (2016-10-20T09:00:00+02:00)
cli-organise-try-sender = Who speaks; without it, “The organisers”
cli-organise-try-draft = Number of a draft (“isoloir organise drafts”): it gives the words that are missing
cli-organise-announce = Propose an announcement: in short for “propose announce”
cli-organise-announce-title-fr = Title in French
cli-organise-announce-title-en = Title in English
cli-organise-announce-body-fr = Text in French
cli-organise-announce-body-en = Text in English
cli-organise-announce-to = For whom: everyone (who asked for announcements) or lot-waiting (who has a vote that waits: a lot, or the final)
cli-organise-announce-urgent = Do not wait for the end of quiet hours
cli-organise-announce-at = Not before this instant (2016-10-20T09:00:00+02:00)
cli-organise-announce-sender = Who speaks; without it, “The organisers”
cli-organise-announce-draft = Number of a draft (“isoloir organise drafts”): it gives the words that are missing
