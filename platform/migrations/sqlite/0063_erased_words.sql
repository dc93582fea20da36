-- Whoever erases their account takes back what they wrote: a reply to a disqualification, an appeal. That there was
-- one, and what was decided, stays.
ALTER TABLE moderation ADD COLUMN appealed_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL;

DROP TRIGGER a_reply_stays;
CREATE TRIGGER a_reply_stays BEFORE UPDATE OF reply ON candidate_changes
WHEN OLD.reply IS NOT NULL AND NEW.reply IS NOT NULL BEGIN
    SELECT raise(ABORT, 'a reply is said once');
END;

CREATE TRIGGER words_of_an_erased_account BEFORE DELETE ON accounts BEGIN
    UPDATE moderation SET appeal = '' WHERE appealed_by = OLD.id;
    UPDATE candidate_changes SET reply = NULL
    WHERE reply IS NOT NULL AND candidate IN (SELECT id FROM candidates WHERE account = OLD.id);
END;
