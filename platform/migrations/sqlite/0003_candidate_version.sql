-- Moves with every change of the list of candidates, whoever makes it: lists kept in memory are compared with it.
CREATE TABLE candidate_version (
    version INTEGER NOT NULL
) STRICT;
INSERT INTO candidate_version (version) VALUES (0);

CREATE TRIGGER candidate_added AFTER INSERT ON candidates BEGIN
    UPDATE candidate_version SET version = version + 1;
END;
CREATE TRIGGER candidate_changed AFTER UPDATE ON candidates BEGIN
    UPDATE candidate_version SET version = version + 1;
END;
