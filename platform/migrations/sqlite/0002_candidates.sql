CREATE TABLE candidates (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account      INTEGER UNIQUE REFERENCES accounts (id) ON DELETE SET NULL, -- none for a nominee
    name         TEXT    NOT NULL,
    name_folded  TEXT    NOT NULL,                  -- without case and accents: order, and one nominee for one name
    state        TEXT    NOT NULL,
    charter_at   INTEGER,
    slogan       TEXT,
    presentation TEXT,
    link         TEXT,
    supports     INTEGER NOT NULL DEFAULT 0,        -- kept by the triggers below, nominations included
    nominations  INTEGER NOT NULL DEFAULT 0,
    imported     INTEGER NOT NULL DEFAULT 0,        -- supports copied from an earlier record, without their citizens
    confirm_by   INTEGER,
    photo_tag    TEXT,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_nominee_for_a_name ON candidates (name_folded) WHERE state = 'nominated';

CREATE TABLE candidate_changes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    candidate INTEGER NOT NULL REFERENCES candidates (id),
    at        INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    cause     TEXT    NOT NULL,
    reason    TEXT
) STRICT;
CREATE INDEX changes_of_candidate ON candidate_changes (candidate);

CREATE TABLE photos (
    candidate INTEGER PRIMARY KEY REFERENCES candidates (id),
    media     TEXT NOT NULL,
    bytes     BLOB NOT NULL
) STRICT;

-- The places a citizen has, from the primary's settings: the limits are these rows, not a check before an insert.
CREATE TABLE slots (
    kind TEXT    NOT NULL CHECK (kind IN ('support', 'nomination')),
    slot INTEGER NOT NULL CHECK (slot > 0),
    PRIMARY KEY (kind, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE supports (
    account   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind      TEXT    NOT NULL,
    slot      INTEGER NOT NULL,
    candidate INTEGER NOT NULL REFERENCES candidates (id),
    at        INTEGER NOT NULL,
    PRIMARY KEY (account, kind, slot),
    UNIQUE (account, candidate),                    -- one per citizen and candidate, of either kind
    FOREIGN KEY (kind, slot) REFERENCES slots (kind, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX supports_of_candidate ON supports (candidate);

CREATE TRIGGER support_counted AFTER INSERT ON supports BEGIN
    UPDATE candidates SET supports = supports + 1, nominations = nominations + (NEW.kind = 'nomination') WHERE id = NEW.candidate;
END;
CREATE TRIGGER support_withdrawn AFTER DELETE ON supports BEGIN
    UPDATE candidates SET supports = supports - 1, nominations = nominations - (OLD.kind = 'nomination') WHERE id = OLD.candidate;
END;
CREATE TRIGGER support_moved AFTER UPDATE OF candidate ON supports BEGIN
    UPDATE candidates SET supports = supports - 1, nominations = nominations - (OLD.kind = 'nomination') WHERE id = OLD.candidate;
    UPDATE candidates SET supports = supports + 1, nominations = nominations + (NEW.kind = 'nomination') WHERE id = NEW.candidate;
END;

CREATE TABLE calendar_changes (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    phase       TEXT    NOT NULL,
    before_from TEXT    NOT NULL,
    before_to   TEXT,
    after_from  TEXT    NOT NULL,
    after_to    TEXT,
    reason      TEXT    NOT NULL
) STRICT;
