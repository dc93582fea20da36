# Letters that the platform sends: plain text.
mail-code-subject = { $code } is your Isoloir code
mail-code-body =
    Hello,

    Your code for { $primary }: { $code }

    It is good for { $minutes } minutes and works once. Give it to nobody: no organiser will ask you for it.

    If you asked for nothing, do nothing: without this code nobody gets in.
mail-link-subject = A { $network } chat is linked to your Isoloir account
mail-link-body =
    Hello,

    Since { $at }, a { $network } chat can act with your account for { $primary }:

    “{ $label }”

    You confirmed this link from your account. If it was not you, cut it at once: “My account”, then “My linked chats”.
mail-relink-body =
    Hello,

    Since { $at }, a { $network } chat is linked to your account for { $primary } again:

    “{ $label }”

    The link before it is cut. You confirmed this one from your account. If it was not you, cut it at once: “My account”, then “My linked chats”.
mail-confirm-subject = Confirm your candidacy before { $deadline }
mail-confirm-body =
    Hello,

    You have qualified for { $primary }. Your candidacy goes on only if you confirm it before { $deadline }. Without an answer it ends.

    To answer: open Isoloir, "My candidacy", or type "isoloir candidacy confirm" (or "refuse").
mail-remind-subject = Your answer is awaited before { $deadline }
mail-remind-body =
    Hello,

    You have not said yet whether you go on in { $primary }. Without an answer before { $deadline }, your candidacy ends.

    To answer: open Isoloir, “My candidacy”, or type “isoloir candidacy confirm” (or “refuse”).
mail-confirm-final-body =
    Hello,

    You are in the final of { $primary }. You stay in it only if you confirm before { $deadline }. Without an answer your candidacy ends.

    To answer: open Isoloir, "My candidacy", or type "isoloir candidacy confirm" (or "refuse").
mail-announcement-from = — { $sender } · { $primary }
mail-announcement-why =
    { $audience ->
        [lot_waiting] You get this letter because you asked for announcements by e-mail, and have a vote that waits for you.
        [supporters] You get this letter because you support this candidate, let them write to you, and asked for announcements by e-mail.
       *[everyone] You get this letter because you asked for announcements by e-mail.
    } To get no more of them: { $link }
letters-end-ask = No more announcements by e-mail? Nothing else changes: neither your account nor your ballots.
letters-end = Stop them
letters-ended = Done: you get no more announcements by e-mail. You can ask for them again from your account.
