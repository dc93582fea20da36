# `isoloir verify`: verifies a vote from its public archive.
cli-verify = Verify a vote from its public archive: the announced result follows from the ballots cast
cli-verify-archive = The archive of a round (/v1/elections/ROUND/archive); “-” reads standard input
cli-verify-live = Download the platform’s archive, and compare with the result and the log that it shows
cli-verify-round = preselection or final; without it the final, or the pre-selection where the final has not begun
cli-verify-checkpoint = A state of the ballot box seen elsewhere (a public room, another voter): “isoloir/1 …”; may be repeated
cli-verify-tracker = A ballot to find, by the number on its receipt; may be repeated
cli-verify-spoiled = An opened ballot, as the voting program gave it: what did it hold?
cli-verify-audit = The organisers’ log that was kept (isoloir audit --json): is it whole?
cli-verify-draws = Only the draws of lots, from open data (draws.json)
cli-verify-after = Exit codes: 0 it holds, 1 something is wrong, 7 nothing is wrong as far as one can see but there is no result yet or ballots are missing; the others are those of all commands.
verify-bar-loading = downloading the archive
verify-bar-checking = checking
verify-no-purse = What this device has seen of ballot boxes cannot be read: it is not compared.
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

# What was checked of an archive, what cannot be, and what is wrong.
verify-holds = It holds: the announced result follows from the ballots cast.
verify-partial-open = It holds as far as one can see: there is no result yet.
verify-partial-left = The counts follow from the ballots, but by the ballots the winner is { $names }: whoever was announced won only if it is true that they left. Ask them.
verify-partial-missing = The ballot box holds as far as one can see, but nothing can be said of the result: { $n ->
        [one] one ballot is
       *[other] { $n } ballots are
    } no longer in this archive.
verify-fault = It does not hold.
verify-checked = Checked
verify-not-checked = Not checked, or not checkable
verify-result = The result, counted again
verify-said-board = The ballot box: a chain of { $leaves } entries, whose signed states ({ $n } in this archive) all fit. Nothing was changed, taken out or slipped in.
verify-said-voters = Voting keys: { $n } at the opening, { $late } admitted later. No ballot comes from another key.
verify-said-hashes = Ballots in the ballot box: { $n }; as fingerprints only, so that their contents could not be checked: { $missing }.
verify-said-ballots = Ballots: { $n }, each signed by its voting key and proved to hold one single answer for each candidate; none copies another. Counted: { $counted }. Voters: { $voters }. Replaced by their own voters: { $replaced }.
verify-said-channels = Of those counted, filled in by voters’ own programs: { $own }; by a bot, which saw the grades: { $assisted }.
verify-said-spoiled = Opened to check a program, and not counted: { $n }.
verify-said-decrypted = Trustees who decrypted the sums and proved it: { $n } of { $all } ({ $names }). No single ballot was decrypted for that.
verify-said-lots = Lots drawn again from the secret that was committed to before the vote: { $issued }, of which { $expired } gone back; exactly as published. Fewest and most lots in which a candidate was shown: { $least } and { $most }.
verify-said-result = The announced counts are those of the ballots, and the ranking by majority judgment was computed again from them.
verify-said-shown = The platform shows this very result.
verify-said-audit = The organisers’ log is whole. Entries: { $n }.
verify-said-elsewhere = The ballot box passes through { $n ->
        [one] the state that was seen elsewhere
       *[other] the { $n } states that were seen elsewhere
    }.
verify-said-device = It passes through { $n ->
        [one] the state that this device has seen
       *[other] the { $n } states that this device has seen
    }.
verify-said-older = This archive is older than what this device has seen.
verify-mine-counts = Ballot { $tracker }: in the ballot box as it was cast (entry { $leaf }), and it counts.
verify-mine-replaced = Ballot { $tracker }: in the ballot box as it was cast (entry { $leaf }); a later one of the same voter counts in its place.
verify-mine-recorded = Ballot { $tracker }: in the ballot box as it was cast (entry { $leaf }). This archive cannot tell whether it counts.
verify-mine-spoiled = Ballot { $tracker }: opened to check a program (entry { $leaf }), and not counted.
verify-mine-later = Ballot { $tracker }: cast after this archive was made.
verify-not-elsewhere = That everybody saw this same ballot box. An archive forged from end to end would hold, too: compare with a state seen elsewhere, in a public room or at another voter’s (--checkpoint).
verify-not-others = { $n ->
    [one] One receipt that is kept here is of another vote: another round, or another primary. It was not looked for here.
   *[other] { $n } receipts that are kept here are of other votes: another round, or another primary. They were not looked for here.
}
verify-fault-followed = It is another vote than the one that this device has seen before, or voted in: other candidates, rules, keys or voters.
verify-not-people = That the voting keys are people: whoever keeps both the roll and the ballot box could add voters.
verify-not-secret-local = Secrecy: the platform itself held all the keys here. Whoever runs it could have read ballots.
verify-not-secret = Secrecy: that { $n } of the trustees ({ $names }) did not join to read ballots, and that they are different people on machines of their own.
verify-not-assisted = That bots filled in what their voters chose: only opening a ballot instead of casting it shows that.
verify-not-lots = For the lots: that arrivals were not reordered, and that the public randomness (source: { $source }) was nobody’s choice.
verify-not-left = Why { $names } did not go on: they left or were put out, which is not in the ballot box.
verify-not-finalists = Who goes to the final: that follows from this ranking, from the primary’s rules and from who left. With --live it is compared.
verify-not-clock = That the platform’s clock was right, and that it turned nobody away or delayed nobody.
verify-not-device = That voters were alone and their devices honest.
verify-not-for-ever = That ballots stay secret for ever: a large quantum computer could one day read kept archives.
verify-fault-at = Line { $line } of the archive.
verify-fault-at-leaf = Line { $line } of the archive, entry { $leaf } of the ballot box.
verify-fault-ballot = Ballot { $tracker }.
verify-fault-no-archive = This file is not the archive of a vote: its first line is not the description of one.
verify-fault-cut = The archive was cut: its end is missing.
verify-fault-line = This line cannot be in an archive: it is damaged, or not written in the one way it must be.
verify-fault-manifest = The description of the vote does not hold.
verify-fault-trustees = The trustees’ keys do not hold.
verify-fault-proof = This ballot does not hold one single answer for each candidate, or its proof was made for another place.
verify-fault-ballot-signature = This ballot is not signed by its voting key.
verify-fault-ballot-election = This ballot was made for another vote.
verify-fault-ballot-shape = This ballot does not have the candidates or answers that it must have.
verify-fault-ballot-bytes = This ballot is damaged.
verify-fault-decryption = The decryption of trustee no. { $n } is wrong.
verify-fault-few = Too few trustees decrypted.
verify-fault-count = A sum decrypts to no possible count.
verify-fault-other-checkpoint = This state of a ballot box is that of another vote.
verify-fault-signature = A state of the ballot box is not signed with its key.
verify-fault-split = The ballot box does not pass through the state seen elsewhere{ $n ->
        [0] { "" }
       *[other] , of { $n } entries
    }. Not everybody was shown the same ballot box, or entries were taken out: keep this archive and that state, they are evidence.
verify-fault-split-device = The ballot box does not pass through the state of { $n } entries that this device or the platform has shown. Keep this archive: it is evidence.
verify-fault-order = This entry cannot stand here.
verify-fault-index = An entry is missing before this one, or stands here twice.
verify-fault-body = The content of this entry is missing.
verify-fault-root = The ballot box is not the one that was signed: an entry was changed, added or taken out before this line.
verify-fault-time = The signed states go back in time.
verify-fault-credentials = The list of voting keys is not the one of the opening.
verify-fault-admitted = This voting key could not be admitted.
verify-fault-unknown = The voting key of this ballot is not on the list.
verify-fault-lot = This lot cannot be.
verify-fault-lot-log = The lots are not those of the close.
verify-fault-lot-owner = This ballot is for a lot that was never drawn for its voting key, or that went back.
verify-fault-lot-count = This voting key cast more lots than one may.
verify-fault-sequence = An older ballot stands after a newer one of the same voter.
verify-fault-change = A second ballot, where none may be changed.
verify-fault-copy = This ballot is a copy of another.
verify-fault-spoiled = This ballot was opened, so it cannot be cast.
verify-fault-close = The close came too early, or counts other ballots.
verify-fault-result = The announced counts are not what the ballots give.
verify-fault-changed = The archive changed while it was read.
verify-fault-draw = Lot { $lot }: { $why }
verify-fault-shorter = The archive of this closed vote has fewer entries than this device has seen. Keep it: it is evidence.
verify-fault-moved = Your ballot is not at the place that its receipt names.
verify-fault-missing = This ballot is not in the ballot box.
verify-fault-other = The archive is that of another vote than the platform names.
verify-fault-early = The platform shows a result that is not in the ballot box.
verify-fault-shown = The platform shows another result than the ballots give: { $what }.
verify-shown-turnout = the turnout
verify-shown-candidates = the candidates
verify-shown-elected = who goes on
verify-spoiled-row = { $name }: { $grade }
verify-spoiled-holds = The encrypted ballot { $tracker } held exactly this. If you noted this number before you opened it, and these are your grades, the program did not lie.
verify-spoiled-shape = This file does not show an opened ballot.
verify-spoiled-manifest = The description of the vote in this file does not hold.
verify-spoiled-ballot = The ballot in this file does not hold.
verify-spoiled-opening = The ballot does not hold what the file says: the program that made it lied. Keep the file and show it to an observer.

verify-title = Verify this result
verify-loading = The archive is coming: { $n } kB
verify-checking = Checking the ballots
verify-here = This program loads the public archive of the vote and checks everything in it on your device: it believes nothing of what the platform says.
verify-checkpoint = State of the ballot box, to compare with what others saw
verify-chat = A bot does not verify for you: what it would say could not be checked. On a computer, with the program Isoloir, one command does:
verify-chat-command = Command
verify-chat-archive = The archive, at the platform’s address
verify-chat-other = The archive’s format is public: other programs can check it, too.
verify-no-room = The archive cannot be kept or read on this device: check the space for temporary files.
