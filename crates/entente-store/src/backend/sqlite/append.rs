//! One batch, whole or not at all: the log, what follows from it, and the sum of both.

use entente_model::{Claim, DocId, Run, RunId, Span};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Result as Sql, params};

use super::pack::Packer;
use super::sum::Sum;
use super::write::{self, Added};
use super::{brief, collect};
use crate::{Appended, Batch, Record};

/// What a batch adds to each table, and the sum of all its checksums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) documents: i64,
    pub(super) codings: i64,
    pub(super) events: i64,
    pub(super) claims: i64,
    pub(super) relations: i64,
    pub(super) near_copies: i64,
    pub(super) structures: i64,
    pub(super) checksum: i64,
}

/// Adds a batch under the run of a number.
pub(super) fn batch(db: &Connection, run: i64, batch: &Batch) -> Sql<Appended> {
    let (packer, tally, words) = (Packer::default(), Tally::default(), Words::default());
    let mut writer = Writer { db, run, packer, tally, words };
    let mut appended = Appended::default();
    for record in &batch.records {
        match is_coded_alike(db, run, record.document.meta.id.as_str())? {
            true => appended.repeats += 1,
            false => writer.record(record)?,
        }
    }
    for near in &batch.near_copies {
        if let Some(checksum) = write::near_copy(db, near)? {
            writer.tally.near_copies += 1;
            writer.count(checksum);
        }
    }
    brief::take_up(db)?;
    let Writer { tally, words, .. } = writer;
    words.take_up(db)?;
    tally.write(db)?;
    let unsigned = i64::cast_unsigned;
    (appended.documents, appended.events) = (unsigned(tally.documents), unsigned(tally.events));
    (appended.claims, appended.relations) = (unsigned(tally.claims), unsigned(tally.relations));
    Ok(appended)
}

struct Writer<'c, 'b> {
    db: &'c Connection,
    run: i64,
    packer: Packer,
    tally: Tally,
    words: Words<'b>,
}

/// Texts whose words are to be taken up once all rows of a batch are there. FTS5 writes out what it
/// has gathered whenever another table is changed in between: each document would be a piece of its
/// own, and the pieces be merged over and over.
#[derive(Default)]
struct Words<'b> {
    /// Number, title and text.
    documents: Vec<(i64, &'b str, &'b str)>,
    /// Number and text.
    sentences: Vec<(i64, &'b str)>,
}

impl Words<'_> {
    fn take_up(self, db: &Connection) -> Sql<()> {
        let sql = "INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)";
        let mut statement = db.prepare_cached(sql)?;
        self.documents.iter().try_for_each(|row| statement.execute(*row).map(|_| ()))?;
        let sql = "INSERT INTO sentence_words (rowid, text) VALUES (?, ?)";
        let mut statement = db.prepare_cached(sql)?;
        self.sentences.iter().try_for_each(|row| statement.execute(*row).map(|_| ()))
    }
}

impl<'b> Writer<'_, 'b> {
    fn record(&mut self, record: &'b Record) -> Sql<()> {
        let Record { document, events, claims, relations } = record;
        let (id, text) = (&document.meta.id, document.text.as_str());
        let number = match write::document(self.db, document, &mut self.packer)? {
            Some(added) => {
                self.count(added.checksum);
                self.tally.documents += 1;
                let title = document.meta.title.as_deref().unwrap_or_default();
                self.words.documents.push((added.number, title, text));
                added.number
            }
            None => number_of_document(self.db, id)?,
        };
        self.coding(id)?;
        for event in events {
            if let Some(added) = write::event(self.db, self.run, event)? {
                self.count(added.checksum);
                self.tally.events += 1;
                self.sentence(number, event.evidence.sentence(), text)?;
            }
        }
        for claim in claims {
            if let Some(added) = write::claim(self.db, self.run, claim)? {
                self.count(added.checksum);
                self.tally.claims += 1;
                self.sentence(number, claim.evidence.sentence(), text)?;
                about(self.db, claim, added)?;
            }
        }
        for relation in relations {
            if let Some(added) = write::relation(self.db, self.run, relation)? {
                self.count(added.checksum);
                self.tally.relations += 1;
                self.sentence(number, relation.evidence.sentence(), text)?;
            }
        }
        Ok(())
    }

    fn coding(&mut self, document: &DocId) -> Sql<()> {
        supersede(self.db, self.run, document)?;
        let sql = "INSERT INTO coding (document, run) VALUES (?, ?)";
        self.db.prepare_cached(sql)?.execute(params![document.as_str(), self.run])?;
        self.tally.codings += 1;
        self.count(coding_sum(document.as_str(), self.run));
        Ok(())
    }

    /// Takes up a sentence, unless it is there.
    fn sentence(&mut self, document: i64, span: Span, text: &'b str) -> Sql<()> {
        let sentence = text.get(span.start() as usize..span.end() as usize).unwrap_or_default();
        let sql = "INSERT INTO sentence (document, \"start\", \"end\", text) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING";
        let row = params![document, span.start(), span.end(), sentence];
        if self.db.prepare_cached(sql)?.execute(row)? > 0 {
            self.words.sentences.push((self.db.last_insert_rowid(), sentence));
        }
        Ok(())
    }

    fn count(&mut self, checksum: i64) {
        self.tally.checksum = self.tally.checksum.wrapping_add(checksum);
    }
}

impl Tally {
    /// What all batches together should have added, by the rows that are there.
    pub(super) fn of(db: &Connection) -> Sql<Self> {
        let mut checksum = 0_i64;
        let mut count = |table: &str, sum: &str| -> Sql<i64> {
            let mut statement = db.prepare(&format!("SELECT {sum} FROM {table}"))?;
            let mut rows = statement.query([])?;
            let mut n = 0;
            while let Some(row) = rows.next()? {
                checksum = checksum.wrapping_add(row.get(0)?);
                n += 1;
            }
            Ok(n)
        };
        Ok(Self {
            documents: count("document", "checksum")?,
            codings: count("coding", "row_sum(document, run)")?,
            events: count("event", "checksum")?,
            claims: count("claim", "checksum")?,
            relations: count("relation", "checksum")?,
            near_copies: count("near_copy", "row_sum(document, other, similarity)")?,
            structures: count("structure", "checksum")?,
            checksum,
        })
    }

    /// What all batches together say that they added.
    pub(super) fn written(db: &Connection) -> Sql<Self> {
        let sql = "SELECT documents, codings, events, claims, relations, near_copies, structures,
            checksum FROM batch";
        let all = collect(db, sql, [], |mut row| {
            Ok(Self {
                documents: row.next()?,
                codings: row.next()?,
                events: row.next()?,
                claims: row.next()?,
                relations: row.next()?,
                near_copies: row.next()?,
                structures: row.next()?,
                checksum: row.next()?,
            })
        })?;
        Ok(all.into_iter().fold(Self::default(), |a, b| Self {
            documents: a.documents.wrapping_add(b.documents),
            codings: a.codings.wrapping_add(b.codings),
            events: a.events.wrapping_add(b.events),
            claims: a.claims.wrapping_add(b.claims),
            relations: a.relations.wrapping_add(b.relations),
            near_copies: a.near_copies.wrapping_add(b.near_copies),
            structures: a.structures.wrapping_add(b.structures),
            checksum: a.checksum.wrapping_add(b.checksum),
        }))
    }

    /// Writes it down, unless nothing was added.
    pub(super) fn write(self, db: &Connection) -> Sql<()> {
        if self == Self::default() {
            return Ok(());
        }
        let Self {
            documents,
            codings,
            events,
            claims,
            relations,
            near_copies,
            structures,
            checksum,
        } = self;
        let sql = "INSERT INTO batch
            (documents, codings, events, claims, relations, near_copies, structures, checksum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let values =
            [documents, codings, events, claims, relations, near_copies, structures, checksum];
        db.prepare_cached(sql)?.execute(values).map(|_| ())
    }
}

/// The checksum of a row of `coding`.
pub(super) fn coding_sum(document: &str, run: i64) -> i64 {
    Sum::of([ValueRef::Text(document.as_bytes()), ValueRef::Integer(run)])
}

/// Takes up who is spoken of in a claim.
fn about(db: &Connection, claim: &Claim, added: Added) -> Sql<()> {
    let sql = "INSERT INTO claim_about (actor, claim) VALUES (?, ?) ON CONFLICT DO NOTHING";
    let mut statement = db.prepare_cached(sql)?;
    let mut actors = claim.proposition.iter().flat_map(|proposition| proposition.actors());
    actors
        .try_for_each(|actor| statement.execute(params![actor.as_str(), added.number]).map(|_| ()))
}

/// Says which reading of a document no longer counts once a run has coded it.
fn supersede(db: &Connection, run: i64, document: &DocId) -> Sql<()> {
    let sql = "INSERT INTO superseded (document, run, number)
        SELECT coding.document, min(max(coding.run), ?2), document.number
        FROM coding JOIN document ON document.id = coding.document
        WHERE coding.document = ?1 GROUP BY coding.document";
    db.prepare_cached(sql)?.execute(params![document.as_str(), run]).map(|_| ())
}

/// Whether a run of the same engine, packs and settings has coded the document.
fn is_coded_alike(db: &Connection, run: i64, document: &str) -> Sql<bool> {
    let sql = "SELECT 1 FROM coding JOIN run ON run.number = coding.run
        WHERE coding.document = ? AND run.alike = (SELECT alike FROM run WHERE number = ?)";
    db.prepare_cached(sql)?.exists(params![document, run])
}

/// The number of a document that is there.
fn number_of_document(db: &Connection, id: &DocId) -> Sql<i64> {
    let sql = "SELECT number FROM document WHERE id = ?";
    db.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0))
}

/// The number of a run that was begun.
pub(super) fn number_of(db: &Connection, run: &RunId) -> Sql<Option<i64>> {
    let sql = "SELECT number FROM run WHERE id = ?";
    db.query_row(sql, [run.as_str()], |row| row.get(0)).optional()
}

/// Records a run among those that are known.
pub(super) fn add_run(db: &Connection, run: &Run, known: &[(i64, Run)]) -> Sql<()> {
    let Run { id, engine, packs, settings } = run;
    let number = known.last().map_or(1, |(last, _)| last + 1);
    let alike = known.iter().find(|(_, other)| run.is_like(other)).map_or(number, |(n, _)| *n);
    let sql = "INSERT INTO run (number, id, engine, settings, alike, checksum)
        VALUES (?, ?, ?, ?, ?, ?)";
    let checksum = run_sum(number, run, alike);
    db.execute(sql, params![number, id.as_str(), engine, settings, alike, checksum])?;
    for (position, (name, hash)) in (0_i64..).zip(packs) {
        let sql = "INSERT INTO run_pack (run, position, name, hash) VALUES (?, ?, ?, ?)";
        db.execute(sql, params![number, position, name, hash])?;
    }
    Ok(())
}

/// The checksum of a run and its packs.
pub(super) fn run_sum(number: i64, run: &Run, alike: i64) -> i64 {
    let Run { id, engine, packs, settings } = run;
    let mut sum = Sum::default();
    sum.take(ValueRef::Integer(number));
    sum.take(ValueRef::Integer(alike));
    let packs = packs.iter().flat_map(|(name, hash)| [name.as_str(), hash.as_str()]);
    for text in [id.as_str(), engine, settings].into_iter().chain(packs) {
        sum.take(ValueRef::Text(text.as_bytes()));
    }
    sum.finish()
}

/// All runs with their numbers, in the order begun.
pub(super) fn runs(db: &Connection) -> Sql<Vec<(i64, Run)>> {
    let sql = "SELECT number, id, engine, settings FROM run ORDER BY number";
    let mut all = collect(db, sql, [], |mut row| {
        let (number, id) = (row.next()?, row.run_id()?);
        let (engine, settings) = (row.next()?, row.next()?);
        Ok((number, Run { id, engine, packs: Vec::new(), settings }))
    })?;
    let sql = "SELECT name, hash FROM run_pack WHERE run = ? ORDER BY position";
    for (number, run) in &mut all {
        run.packs = collect(db, sql, [*number], |mut row| Ok((row.next()?, row.next()?)))?;
    }
    Ok(all)
}
