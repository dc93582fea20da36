# Voting: promise, ballot, review, receipt.
promise-title = Before you vote
promise-intro = What this platform guarantees, and what it does not.
promise-holds = Guaranteed
promise-holds-1 = Your ballot is recorded before the receipt is shown, and counted once.
promise-holds-2 = Other citizens do not see your grades. Nor does the receipt show them: it cannot be sold.
promise-holds-3 = With the receipt anyone can check that their ballot counts. The totals are public and can be recounted.
promise-not = Not guaranteed
promise-not-1 = The platform keeps ballots in the clear: its administrators could read them. This vote is not encrypted.
promise-not-2 = Nothing protects you from somebody looking at your screen, nor from a compromised device.
promise-not-3 = The receipt proves that a ballot is counted. It does not prove that no voters were added.
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
ballot-sending = Your ballot is kept on this device and on its way to the platform. It will be counted once.
ballot-sending-chat = The bot keeps your ballot and sends it to the platform. It will be counted once.
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
