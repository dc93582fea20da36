# Voting: promise, ballot, review, receipt.
promise-title = Before you vote
promise-intro = Your ballot is encrypted on this device before it leaves. Here is what that guarantees, and what it does not.
promise-holds = Guaranteed
promise-holds-1 = Your ballot is recorded as you cast it, and counted as recorded. Your receipt lets you check that, and anyone can recount everything.
promise-intro-chat = Your ballot is encrypted by the bot before it leaves. Here is what that guarantees, and what it does not.
promise-holders-all = Nobody reads it on the platform, unless all { $n } people or bodies who hold the keys join: { $names }.
promise-holders-some = Nobody reads it on the platform, unless { $threshold } of the { $n } people or bodies who hold the keys join: { $names }.
promise-not-local = The platform itself holds the { $n } keys: it is not guaranteed that nobody reads your ballot. Whoever runs it could.
promise-stays = What can no longer be erased
promise-stays-text = A ballot that was cast can no longer be erased, not even with your account: encrypted, it is counted and may stay in the public archives. The link between your account and it is erased after the challenge period.
promise-check-chat = Before you cast, you can check what the bot has encrypted.
promise-holds-3 = The receipt does not show your grades: it cannot be sold.
promise-not = Not guaranteed
promise-not-1 = Nothing protects you from somebody who looks at your screen or demands your device, nor from malicious software.
promise-not-2 = Nothing proves that each voting key is a person: whoever held both the roll and the ballot box could add votes.
promise-not-3 = The secret is not for ever: a large quantum computer could one day read the published ballots.
promise-understood = I understand, vote
ballot-title = My ballot
lot-title = Lot no. { $n }
final-title = Final vote
lot-text = Give each candidate of this random lot a grade. Several candidates can get the same.
final-text = Give each finalist a grade. Several finalists can get the same.
ballot-progress = Graded
ballot-no-opinion = No opinion
ballot-regraded = { $name }: “{ $grade }”, in the place of “{ $before }”.
ballot-same-grade = { $name } already has “{ $grade }”.
ballot-missing = { $n ->
        [one] { $n } grade is still missing.
       *[other] { $n } grades are still missing.
    }
ballot-review = Review my ballot
ballot-changing = You are changing a ballot that was cast. Its grades are not kept here: grade every candidate again. The last ballot cast counts.
ballot-too-late = { $why } This ballot can no longer be cast; your grades stay in sight.
ballot-too-late-gone = { $why } This ballot can no longer be cast: its grades are gone from here.
ballot-lot-expired = This lot has expired and went to other voters.
lot-expires = Lot kept for you
lot-next = Grade another lot
ballot-cast = Cast my ballot
ballot-change = Change this ballot
ballot-sending = Your ballot is encrypted and kept on this device, and is on its way to the platform. It will be counted once.
ballot-sending-chat = Your ballot is encrypted and kept by the bot, and is on its way to the platform. It will be counted once.
review-title = Read once more before you cast
review-text-change = You can change it until the close: the last one cast counts.
review-text-final = Once cast, a ballot cannot be changed.
review-change = Change a grade
receipt-title = You have voted
receipt-tracker = Receipt number
receipt-cast-at = Recorded on
receipt-text = Keep this number. It says nothing of your grades, and lets anyone who has it check that this ballot counts.
receipt-recorded = Recorded: it will count unless you cast another before the close.
receipt-closed = The vote is closed. “My receipts” says whether this ballot is counted.
receipt-counted = Counted in the published result.
receipt-replaced = Replaced by a later ballot of the same voter.
why-lot-title = Why this lot?
why-lot-text = Every candidate must be shown as often as the others. The least shown go first, the rest is drawn at random; so is their order.
why-lot-list = The candidates of this lot
why-lot-none = No lot is open.
why-lot-shown = { $n ->
        [0] never shown before
        [one] shown once before
       *[other] shown { $n } times before
    }
why-lot-least-shown = shown less than the others
why-lot-drawn = drawn at random
receipt-short-recorded = recorded
receipt-short-counted = counted
receipt-short-replaced = replaced
receipt-title-old = Receipt
receipt-checked = Checked: this ballot is in the ballot box, as it was sent.
