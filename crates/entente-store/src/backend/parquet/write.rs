//! A store as a folder of Parquet files.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use entente_model::{DocId, NearCopy, Run, RunId};
use jiff::civil::Date;
use parquet::errors::{ParquetError, Result as Written};

use super::claim::{self, CLAIM};
use super::document::{self, DOCUMENT};
use super::event::{self, EVENT};
use super::frame::{Frame, Head, Writer};
use super::relation::{self, RELATION};
use super::{
    ASIDE, CLAIMS, CODING, CODINGS, DOCUMENTS, NEAR_COPIES, NEAR_COPY, RELATIONS, RUN, RUNS,
    structure,
};
use crate::query::days;
use crate::{ClaimQuery, Error, Listed, Query, RelationQuery, Store, StructureQuery};

/// Rows in a group, which is held in memory.
pub(super) const GROUP: usize = 65_536;
/// Documents in a group.
const TEXTS: usize = 1_024;
/// What Hive calls the folder of rows without a value.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes the events that a query asks for, with their documents, all claims and standing relations of
/// these, and the runs; counts the events. The rows of structural tables that are known by the
/// query's day go along.
///
/// With `every_run`, what each run coded goes into a part of its own, and the query's run is not
/// looked at; else only what queries see.
///
/// # Errors
///
/// [`Error::NotEmpty`] where such a folder is there already, [`Error::Failed`] where a file cannot
/// be written, and those of the store.
pub fn write(
    store: &dyn Store,
    query: &Query,
    every_run: bool,
    folder: &Path,
) -> Result<u64, Error> {
    if folder.join(ASIDE).exists() {
        return Err(Error::NotEmpty { path: folder.to_owned() });
    }
    let fail = |cause: ParquetError| failure(folder, cause);
    fs::create_dir_all(folder.join(ASIDE)).map_err(|error| fail(error.into()))?;
    let mut events = Parts::new(folder);
    let runs = store.runs()?;
    if every_run {
        for (part, Run { id, .. }) in runs.iter().enumerate() {
            let of_run = Query { run: Some(id.clone()), ..query.clone() };
            events.part = part;
            put_events(store, &of_run, &mut events)?;
        }
    } else {
        put_events(store, query, &mut events)?;
    }
    let Parts { written, codings: with_events, .. } = events;
    let is_whole = *query == Query::default();
    let codings = codings(store, every_run, is_whole, with_events)?;
    let of_document: BTreeSet<&DocId> = codings.iter().map(|(document, _)| document).collect();
    let aside = folder.join(ASIDE);
    put_documents(store, &of_document, &aside).map_err(|error| match error {
        Either::Store(error) => error,
        Either::File(cause) => fail(cause),
    })?;
    let of_runs: Vec<Option<RunId>> = match every_run {
        true => runs.iter().map(|run| Some(run.id.clone())).collect(),
        false => vec![query.run.clone()],
    };
    let claims = of_codings(
        &of_runs,
        &codings,
        |run| store.claims(&ClaimQuery { run, ..ClaimQuery::default() }),
        |found| (found.claim.evidence.document().clone(), found.run.clone()),
    )?;
    table(&aside.join(CLAIMS), &CLAIM, &claims, claim::put).map_err(fail)?;
    let relations = of_codings(
        &of_runs,
        &codings,
        |run| store.relations(&RelationQuery { run, ..RelationQuery::default() }),
        |found| (found.relation.evidence.document().clone(), found.run.clone()),
    )?;
    table(&aside.join(RELATIONS), &RELATION, &relations, relation::put).map_err(fail)?;
    put_rest(&runs, &codings, &store.near_copies()?, &aside).map_err(fail)?;
    let structures =
        StructureQuery { as_of: query.as_of, every: every_run, ..StructureQuery::default() };
    structure::write(store, &structures, &aside)?;
    Ok(written)
}

/// Which codings are part of it: all of the store's, or those of the newest run, or those that have
/// an event that was asked for.
fn codings(
    store: &dyn Store,
    every_run: bool,
    is_whole: bool,
    with_events: BTreeSet<(DocId, RunId)>,
) -> Result<Vec<(DocId, RunId)>, Error> {
    if !is_whole {
        return Ok(with_events.into_iter().collect());
    }
    let mut all = store.codings()?;
    if !every_run {
        // Of each document, the last is the newest.
        all.reverse();
        all.dedup_by(|later, first| later.0 == first.0);
        all.reverse();
    }
    Ok(all)
}

/// The files of events, one open at a time.
struct Parts<'f> {
    folder: &'f Path,
    part: usize,
    frame: Frame,
    open: Option<(PathBuf, Writer)>,
    written: u64,
    codings: BTreeSet<(DocId, RunId)>,
}

fn put_events(store: &dyn Store, query: &Query, parts: &mut Parts<'_>) -> Result<(), Error> {
    let mut outcome = Ok(());
    store.visit_all(query, &mut |listed| {
        outcome = parts.put(&listed);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    outcome.and_then(|()| parts.close()).map_err(|cause| failure(parts.folder, cause))
}

impl<'f> Parts<'f> {
    fn new(folder: &'f Path) -> Self {
        let (frame, codings) = (Frame::new(&EVENT), BTreeSet::new());
        Self { folder, part: 0, frame, open: None, written: 0, codings }
    }

    /// Adds an event; they come by day, so that a month is done when the next one begins.
    fn put(&mut self, listed: &Listed) -> Written<()> {
        let month = match listed {
            Listed::Read(found) => {
                let document = found.event.evidence.document().clone();
                self.codings.insert((document, found.run.clone()));
                days(&found.event).map(|(first, _)| first)
            }
            Listed::Coded(event) => Some(event.first),
        };
        let folder = self.folder.join(partition(month));
        if self.open.as_ref().is_none_or(|(open, _)| *open != folder) {
            self.close()?;
            fs::create_dir_all(&folder)?;
            let path = folder.join(format!("part-{}.parquet", self.part));
            self.open = Some((folder, Writer::create(&path, &EVENT)?));
        }
        event::put(&mut self.frame, listed);
        self.written += 1;
        if self.frame.rows() >= GROUP
            && let Some((_, writer)) = &mut self.open
        {
            writer.write(&mut self.frame)?;
        }
        Ok(())
    }

    fn close(&mut self) -> Written<()> {
        match self.open.take() {
            None => Ok(()),
            Some((_, mut writer)) => {
                writer.write(&mut self.frame)?;
                writer.close()
            }
        }
    }
}

/// The folder of a month.
fn partition(day: Option<Date>) -> PathBuf {
    let (year, month) = match day {
        Some(day) => (format!("{:04}", day.year()), format!("{:02}", day.month())),
        None => (NO_VALUE.to_owned(), NO_VALUE.to_owned()),
    };
    [format!("year={year}"), format!("month={month}")].iter().collect()
}

/// What may go wrong with documents.
enum Either {
    Store(Error),
    File(ParquetError),
}

/// Writes documents in the order in which they came.
fn put_documents(store: &dyn Store, wanted: &BTreeSet<&DocId>, aside: &Path) -> Result<(), Either> {
    let mut writer = Writer::create(&aside.join(DOCUMENTS), DOCUMENT).map_err(Either::File)?;
    let mut frame = Frame::new(DOCUMENT);
    let kept = store.kept(0).map_err(Either::Store)?;
    for id in kept.into_iter().map(|kept| kept.id).filter(|id| wanted.contains(id)) {
        if let Some(found) = store.document(&id).map_err(Either::Store)? {
            document::put(&mut frame, &found);
        }
        if frame.rows() >= TEXTS {
            writer.write(&mut frame).map_err(Either::File)?;
        }
    }
    writer.write(&mut frame).and_then(|()| writer.close()).map_err(Either::File)
}

/// What codings found, a run after the other; no run is the newest of each document.
fn of_codings<T>(
    runs: &[Option<RunId>],
    codings: &[(DocId, RunId)],
    ask: impl Fn(Option<RunId>) -> Result<Vec<T>, Error>,
    coding: impl Fn(&T) -> (DocId, RunId),
) -> Result<Vec<T>, Error> {
    let wanted: BTreeSet<&(DocId, RunId)> = codings.iter().collect();
    let mut all = Vec::new();
    for run in runs {
        let found = ask(run.clone())?;
        all.extend(found.into_iter().filter(|found| wanted.contains(&coding(found))));
    }
    Ok(all)
}

fn put_rest(
    runs: &[Run],
    codings: &[(DocId, RunId)],
    near: &[NearCopy],
    aside: &Path,
) -> Written<()> {
    table(&aside.join(RUNS), RUN, runs, |frame, Run { id, engine, packs, settings }| {
        let packs: Vec<String> =
            packs.iter().map(|(name, hash)| format!("{hash} {name}")).collect();
        frame.put_text(Some(id.as_str()));
        frame.put_text(Some(engine));
        frame.put_text(Some(settings));
        frame.put_text(Some(&packs.join("\n")));
    })?;
    table(&aside.join(CODINGS), CODING, codings, |frame, (document, run)| {
        frame.put_text(Some(document.as_str()));
        frame.put_text(Some(run.as_str()));
    })?;
    let known: BTreeSet<&DocId> = codings.iter().map(|(document, _)| document).collect();
    let is_known = |n: &&NearCopy| known.contains(&n.document) && known.contains(&n.other);
    let near: Vec<&NearCopy> = near.iter().filter(is_known).collect();
    table(&aside.join(NEAR_COPIES), NEAR_COPY, &near, |frame, near| {
        let NearCopy { document, other, similarity } = near;
        frame.put_text(Some(document.as_str()));
        frame.put_text(Some(other.as_str()));
        frame.put_real(Some(*similarity));
    })
}

fn table<T>(
    path: &Path,
    heads: &'static [Head],
    rows: &[T],
    put: impl Fn(&mut Frame, &T),
) -> Written<()> {
    let mut writer = Writer::create(path, heads)?;
    let mut frame = Frame::new(heads);
    for rows in rows.chunks(GROUP) {
        rows.iter().for_each(|row| put(&mut frame, row));
        writer.write(&mut frame)?;
    }
    writer.close()
}

#[cold]
pub(super) fn failure(folder: &Path, cause: ParquetError) -> Error {
    Error::Failed { path: folder.to_owned(), doing: "write Parquet files of", source: cause.into() }
}
