-- The operator's secret of a round is no longer in the database: `secret` is one half of it, the server's key the other.
-- Whoever has a copy of the database alone cannot tell which lot comes next. Rounds of before keep the whole.
ALTER TABLE rounds ADD COLUMN derived INTEGER NOT NULL DEFAULT 0 CHECK (derived IN (0, 1));
