# Why something cannot be done now.
why-loading = The platform has not answered yet.
why-no-phase = This primary has no such phase.
why-skipped = This phase is skipped: there are too few candidates.
why-upcoming = From { $date }.
why-closed = It was possible until { $date } inclusive.
why-not-yet = Published at the close, after { $date }.
why-signed-out = Sign in first.
why-not-registered = Register first.
why-no-change = This primary does not let you change a ballot.
why-candidate-out = This person is no longer in the race.
why-last-phase = The demonstration is in its last phase.
