-- What people ask: `docs/queries.md` has examples. Only what the newest run says of a document, or of
-- a row that others coded, is in `events`, `relations`, `claims`, `evidence`, `happenings` and
-- `dyad_month`; ask the tables for the rest.

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
        (SELECT count(*) FROM coded WHERE coded.run = run.number) AS "rows",
        (SELECT count(*) FROM structure JOIN structure_table
            ON structure_table.number = structure."table"
         WHERE structure_table.run = run.number) AS records
    FROM run;

-- Documents without their texts.
CREATE VIEW documents AS
    SELECT number, id, given_id, title, publisher, published, lang, url, agency, authors, path,
        format, length
    FROM document;

-- Who did what to whom, when, where and according to whom: what was read from texts, and what others
-- coded. Of the latter `dataset` says whose table it stood in; there is no document and no sentence.
-- Numbers of such rows begin after 2^40.
CREATE VIEW events AS
    SELECT event.number, event.id, event.document, type, mode, contexts, cameo, quad, tone, status,
        actor_id AS actor, actor_country, actor_sector, actor_name,
        recipient_id AS recipient, recipient_country, recipient_sector, recipient_name, reciprocal,
        nullif(first_day, 'unknown') AS first_day, nullif(last_day, 'unknown') AS last_day,
        happened_precision AS "precision", reported,
        place_name AS place, place_country, place_lat AS lat, place_lon AS lon,
        speaker_name AS speaker, confidence, rules, sentence.text AS sentence,
        title, publisher, published, url, run.id AS run, NULL AS dataset
    FROM event
        JOIN document ON document.id = event.document
        JOIN run ON run.number = event.run
        LEFT JOIN sentence ON sentence.document = document.number
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = event.document AND superseded.run = event.run)
    UNION ALL
    SELECT coded.number + (1 << 40), dataset.name || ':' || "key", NULL, act.type, act.mode,
        act.contexts, act.cameo, act.quad, act.tone, act.status,
        actor.id, actor.country, actor.sector, actor.name,
        recipient.id, recipient.country, recipient.sector, recipient.name, NULL,
        format('%04d-%02d-%02d', first / 10000, first / 100 % 100, first % 100),
        format('%04d-%02d-%02d', coalesce(last, first) / 10000, coalesce(last, first) / 100 % 100,
            coalesce(last, first) % 100),
        iif(last IS NULL, 'day', 'interval'),
        format('%04d-%02d-%02d', reported / 10000, reported / 100 % 100, reported % 100),
        place.name, place.country, place.lat, place.lon,
        NULL, NULL, NULL, NULL, NULL, outlet.name, NULL, report.url, run.id, dataset.name
    FROM coded
        JOIN run ON run.number = coded.run
        JOIN coded_dataset AS dataset ON dataset.number = coded.dataset
        JOIN coded_act AS act ON act.number = coded.act
        LEFT JOIN coded_party AS actor ON actor.number = coded.actor
        LEFT JOIN coded_party AS recipient ON recipient.number = coded.recipient
        LEFT JOIN coded_place AS place ON place.number = coded.place
        LEFT JOIN coded_report AS report ON report.number = coded.report
        LEFT JOIN coded_outlet AS outlet ON outlet.number = report.outlet
    WHERE NOT EXISTS (SELECT 1 FROM coded AS newer
        WHERE newer."key" = coded."key" AND newer.dataset = coded.dataset
            AND newer.run > coded.run);

-- Reports judged to be one happening, between two different sides. A row that others coded counts as
-- a document of its own unless its table names the report.
CREATE VIEW happenings AS
    SELECT happening.number, happening.actor, happening.recipient, happening.type, happening.tone,
        happening.first AS first_day, happening.last AS last_day, count(*) AS reports,
        count(DISTINCT event.document) + count(DISTINCT coded.report)
            + sum(coded.number IS NOT NULL AND coded.report IS NULL) AS documents,
        min(coalesce(event.reported, format('%04d-%02d-%02d', coded.reported / 10000,
            coded.reported / 100 % 100, coded.reported % 100))) AS first_reported
    FROM happening
        JOIN happening_report ON happening_report.happening = happening.number
        LEFT JOIN event ON event.number = happening_report.event
        LEFT JOIN coded ON coded.number = happening_report.event - (1 << 40)
    GROUP BY happening.number;

-- Ties that a text says hold.
CREATE VIEW relations AS
    SELECT relation.number, relation.id, relation.document, first, second, directed, kind, grade,
        sign, interval_from, interval_to, interval_precision, status, confidence, rules,
        sentence.text AS sentence, title, publisher, published, url, run.id AS run
    FROM relation
        JOIN document ON document.id = relation.document
        JOIN run ON run.number = relation.run
        LEFT JOIN sentence ON sentence.document = document.number
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
        LEFT JOIN sentence ON sentence.document = document.number
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
        JOIN document ON document.id = resting.document
        LEFT JOIN sentence ON sentence.document = document.number
            AND sentence."start" = sentence_start AND sentence."end" = sentence_end
    WHERE NOT EXISTS (SELECT 1 FROM superseded
        WHERE superseded.document = resting.document AND superseded.run = resting.run);

-- Deeds (what happened or goes on) between two sides by month and quad class; those that others coded
-- by dataset, beside what was read. Sides are states where they belong to one; deeds that no one knows
-- the day of the report of are left out.
CREATE VIEW dyad_month AS
    SELECT actor, recipient, printf('%04d-%02d', first / 10000, first / 100 % 100) AS month, quad,
        count(*) AS events, count(DISTINCT document) AS documents, avg(tone) AS tone,
        NULL AS dataset
    FROM pattern
        JOIN brief ON brief.pattern = pattern.number
    WHERE status IN ('happened', 'ongoing')
        AND NOT EXISTS (SELECT 1 FROM superseded
            WHERE superseded.number = brief.document AND superseded.run = brief.run)
    GROUP BY actor, recipient, month, quad
    UNION ALL
    SELECT coalesce(actor.country, actor.id) AS a, coalesce(recipient.country, recipient.id) AS r,
        printf('%04d-%02d', first / 10000, first / 100 % 100) AS month, act.quad, count(*),
        count(DISTINCT coded.report) + sum(coded.report IS NULL), avg(act.tone), dataset.name
    FROM coded
        JOIN coded_dataset AS dataset ON dataset.number = coded.dataset
        JOIN coded_act AS act ON act.number = coded.act
        JOIN coded_party AS actor ON actor.number = coded.actor
        JOIN coded_party AS recipient ON recipient.number = coded.recipient
    WHERE act.status IN ('happened', 'ongoing')
        AND actor.id IS NOT NULL AND recipient.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM coded AS newer
            WHERE newer."key" = coded."key" AND newer.dataset = coded.dataset
                AND newer.run > coded.run)
    GROUP BY a, r, month, act.quad, dataset.name;

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
