-- What is said to some: who they are is not kept with the people. A row that ended is `apart`, whatever became of it;
-- here it is counted.
CREATE TABLE apart (
    announcement INTEGER NOT NULL REFERENCES announcements (id),
    network      TEXT    NOT NULL CHECK (network IN ('telegram', 'matrix')),
    state        TEXT    NOT NULL CHECK (state IN
                 ('delivered', 'unreachable', 'unsubscribed', 'refused', 'unknown')),
    many         INTEGER NOT NULL,
    repeated     INTEGER NOT NULL,
    PRIMARY KEY (announcement, network, state)
) STRICT, WITHOUT ROWID;
