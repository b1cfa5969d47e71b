-- The store as a SQLite database, format 2.
--
-- `PRAGMA application_id` is 0x454E544E ("ENTN"), `PRAGMA user_version` the number of the format.
-- Rows are only ever added. Days are ISO 8601 text; spans are byte offsets [start, end) into
-- document.text; lists are texts joined by line feeds; an unknown value is NULL.

-- One pass of the engine over some input.
CREATE TABLE run (
    number   INTEGER PRIMARY KEY,  -- in the order begun
    id       TEXT    NOT NULL UNIQUE,
    engine   TEXT    NOT NULL,     -- version
    settings TEXT    NOT NULL,     -- hash
    alike    INTEGER NOT NULL      -- first run of the same engine, packs and settings; maybe itself
) STRICT;

-- The knowledge packs that a run used.
CREATE TABLE run_pack (
    run      INTEGER NOT NULL REFERENCES run (number),
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- A document, kept once however many runs coded it.
CREATE TABLE document (
    id                   TEXT    NOT NULL PRIMARY KEY,  -- a hash of the content
    given_id             TEXT,                          -- the input's own id
    title                TEXT,
    publisher            TEXT,
    published            TEXT,
    published_from       TEXT    NOT NULL,              -- json-ld, meta, url, text, header, none
    query_date           TEXT,
    lang                 TEXT,                          -- ISO 639-1
    url                  TEXT,
    path                 TEXT    NOT NULL,              -- the input it came from,
    byte_offset          INTEGER NOT NULL,              -- where in it,
    format               TEXT    NOT NULL,              -- and read as what: text, jsonl
    asks_pair            INTEGER NOT NULL,              -- 1 where the input asked about two parties
    pair_actor_start     INTEGER,
    pair_actor_end       INTEGER,
    pair_recipient_start INTEGER,
    pair_recipient_end   INTEGER,
    agency               TEXT,                          -- that the text credits
    fingerprint          BLOB    NOT NULL,              -- what near-copies are found by
    authors              TEXT    NOT NULL,              -- one a line
    canonical            TEXT,                          -- the address that the page says is its own
    earliest             TEXT,                          -- where `published` is unknown: no earlier
    text                 TEXT    NOT NULL
) STRICT;

CREATE INDEX document_by_url ON document (url);

-- Two documents that share most of their wording.
CREATE TABLE near_copy (
    document   TEXT NOT NULL REFERENCES document (id),  -- the one that came later
    other      TEXT NOT NULL REFERENCES document (id),
    similarity REAL NOT NULL,                           -- Jaccard coefficient of their shingles
    PRIMARY KEY (document, other)
) STRICT, WITHOUT ROWID;

-- The structure of a document's text, in order.
CREATE TABLE block (
    document TEXT    NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL,  -- headline, paragraph, ...
    "start"  INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

-- Which run coded which document, whether it found events there or not.
CREATE TABLE coding (
    document TEXT    NOT NULL REFERENCES document (id),
    run      INTEGER NOT NULL REFERENCES run (number),
    PRIMARY KEY (document, run)
) STRICT, WITHOUT ROWID;

-- Who did what to whom, as one run read it.
CREATE TABLE event (
    run                INTEGER NOT NULL,
    id                 TEXT    NOT NULL,
    document           TEXT    NOT NULL,
    ontology           TEXT    NOT NULL,
    type               TEXT    NOT NULL,  -- CONSULT, ...
    mode               TEXT,
    contexts           TEXT    NOT NULL,  -- a list
    cameo              TEXT,
    quad               TEXT    NOT NULL,  -- verbal_coop, ...
    tone               REAL    NOT NULL,
    actor_id           TEXT,
    actor_country      TEXT,              -- ISO 3166-1 alpha-3
    actor_sector       TEXT,
    actor_name         TEXT,              -- NULL where the text names no such side; so below
    actor_start        INTEGER,
    actor_end          INTEGER,
    recipient_id       TEXT,
    recipient_country  TEXT,
    recipient_sector   TEXT,
    recipient_name     TEXT,
    recipient_start    INTEGER,
    recipient_end      INTEGER,
    reciprocal         INTEGER NOT NULL,  -- 0 or 1
    happened_from      TEXT,
    happened_to        TEXT,
    happened_precision TEXT,              -- day, week, month, season, year, interval
    happened_start     INTEGER,
    happened_end       INTEGER,
    reported           TEXT,
    place_id           TEXT,
    place_name         TEXT,
    place_lat          REAL,
    place_lon          REAL,
    place_country      TEXT,
    place_start        INTEGER,
    place_end          INTEGER,
    status             TEXT    NOT NULL,  -- happened, ongoing, planned, hypothetical, denied, unknown
    speaker_id         TEXT,
    speaker_country    TEXT,
    speaker_sector     TEXT,
    speaker_name       TEXT,
    speaker_start      INTEGER,
    speaker_end        INTEGER,
    confidence         REAL    NOT NULL,
    sentence_start     INTEGER NOT NULL,
    sentence_end       INTEGER NOT NULL,
    trigger_start      INTEGER NOT NULL,
    trigger_end        INTEGER NOT NULL,
    rules              TEXT    NOT NULL,  -- a list, strongest first
    again              TEXT    NOT NULL,  -- a list of other tellings: sentence, trigger, rules
    -- The days that queries and their order go by; 'unknown' sorts after every date.
    first_day TEXT GENERATED ALWAYS AS (coalesce(happened_from, reported, 'unknown')) VIRTUAL,
    last_day  TEXT GENERATED ALWAYS AS (coalesce(happened_to, reported, 'unknown')) VIRTUAL,
    PRIMARY KEY (id, run),
    FOREIGN KEY (document, run) REFERENCES coding (document, run)
) STRICT;

CREATE INDEX event_by_day ON event (first_day, document, trigger_start);
CREATE INDEX event_by_document ON event (document, run);
CREATE INDEX event_by_actor ON event (actor_id);
CREATE INDEX event_by_recipient ON event (recipient_id);
