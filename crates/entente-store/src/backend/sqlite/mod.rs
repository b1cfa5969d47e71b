//! A store in one SQLite file.
//!
//! `schema.sql` is the log, `derived.sql` what follows from it, `views.sql` what people ask.
//! `structure.sql` is its part for structural tables. `file` opens it and `migrate` brings older formats up to date; `write` and `read` carry nouns in
//! and out column by column; `append` adds a batch, `derived` and `brief` keep up with it; `select`
//! turns queries into SQL.

mod append;
mod ask;
mod brief;
mod care;
mod coded;
mod columns;
mod derived;
#[cfg(test)]
mod faults;
mod file;
mod happening;
mod hold;
mod migrate;
mod pack;
mod page;
mod read;
mod search;
mod select;
mod spans;
mod structure;
mod sum;
mod verify;
mod write;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use entente_model::{DocId, DocMeta, Document, Dyad, EventId, NearCopy, Run, RunId};
use jiff::civil::Date;
use rusqlite::{
    Connection, OptionalExtension, Params, Result as Sql, TransactionBehavior, params,
    params_from_iter,
};

use self::append::{add_run, number_of, runs};
use self::hold::Hold;
use self::read::Row;
use self::select::Select;
use crate::query::days;
use crate::record;
use crate::{
    Access, Answer, Appended, Batch, Briefs, ClaimQuery, CodedBatch, Counts, DyadCount, Error,
    EventInFull, Found, FoundClaim, FoundRelation, Grain, Hit, Kept, KeptHappening, Listed, Query,
    Record, RelationQuery, Search, Store, Structure, StructureBatch, StructureQuery, Verified,
};

/// Any path may be a file.
pub(super) fn claims(_: &Path) -> bool {
    true
}

pub(super) fn ask(
    path: &Path,
    sql: &str,
    each: &mut dyn FnMut(Answer<'_>) -> ControlFlow<()>,
) -> Result<(), Error> {
    ask::ask(path, sql, each)
}

pub(super) fn verify(path: &Path) -> Result<Verified, Error> {
    verify::verify(path)
}

pub(super) fn backup(path: &Path, to: &Path) -> Result<u64, Error> {
    care::backup(path, to)
}

pub(super) fn vacuum(path: &Path) -> Result<(u64, u64), Error> {
    care::vacuum(path)
}

pub(super) fn open(path: &Path, access: Access) -> Result<Box<dyn Store>, Error> {
    let (db, hold) = file::open(path, access)?;
    let entries = coded::Entries::default();
    Ok(Box::new(Sqlite { db, path: path.to_owned(), entries, _hold: hold }))
}

struct Sqlite {
    // Closed before the hold is let go.
    db: Connection,
    path: PathBuf,
    /// What rows of others have in common, as far as this connection has seen.
    entries: coded::Entries,
    _hold: Option<Hold>,
}

impl Store for Sqlite {
    fn begin(&mut self, run: &Run) -> Result<(), Error> {
        let fail = |cause| file::failure(&self.path, "begin a run in", cause);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(fail)?;
        let known = runs(&change).map_err(fail)?;
        match known.iter().find(|(_, other)| other.id == run.id) {
            None => add_run(&change, run, &known).map_err(fail)?,
            Some((_, other)) if other == run => {}
            Some(_) => {
                return Err(Error::RunDiffers { path: self.path.clone(), run: run.id.clone() });
            }
        }
        change.commit().map_err(fail)
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, Error> {
        batch.records.iter().try_for_each(Record::check)?;
        let fail = |cause| file::failure(&self.path, "append to", cause);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(fail)?;
        let Some(run) = number_of(&change, &batch.run).map_err(fail)? else {
            return Err(Error::UnknownRun { path: self.path.clone(), run: batch.run.clone() });
        };
        let added = append::batch(&change, run, batch).map_err(fail)?;
        change.commit().map_err(fail)?;
        Ok(added)
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.reading(|db| visit_events(db, query, &mut |found| Ok(each(found))).map(|_| ()))
    }

    fn append_coded(&mut self, batch: &CodedBatch) -> Result<u64, Error> {
        let fail = |cause| file::failure(&self.path, "append to", cause);
        // What is not appended in the end must not be remembered as if it were.
        let mut entries = std::mem::take(&mut self.entries);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(fail)?;
        let Some(run) = number_of(&change, &batch.run).map_err(fail)? else {
            return Err(Error::UnknownRun { path: self.path.clone(), run: batch.run.clone() });
        };
        let added = match coded::append(&change, run, batch, &mut entries).map_err(fail)? {
            coded::Outcome::Added(added) => added,
            coded::Outcome::Adrift(key) => {
                let (input, key) = (batch.input.to_string(), key.to_string());
                return Err(Error::Adrift { input, key });
            }
        };
        change.commit().map_err(fail)?;
        self.entries = entries;
        Ok(added)
    }

    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.reading(|db| visit_all(db, query, each))
    }

    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        let mut all = Vec::new();
        for event in events {
            match self.reading(|db| coded::listed(db, *event))? {
                Some(row) => all.push(Listed::Coded(Box::new(row))),
                None => {
                    let found = self.found(&[*event])?;
                    all.extend(found.into_iter().map(|found| Listed::Read(Box::new(found))));
                }
            }
        }
        Ok(all)
    }

    fn append_structures(&mut self, batch: &StructureBatch) -> Result<u64, Error> {
        let fail = |cause| file::failure(&self.path, "append to", cause);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(fail)?;
        let Some(run) = number_of(&change, &batch.run).map_err(fail)? else {
            return Err(Error::UnknownRun { path: self.path.clone(), run: batch.run.clone() });
        };
        let added = structure::append(&change, run, batch).map_err(fail)?;
        change.commit().map_err(fail)?;
        Ok(added)
    }

    fn structures(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.reading(|db| structure::visit(db, query, each))
    }

    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        self.reading(|db| {
            let sql = "SELECT coding.document, run.id FROM coding
                JOIN run ON run.number = coding.run ORDER BY coding.document, coding.run";
            collect(db, sql, [], |mut row| Ok((row.doc_id()?, row.run_id()?)))
        })
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        self.reading(|db| brief::read(db, as_of, from))
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        self.reading(|db| {
            let mut statement = db.prepare_cached(&select::one_event())?;
            let one = |event: &u64| {
                statement.query_row([i64::try_from(*event).unwrap_or(-1)], found).optional()
            };
            events.iter().map(one).filter_map(Sql::transpose).collect()
        })
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        self.reading(|db| {
            let sql = format!(
                "SELECT run.id, {} FROM event JOIN run ON run.number = event.run
                 WHERE event.id = ? ORDER BY event.run DESC LIMIT 1",
                columns::of("event", &columns::EVENT),
            );
            let one = db.query_row(&sql, [id.as_str()], |row| {
                let mut row = Row::new(row);
                Ok((row.run_id()?, row.event()?))
            });
            let Some((run, event)) = one.optional()? else { return Ok(None) };
            let document = document(db, event.evidence.document())?;
            Ok(document.map(|document| EventInFull { run, event, document }))
        })
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        self.reading(|db| document(db, id))
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        self.reading(|db| {
            let columns = columns::of("document", &columns::DOCUMENT);
            let sql =
                format!("SELECT {columns} FROM document ORDER BY published IS NULL, published, id");
            collect(db, &sql, [], |mut row| row.meta())
        })
    }

    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error> {
        self.reading(|db| {
            let sql = "SELECT number, id, given_id, url, published, fingerprint FROM document
                WHERE number > ? ORDER BY number";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([i64::try_from(after).unwrap_or(i64::MAX)])?;
            while let Some(row) = rows.next()? {
                let mut row = Row::new(row);
                each(Kept {
                    arrival: row.next::<i64>()?.cast_unsigned(),
                    id: row.doc_id()?,
                    key: row.next()?,
                    url: row.next()?,
                    published: row.day()?,
                    fingerprint: row.fingerprint()?,
                });
            }
            Ok(())
        })
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        self.reading(|db| {
            let sql = "SELECT document, other, similarity FROM near_copy ORDER BY document, other";
            collect(db, sql, [], |mut row| {
                let (document, other) = (row.doc_id()?, row.doc_id()?);
                Ok(NearCopy { document, other, similarity: row.next()? })
            })
        })
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        self.reading(|db| {
            let select = select::dyads(query, grain);
            let read = collect(db, &select.sql, params_from_iter(select.values), dyad_count)?;
            Ok(record::sum(read, coded::dyads(db, query, grain)?))
        })
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        self.reading(|db| {
            let select = select::dyad_documents(query, grain);
            let dyad = |row: &mut Row<'_>| -> Sql<Dyad> {
                Ok(Dyad { actor: row.actor_id()?, recipient: row.actor_id()? })
            };
            let values = params_from_iter(select.values);
            let mut all =
                collect(db, &select.sql, values, |mut row| Ok((dyad(&mut row)?, row.doc_id()?)))?;
            all.extend(coded::dyad_documents(db, query, grain)?);
            all.sort();
            Ok(all)
        })
    }

    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error> {
        self.reading(|db| {
            let select = select::claims(query);
            collect(db, &select.sql, params_from_iter(select.values), |mut row| {
                let (run, claim, document) = (row.run_id()?, row.claim()?, row.meta()?);
                Ok(FoundClaim { run, claim, document, sentence: row.sentence()? })
            })
        })
    }

    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error> {
        self.reading(|db| {
            let select = select::relations(query);
            collect(db, &select.sql, params_from_iter(select.values), |mut row| {
                let (run, relation, document) = (row.run_id()?, row.relation()?, row.meta()?);
                Ok(FoundRelation { run, relation, document, sentence: row.sentence()? })
            })
        })
    }

    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error> {
        self.reading(|db| search::search(db, search))
    }

    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error> {
        self.reading(happening::read)
    }

    fn set_happenings(&mut self, happenings: &[KeptHappening]) -> Result<(), Error> {
        let fail = |cause| file::failure(&self.path, "keep happenings in", cause);
        let change = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(fail)?;
        happening::write(&change, happenings).map_err(fail)?;
        change.commit().map_err(fail)
    }

    fn counts(&self) -> Result<Counts, Error> {
        self.reading(counts)
    }

    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error> {
        self.reading(|db| {
            let count = |table: &str, run: i64| {
                let sql = format!("SELECT count(*) FROM {table} WHERE run = ?");
                db.query_row(&sql, [run], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
            };
            let counted = |(number, run): (i64, Run)| {
                let counts = Counts {
                    runs: 1,
                    documents: count("coding", number)?,
                    events: count("event", number)?,
                    claims: count("claim", number)?,
                    relations: count("relation", number)?,
                    rows: count("coded", number)?,
                    records: count("structure", number)?,
                };
                Ok((run, counts))
            };
            runs(db)?.into_iter().map(counted).collect()
        })
    }

    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error> {
        self.reading(|db| {
            let sql = select::differing();
            db.prepare(&sql)?.query_map([of.as_str(), from.as_str()], found)?.collect()
        })
    }

    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error> {
        self.reading(|db| {
            let sql = "SELECT document FROM coding JOIN run ON run.number = coding.run
                WHERE run.alike = (SELECT alike FROM run WHERE id = ?) ORDER BY document";
            collect(db, sql, [run.as_str()], |mut row| row.doc_id())
        })
    }

    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error> {
        self.reading(|db| {
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
            let values = params![after, run.as_str(), at_most];
            collect(db, &select::uncoded(), values, |mut row| {
                Ok((row.next::<i64>()?.cast_unsigned(), row.document()?))
            })
        })
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        self.reading(|db| Ok(runs(db)?.into_iter().map(|(_, run)| run).collect()))
    }
}

impl Sqlite {
    fn reading<T>(&self, ask: impl FnOnce(&Connection) -> Sql<T>) -> Result<T, Error> {
        ask(&self.db).map_err(|cause| file::failure(&self.path, "read", cause))
    }
}

fn counts(db: &Connection) -> Sql<Counts> {
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        db.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
    };
    Ok(Counts {
        runs: count("run")?,
        documents: count("document")?,
        events: count("event")?,
        claims: count("claim")?,
        relations: count("relation")?,
        rows: count("coded")?,
        records: count("structure")?,
    })
}

fn document(db: &Connection, id: &DocId) -> Sql<Option<Document>> {
    let columns = columns::of("document", &[&columns::DOCUMENT[..], &columns::CONTENT].concat());
    let sql = format!("SELECT {columns} FROM document WHERE id = ?");
    db.query_row(&sql, [id.as_str()], |row| Row::new(row).document()).optional()
}

/// Hands out what was read, until it breaks.
fn visit_events(
    db: &Connection,
    query: &Query,
    each: &mut dyn FnMut(Found) -> Sql<ControlFlow<()>>,
) -> Sql<ControlFlow<()>> {
    let are_few = match select::of_sides(query) {
        Some(Select { sql, values }) => {
            db.query_row(&sql, params_from_iter(values), |row| row.get(0))?
        }
        None => false,
    };
    // Which events is settled first, on their numbers alone: whole rows are wide to sort.
    let select = select::numbers(query, are_few);
    let mut numbers = db.prepare_cached(&select.sql)?;
    let mut one = db.prepare_cached(&select::one_event())?;
    let mut rows = numbers.query(params_from_iter(select.values))?;
    while let Some(row) = rows.next()? {
        if each(one.query_row([row.get::<_, i64>(0)?], found)?)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Hands out what was read and what others coded, merged by first day.
fn visit_all(
    db: &Connection,
    query: &Query,
    each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
) -> Sql<()> {
    let limit = query.limit.map(|limit| limit.saturating_add(query.offset));
    let both = Query { limit, offset: 0, ..query.clone() };
    let mut window = record::Window::new(query, each);
    let mut coded = coded::Merged::prepare(db, &both)?;
    let mut coded = coded.as_mut().map(coded::Merged::new).transpose()?;
    let mut coded_until = |day: Option<Date>, window: &mut record::Window<'_>| match &mut coded {
        Some(coded) => coded.until(day, &mut |row| window.show(Listed::Coded(Box::new(row)))),
        None => Ok(ControlFlow::Continue(())),
    };
    let flow = visit_events(db, &both, &mut |found| {
        let first = days(&found.event).map(|(first, _)| first);
        if coded_until(first, &mut window)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        Ok(window.show(Listed::Read(Box::new(found))))
    })?;
    if flow.is_break() {
        return Ok(());
    }
    coded_until(None, &mut window).map(|_| ())
}

/// Reads a row of [`select::one_event`].
fn found(row: &rusqlite::Row<'_>) -> Sql<Found> {
    let mut row = Row::new(row);
    let (run, event, document) = (row.run_id()?, row.event()?, row.meta()?);
    Ok(Found { run, event, document, sentence: row.sentence()? })
}

/// Reads a row of [`select::dyads`].
fn dyad_count(mut row: Row<'_>) -> Sql<DyadCount> {
    Ok(DyadCount {
        dyad: Dyad { actor: row.actor_id()?, recipient: row.actor_id()? },
        month: row.day()?,
        quad: row.next()?,
        events: row.next::<i64>()?.cast_unsigned(),
        documents: row.next::<i64>()?.cast_unsigned(),
    })
}

/// Reads every row that a statement yields.
fn collect<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(Row<'_>) -> Sql<T>,
) -> Sql<Vec<T>> {
    db.prepare_cached(sql)?.query_map(params, |row| read(Row::new(row)))?.collect()
}
