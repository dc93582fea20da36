-- A slot in use when the limit is lowered stays its citizen's, but nobody else's.
ALTER TABLE slots ADD COLUMN open INTEGER NOT NULL DEFAULT 1;

-- Names that a citizen was the first to put forward: so many in all, for each stays on record for ever.
ALTER TABLE accounts ADD COLUMN names_added INTEGER NOT NULL DEFAULT 0;
