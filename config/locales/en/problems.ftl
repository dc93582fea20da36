# Problem details of the platform: a title in a few words, and what to do next.
problem-malformed-title = Request cannot be read
problem-malformed = The request does not have the expected form. Correct it before sending it again.
problem-invalid-title = Value refused
problem-invalid = A value of the request breaks a rule.
problem-unauthenticated-title = Sign-in needed
problem-unauthenticated = Sign in, then try again.
problem-forbidden-title = Not allowed
problem-forbidden = This account may not do that.
problem-not-registered-title = Registration needed
problem-not-registered = Register for the primary first: age, civil rights, place and charter.
problem-not-found-title = Not found
problem-not-found = There is nothing at this address.
problem-too-early-title = Too early
problem-too-early = This phase is not open yet.
problem-too-late-title = Too late
problem-too-late = This phase is closed: nothing was recorded.
problem-limit-reached-title = Limit reached
problem-limit-reached = All your places are taken. Choose whom to replace.
problem-duplicate-title = Already there
problem-duplicate = It is recorded already.
problem-wrong-state-title = State does not allow it
problem-wrong-state = The present state of this candidacy does not allow it.
problem-foreign-lot-title = Somebody else’s lot
problem-foreign-lot = This lot was drawn for somebody else.
problem-lot-expired-title = Lot expired
problem-lot-expired = This lot was not cast in time: ask for another.
problem-incomplete-ballot-title = Incomplete ballot
problem-incomplete-ballot = Every candidate on the ballot needs one answer, and only one.
problem-already-cast-title = Already cast
problem-already-cast = This ballot was cast, and this primary does not allow a change.
problem-already-voted-title = You have voted
problem-already-voted = You voted in this primary before you erased your account. Those ballots still count, so you can follow the primary but not vote in it again.
problem-no-more-lots-title = No more lots
problem-no-more-lots = There is no lot left to draw for you.
problem-wrong-code-title = Wrong code
problem-wrong-code = This code is not the right one. Check the last message received.
problem-code-expired-title = Code expired
problem-code-expired = This code is too old or was tried too often: ask for another.
problem-link-code-title = Link code refused
problem-link-code = This code is no longer good: it was used, is older than ten minutes, or was not copied whole. Ask for another one from your account.
problem-key-reused-title = Key already used
problem-key-reused = This idempotency key was used for another request.
problem-key-missing-title = Key missing
problem-key-missing = A write must carry an Idempotency-Key header: a fresh UUID for each write.
problem-too-many-requests-title = Too many requests
problem-too-many-requests = Wait a little before trying again.
problem-too-large-title = Request too large
problem-too-large = What was sent exceeds the size allowed.
problem-frozen-title = Rules are frozen
problem-frozen = The rules of an open phase are frozen, and a change is announced ahead.
problem-not-yet-title = Not published yet
problem-not-yet = The result is published at the close.
problem-unsupported-title = Method or format not supported
problem-unsupported = This address does not take this method or format.
problem-unavailable-title = Unavailable
problem-unavailable = The platform cannot record anything right now. Nothing was written: try again.
problem-internal-title = Platform error
problem-internal = This is our fault, and nothing was written. Try again later.
problem-too-early-on = This phase opens on { $deadline }.
problem-too-late-on = This phase closed on { $deadline }: nothing was recorded.
problem-frozen-until = This change is possible from { $deadline } only, or before the phase opens.
problem-wait = Try again in { $span }.
problem-field = Field at fault: { $field }.
problem-name-taken = Somebody of this name is in the race already. If that is you, declare as the citizen who was nominated.
problem-name-fixed = Citizens have supported or nominated this name: it can no longer be changed.
problem-link-unseen = This request is not the one that was shown to you, or nobody has given the code yet. Look at it again.
problem-names-used-up = You have put forward as many new names as one citizen may. You can still nominate those on the list.
problem-second-factor-title = Verification code needed
problem-second-factor = First give a code of your verification app (isoloir organise prove): it is good for ten minutes in this session.
problem-neutrality-title = Neutrality
problem-neutrality = Whoever organises, moderates or observes the primary, or did, is no candidate of it and never was; and the other way round.
problem-own-proposal-title = Somebody else must approve
problem-own-appeal = You took this decision, or made this appeal. Somebody else must hear it.
problem-reinstate-late = The day before which this person had to answer is past: they cannot come back.
problem-own-proposal = You made this proposal. Another organiser must approve it.
problem-factor-wrong = This code is wrong, or has been used. Wait until the app shows another.
problem-factor-locked = Too many wrong codes: none is taken for now.
problem-written-lately = You wrote to your supporters less than seven days ago.
problem-announcement-ended = As it stands, the announcement cannot be held, resumed or let go like this.
problem-factor-none = You have no verification app yet. Begin with "isoloir organise enrol".
problem-factor-there = Your verification app is set up already. To change it, ask whoever runs the server to take your role back and give it again.
problem-proposal-decided = This proposal is decided already, or its time is over.
problem-skip-decided = The pre-selection is open or left out already.
problem-skip-not-yet = The rule leaves the pre-selection out only when everybody who qualified has answered, and too few confirmed.
problem-list-not-yet = This list is not complete yet: answers or a close are awaited.
problem-list-there = This list is published already, and changes no more.
problem-list-none = This list is not published yet.
problem-rule-open = This phase is open since { $deadline }: its rules and its dates are frozen.
problem-rule-over = This phase is over since { $deadline }.
problem-rule-past = { $day } is past already.
problem-rule-inverted = The last day comes before the first.
problem-rule-overlap = These dates overlap with another phase: { $phase }.
problem-rule-notice = { $days ->
        [one] A change is announced at least a day ahead: no date before { $day } can move.
       *[other] A change is announced at least { $days } days ahead: no date before { $day } can move.
    }
problem-rule-too-short = { $days ->
        [one] The pre-selection lasts a day at least.
       *[other] The pre-selection lasts { $days } days at least.
    }
problem-rule-weekends = { $n ->
        [one] The pre-selection has at least one whole week-end.
       *[other] The pre-selection has at least { $n } whole week-ends.
    }
problem-rule-range = { $day } is out of the calendar.
problem-moderation-decided = This is decided already, another version took its place, or an appeal was made.
