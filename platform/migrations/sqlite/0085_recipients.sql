-- How many chats want announcements, as their bots last told: numbers, nobody's name.
CREATE TABLE subscribers (
    carrier TEXT    PRIMARY KEY CHECK (carrier IN ('telegram', 'matrix')),
    count   INTEGER NOT NULL CHECK (count >= 0),
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Announcements that organisers tried on themselves: in their own inbox, the last one of each. Their numbers are far
-- above those of announcements.
CREATE TABLE announcement_trials (
    id      INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id > 4000000000),
    account INTEGER NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
    words   TEXT    NOT NULL,                     -- JSON: title and body in both languages
    sender  TEXT,                                 -- none: the organisers
    at      INTEGER NOT NULL,
    read    INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    mailed  INTEGER NOT NULL DEFAULT 0 CHECK (mailed IN (0, 1))
) STRICT;
INSERT INTO sqlite_sequence (name, seq) VALUES ('announcement_trials', 4000000000);
