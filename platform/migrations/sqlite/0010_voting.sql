-- A round of voting. Its row is there from the platform's first start: the commitment to the operator's secret is
-- public long before the round opens. The row is the state that each draw locks.
CREATE TABLE rounds (
    round             TEXT    PRIMARY KEY CHECK (round IN ('preselection', 'final')),
    secret            BLOB    NOT NULL,             -- published at the close
    committed_at      INTEGER NOT NULL,
    randomness        BLOB,                         -- drawn at the opening, after the commitment
    randomness_source TEXT,
    candidates        TEXT,                         -- JSON, from the opening on
    state             TEXT,                         -- JSON, counts of the lots drawn
    max_lots          INTEGER CHECK (max_lots > 0), -- that one voter may cast
    opened_at         INTEGER,
    closed_at         INTEGER
) STRICT, WITHOUT ROWID;

-- `voter` and `account` outlive the account: an erased citizen's ballots count, and lead to nobody.
CREATE TABLE lots (
    id         INTEGER PRIMARY KEY,                 -- the order of the draws, without gaps
    voter      INTEGER NOT NULL,
    draw       INTEGER NOT NULL,
    credential BLOB    NOT NULL,
    places     TEXT    NOT NULL,                    -- JSON, in the order drawn
    commitment BLOB    NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    status     TEXT    NOT NULL CHECK (status IN ('open', 'cast', 'expired')),
    UNIQUE (voter, draw)
) STRICT;
CREATE UNIQUE INDEX one_open_lot_of_a_voter ON lots (voter) WHERE status = 'open';
CREATE INDEX open_lots_by_expiry ON lots (expires_at, id) WHERE status = 'open';
CREATE INDEX cast_lots ON lots (voter) WHERE status = 'cast';

-- One more lot than a voter may cast is never there, whatever wrote it.
CREATE TRIGGER lot_cast BEFORE UPDATE OF status ON lots WHEN NEW.status = 'cast' AND OLD.status <> 'cast' BEGIN
    SELECT raise(ABORT, 'this voter has cast every lot they may') FROM rounds
    WHERE round = 'preselection' AND max_lots <= (SELECT count(*) FROM lots WHERE voter = NEW.voter AND status = 'cast');
END;
CREATE TRIGGER lot_added BEFORE INSERT ON lots WHEN NEW.status = 'cast' BEGIN
    SELECT raise(ABORT, 'this voter has cast every lot they may') FROM rounds
    WHERE round = 'preselection' AND max_lots <= (SELECT count(*) FROM lots WHERE voter = NEW.voter AND status = 'cast');
END;

-- The order in which lots were counted and went back: what a replay follows.
CREATE TABLE draw_log (
    seq   INTEGER PRIMARY KEY,
    lot   INTEGER NOT NULL REFERENCES lots (id),
    entry TEXT    NOT NULL CHECK (entry IN ('issued', 'expired')),
    UNIQUE (lot, entry)
) STRICT;

-- `answers` is secret: read by the count at the close, and by nothing else.
CREATE TABLE ballots (
    id          INTEGER PRIMARY KEY,
    round       TEXT    NOT NULL REFERENCES rounds (round),
    lot         INTEGER REFERENCES lots (id),       -- none in the final
    voter       INTEGER NOT NULL,
    tracker     TEXT    NOT NULL UNIQUE,
    answers     BLOB    NOT NULL,
    cast_at     INTEGER NOT NULL,
    replaced_at INTEGER,
    CHECK ((lot IS NULL) = (round = 'final'))
) STRICT;
CREATE UNIQUE INDEX one_ballot_of_a_lot ON ballots (lot) WHERE lot IS NOT NULL AND replaced_at IS NULL;
CREATE UNIQUE INDEX one_final_ballot_of_a_voter ON ballots (voter) WHERE lot IS NULL AND replaced_at IS NULL;
CREATE INDEX ballots_of_a_voter ON ballots (voter, id);

CREATE TABLE results (
    round        TEXT    PRIMARY KEY REFERENCES rounds (round),
    body         TEXT    NOT NULL,                  -- JSON, as it is published
    published_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    at   INTEGER NOT NULL,
    body TEXT    NOT NULL                           -- JSON
) STRICT;

-- Changes of phase that were carried out, each once.
CREATE TABLE transitions (
    name       TEXT    PRIMARY KEY,                 -- `open preselection`, `close final_vote`
    due_at     INTEGER NOT NULL,
    applied_at INTEGER NOT NULL,
    skipped    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Supports are counted at the deadline. Who is erased after it takes theirs away, and the count stays: it decided who
-- qualified. What they gave is counted without them, as what an earlier record counted.
DROP TRIGGER support_withdrawn;
CREATE TRIGGER support_withdrawn AFTER DELETE ON supports BEGIN
    UPDATE candidates SET supports = supports - 1,
        imported = imported + EXISTS (SELECT 1 FROM transitions WHERE name = 'closes identification'),
        nominations = nominations
            - (OLD.kind = 'nomination' AND NOT EXISTS (SELECT 1 FROM transitions WHERE name = 'closes identification'))
    WHERE id = OLD.candidate;
END;

-- Rules that are fixed since their phase opened: the primary's file must say the same whenever the platform starts.
CREATE TABLE frozen_rules (
    name  TEXT PRIMARY KEY,                         -- `preselection.max_lots`
    value TEXT NOT NULL                             -- JSON
) STRICT, WITHOUT ROWID;

CREATE INDEX roll ON accounts (registered_at) WHERE registered_at IS NOT NULL;
