-- Whoever is asked to confirm is told by mail: 0 not yet, 1 told. Asked anew, they are told anew.
ALTER TABLE candidates ADD COLUMN asked_told INTEGER NOT NULL DEFAULT 1 CHECK (asked_told IN (0, 1));
UPDATE candidates SET asked_told = 0 WHERE confirm_by IS NOT NULL;
CREATE TRIGGER candidate_asked AFTER UPDATE OF confirm_by ON candidates
WHEN NEW.confirm_by IS NOT NULL AND OLD.confirm_by IS NOT NEW.confirm_by BEGIN
    UPDATE candidates SET asked_told = 0 WHERE id = NEW.id;
END;

-- What a disqualified candidate answers, published beside the reason. Said once.
ALTER TABLE candidate_changes ADD COLUMN reply TEXT;
CREATE TRIGGER a_reply_stays BEFORE UPDATE OF reply ON candidate_changes WHEN OLD.reply IS NOT NULL BEGIN
    SELECT raise(ABORT, 'a reply is said once');
END;
