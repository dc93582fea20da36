-- What is to be said in public of a board: made once, whichever instance sees it first.
CREATE TABLE statements (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    election TEXT    NOT NULL,                 -- SHA-256 of the manifest
    kind     TEXT    NOT NULL CHECK (kind IN ('opened', 'grown', 'closed', 'counted', 'broken')),
    slot     TEXT    NOT NULL,                 -- which one of its kind
    said     TEXT    NOT NULL,                 -- JSON: the checkpoint; of what does not hold, both, which prove it
    at       INTEGER NOT NULL,
    UNIQUE (election, kind, slot)
) STRICT;

-- Where it was said. `until`: whoever says it now, another takes over after that.
CREATE TABLE said (
    statement INTEGER NOT NULL REFERENCES statements (id),
    place     TEXT    NOT NULL,
    message   TEXT,                            -- as the network names it; none: on its way, or it refused
    until     INTEGER,
    PRIMARY KEY (statement, place)
) STRICT, WITHOUT ROWID;
