# What the bots write in public, as witnesses: where the ballot box of each vote stands.
witness-opened = { $round }: the vote is open
witness-grown = { $round }: the vote is open
witness-closed = { $round }: the vote is closed
witness-counted = { $round }: the result is in the ballot box
witness-broken = Alert: what the ballot box shows does not agree
witness-count = { $at }: { $size ->
    [one] one line
   *[other] { $size } lines
} in the ballot box’s register (ballots, keys, close, result).
witness-what = What it is for: the text below, signed by the platform, sums up all of that register and says nothing of any vote. Keep it, or forward it: if a ballot that it counts disappears or changes, or if the platform shows you another ballot box than it shows others, it proves that.
witness-how = To compare, on a computer with Isoloir:
witness-primary-preselection = { $primary }, preselection
witness-primary-final = { $primary }, final vote
witness-split = The platform { $platform } signed two different states of its ballot box for the same number of lines: they cannot both be true, and these two lines prove it. Ballots were removed or changed, or not everybody sees the same ballot box. Keep these two lines, and ask the organisers to answer for them: until that is explained, do not trust the result.
witness-unshown = The platform { $platform } signed these two states of its ballot box, and does not show that one continues the other. Ballots may have been removed or changed, or not everybody sees the same ballot box. Keep these two lines, and ask the organisers to answer for them: until that is explained, do not trust the result.
witness-other = The platform { $platform } shows a vote described in another way than at its opening: other keys, other candidates or other dates. Ballots might not be counted. Until that is explained, do not vote and do not trust the result.
witness-unsigned = What the platform { $platform } shows of this vote does not hold: { $why }. Until that is explained, do not trust the result.
witness-unsigned-manifest = the vote’s description, its keys or their proofs are not valid
witness-unsigned-signature = the state of the ballot box is not signed with its key
witness-withheld = The platform { $platform } answers, but for long has not shown that its ballot box continues what was seen before. It may be a breakdown. Keep the lines published here: they will let anyone check.
witness-checked = This bot compares each state of the ballot box with all those before, and keeps what proves what it says.
