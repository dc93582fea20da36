-- Candidates write to those who support them and let them.
ALTER TABLE notices ADD COLUMN candidates_since INTEGER; -- none: they may not
CREATE INDEX announcements_of_candidates ON announcements (candidate, send_at) WHERE candidate IS NOT NULL;
-- Whether any letter is left.
CREATE INDEX letters_open ON letters (announcement) WHERE due IS NOT NULL;
