-- Who asked, in this chat, to be told what is announced to everyone. Without a row nothing is sent.
CREATE TABLE subscriptions (
    person     INTEGER PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    lang       TEXT    NOT NULL CHECK (lang IN ('fr', 'en')),
    quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439), -- minutes after midnight in the primary's zone
    quiet_to   INTEGER CHECK (quiet_to BETWEEN 0 AND 1439),
    since      INTEGER NOT NULL,
    sent_at    INTEGER NOT NULL DEFAULT 0,                    -- the last message of a broadcast: one a second in a chat
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
) STRICT;

-- What is announced, as the platform numbers it.
CREATE TABLE announcements (
    id        INTEGER PRIMARY KEY,
    body      TEXT    NOT NULL,                               -- JSON
    urgent    INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    send_at   INTEGER NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'done')),
    filled_to INTEGER NOT NULL DEFAULT 0,                     -- the last subscriber that has a row
    filled    INTEGER NOT NULL DEFAULT 0 CHECK (filled IN (0, 1))
) STRICT;
CREATE INDEX announcements_running ON announcements (send_at) WHERE state = 'running';

-- One message for one person. `due`: when somebody may take it up (waiting: not before; sending: the lease of the one
-- who sends it ends; unknown: it is tried again); none when nothing is left to do. `apart`: what became of it is not
-- kept with the person. A person who is forgotten leaves a number that leads to nobody.
CREATE TABLE outbox (
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    person       INTEGER NOT NULL,
    network      TEXT    NOT NULL CHECK (network IN ('telegram', 'matrix')),
    state        TEXT    NOT NULL CHECK (state IN
                 ('waiting', 'sending', 'delivered', 'unreachable', 'unsubscribed', 'refused', 'unknown', 'apart')),
    due          INTEGER,
    run          INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    repeated     INTEGER NOT NULL DEFAULT 0 CHECK (repeated IN (0, 1)), -- sent again though it may have arrived
    PRIMARY KEY (announcement, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (announcement, network, due, person) WHERE due IS NOT NULL;

-- What was written to a room that everybody reads.
CREATE TABLE posted (
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    room         TEXT    NOT NULL,
    event        TEXT    NOT NULL,                            -- as the homeserver names it
    PRIMARY KEY (announcement, room)
) STRICT, WITHOUT ROWID;

-- When the next message may go, for all instances together.
CREATE TABLE pace (
    network TEXT    PRIMARY KEY CHECK (network IN ('telegram', 'matrix')),
    given   INTEGER NOT NULL,                                 -- slots so far
    next    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
