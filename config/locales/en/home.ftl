# Home.
home-title = Home
home-demo = Demonstration: nothing here is a real vote, and time moves when you want.
home-demo-elsewhere = Demonstration: nothing here is a real vote.
home-announcement = { $title } — { $body }
home-closes = Closes in
home-next = Next: { $phase }, on { $date }.
home-opens = { $phase } in
home-between = Nothing is open right now.
home-over = The primary is over.
home-sending = A ballot is on its way: it will be sent until the platform answers.
home-my-supports = My supports
home-my-nominations = My nominations
home-my-candidacy = My candidacy
home-draft = Ballot begun
home-totals = Live
total-registered = Registered
total-supports = Supports
total-lots = Lots cast
total-final = Final ballots
home-confirm = Answer: confirm my candidacy
home-lot = Grade a lot of candidates
home-lot-go-on = Go on with my lot ({ $n }/{ $total })
home-final = Grade the finalists
home-final-done = Final vote: my receipt
home-other-platform = Choose another platform
home-next-phase = Demonstration: next phase
candidates-title = Candidates
supports-title = My supports
nominate-title = Put a citizen forward
candidacy-title = My candidacy
declare-title = Stand as a candidate
results-final = Result of the final vote
results-preselection = Result of the first round
receipts-title = My receipts
tracker-title = Check a receipt
calendar-title = Calendar
account-title = My account
language-title = Language / Langue
home-my-votes = My vote
home-lots-cast = { $n ->
        [one] { $n } lot cast
       *[other] { $n } lots cast
    }
home-voted = You have voted
