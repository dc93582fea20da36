-- Who runs the primary, what they do, and what two of them decide together.

-- The number that stands for a person in the public log: theirs for good, also once the account is gone.
CREATE TABLE staff (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER UNIQUE REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
INSERT INTO staff (account) SELECT DISTINCT account FROM roles ORDER BY account;

-- Neutrality: who organises or moderates is not, and never was, a candidate of this primary; and the other way round.
CREATE TRIGGER no_role_for_a_candidate BEFORE INSERT ON roles
WHEN NEW.role IN ('organiser', 'moderator') AND EXISTS (SELECT 1 FROM candidates WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: a candidate does not run the primary');
END;
CREATE TRIGGER no_new_role_for_a_candidate BEFORE UPDATE ON roles
WHEN NEW.role IN ('organiser', 'moderator') AND EXISTS (SELECT 1 FROM candidates WHERE account = NEW.account) BEGIN
    SELECT raise(ABORT, 'neutrality: a candidate does not run the primary');
END;
CREATE TRIGGER no_candidacy_of_an_organiser BEFORE INSERT ON candidates
WHEN EXISTS (SELECT 1 FROM roles WHERE account = NEW.account AND role IN ('organiser', 'moderator')) BEGIN
    SELECT raise(ABORT, 'neutrality: who runs the primary is no candidate');
END;
CREATE TRIGGER no_claim_by_an_organiser BEFORE UPDATE OF account ON candidates
WHEN EXISTS (SELECT 1 FROM roles WHERE account = NEW.account AND role IN ('organiser', 'moderator')) BEGIN
    SELECT raise(ABORT, 'neutrality: who runs the primary is no candidate');
END;

-- The second factor of whoever has a role. The seed is encrypted with the server's key.
CREATE TABLE second_factors (
    account     INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    seed_sealed BLOB    NOT NULL,
    confirmed   INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    last_step   INTEGER NOT NULL DEFAULT 0,       -- of the last code that was taken: none is taken twice
    tries       INTEGER NOT NULL DEFAULT 0,       -- wrong ones since `tries_from`
    tries_from  INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Until when a session need not show the second factor again.
ALTER TABLE sessions ADD COLUMN proven_until INTEGER;

-- What organisers did: added to, never changed.
CREATE TABLE audit (
    seq      INTEGER PRIMARY KEY CHECK (seq > 0),
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    data     TEXT    NOT NULL,                    -- JSON, an object of strings
    previous TEXT    NOT NULL,
    hash     TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_is_a_chain BEFORE INSERT ON audit
WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM audit)
     OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), printf('%064d', 0)) BEGIN
    SELECT raise(ABORT, 'the audit log is a chain');
END;

-- What needs two organisers. Never oneself: a constraint, not a check.
CREATE TABLE proposals (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    decision    TEXT    NOT NULL,                 -- JSON
    state       TEXT    NOT NULL CHECK (state IN ('open', 'approved', 'withdrawn', 'expired')),
    proposed_by INTEGER NOT NULL REFERENCES staff (number),
    proposed_at INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    decided_by  INTEGER REFERENCES staff (number),
    decided_at  INTEGER,
    CHECK (state <> 'approved' OR decided_by IS NOT NULL),
    CHECK (state <> 'approved' OR decided_by <> proposed_by),
    CHECK ((state = 'open') = (decided_at IS NULL))
) STRICT;
CREATE TRIGGER a_decided_proposal_stays BEFORE UPDATE ON proposals WHEN OLD.state <> 'open' BEGIN
    SELECT raise(ABORT, 'a proposal is decided once');
END;
CREATE TRIGGER proposals_are_kept BEFORE DELETE ON proposals BEGIN
    SELECT raise(ABORT, 'proposals are kept');
END;

-- Lists of candidates, each published once.
CREATE TABLE published_lists (
    list TEXT    PRIMARY KEY CHECK (list IN ('provisional', 'confirmed', 'finalists')),
    at   INTEGER NOT NULL,
    body TEXT    NOT NULL                         -- JSON, as it is served; the log has its hash
) STRICT, WITHOUT ROWID;
CREATE TRIGGER a_published_list_stays BEFORE UPDATE ON published_lists BEGIN
    SELECT raise(ABORT, 'a list is published once');
END;
