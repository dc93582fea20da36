# Results, and why one stands before another.
results-winner = { $name } wins the primary.
results-winners = { $n } candidates are tied at the top.
results-finalists = { $n ->
        [one] { $n } candidate goes to the final.
       *[other] { $n } candidates go to the final.
    }
results-sentence = { $n ->
        [one] { $n } judgment
       *[other] { $n } judgments
    } · { $share } “{ $grade }” or better
grade-plus = { $grade } +
grade-minus = { $grade } −
results-turnout = Turnout
turnout-voters = Voters
turnout-of = { $n } ({ $share })
turnout-ballots = Ballots counted
turnout-lots = Lots counted
lots-per-candidate = Lots per candidate
lots-count = { $cast } cast, { $issued } drawn, { $expired } given back
results-open-data = All these figures can be downloaded and recounted: “isoloir results { $round } --json”, or the platform’s open data.
results-open-data-chat = All of these figures can be downloaded and counted again: they are the platform’s open data.
why-order-title = Why this order?
why-order-none = The platform has published no explanation for these two candidates.
why-order-grade = { $a } stands before { $b }: the majority grade of { $a } is “{ $better }”, that of { $b } is “{ $worse }”.
why-order-above = The same majority grade, “{ $grade }”. The largest group decides: { $share } of the judgments on { $a } are better than it, so { $a } stands before { $b }.
why-order-below = The same majority grade, “{ $grade }”. The largest group decides: { $share } of the judgments on { $b } are worse than it, so { $b } stands after { $a }.
why-order-next = The groups do not separate them. After taking the same share of middle judgments from both ({ $share }), { $a } has “{ $better }” and { $b } “{ $worse }”: { $a } stands before.
why-order-tie = { $a } and { $b } have exactly the same shares of every grade: they are tied.
receipts-text = One receipt for each ballot cast. It says whether it counts, never what is in it.
receipts-none = You have not voted yet.
receipts-more = Older receipts
receipt-of-lot = A lot of the first round
tracker-text = Anyone who has a receipt number can check that this ballot counts.
tracker-hint = For example: 7KQM-2XVT-9H4C-PDW3-8R02-6TYB
tracker-mistyped = A number has twenty-four letters and digits. Check what you typed.
tracker-unknown = No ballot has this number.
receipt-of-round = First round
tracker-checked = This program has checked that this ballot is in the ballot box, and that the box has only grown since it was first seen.
turnout-own = Encrypted by the voter’s own program
turnout-assisted = Encrypted by a bot, which saw the grades
