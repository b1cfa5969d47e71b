-- The store as a SQLite database, format 4: the log.
--
-- `PRAGMA application_id` is 0x454E544E ("ENTN"), `PRAGMA user_version` the number of the format.
-- Rows are only ever added. Days are ISO 8601 text; spans are byte offsets [start, end) into the
-- document's text; lists are texts joined by line feeds; an unknown value is NULL. A checksum is
-- the first eight bytes of the BLAKE3 hash of the row's other values, as a signed number.

-- One pass of the engine over some input.
CREATE TABLE run (
    number   INTEGER PRIMARY KEY,  -- in the order begun
    id       TEXT    NOT NULL UNIQUE,
    engine   TEXT    NOT NULL,     -- version
    settings TEXT    NOT NULL,     -- hash
    alike    INTEGER NOT NULL,     -- first run of the same engine, packs and settings; maybe itself
    checksum INTEGER NOT NULL      -- of the run and its packs
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
    number               INTEGER PRIMARY KEY,           -- in the order in which they came
    id                   TEXT    NOT NULL UNIQUE,       -- a hash of the content
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
    blocks               TEXT    NOT NULL,              -- a list: kind, start and end of each part
    length               INTEGER NOT NULL,              -- of the text, in bytes
    text                 BLOB    NOT NULL,              -- UTF-8, packed as a raw deflate stream
    checksum             INTEGER NOT NULL               -- taken of the text as it is unpacked
) STRICT;

CREATE INDEX document_by_url ON document (url);

-- Two documents that share most of their wording.
CREATE TABLE near_copy (
    document   TEXT NOT NULL REFERENCES document (id),  -- the one that came later
    other      TEXT NOT NULL REFERENCES document (id),
    similarity REAL NOT NULL,                           -- Jaccard coefficient of their shingles
    PRIMARY KEY (document, other)
) STRICT, WITHOUT ROWID;

-- Which run coded which document, whether it found events there or not.
CREATE TABLE coding (
    document TEXT    NOT NULL REFERENCES document (id),
    run      INTEGER NOT NULL REFERENCES run (number),
    PRIMARY KEY (document, run)
) STRICT, WITHOUT ROWID;

-- Who did what to whom, as one run read it.
CREATE TABLE event (
    number             INTEGER PRIMARY KEY,  -- in the order in which they came
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
    run                INTEGER NOT NULL,
    checksum           INTEGER NOT NULL,
    -- The days that queries and their order go by; 'unknown' sorts after every date.
    first_day TEXT GENERATED ALWAYS AS (coalesce(happened_from, reported, 'unknown')) VIRTUAL,
    last_day  TEXT GENERATED ALWAYS AS (coalesce(happened_to, reported, 'unknown')) VIRTUAL,
    UNIQUE (id, run),
    FOREIGN KEY (document, run) REFERENCES coding (document, run)
) STRICT;

CREATE INDEX event_by_document ON event (document, run);
CREATE INDEX event_by_actor ON event (actor_id, recipient_id);
CREATE INDEX event_by_recipient ON event (recipient_id, actor_id);
-- In the order of answers, with all that is asked of most of them, so that few rows are looked at.
CREATE INDEX event_by_day ON event (first_day, document, trigger_start, trigger_end, id, run,
    last_day, reported, type, status, confidence, actor_id, recipient_id);
-- Those of several days: what has not ended by a day is among these or begins later.
CREATE INDEX event_of_days ON event (first_day, document, trigger_start, trigger_end, id, run,
    last_day, reported, type, status, confidence, actor_id, recipient_id)
    WHERE first_day <> last_day;

-- Who says what, as one run read it.
CREATE TABLE claim (
    number         INTEGER PRIMARY KEY,  -- in the order in which they came
    id             TEXT    NOT NULL,
    document       TEXT    NOT NULL,
    speaker_kind   TEXT    NOT NULL,     -- person, office, state, publisher, class, author
    speaker_id     TEXT,
    speaker_name   TEXT    NOT NULL,
    speaker_start  INTEGER,
    speaker_end    INTEGER,
    cue_start      INTEGER,              -- the words that attribute it; NULL for the author's own
    cue_end        INTEGER,
    content        TEXT    NOT NULL,     -- a list: start and end of each piece
    proposition    TEXT,                 -- the form, where it fits one: dispute, alliance, ...
    args           TEXT,                 -- its arguments by name, as JSON
    affirmed       INTEGER,              -- 0 where the claim denies the proposition
    modality       TEXT,
    stance         TEXT    NOT NULL,     -- asserts, reports, hedges, doubts, refutes, presupposes
    within         TEXT,                 -- the claim in whose content this one stands
    offered        TEXT    NOT NULL,     -- a list: events and claims offered for or against it
    confidence     REAL    NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    trigger_start  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    rules          TEXT    NOT NULL,     -- as in event
    again          TEXT    NOT NULL,     -- as in event
    run            INTEGER NOT NULL,
    checksum       INTEGER NOT NULL,
    UNIQUE (id, run),
    FOREIGN KEY (document, run) REFERENCES coding (document, run)
) STRICT;

CREATE INDEX claim_by_document ON claim (document, run);
CREATE INDEX claim_by_speaker ON claim (speaker_id);

-- A tie that a text says holds, as one run read it.
CREATE TABLE relation (
    number             INTEGER PRIMARY KEY,  -- in the order in which they came
    id                 TEXT    NOT NULL,
    document           TEXT    NOT NULL,
    first              TEXT    NOT NULL,     -- the two parties' ids
    second             TEXT    NOT NULL,
    directed           INTEGER NOT NULL,     -- 1 where it goes from the first to the second
    kind               TEXT    NOT NULL,     -- alliance, territorial-dispute, ...
    grade              TEXT,
    sign               INTEGER NOT NULL,     -- -1 conflict, 1 cooperation, 0 neither
    interval_from      TEXT,
    interval_to        TEXT,
    interval_precision TEXT,
    interval_start     INTEGER,
    interval_end       INTEGER,
    status             TEXT    NOT NULL,     -- asserted, denied, planned
    confidence         REAL    NOT NULL,
    sentence_start     INTEGER NOT NULL,
    sentence_end       INTEGER NOT NULL,
    trigger_start      INTEGER NOT NULL,
    trigger_end        INTEGER NOT NULL,
    rules              TEXT    NOT NULL,     -- as in event
    again              TEXT    NOT NULL,     -- as in event
    run                INTEGER NOT NULL,
    checksum           INTEGER NOT NULL,
    UNIQUE (id, run),
    FOREIGN KEY (document, run) REFERENCES coding (document, run)
) STRICT;

CREATE INDEX relation_by_document ON relation (document, run);
CREATE INDEX relation_by_first ON relation (first);
CREATE INDEX relation_by_second ON relation (second);
