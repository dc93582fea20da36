-- Texts, photos and names that people gave: who looked at them, what was decided, what was said against it. Hiding
-- something changes what is shown of it and nothing else: no support is lost.
CREATE TABLE moderation (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT    NOT NULL CHECK (kind IN ('page', 'photo', 'nomination')),
    candidate    INTEGER NOT NULL REFERENCES candidates (id),
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected', 'appealed', 'upheld', 'superseded')),
    at           INTEGER NOT NULL,
    because      TEXT,
    decided_by   INTEGER REFERENCES staff (number),
    decided_at   INTEGER,
    appeal       TEXT,
    appealed_at  INTEGER,
    heard_by     INTEGER REFERENCES staff (number),
    heard_at     INTEGER,
    CHECK (state NOT IN ('rejected', 'appealed', 'upheld') OR because IS NOT NULL AND decided_by IS NOT NULL),
    CHECK (heard_by IS NULL OR heard_by <> decided_by)  -- an appeal is heard by another person
) STRICT;
CREATE UNIQUE INDEX one_current_version ON moderation (kind, candidate) WHERE state <> 'superseded';
CREATE INDEX moderation_of_candidate ON moderation (candidate, kind);
CREATE INDEX moderation_queue ON moderation (id) WHERE state IN ('waiting', 'appealed');
CREATE TRIGGER moderation_is_kept BEFORE DELETE ON moderation BEGIN
    SELECT raise(ABORT, 'decisions are kept');
END;

-- Whether something new is shown before it was looked at: a setting of the primary.
CREATE TABLE moderation_mode (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    before INTEGER NOT NULL CHECK (before IN (0, 1))
) STRICT;
INSERT INTO moderation_mode (one, before) VALUES (1, 0);

-- Each new version is in the queue, whatever wrote it; what is hidden follows from the current versions.
CREATE TRIGGER page_written AFTER UPDATE OF slogan, presentation, link ON candidates
WHEN (OLD.slogan IS NOT NEW.slogan OR OLD.presentation IS NOT NEW.presentation OR OLD.link IS NOT NEW.link) BEGIN
    UPDATE moderation SET state = 'superseded' WHERE kind = 'page' AND candidate = NEW.id AND state <> 'superseded';
    INSERT INTO moderation (kind, candidate, state, at)
        SELECT 'page', NEW.id, 'waiting', coalesce(NEW.page_at, NEW.created_at)
        WHERE NEW.slogan IS NOT NULL OR NEW.presentation IS NOT NULL OR NEW.link IS NOT NULL;
END;
CREATE TRIGGER photo_put AFTER UPDATE OF photo_tag ON candidates WHEN OLD.photo_tag IS NOT NEW.photo_tag BEGIN
    UPDATE moderation SET state = 'superseded' WHERE kind = 'photo' AND candidate = NEW.id AND state <> 'superseded';
    INSERT INTO moderation (kind, candidate, state, at)
        SELECT 'photo', NEW.id, 'waiting', coalesce(NEW.page_at, NEW.created_at) WHERE NEW.photo_tag IS NOT NULL;
END;
CREATE TRIGGER name_put_forward AFTER INSERT ON candidates WHEN NEW.state = 'nominated' BEGIN
    INSERT INTO moderation (kind, candidate, state, at) VALUES ('nomination', NEW.id, 'waiting', NEW.created_at);
END;
-- Who takes a nomination up answers for the name.
CREATE TRIGGER name_taken_up AFTER UPDATE OF account ON candidates WHEN OLD.account IS NULL AND NEW.account IS NOT NULL BEGIN
    UPDATE moderation SET state = 'superseded' WHERE kind = 'nomination' AND candidate = NEW.id AND state <> 'superseded';
END;
-- When the page was last written.
ALTER TABLE candidates ADD COLUMN page_at INTEGER;

-- Candidates as everybody sees them.
CREATE VIEW hidden AS
    SELECT candidate, kind FROM moderation
    WHERE state IN ('rejected', 'appealed', 'upheld') OR state = 'waiting' AND (SELECT before FROM moderation_mode);
CREATE VIEW shown_candidates AS
    SELECT c.*,
           EXISTS (SELECT 1 FROM hidden h WHERE h.candidate = c.id AND h.kind = 'page')       AS page_hidden,
           EXISTS (SELECT 1 FROM hidden h WHERE h.candidate = c.id AND h.kind = 'photo')      AS photo_hidden,
           EXISTS (SELECT 1 FROM hidden h WHERE h.candidate = c.id AND h.kind = 'nomination') AS name_hidden
    FROM candidates c;
-- Lists kept in memory follow decisions, too.
CREATE TRIGGER moderation_decided AFTER UPDATE OF state ON moderation BEGIN
    UPDATE candidate_version SET version = version + 1;
END;

-- Signals of false accounts. They refuse nobody.
CREATE TABLE signals (
    kind  TEXT    NOT NULL,
    day   TEXT    NOT NULL,
    about BLOB    NOT NULL,                       -- of a network address: a keyed hash that is another each day
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, day, about)
) STRICT, WITHOUT ROWID;
CREATE TABLE flags (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL CHECK (kind IN ('network', 'disposable', 'burst')),
    bucket     TEXT    NOT NULL UNIQUE,           -- one flag for one signal of one day (of one hour: bursts)
    about      TEXT    NOT NULL,
    count      INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'harmless', 'suspect')),
    decided_by INTEGER REFERENCES staff (number),
    decided_at INTEGER,
    CHECK ((state = 'open') = (decided_by IS NULL))
) STRICT;
CREATE TRIGGER flags_are_kept BEFORE DELETE ON flags BEGIN
    SELECT raise(ABORT, 'flags are kept');
END;
