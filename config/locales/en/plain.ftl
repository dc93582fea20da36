# The dialogue line by line. Words that are typed: several ones are parted by a slash.
plain-help = Type the number of a choice, then Enter. Useful words: back, more, again, help, quit.
plain-help-demo = This is a demonstration. Type the number of a choice, then Enter. Useful words: back, more, again, help, phase (to go to the next phase), quit.
plain-word-help = help / ?
plain-word-more = more
plain-word-again = again
plain-word-back = back
plain-word-leave = quit / leave / q
plain-word-next-phase = phase
plain-tone-info = Note
plain-tone-good = Done
plain-tone-warning = Take care
plain-tone-bad = Failed
plain-list = { $label } ({ $n })
plain-more = { $n ->
    [one] { $n } is left: type "more".
   *[other] { $n } are left: type "more".
 }
plain-marked = your choice
plain-rank = Rank { $rank }:
plain-elected = Goes through.
plain-why = Type { $number } to know why.
plain-grades = Grades
plain-grade-how = To grade, type the candidate's number and then the grade: "1 good" or "1 B". The number alone opens their presentation.
plain-type = Type your answer. For a numbered choice or a word, put a colon before it: ":1", ":back".
plain-type-search = Type words to search, or a number to choose.
plain-type-text = Type your text over several lines; a line with a full stop alone ends it. For a choice, a colon before it: ":1", ":back".
plain-disabled = { $label }: not possible now. { $reason }
plain-unknown = { $n ->
    [0] That means nothing here. Type "help".
   *[other] That means nothing here. Type a number from 1 to { $n }, or "help".
 }
