-- Ballots that nobody can read. A round's election has a board of its own: leaves in their order, bodies beside them.
-- No platform ran with plain ballots before this: what there is of them goes, with their lots.

CREATE TABLE elections (
    round      TEXT    PRIMARY KEY REFERENCES rounds (round),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the manifest
    manifest   BLOB    NOT NULL,                           -- leaf 0 of the board
    local      INTEGER NOT NULL CHECK (local IN (0, 1)),   -- the platform holds the trustees' keys
    board_seed BLOB    NOT NULL,                           -- the board's key is derived from it and the server's key
    frontier   BLOB    NOT NULL,                           -- roots of the whole subtrees, largest first: 32 bytes each
    checkpoint TEXT    NOT NULL,                           -- JSON, the newest
    cut_at     INTEGER                                     -- when links between accounts and credentials were cut
) STRICT, WITHOUT ROWID;

-- Keys of trustees that the platform itself plays; sealed with the server's key, gone once they have decrypted.
CREATE TABLE trustee_secrets (
    round   TEXT    NOT NULL REFERENCES rounds (round),
    trustee INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (round, trustee)
) STRICT, WITHOUT ROWID;

-- A voter's key for a round. `account` is empty once the link was cut, or the account erased.
CREATE TABLE credentials (
    round         TEXT    NOT NULL REFERENCES rounds (round),
    credential    BLOB    NOT NULL CHECK (length(credential) = 32),
    account       INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    registered_at INTEGER NOT NULL,
    listed        INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)), -- in the manifest's list
    admitted      INTEGER,                                 -- its leaf, if it came after the opening
    replaced_at   INTEGER,                                 -- another key of the same voter took its place
    voted         INTEGER NOT NULL DEFAULT 0 CHECK (voted IN (0, 1)),
    spoiled       INTEGER NOT NULL DEFAULT 0,              -- ballots that were opened, and not cast
    PRIMARY KEY (round, credential),
    CHECK (replaced_at IS NULL OR voted = 0)               -- a key that voted is never replaced
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_key_of_a_voter ON credentials (round, account) WHERE account IS NOT NULL AND replaced_at IS NULL;

CREATE TABLE board (
    round TEXT    NOT NULL REFERENCES elections (round),
    leaf  INTEGER NOT NULL,
    kind  INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),      -- SHA-256 of the body
    body  BLOB,                                            -- none: erased after the challenge period
    PRIMARY KEY (round, leaf)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_spoiled_of_a_kind ON board (round, body) WHERE kind = 2;

DROP TABLE ballots;
DELETE FROM draw_log;
DROP TABLE draw_log;
DROP TABLE lots;

CREATE TABLE lots (
    id         INTEGER PRIMARY KEY,                 -- the order of the draws, without gaps
    credential BLOB    NOT NULL,                    -- of the pre-selection
    draw       INTEGER NOT NULL,
    places     TEXT    NOT NULL,                    -- JSON, in the order drawn
    commitment BLOB    NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    status     TEXT    NOT NULL CHECK (status IN ('open', 'cast', 'expired')),
    UNIQUE (credential, draw)
) STRICT;
CREATE UNIQUE INDEX one_open_lot_of_a_voter ON lots (credential) WHERE status = 'open';
CREATE INDEX open_lots_by_expiry ON lots (expires_at, id) WHERE status = 'open';
CREATE INDEX cast_lots ON lots (credential) WHERE status = 'cast';

-- One more lot than a voter may cast is never there, whatever wrote it.
CREATE TRIGGER lot_cast BEFORE UPDATE OF status ON lots WHEN NEW.status = 'cast' AND OLD.status <> 'cast' BEGIN
    SELECT raise(ABORT, 'this voter has cast every lot they may') FROM rounds
    WHERE round = 'preselection'
      AND max_lots <= (SELECT count(*) FROM lots WHERE credential = NEW.credential AND status = 'cast');
END;
CREATE TRIGGER lot_added BEFORE INSERT ON lots WHEN NEW.status = 'cast' BEGIN
    SELECT raise(ABORT, 'this voter has cast every lot they may') FROM rounds
    WHERE round = 'preselection'
      AND max_lots <= (SELECT count(*) FROM lots WHERE credential = NEW.credential AND status = 'cast');
END;

-- The order in which lots were counted and went back: what a replay follows.
CREATE TABLE draw_log (
    seq   INTEGER PRIMARY KEY,
    lot   INTEGER NOT NULL REFERENCES lots (id),
    entry TEXT    NOT NULL CHECK (entry IN ('issued', 'expired')),
    UNIQUE (lot, entry)
) STRICT;

-- Who cast what is nobody's to read: the ballot itself, encrypted, is a body of the board.
CREATE TABLE ballots (
    id          INTEGER PRIMARY KEY,
    round       TEXT    NOT NULL REFERENCES rounds (round),
    lot         INTEGER REFERENCES lots (id),       -- none in the final
    credential  BLOB    NOT NULL,
    sequence    INTEGER NOT NULL CHECK (sequence > 0),
    hash        BLOB    NOT NULL,                   -- SHA-256 of the ballot
    tracker     TEXT    NOT NULL UNIQUE,
    fingerprint BLOB    NOT NULL,                   -- of its ciphertexts
    leaf        INTEGER NOT NULL,
    cast_at     INTEGER NOT NULL,
    replaced_at INTEGER,
    CHECK ((lot IS NULL) = (round = 'final')),
    UNIQUE (round, hash),
    UNIQUE (round, fingerprint),
    UNIQUE (round, leaf)
) STRICT;
CREATE UNIQUE INDEX one_ballot_of_a_lot ON ballots (lot) WHERE lot IS NOT NULL AND replaced_at IS NULL;
CREATE UNIQUE INDEX one_final_ballot_of_a_voter ON ballots (credential) WHERE lot IS NULL AND replaced_at IS NULL;
CREATE INDEX ballots_of_a_voter ON ballots (credential, id);
