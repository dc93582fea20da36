-- The pace is kept by lanes, each of one message in a window: `[[its last slot, when its next one may be], …]`. A row of
-- before has none yet: they begin at `next`.
ALTER TABLE pace ADD COLUMN lanes TEXT NOT NULL DEFAULT '[]';
