-- Links between accounts and chats: offered with a one-time code, claimed by a chat, confirmed by the account, and
-- then a session of it. One row goes through these steps; a link that comes to nothing is a row that is gone.
CREATE TABLE links (
    id           BLOB    PRIMARY KEY,
    account      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    slot         INTEGER CHECK (slot BETWEEN 0 AND 2), -- an account has so many under way at once
    code_hash    BLOB    UNIQUE,
    claim_hash   BLOB    UNIQUE,
    network      TEXT    CHECK (network IN ('telegram', 'matrix')),
    label        TEXT    CHECK (length(label) BETWEEN 1 AND 80),
    at           INTEGER NOT NULL,                     -- of the last step
    expires_at   INTEGER NOT NULL,                     -- until when the next one is possible
    confirmed    INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    session      BLOB    UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    relinked     INTEGER NOT NULL DEFAULT 0,           -- in the place of an earlier link of the same chat
    told         INTEGER NOT NULL DEFAULT 0,           -- the account was told by mail
    UNIQUE (account, slot),
    CHECK ((session IS NULL) = (slot IS NOT NULL)),
    CHECK ((session IS NULL) = (code_hash IS NOT NULL)),
    CHECK ((claim_hash IS NULL) = (network IS NULL) AND (claim_hash IS NULL) = (label IS NULL)),
    CHECK (confirmed = 0 OR claim_hash IS NOT NULL),
    CHECK (session IS NULL OR confirmed = 1)
) STRICT, WITHOUT ROWID;

-- The network of a linked chat; none for a device.
ALTER TABLE sessions ADD COLUMN network TEXT CHECK (network IN ('telegram', 'matrix'));
