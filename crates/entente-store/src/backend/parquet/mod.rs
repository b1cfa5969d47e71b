//! A store in a folder of Parquet files, for queries only.
//!
//! Events lie in `year=2020/month=01/part-0.parquet`, by their first day, where Spark and DuckDB
//! look for them; what else a store holds lies in `_store`, which both pass over. [`write`] makes
//! such a folder from any store. It is read into memory when it is opened: this is for exchange,
//! and for a record that one wants to carry about, not for ten years of the world.

mod document;
mod event;
mod frame;
mod write;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use entente_model::{
    DocId, DocMeta, Document, Dyad, Event, EventId, NearCopy, Run, RunId,
};
use jiff::civil::Date;
use parquet::errors::{ParquetError, Result as Read};

use self::document::DOCUMENT;
use self::event::{EVENT, Taken};
use self::frame::{Frame, Head, flaw};
pub use self::write::write;
use super::memory::Memory;
use crate::{
    Access, Appended, Batch, Briefs, CodedBatch, CodedEvent, CodedRow, Counts, DyadCount, Error,
    EventInFull, Found, Grain, Kept, Listed, Query, Record, Store,
};

/// The folder of all that is not an event.
const ASIDE: &str = "_store";
const DOCUMENTS: &str = "documents.parquet";
const RUNS: &str = "runs.parquet";
const CODINGS: &str = "codings.parquet";
const NEAR_COPIES: &str = "near_copies.parquet";

const RUN: &[Head] = &[
    ("id", frame::Kind::Text, "the run's id"),
    ("engine", frame::Kind::Text, "version of the engine"),
    ("settings", frame::Kind::Text, "hash of the settings"),
    ("packs", frame::Kind::Text, "packs, a line each: hash, name"),
];
const CODING: &[Head] = &[
    ("document", frame::Kind::Text, "the document"),
    ("run", frame::Kind::Text, "a run that coded it"),
];
const NEAR_COPY: &[Head] = &[
    ("document", frame::Kind::Text, "the document that came later"),
    ("other", frame::Kind::Text, "the other"),
    ("similarity", frame::Kind::Real, "the share of wording they have in common"),
];

/// Names and meanings of the columns of events.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    EVENT.iter().map(|(name, _, meaning)| (*name, *meaning)).collect()
}

/// A folder that [`write`] made.
pub(super) fn claims(path: &Path) -> bool {
    path.join(ASIDE).is_dir()
}

pub(super) fn open(path: &Path, access: Access) -> Result<Box<dyn Store>, Error> {
    if access == Access::Write {
        return Err(Error::ReadOnly { path: path.to_owned() });
    }
    let memory = load(path)?;
    Ok(Box::new(Parquet { memory, path: path.to_owned() }))
}

struct Parquet {
    memory: Memory,
    path: PathBuf,
}

/// Everything in a folder, in memory.
fn load(path: &Path) -> Result<Memory, Error> {
    let mut memory = Memory::default();
    let fail = |cause| failure(path, cause);
    let aside = path.join(ASIDE);
    let runs = runs(&aside.join(RUNS)).map_err(fail)?;
    runs.iter().try_for_each(|run| memory.begin(run))?;
    let (mut events, coded) = events(path).map_err(fail)?;
    let documents = documents(&aside.join(DOCUMENTS)).map_err(fail)?;
    let codings = pairs(&aside.join(CODINGS)).map_err(fail)?;
    for Run { id: run, .. } in &runs {
        let is_coded = |document: &&Document| {
            codings.binary_search(&(document.meta.id.clone(), run.clone())).is_ok()
        };
        let record = |document: &Document| Record {
            document: document.clone(),
            events: events.remove(&(document.meta.id.clone(), run.clone())).unwrap_or_default(),
        };
        let records = documents.iter().filter(is_coded).map(record).collect();
        memory.append(&Batch { run: run.clone(), records, near_copies: Vec::new() })?;
    }
    for event in coded {
        memory.append_coded(&alone(event))?;
    }
    if let Some(Run { id, .. }) = runs.first() {
        let near_copies = near_copies(&aside.join(NEAR_COPIES)).map_err(fail)?;
        memory.append(&Batch { run: id.clone(), records: Vec::new(), near_copies })?;
    }
    Ok(memory)
}

/// Events by document and run, in order of their triggers; and those that others coded, as they
/// came.
type Events = (BTreeMap<(DocId, RunId), Vec<Event>>, Vec<CodedEvent>);

fn events(path: &Path) -> Read<Events> {
    let (mut read, mut coded) = (BTreeMap::<_, Vec<Event>>::new(), Vec::new());
    for part in parts(path)? {
        each_row(&part, EVENT, &mut |frame| {
            match event::take(frame)? {
                Taken::Read(run, event) => {
                    let document = event.evidence.document().clone();
                    read.entry((document, run)).or_default().push(*event);
                }
                Taken::Coded(event) => coded.push(*event),
            }
            Ok(())
        })?;
    }
    for events in read.values_mut() {
        events.sort_by(|a, b| {
            let at = |event: &Event| (event.evidence.trigger(), event.id.clone());
            at(a).cmp(&at(b))
        });
    }
    coded.sort_by(|a, b| (&a.input, a.line, &a.key).cmp(&(&b.input, b.line, &b.key)));
    Ok((read, coded))
}

/// The files of events: `year=…/month=…/*.parquet`, sorted.
fn parts(path: &Path) -> Read<Vec<PathBuf>> {
    let mut parts = Vec::new();
    for year in sorted(path)?.into_iter().filter(|path| is_partition(path, "year=")) {
        for month in sorted(&year)?.into_iter().filter(|path| is_partition(path, "month=")) {
            let files = sorted(&month)?.into_iter();
            parts.extend(files.filter(|file| file.extension().is_some_and(|e| e == "parquet")));
        }
    }
    Ok(parts)
}

fn is_partition(path: &Path, begin: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin))
}

fn sorted(folder: &Path) -> Read<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn documents(path: &Path) -> Read<Vec<Document>> {
    let mut all = Vec::new();
    each_row(path, DOCUMENT, &mut |frame| {
        all.push(document::take(frame)?);
        Ok(())
    })?;
    Ok(all)
}

fn runs(path: &Path) -> Read<Vec<Run>> {
    let mut all = Vec::new();
    each_row(path, RUN, &mut |frame| {
        let texts = [frame.text()?, frame.text()?, frame.text()?, frame.text()?];
        let [id, engine, settings, packs] = texts.map(Option::unwrap_or_default);
        let pack = |line: &str| {
            line.split_once(' ').map(|(hash, name)| (name.to_owned(), hash.to_owned()))
        };
        let packs = packs.lines().filter_map(pack).collect();
        all.push(Run { id: RunId::new(id), engine, packs, settings });
        Ok(())
    })?;
    Ok(all)
}

fn pairs(path: &Path) -> Read<Vec<(DocId, RunId)>> {
    let mut all = Vec::new();
    each_row(path, CODING, &mut |frame| {
        let pair = frame.text()?.zip(frame.text()?);
        all.extend(pair.map(|(document, run)| (DocId::new(document), RunId::new(run))));
        Ok(())
    })?;
    all.sort();
    Ok(all)
}

fn near_copies(path: &Path) -> Read<Vec<NearCopy>> {
    let mut all = Vec::new();
    each_row(path, NEAR_COPY, &mut |frame| {
        let (document, other, similarity) = (frame.text()?, frame.text()?, frame.real()?);
        let near = document.zip(other).zip(similarity);
        all.extend(near.map(|((document, other), similarity)| NearCopy {
            document: DocId::new(document),
            other: DocId::new(other),
            similarity,
        }));
        Ok(())
    })?;
    Ok(all)
}

/// Goes through the rows of a file.
fn each_row(
    path: &Path,
    heads: &'static [Head],
    each: &mut dyn FnMut(&mut Frame) -> Read<()>,
) -> Read<()> {
    frame::read(path, heads, &mut |mut frame| (0..frame.rows()).try_for_each(|_| each(&mut frame)))
        .map_err(|cause| flaw(&format!("{}: {cause}", path.display())))
}

/// A row as a batch of its own.
fn alone(event: CodedEvent) -> CodedBatch {
    let CodedEvent {
        run,
        dataset,
        key,
        input,
        line,
        actor,
        recipient,
        act,
        place,
        report,
        first,
        last,
        reported,
        figures,
    } = event;
    let at = |is_there: bool, place: u32| is_there.then_some(place);
    let row = CodedRow {
        key,
        line,
        actor: at(actor.is_some(), 0),
        recipient: at(recipient.is_some(), u32::from(actor.is_some())),
        act: 0,
        place: at(place.is_some(), 0),
        report: at(report.is_some(), 0),
        first,
        last,
        reported,
        figures,
    };
    CodedBatch {
        run,
        dataset,
        input,
        parties: actor.into_iter().chain(recipient).collect(),
        acts: vec![act],
        places: place.into_iter().collect(),
        reports: report.into_iter().collect(),
        rows: vec![row],
    }
}

#[cold]
fn failure(path: &Path, cause: ParquetError) -> Error {
    Error::Damaged { path: path.to_owned(), what: cause.to_string() }
}

impl Store for Parquet {
    fn begin(&mut self, _: &Run) -> Result<(), Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn append(&mut self, _: &Batch) -> Result<Appended, Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn append_coded(&mut self, _: &CodedBatch) -> Result<u64, Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.memory.visit(query, each)
    }

    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.memory.visit_all(query, each)
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        self.memory.briefs(as_of, from)
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        self.memory.found(events)
    }

    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        self.memory.listed(events)
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        self.memory.event(id)
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        self.memory.document(id)
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        self.memory.documents()
    }

    fn kept(&self, after: u64) -> Result<Vec<Kept>, Error> {
        self.memory.kept(after)
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        self.memory.near_copies()
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        self.memory.dyads(query, grain)
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        self.memory.dyad_documents(query, grain)
    }

    fn counts(&self) -> Result<Counts, Error> {
        self.memory.counts()
    }

    fn n_coded(&self) -> Result<u64, Error> {
        self.memory.n_coded()
    }

    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        self.memory.codings()
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        self.memory.runs()
    }
}
