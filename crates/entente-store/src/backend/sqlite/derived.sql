-- What follows from the log: each append brings it up to date, and where a part of it is missing it
-- is made anew. It may be deleted at any time; `entente verify` compares it with the log.

-- Readings that no longer count: a newer run has coded the document.
CREATE TABLE superseded (
    document TEXT    NOT NULL,
    run      INTEGER NOT NULL,  -- its number
    number   INTEGER NOT NULL,  -- of the document
    PRIMARY KEY (document, run),
    UNIQUE (number, run)
) STRICT, WITHOUT ROWID;

-- Sentences that are evidence, each once.
CREATE TABLE sentence (
    number   INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,  -- its number, which grows as they come: new rows lie together
    "start"  INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    UNIQUE (document, "start", "end")
) STRICT;

-- Who is spoken of in a claim's proposition.
CREATE TABLE claim_about (
    actor TEXT    NOT NULL,
    claim INTEGER NOT NULL,  -- its number
    PRIMARY KEY (actor, claim)
) STRICT, WITHOUT ROWID;

-- The words of documents; `document_text` is where they are read from.
CREATE VIEW document_text AS
    SELECT number, coalesce(title, '') AS title, unpacked(text, length) AS text FROM document;
CREATE VIRTUAL TABLE document_words USING fts5 (
    title, text, content = 'document_text', content_rowid = 'number',
    tokenize = "unicode61 remove_diacritics 2"
);
-- Each batch is a piece; so many are merged at once, and so each word is written anew less often.
INSERT INTO document_words (document_words, rank) VALUES ('automerge', 16);

-- The words of sentences that are evidence.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
    text, content = 'sentence', content_rowid = 'number',
    tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO sentence_words (sentence_words, rank) VALUES ('automerge', 16);

-- Who does what to whom, each once; sides are states where they belong to one.
CREATE TABLE pattern (
    number    INTEGER PRIMARY KEY,  -- from 1, without gaps
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    type      TEXT NOT NULL,
    contexts  TEXT NOT NULL,
    status    TEXT NOT NULL,
    tone      REAL NOT NULL,
    quad      TEXT NOT NULL,
    UNIQUE (actor, recipient, type, contexts, status, tone, quad)
) STRICT;

-- Outlets, each once.
CREATE TABLE outlet (
    number INTEGER PRIMARY KEY,  -- from 1, without gaps
    name   TEXT NOT NULL UNIQUE
) STRICT;

-- Events between two known sides, for questions that weigh all of them at once.
CREATE TABLE brief (
    event    INTEGER PRIMARY KEY,  -- numbers of rows in event, document, outlet, pattern and run
    document INTEGER NOT NULL,
    outlet   INTEGER,
    pattern  INTEGER NOT NULL,
    first    INTEGER NOT NULL,     -- days as whole numbers, such as 20190831
    last     INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    run      INTEGER NOT NULL
) STRICT;

-- Numbers of documents grow, so that rows of a pattern come after one another; with all that is asked
-- of most of them.
CREATE INDEX brief_by_pattern ON brief (pattern, document, first, run);

-- The same, and rows of others between two sides, thousands to a row: all are read in a moment. A line
-- has eight numbers of 32 bits, which begin at the lowest byte: of `brief`; of rows of others number,
-- report, actor, recipient, act, first, last, reported, as in `coded`. The first counts from `first`,
-- and 0 is unknown.
CREATE TABLE brief_page (
    first INTEGER PRIMARY KEY,  -- number of the first event; of rows of others above 2^40
    last  INTEGER NOT NULL,     -- and of the last
    lines BLOB    NOT NULL
) STRICT;

-- Reports judged to be one happening: deeds of one type within a dyad whose times may be the same.
CREATE TABLE happening (
    number    INTEGER PRIMARY KEY,
    actor     TEXT    NOT NULL,
    recipient TEXT    NOT NULL,
    type      TEXT    NOT NULL,
    tone      REAL    NOT NULL,
    first     TEXT    NOT NULL,  -- day, by the most exact report
    last      TEXT    NOT NULL,
    UNIQUE (actor, recipient, type, first, number)
) STRICT;

-- Which events report it.
CREATE TABLE happening_report (
    event     INTEGER PRIMARY KEY,  -- its number, as in the view `events`
    happening INTEGER NOT NULL
) STRICT;

CREATE INDEX happening_report_by_happening ON happening_report (happening);

-- How many batches the happenings take into account.
CREATE TABLE happenings_as_of (
    batch INTEGER NOT NULL  -- so many, of what was read and of rows of others
) STRICT;
