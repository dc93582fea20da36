-- What organisers announce. What two of them approved is scheduled; at its instant it is on its way.
CREATE TABLE announcements (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    words       TEXT    NOT NULL,                 -- JSON: title and body in both languages
    sender      TEXT,                             -- none: the organisers
    audience    TEXT    NOT NULL CHECK (audience IN ('everyone', 'lot_waiting', 'supporters')),
    candidate   INTEGER REFERENCES candidates (id),
    urgent      INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    send_at     INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('scheduled', 'sending', 'paused', 'cancelled', 'done')),
    released_at INTEGER,                          -- since then it is on its way
    done_at     INTEGER,                          -- since then nothing is left to do
    mailed_to   INTEGER NOT NULL DEFAULT 0,       -- the last account that has its letter's row
    mail_ready  INTEGER NOT NULL DEFAULT 0 CHECK (mail_ready IN (0, 1)),
    CHECK ((audience = 'supporters') = (candidate IS NOT NULL)),
    CHECK (state <> 'scheduled' OR released_at IS NULL),
    CHECK ((state = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX announcements_scheduled ON announcements (send_at) WHERE state = 'scheduled';
CREATE TRIGGER what_was_announced_stays BEFORE UPDATE OF words, sender, audience, candidate, urgent ON announcements BEGIN
    SELECT raise(ABORT, 'an announcement is not changed: say something new');
END;
CREATE TRIGGER announcements_are_kept BEFORE DELETE ON announcements BEGIN
    SELECT raise(ABORT, 'announcements are kept');
END;
CREATE TRIGGER an_announcement_that_ended_stays BEFORE UPDATE OF state ON announcements
    WHEN OLD.state IN ('cancelled', 'done') BEGIN
    SELECT raise(ABORT, 'what is cancelled or done stays so');
END;

-- What was announced before there were rows for it.
INSERT INTO announcements (id, words, audience, urgent, send_at, state, released_at, done_at, mail_ready)
    SELECT row_number() OVER (ORDER BY id), json_object('title', body -> '$.title', 'body', body -> '$.body'),
        'everyone', 0, at, 'done', at, at, 1
    FROM events WHERE body ->> '$.event' = 'announcement';
UPDATE events SET body = json_set(body, '$.announcement', (
        SELECT count(*) FROM events e WHERE e.id <= events.id AND e.body ->> '$.event' = 'announcement'))
    WHERE body ->> '$.event' = 'announcement';

-- How far each carrier is, as it last told: numbers, nobody's name.
CREATE TABLE deliveries (
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    carrier      TEXT    NOT NULL CHECK (carrier IN ('telegram', 'matrix')),
    at           INTEGER NOT NULL,
    body         TEXT    NOT NULL,                -- JSON
    PRIMARY KEY (announcement, carrier)
) STRICT, WITHOUT ROWID;

-- What somebody has read.
CREATE TABLE inbox_reads (
    account      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    PRIMARY KEY (account, announcement)
) STRICT, WITHOUT ROWID;

-- What somebody asked for. Without a row nobody is written to.
CREATE TABLE notices (
    account     INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    email_since INTEGER,                          -- none: no letters
    quiet_from  INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_to    INTEGER CHECK (quiet_to BETWEEN 0 AND 1439),
    nonce       BLOB,                             -- with the server's key it gives the token that ends the letters
    token_hash  BLOB    UNIQUE,                   -- of that token
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
    CHECK ((email_since IS NULL) = (nonce IS NULL) AND (nonce IS NULL) = (token_hash IS NULL))
) STRICT;

-- One letter for one account. `due` as in the bots' outbox: waiting, not before; sending, when the lease ends; none when
-- nothing is left to do. The account may be gone: its number leads to nobody.
CREATE TABLE letters (
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    account      INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN
                 ('waiting', 'sending', 'delivered', 'unreachable', 'unsubscribed', 'unknown')),
    due          INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    repeated     INTEGER NOT NULL DEFAULT 0 CHECK (repeated IN (0, 1)),
    PRIMARY KEY (announcement, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX letters_due ON letters (due) WHERE due IS NOT NULL;
