-- A few codes at a time for an address, known or not, each with its own tries: whoever asks for another does not take
-- the last one from the owner of the address. The codes of before were good for ten minutes.
DROP TABLE codes;
CREATE TABLE codes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    email_mac  BLOB    NOT NULL,
    salt       BLOB    NOT NULL,
    code_mac   BLOB    NOT NULL,
    lang       TEXT    NOT NULL,
    tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX codes_of_address ON codes (email_mac, id);
