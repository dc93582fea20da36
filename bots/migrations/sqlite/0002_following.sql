-- What somebody sees follows the primary's phases: who was here not long ago is shown when one opens or closes.
ALTER TABLE people ADD COLUMN follows INTEGER NOT NULL DEFAULT 0 CHECK (follows IN (0, 1));
-- They stopped the bot: nothing is said to them that they did not ask for, until they go on.
ALTER TABLE people ADD COLUMN rests INTEGER NOT NULL DEFAULT 0 CHECK (rests IN (0, 1));
CREATE INDEX people_following ON people (network, turned_at) WHERE follows = 1 AND reachable = 1;
