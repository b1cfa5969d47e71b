-- Events between two known sides in brief, for questions that weigh all of them at once.
--
-- Derived from `event`: each append takes up the events after the last one here, and where the
-- tables are missing they are made anew. Days are whole numbers such as 20190831. `event` and `document` are row
-- numbers, which stay as they are, since rows are only ever added.

-- Who does what to whom, each once; sides are states where they belong to one.
CREATE TABLE pattern (
    number    INTEGER PRIMARY KEY,  -- from 1, without gaps
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    type      TEXT NOT NULL,
    contexts  TEXT NOT NULL,
    status    TEXT NOT NULL,
    tone      REAL NOT NULL,
    UNIQUE (actor, recipient, type, contexts, status, tone)
) STRICT;

-- Outlets, each once.
CREATE TABLE outlet (
    number INTEGER PRIMARY KEY,  -- from 1, without gaps
    name   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE brief (
    event    INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    outlet   INTEGER,
    pattern  INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    run      INTEGER NOT NULL
) STRICT;
