-- What these bots keep of somebody's voting keys, sealed. Beside their row, for no turn reads it; gone with it.
CREATE TABLE purses (
    person INTEGER PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    seal   BLOB    NOT NULL REFERENCES seals (id),
    purse  BLOB    NOT NULL
) STRICT;
