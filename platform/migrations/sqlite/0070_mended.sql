-- Whoever left is not awaited any more.
UPDATE candidates SET confirm_by = NULL WHERE state = 'disqualified';

-- Neutrality: whoever has a role, or had one, is no candidate; and the other way round. Observers read what is decided
-- on candidates before it is public, so they are held to it too. `staff` has everybody who ever had a role.
DROP TRIGGER no_role_for_a_candidate;
CREATE TRIGGER no_role_for_a_candidate BEFORE INSERT ON roles
WHEN EXISTS (SELECT 1 FROM candidates WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: a candidate does not run the primary');
END;
DROP TRIGGER no_new_role_for_a_candidate;
CREATE TRIGGER no_new_role_for_a_candidate BEFORE UPDATE ON roles
WHEN EXISTS (SELECT 1 FROM candidates WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: a candidate does not run the primary');
END;
DROP TRIGGER no_candidacy_of_an_organiser;
CREATE TRIGGER no_candidacy_of_an_organiser BEFORE INSERT ON candidates
WHEN EXISTS (SELECT 1 FROM staff WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: who runs the primary, or did, is no candidate');
END;
DROP TRIGGER no_claim_by_an_organiser;
CREATE TRIGGER no_claim_by_an_organiser BEFORE UPDATE OF account ON candidates
WHEN EXISTS (SELECT 1 FROM staff WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: who runs the primary, or did, is no candidate');
END;

-- A list that was published is not taken back either.
CREATE TRIGGER a_published_list_is_kept BEFORE DELETE ON published_lists BEGIN
    SELECT raise(ABORT, 'published lists are kept');
END;

-- An appeal is heard by somebody else than who made it, too.
CREATE TRIGGER no_own_appeal_is_heard BEFORE UPDATE OF heard_by ON moderation
WHEN NEW.heard_by IS NOT NULL AND EXISTS
    (SELECT 1 FROM staff WHERE number = NEW.heard_by AND account = NEW.appealed_by) BEGIN
    SELECT raise(ABORT, 'an appeal is heard by another person');
END;

-- Who takes a nomination up answers for the name, but does not bring a name back that moderation hides.
DROP TRIGGER name_taken_up;
CREATE TRIGGER name_taken_up AFTER UPDATE OF account ON candidates WHEN OLD.account IS NULL AND NEW.account IS NOT NULL BEGIN
    UPDATE moderation SET state = 'superseded'
    WHERE kind = 'nomination' AND candidate = NEW.id AND state IN ('waiting', 'accepted');
END;

-- After a refused appeal a page or photo waits hidden, however it was changed, until a version of it is accepted.
ALTER TABLE moderation ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
UPDATE moderation SET held = 1 WHERE state = 'upheld' AND kind IN ('page', 'photo');
CREATE TRIGGER appeal_refused AFTER UPDATE OF state ON moderation
WHEN NEW.state = 'upheld' AND NEW.kind IN ('page', 'photo') BEGIN
    UPDATE moderation SET held = 1 WHERE id = NEW.id;
END;
CREATE TRIGGER version_accepted AFTER UPDATE OF state ON moderation WHEN NEW.state = 'accepted' AND NEW.held BEGIN
    UPDATE moderation SET held = 0 WHERE id = NEW.id;
END;
CREATE TRIGGER version_held AFTER INSERT ON moderation
WHEN (SELECT held FROM moderation WHERE kind = NEW.kind AND candidate = NEW.candidate AND id < NEW.id
      ORDER BY id DESC LIMIT 1) BEGIN
    UPDATE moderation SET held = 1 WHERE id = NEW.id;
END;
DROP VIEW hidden;
CREATE VIEW hidden AS
    SELECT candidate, kind FROM moderation
    WHERE state IN ('rejected', 'appealed', 'upheld')
       OR state = 'waiting' AND (held OR (SELECT before FROM moderation_mode));
