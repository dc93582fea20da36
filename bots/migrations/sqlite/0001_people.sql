-- Keys that something here is sealed with, by their fingerprint: a program without one of them does not start.
CREATE TABLE seals (
    id BLOB PRIMARY KEY CHECK (length(id) = 8)
) STRICT, WITHOUT ROWID;

-- One person in one network.
CREATE TABLE people (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: an answer on its way finds its asker or nobody
    network       TEXT    NOT NULL CHECK (network IN ('telegram', 'matrix')),
    chat          TEXT    NOT NULL CHECK (length(chat) BETWEEN 1 AND 255),
    room          TEXT    NOT NULL CHECK (length(room) BETWEEN 1 AND 255),
    version       INTEGER NOT NULL CHECK (version > 0), -- one more with each turn
    seal          BLOB    NOT NULL REFERENCES seals (id),
    session       BLOB    NOT NULL,                     -- sealed
    waits         INTEGER NOT NULL CHECK (waits IN (0, 1)), -- for answers of the platform
    run           INTEGER NOT NULL,                     -- the process that took the last turn
    turned_at     INTEGER NOT NULL,                     -- when (microseconds)
    tokens        BLOB,                                 -- sealed
    tokens_seal   BLOB    REFERENCES seals (id) CHECK ((tokens IS NULL) = (tokens_seal IS NULL)),
    renewer       INTEGER,                              -- the process that renews the tokens now
    renew_until   INTEGER CHECK ((renewer IS NULL) = (renew_until IS NULL)),
    account       BLOB    CHECK (length(account) = 32), -- keyed hash
    shown         BLOB,                                 -- sealed: what was shown
    shown_seal    BLOB    REFERENCES seals (id) CHECK ((shown IS NULL) = (shown_seal IS NULL)),
    shown_version INTEGER NOT NULL DEFAULT 0,           -- the turn that is on the person's screen
    reachable     INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    UNIQUE (network, chat)
) STRICT;
CREATE INDEX people_account ON people (account) WHERE account IS NOT NULL;
CREATE INDEX people_waiting ON people (turned_at) WHERE waits = 1;
CREATE INDEX people_behind ON people (turned_at) WHERE shown_version < version AND reachable = 1;

-- Updates that were handled, for as long as a network may bring them again.
CREATE TABLE updates (
    network TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (network, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX updates_at ON updates (at);

CREATE TABLE timers (
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    timer  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, timer)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_at ON timers (at);

-- What is to be told to somebody beside their conversation.
CREATE TABLE notices (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind   TEXT    NOT NULL,
    at     INTEGER NOT NULL -- not before
) STRICT;
CREATE INDEX notices_person ON notices (person);
CREATE INDEX notices_at ON notices (at);

-- How far a network was read.
CREATE TABLE positions (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
