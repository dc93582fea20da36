-- Trustees on machines of their own: what each sent, until the round opens with their keys. A round without a ceremony
-- opens with keys that the platform holds itself.

CREATE TABLE ceremonies (
    round     TEXT    PRIMARY KEY REFERENCES rounds (round),
    ceremony  BLOB    NOT NULL CHECK (length(ceremony) = 32),
    threshold INTEGER NOT NULL CHECK (threshold >= 1),
    trustees  INTEGER NOT NULL CHECK (trustees BETWEEN threshold AND 50),
    begun_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages as JSON, checked before they are kept.
CREATE TABLE ceremony_trustees (
    round      TEXT    NOT NULL REFERENCES ceremonies (round) ON DELETE CASCADE,
    trustee    INTEGER NOT NULL CHECK (trustee BETWEEN 1 AND 50),
    name       TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    hello      TEXT,
    deal       TEXT CHECK (deal IS NULL OR hello IS NOT NULL),
    complaint  TEXT CHECK (complaint IS NULL OR deal IS NOT NULL),
    own_key    TEXT CHECK (own_key IS NULL OR complaint IS NULL),
    PRIMARY KEY (round, trustee),
    UNIQUE (round, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ceremony_message_stays BEFORE UPDATE ON ceremony_trustees
WHEN (OLD.hello IS NOT NULL AND NEW.hello IS NOT OLD.hello)
  OR (OLD.deal IS NOT NULL AND NEW.deal IS NOT OLD.deal)
  OR (OLD.complaint IS NOT NULL AND NEW.complaint IS NOT OLD.complaint)
  OR (OLD.own_key IS NOT NULL AND NEW.own_key IS NOT OLD.own_key)
  OR NEW.name <> OLD.name OR NEW.token_hash <> OLD.token_hash
BEGIN SELECT raise(ABORT, 'what a trustee sent is never changed'); END;

-- Nobody reveals anything before all have committed.
CREATE TRIGGER ceremony_deals_after_hellos BEFORE UPDATE OF deal ON ceremony_trustees
WHEN NEW.deal IS NOT NULL AND EXISTS (SELECT 1 FROM ceremony_trustees WHERE round = NEW.round AND hello IS NULL)
BEGIN SELECT raise(ABORT, 'a trustee has not said hello yet'); END;

-- Once the round has opened its trustees are those of the manifest.
CREATE TRIGGER ceremony_stays BEFORE DELETE ON ceremonies
WHEN EXISTS (SELECT 1 FROM elections WHERE round = OLD.round)
BEGIN SELECT raise(ABORT, 'the round is open: its trustees stay'); END;
CREATE TRIGGER ceremony_before_opening BEFORE INSERT ON ceremonies
WHEN EXISTS (SELECT 1 FROM elections WHERE round = NEW.round)
BEGIN SELECT raise(ABORT, 'the round is open: its trustees stay'); END;
CREATE TRIGGER ceremony_ends_at_opening BEFORE UPDATE ON ceremony_trustees
WHEN EXISTS (SELECT 1 FROM elections WHERE round = NEW.round)
BEGIN SELECT raise(ABORT, 'the round is open: its trustees stay'); END;
