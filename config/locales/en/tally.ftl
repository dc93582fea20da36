# `isoloir tally`: ranks any election.
tally-sentence = { $rank }. { $name }: majority grade “{ $grade }”, { $share } of { $judgments ->
    [one] { $judgments } judgment
   *[other] { $judgments } judgments
 } at that grade or better.
tally-sentence-none = { $rank }. { $name }: no judgments; counts as “{ $grade }”.
tally-why-majority-grade = { $before } stands before { $after }: “{ $better }” is a better majority grade than “{ $worse }”.
tally-why-above = { $before } stands before { $after }: same majority grade; the largest of the four groups is that of { $of }'s supporters, { $share } of their judgments ({ $part } of { $total }) above “{ $grade }”.
tally-why-below = { $before } stands before { $after }: same majority grade; the largest of the four groups is that of { $of }'s opponents, { $share } of their judgments ({ $part } of { $total }) below “{ $grade }”.
tally-why-next = { $before } stands before { $after }: same majority grade and level groups; once { $removed } of the judgments around the middle are removed, the next grade is “{ $better }” against “{ $worse }”.
tally-why-tie = { $before } and { $after } are tied: exactly the same share of each grade.
tally-blanks-ignored = “No opinion” answers count in no total.
tally-picture-title = Merit profiles, from the first to the last
tally-error = { $place }: { $reason }
tally-error-not-text = this is not text in UTF-8.
tally-error-json = this JSON is not an election ({ $reason }).
tally-error-csv = this CSV cannot be read ({ $reason }).
tally-error-no-candidates = there is no candidate.
tally-error-no-name = candidate number { $place } has no name.
tally-error-twice = two candidates are called “{ $name }”.
tally-error-cells = cells found: { $found }; in the header: { $expected }.
tally-error-grade = “{ $found }” ({ $name }) is not a grade of the scale; see --scale.
tally-error-counts = numbers given for { $name }: { $found }; grades of the scale: { $expected }; see --scale.
tally-error-count = “{ $found }” ({ $name }) is not a number of judgments.
tally-error-too-many = too many judgments to compare exactly. { $name }
tally-error-scale = a scale has 2 to 26 grades, all different, the best first.
tally-error-balance = unknown way of filling missing grades: { $mode }
tally-error-participants = to fill missing grades, the number of participants is needed (`participants`).
tally-error-judgments = { $name } has { $judgments } judgments, more than there were ballots: { $participants }.
tally-error-mixed = this file does not have the same candidates or scale as the others, or is not made of ballots.
cli-tally-scale = Scale: grades from the best to the worst with commas between, or a primary (laprimaire-2016). Otherwise the file's own, or that of LaPrimaire.org
cli-tally-blank = Ballots without an opinion: reject (counted as the worst grade, the default) or ignore (in no total)
tally-numbers-worst-first = Numbers were read from 1 (the worst grade) to { $n } (the best). If it is the other way round: --numbers best-first.
tally-numbers-best-first = Numbers were read from 1 (the best grade) to { $n } (the worst).
cli-tally-numbers = Numbers on ballots: worst-first (1 is the worst grade, the default, as in published data) or best-first (1 is the best, as the terminal's keys)
cli-tally-csv = Write the profiles as CSV
cli-tally-svg = Write the picture of the profiles to this SVG file
cli-tally-png = Write the picture of the profiles to this PNG file
cli-tally-after = “-” reads standard input. Several CSV files of ballots of the same candidates are counted together. In a cell: a grade's name, its letter (A the best), or its number from 1 (the worst; the best with --numbers best-first); empty, 0 or “no opinion” for a blank.
tally-written = Written: { $path }
