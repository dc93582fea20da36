# The phases of a primary and the states of a candidate.
phase-identification = Call for candidates
phase-provisional-list = Provisional list
phase-preparation = Preparation
phase-preselection = First round: the lots
phase-finalists = The finalists
phase-final-vote = Final vote
phase-result = Result
about-identification = Support candidates, put a citizen forward, or stand yourself.
about-provisional-list = Citizens put forward often enough are invited to stand.
about-preparation = Qualified candidates confirm and prepare their programme.
about-preselection = Grade lots of candidates drawn at random. A lot takes a minute.
about-finalists = The finalists are known and confirm that they stand.
about-final-vote = Grade every finalist.
about-result = The vote is over. Everything can be checked.
state-nominated = Put forward by citizens
state-declared = Declared
state-qualified = Qualified
state-confirmed = Confirmed
state-finalist = Finalist
state-winner = Winner
state-withdrawn = Withdrawn
state-refused = Refused
state-lapsed = Did not go on
state-disqualified = Disqualified
candidate-supports = { $n ->
        [one] { $n } support
       *[other] { $n } supports
    }
toast-phase-open = A new phase opens: { $phase }.
toast-phase-closed = Phase over: { $phase }.
state-because = { $state }: { $cause }
