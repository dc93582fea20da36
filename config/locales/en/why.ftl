# Why something cannot be done now.
why-loading = The platform has not answered yet.
why-no-phase = This primary has no such step.
why-skipped = This step is left out: there are too few candidates.
why-upcoming = From { $date }.
why-closed = It was possible until { $date } included.
why-not-yet = Published at the close, after { $date }.
why-signed-out = Sign in first.
why-not-registered = Register first.
why-no-change = This primary does not let you change a ballot.
