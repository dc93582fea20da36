-- Instants are microseconds since 1970 (UTC). Hashes, keyed hashes (MAC) and sealed values are blobs.

-- Tells whether the key in the data folder is the one that this database was made with.
CREATE TABLE server_key (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    check_value BLOB    NOT NULL
) STRICT;

CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: ballots outlive an erased account
    email_mac     BLOB    NOT NULL UNIQUE,           -- keyed: finds the account, tells nobody the address
    email_sealed  BLOB    NOT NULL,                  -- encrypted: to show and to write to its owner
    lang          TEXT    NOT NULL,
    assurance     TEXT    NOT NULL DEFAULT 'email',
    place         TEXT,
    registered_at INTEGER,
    voted_at      INTEGER,                           -- set by the first ballot, never unset
    created_at    INTEGER NOT NULL
) STRICT;

-- Addresses that voted and were erased: they can register again, and vote no more in this primary.
CREATE TABLE erased_voters (
    email_mac BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role    TEXT    NOT NULL,
    PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;

-- One code at a time for an address, known or not.
CREATE TABLE codes (
    email_mac  BLOB    PRIMARY KEY,
    salt       BLOB    NOT NULL,
    code_mac   BLOB    NOT NULL,
    lang       TEXT    NOT NULL,
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id             BLOB    PRIMARY KEY,
    account        INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    device         TEXT    NOT NULL,
    access_hash    BLOB    NOT NULL UNIQUE,
    access_until   INTEGER NOT NULL,
    refresh_hash   BLOB    NOT NULL UNIQUE,
    refresh_until  INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL                  -- to the hour
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account);

-- Refresh tokens that were used up: seen again, their session was stolen.
CREATE TABLE used_tokens (
    refresh_hash BLOB PRIMARY KEY,
    session      BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX used_tokens_of_session ON used_tokens (session);

-- The answer to each keyed write, so that the same request twice is one write. `scope` is the account, 0 before sign-in.
CREATE TABLE write_keys (
    scope       INTEGER NOT NULL,
    key         BLOB    NOT NULL,
    fingerprint BLOB    NOT NULL,                    -- keyed: says nothing of a short request such as a ballot
    answer      TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX write_keys_by_age ON write_keys (at);
