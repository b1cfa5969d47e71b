-- Structural tables of others, and the batches of all that is in the log.

-- Which table, file and source rows of structural tables come from.
CREATE TABLE structure_table (
    number   INTEGER PRIMARY KEY,
    run      INTEGER NOT NULL REFERENCES run (number),
    dataset  TEXT    NOT NULL,      -- such as trade
    measure  TEXT    NOT NULL,      -- what its rows measure: trade, vote, defence-pact, ...
    unit     TEXT,                  -- what values count
    source   TEXT,                  -- whence the table has it
    closed   INTEGER NOT NULL,      -- 1 where a missing row means none
    input    TEXT    NOT NULL,      -- the file
    checksum INTEGER NOT NULL
) STRICT;

-- What a structural table says of two states, or of one.
CREATE TABLE structure (
    number    INTEGER PRIMARY KEY,  -- in the order in which they came
    "key"     INTEGER NOT NULL,     -- a hash of what it is about: dataset, measure, sides, item, days
    "table"   INTEGER NOT NULL REFERENCES structure_table (number),
    actor     TEXT    NOT NULL,
    recipient TEXT,                 -- NULL where it is of one state
    item      TEXT,                 -- a roll call, a treaty, a dispute
    first     TEXT    NOT NULL,     -- the days for which it holds
    last      TEXT,                 -- NULL where the table knows of no end
    value     REAL    NOT NULL,
    low       REAL,                 -- 5 % and 95 % quantiles of an estimate
    high      REAL,
    reported  TEXT,                 -- when it became known
    line      INTEGER NOT NULL,     -- in the file
    "repeat"  INTEGER NOT NULL,     -- which of several rows about just the same
    run       INTEGER NOT NULL,
    checksum  INTEGER NOT NULL
) STRICT;

-- A row that comes again adds nothing.
CREATE UNIQUE INDEX structure_by_key
    ON structure ("key", run, value, coalesce(low, 'none'), coalesce(high, 'none'));
CREATE INDEX structure_by_actor ON structure (actor, recipient);
CREATE INDEX structure_by_recipient ON structure (recipient, actor);

-- What each append added; the sums must come out.
CREATE TABLE batch (
    number      INTEGER PRIMARY KEY,
    documents   INTEGER NOT NULL,
    codings     INTEGER NOT NULL,
    events      INTEGER NOT NULL,
    claims      INTEGER NOT NULL,
    relations   INTEGER NOT NULL,
    near_copies INTEGER NOT NULL,
    structures  INTEGER NOT NULL,
    checksum    INTEGER NOT NULL  -- the sum of those of all rows that were added, which may overflow
) STRICT;
