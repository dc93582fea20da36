# Standing as a candidate.
declare-change-title = Change my page
declare-progress = Steps
declare-name = Name on the list
declare-name-hint = As you want it to be read.
declare-slogan = In one line
declare-slogan-hint = At most 140 characters. Optional.
declare-presentation = Presentation
declare-presentation-hint = At most 4,000 characters of plain text. Your draft is kept as you type.
declare-link = Link to your personal space
declare-link-hint = Begins with https://. Optional.
declare-link-https = The link must begin with https://
declare-charter = A candidate signs the charter:
declare-sign = I sign the charter
declare-nominee = Citizens have already put { $name } forward. Is that you? Their nominations will then count for you.
declare-nominee-me = Yes, that is me
declare-nominee-other = No, somebody of the same name
declare-check = This is what everybody will read.
declare-empty = (nothing)
declare-send = Publish
field-empty = This field is needed.
toast-declared = You are a candidate. Good luck!
toast-page-changed = Your page is up to date.
candidacy-none = You are not a candidate.
candidacy-asked = Do you confirm your candidacy? No answer in time is a refusal.
candidacy-until = You have
candidacy-confirm = Yes, I confirm
candidacy-refuse = No, I step back
candidacy-sure = This is final: there is no way back into the race.
candidacy-stay = Stay a candidate
candidacy-leave-now = Yes, for good
candidacy-edit = Change my page
candidacy-public = My public page
candidacy-withdraw = Withdraw my candidacy
candidacy-threshold = Supports to qualify
why-not-standing = You are no longer in the race.
why-won = You have won.
toast-candidacy = Recorded.
declare-intro = You give a name, a line, a presentation and a link, then sign the charter. To qualify you then need at least { $n ->
        [one] { $n } support
       *[other] { $n } supports
    } by { $date }.
