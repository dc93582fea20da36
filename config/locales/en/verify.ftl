# `isoloir verify`: makes the published draws again.
cli-verify = Make every draw published at the close again, and compare
cli-verify-file = File published by the platform (open data “draws”, JSON); “-” reads standard input
cli-verify-after = Proves composition, order and counts of the lots, given the order of arrivals. It does not prove that the organiser did not reorder arrivals, or who votes.
verify-done = All as published: { $issued } lots drawn again, { $expired } gone back, bit for bit. Each candidate was shown { $least } to { $most } times.
verify-error-file = This file is not a list of draws ({ $reason }).
verify-error-open = The vote is not closed: the secret that allows to verify is not published yet.
verify-error-bytes = “{ $field }” is not 32 bytes in hexadecimal.
verify-error-secret = The published secret is not the one committed to before the vote.
verify-error-lot = Entry { $line }: the draw gives { $expected }, but the list says { $found }.
verify-error-commitment = Entry { $line }: the published commitment is not that of this lot.
verify-error-credential = Entry { $line }: the voter's credential cannot be read.
verify-error-sequence = Entry { $line }: a lot or a draw is there twice, or goes back without having been issued.
verify-error-state = The list of candidates or the size of lots cannot be, or a lot goes back without having been issued.
