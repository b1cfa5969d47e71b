-- Events that others coded: rows of their tables, which come without a text.
--
-- What is the same in many rows is kept once, mostly: a number leads to it, and the same content may
-- stand under several. Days are whole numbers such as 20190831; lists are texts joined by line feeds;
-- an unknown value is NULL. Rows are only ever added.

-- Whose tables they are, such as gdelt.
CREATE TABLE coded_dataset (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE
) STRICT;

-- The files, each once for every run that read it.
CREATE TABLE coded_input (
    number  INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES run (number),
    dataset INTEGER NOT NULL REFERENCES coded_dataset (number),
    path    TEXT    NOT NULL,
    UNIQUE (run, dataset, path)
) STRICT;

-- Sides.
CREATE TABLE coded_party (
    number  INTEGER PRIMARY KEY,
    id      TEXT,            -- NULL where the table's code is not known
    country TEXT,            -- ISO 3166-1 alpha-3
    sector  TEXT,            -- PLOVER's
    name    TEXT NOT NULL    -- what the table calls it
) STRICT;

-- What was done.
CREATE TABLE coded_act (
    number    INTEGER PRIMARY KEY,
    ontology  TEXT NOT NULL,
    type      TEXT NOT NULL,
    mode      TEXT,
    contexts  TEXT NOT NULL,
    cameo     TEXT,          -- as the table has it
    quad      TEXT NOT NULL,
    tone      REAL NOT NULL, -- of the type, by our scale
    status    TEXT NOT NULL,
    intensity REAL           -- the table's own score
) STRICT;

-- Where.
CREATE TABLE coded_place (
    number  INTEGER PRIMARY KEY,
    name    TEXT,
    country TEXT,            -- ISO 3166-1 alpha-3
    lat     REAL,
    lon     REAL
) STRICT;

-- Outlets, each once.
CREATE TABLE coded_outlet (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE
) STRICT;

-- Whence it is known.
CREATE TABLE coded_report (
    number INTEGER PRIMARY KEY,
    outlet INTEGER REFERENCES coded_outlet (number),
    url    TEXT,
    story  TEXT              -- the dataset's id of it
) STRICT;

-- The rows themselves; what they refer to is known when they come, and looked up again by `verify`.
CREATE TABLE coded (
    number    INTEGER PRIMARY KEY,  -- in the order in which they came
    run       INTEGER NOT NULL,
    dataset   INTEGER NOT NULL,
    "key"     ANY     NOT NULL,  -- its id there: a number, or a text
    input     INTEGER NOT NULL,
    line      INTEGER NOT NULL,
    actor     INTEGER,
    recipient INTEGER,
    act       INTEGER NOT NULL,
    place     INTEGER,
    report    INTEGER,
    first     INTEGER NOT NULL,
    last      INTEGER,           -- NULL where it is the first
    reported  INTEGER NOT NULL,
    is_root   INTEGER,           -- 1 where a report leads with it
    mentions  INTEGER,
    sources   INTEGER,
    articles  INTEGER,
    tone      REAL               -- of the articles, not of the event
) STRICT;

-- A row that comes again adds nothing.
CREATE UNIQUE INDEX coded_by_key ON coded ("key", dataset, run);
CREATE INDEX coded_by_day ON coded (first);

-- What each append added; the sums must come out.
CREATE TABLE coded_batch (
    number   INTEGER PRIMARY KEY,
    rows     INTEGER NOT NULL,  -- of coded
    checksum INTEGER NOT NULL   -- the sum of those of all rows added to these tables; may overflow
) STRICT;

-- The rows as a person reads them.
CREATE VIEW coded_event AS
    SELECT coded_dataset.name || ':' || "key" AS id, run.id AS run, coded_dataset.name AS dataset,
        act.type, act.mode, act.contexts, act.cameo, act.quad, act.tone, act.status, act.intensity,
        actor.id AS actor_id, actor.country AS actor_country, actor.sector AS actor_sector,
        actor.name AS actor_name,
        recipient.id AS recipient_id, recipient.country AS recipient_country,
        recipient.sector AS recipient_sector, recipient.name AS recipient_name,
        format('%04d-%02d-%02d', first / 10000, first / 100 % 100, first % 100) AS first_day,
        format('%04d-%02d-%02d', coalesce(last, first) / 10000, coalesce(last, first) / 100 % 100,
            coalesce(last, first) % 100) AS last_day,
        format('%04d-%02d-%02d', reported / 10000, reported / 100 % 100, reported % 100)
            AS reported,
        place.name AS place_name, place.country AS place_country, place.lat AS place_lat,
        place.lon AS place_lon, outlet.name AS outlet, report.url, report.story,
        is_root, mentions, sources, articles, coded.tone AS average_tone,
        coded_input.path AS input, line
    FROM coded
        JOIN run ON run.number = coded.run
        JOIN coded_dataset ON coded_dataset.number = coded.dataset
        JOIN coded_input ON coded_input.number = coded.input
        JOIN coded_act AS act ON act.number = coded.act
        LEFT JOIN coded_party AS actor ON actor.number = coded.actor
        LEFT JOIN coded_party AS recipient ON recipient.number = coded.recipient
        LEFT JOIN coded_place AS place ON place.number = coded.place
        LEFT JOIN coded_report AS report ON report.number = coded.report
        LEFT JOIN coded_outlet AS outlet ON outlet.number = report.outlet;
