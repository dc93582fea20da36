-- What the calendar suggests to announce: each once, for organisers to edit and propose, or to let go.
CREATE TABLE announcement_drafts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    about      TEXT    NOT NULL UNIQUE,           -- `opens preselection`, `closing preselection 2016-11-06`, `calendar 3`
    words      TEXT    NOT NULL,                  -- JSON: title and body in both languages
    audience   TEXT    NOT NULL CHECK (audience IN ('everyone', 'lot_waiting')),
    at         INTEGER NOT NULL,
    dropped_at INTEGER
) STRICT;
