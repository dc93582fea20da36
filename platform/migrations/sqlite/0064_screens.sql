-- How often a candidate whose answer is awaited was reminded; asked anew, they are reminded anew.
ALTER TABLE candidates ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0 CHECK (reminded >= 0);
DROP TRIGGER candidate_asked;
CREATE TRIGGER candidate_asked AFTER UPDATE OF confirm_by ON candidates
WHEN NEW.confirm_by IS NOT NULL AND OLD.confirm_by IS NOT NEW.confirm_by BEGIN
    UPDATE candidates SET asked_told = 0, reminded = 0 WHERE id = NEW.id;
END;

-- Why something was hidden, in words for everybody.
ALTER TABLE moderation ADD COLUMN note TEXT;

-- Results that two organisers proclaimed, each once, with the hash of what was published at the close.
CREATE TABLE proclaimed (
    round TEXT    PRIMARY KEY CHECK (round IN ('preselection', 'final')),
    at    INTEGER NOT NULL,
    hash  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER a_proclamation_stays BEFORE UPDATE ON proclaimed BEGIN
    SELECT raise(ABORT, 'a result is proclaimed once');
END;
CREATE TRIGGER a_proclamation_is_kept BEFORE DELETE ON proclaimed BEGIN
    SELECT raise(ABORT, 'a result is proclaimed once');
END;
