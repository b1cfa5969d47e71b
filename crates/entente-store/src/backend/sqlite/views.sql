-- What people ask: `docs/queries.md` has examples. Only what the newest run says of a document is in
-- `events`, `relations`, `claims`, `evidence`, `happenings` and `dyad_month`; ask the tables for the
-- rest.

-- Passes of the engine, and how much each left.
CREATE VIEW runs AS
    SELECT number, id, engine, settings,
        (SELECT group_concat(pack, char(10))
         FROM (SELECT name || ' ' || hash AS pack FROM run_pack
            WHERE run_pack.run = run.number ORDER BY position)) AS packs,
        (SELECT count(*) FROM coding WHERE coding.run = run.number) AS documents,
        (SELECT count(*) FROM event WHERE event.run = run.number) AS events,
        (SELECT count(*) FROM relation WHERE relation.run = run.number) AS relations,
        (SELECT count(*) FROM claim WHERE claim.run = run.number) AS claims,
        (SELECT count(*) FROM structure JOIN structure_table
            ON structure_table.number = structure."table"
         WHERE structure_table.run = run.number) AS records
    FROM run;

-- Documents without their texts.
CREATE VIEW documents AS
    SELECT number, id, given_id, title, publisher, published, lang, url, agency, authors, path,
        format, length
    FROM document;

-- Who did what to whom, when, where and according to whom.
CREATE VIEW events AS
    SELECT event.number, event.id, event.document, type, mode, contexts, cameo, quad, tone, status,
        actor_id AS actor, actor_country, actor_sector, actor_name,
        recipient_id AS recipient, recipient_country, recipient_sector, recipient_name, reciprocal,
        nullif(first_day, 'unknown') AS first_day, nullif(last_day, 'unknown') AS last_day,
        happened_precision AS "precision", reported,
        place_name AS place, place_country, place_lat AS lat, place_lon AS lon,
        speaker_name AS speaker, confidence, rules, sentence.text AS sentence,
        title, publisher, published, url, run.id AS run
    FROM event
        JOIN document ON document.id = event.document
        JOIN run ON run.number = event.run
        LEFT JOIN sentence ON sentence.document = event.document
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = event.document AND superseded.run = event.run);

-- Reports judged to be one happening, between two different sides.
CREATE VIEW happenings AS
    SELECT happening.number, happening.actor, happening.recipient, happening.type, happening.tone,
        first AS first_day, last AS last_day,
        count(*) AS reports, count(DISTINCT event.document) AS documents,
        min(event.reported) AS first_reported
    FROM happening
        JOIN happening_report ON happening_report.happening = happening.number
        JOIN event ON event.number = happening_report.event
    GROUP BY happening.number;

-- Ties that a text says hold.
CREATE VIEW relations AS
    SELECT relation.number, relation.id, relation.document, first, second, directed, kind, grade,
        sign, interval_from, interval_to, interval_precision, status, confidence, rules,
        sentence.text AS sentence, title, publisher, published, url, run.id AS run
    FROM relation
        JOIN document ON document.id = relation.document
        JOIN run ON run.number = relation.run
        LEFT JOIN sentence ON sentence.document = relation.document
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = relation.document AND superseded.run = relation.run);

-- Who says what.
CREATE VIEW claims AS
    SELECT claim.number, claim.id, claim.document, speaker_kind, speaker_id, speaker_name,
        proposition, args, affirmed, modality, stance, within, offered, confidence, rules,
        sentence.text AS sentence, title, publisher, published, url, run.id AS run
    FROM claim
        JOIN document ON document.id = claim.document
        JOIN run ON run.number = claim.run
        LEFT JOIN sentence ON sentence.document = claim.document
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = claim.document AND superseded.run = claim.run);

-- The words and rules that each event, relation and claim rests on; `trigger_start` and
-- `trigger_end` are bytes of the document's text, as `sentence_start` and `sentence_end` are.
CREATE VIEW evidence AS
    WITH resting (kind, id, document, run, sentence_start, sentence_end, trigger_start,
        trigger_end, rules) AS (
        SELECT 'event', id, document, run, sentence_start, sentence_end, trigger_start,
            trigger_end, rules FROM event
        UNION ALL
        SELECT 'relation', id, document, run, sentence_start, sentence_end, trigger_start,
            trigger_end, rules FROM relation
        UNION ALL
        SELECT 'claim', id, document, run, sentence_start, sentence_end, trigger_start,
            trigger_end, rules FROM claim)
    SELECT kind, resting.id, resting.document, sentence_start, sentence_end, trigger_start,
        trigger_end, rules, sentence.number AS sentence_number, sentence.text AS sentence
    FROM resting
        LEFT JOIN sentence ON sentence.document = resting.document
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = resting.document AND superseded.run = resting.run);

-- Deeds (what happened or goes on) between two sides by month and quad class. Sides are states
-- where they belong to one; deeds that no one knows the day of the report of are left out.
CREATE VIEW dyad_month AS
    SELECT actor, recipient, printf('%04d-%02d', first / 10000, first / 100 % 100) AS month, quad,
        count(*) AS events, count(DISTINCT document) AS documents, avg(tone) AS tone
    FROM pattern
        JOIN brief ON brief.pattern = pattern.number
    WHERE status IN ('happened', 'ongoing')
        AND NOT EXISTS (SELECT 1 FROM superseded
            WHERE superseded.number = brief.document AND superseded.run = brief.run)
    GROUP BY actor, recipient, month, quad;

-- What structural tables say of two states, or of one; of rows about the same, the last to come.
CREATE VIEW records AS
    SELECT structure.number, dataset, measure, actor, recipient, item, first AS first_day,
        last AS last_day, value, low, high, unit, source, reported, closed, input, line,
        run.id AS run
    FROM structure
        JOIN structure_table ON structure_table.number = structure."table"
        JOIN run ON run.number = structure.run
    WHERE NOT EXISTS (SELECT 1 FROM structure AS later
        WHERE later."key" = structure."key" AND later.number > structure.number);
