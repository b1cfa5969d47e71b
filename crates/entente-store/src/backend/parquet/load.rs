//! A folder of Parquet files, poured into another store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente_model::{Claim, DocId, Document, Event, NearCopy, Run, RunId, StandingRelation};
use parquet::errors::{ParquetError, Result as Read};

use super::claim::{self, CLAIM};
use super::document::{self, DOCUMENT};
use super::event::{self, EVENT, Taken};
use super::frame::{self, Frame, Head, flaw};
use super::relation::{self, RELATION};
use super::{
    ASIDE, CLAIMS, CODING, CODINGS, DOCUMENTS, NEAR_COPIES, NEAR_COPY, RELATIONS, RUN, RUNS,
    structure,
};
use crate::{Batch, CodedBatch, CodedEvent, CodedRow, Error, Record, Store};

/// Records in a batch, and rows of others.
const RECORDS: usize = 256;
const ROWS: usize = 32_768;

/// Appends all that lies in a folder to a store; what that has already is not added again.
///
/// # Errors
///
/// [`Error::Damaged`] if it is no such folder, or not whole; else those of the store.
pub fn pour(folder: &Path, into: &mut dyn Store) -> Result<(), Error> {
    let fail = |cause| failure(folder, cause);
    let aside = folder.join(ASIDE);
    let runs = runs(&aside.join(RUNS)).map_err(fail)?;
    runs.iter().try_for_each(|run| into.begin(run))?;
    let (events, coded) = events(folder).map_err(fail)?;
    let documents = documents(&aside.join(DOCUMENTS)).map_err(fail)?;
    let codings = pairs(&aside.join(CODINGS)).map_err(fail)?;
    let claims = resting(&aside.join(CLAIMS), &CLAIM, claim::take, |claim: &Claim| {
        claim.evidence.document().clone()
    });
    let relations = resting(
        &aside.join(RELATIONS),
        &RELATION,
        relation::take,
        |relation: &StandingRelation| relation.evidence.document().clone(),
    );
    let (claims, relations) = (claims.map_err(fail)?, relations.map_err(fail)?);
    let mut coded_in = CodedIn { events, claims, relations };
    for (run, documents) in order(&runs, &documents, &codings) {
        for documents in documents.chunks(RECORDS) {
            let records = documents.iter().map(|document| coded_in.record(run, document)).collect();
            into.append(&Batch { run: run.clone(), records, near_copies: Vec::new() })?;
        }
    }
    let alike = |a: &CodedEvent, b: &CodedEvent| {
        (&a.run, &a.dataset, &a.input) == (&b.run, &b.dataset, &b.input)
    };
    for rows in coded.chunk_by(alike).flat_map(|rows| rows.chunks(ROWS)) {
        into.append_coded(&together(rows))?;
    }
    if let Some(Run { id, .. }) = runs.first() {
        let near_copies = near_copies(&aside.join(NEAR_COPIES)).map_err(fail)?;
        into.append(&Batch { run: id.clone(), records: Vec::new(), near_copies })?;
    }
    structure::read(&aside, &mut |batch| {
        into.append_structures(&batch).map(|_| ()).map_err(|error| flaw(&error.to_string()))
    })
    .map_err(fail)
}

/// Which run coded which documents, in an order that keeps that of the documents: each as the first
/// run coded it, then what later runs made of it.
fn order<'f>(
    runs: &'f [Run],
    documents: &'f [Document],
    codings: &[(DocId, RunId)],
) -> Vec<(&'f RunId, Vec<&'f Document>)> {
    let mut of_document = BTreeMap::<&DocId, Vec<&RunId>>::new();
    for Run { id, .. } in runs {
        for (document, run) in codings.iter().filter(|(_, run)| run == id) {
            of_document.entry(document).or_default().push(run);
        }
    }
    let has = |document: &Document, is_asked: &dyn Fn(&[&RunId]) -> bool| {
        of_document.get(&document.meta.id).is_some_and(|runs| is_asked(runs))
    };
    let mut order: Vec<(&RunId, Vec<&Document>)> = Vec::new();
    for document in documents {
        let first = runs.iter().find(|run| has(document, &|of| of.first() == Some(&&run.id)));
        let Some(Run { id, .. }) = first else { continue };
        match order.last_mut() {
            Some((run, documents)) if *run == id => documents.push(document),
            _ => order.push((id, vec![document])),
        }
    }
    for Run { id, .. } in runs {
        let is_later =
            |document: &&Document| has(document, &|of| of.iter().skip(1).any(|run| *run == id));
        order.push((id, documents.iter().filter(is_later).collect()));
    }
    order
}

/// What runs coded, by document and run.
struct CodedIn {
    events: BTreeMap<(DocId, RunId), Vec<Event>>,
    claims: BTreeMap<(DocId, RunId), Vec<Claim>>,
    relations: BTreeMap<(DocId, RunId), Vec<StandingRelation>>,
}

impl CodedIn {
    /// Takes what a run coded in a document.
    fn record(&mut self, run: &RunId, document: &Document) -> Record {
        let key = (document.meta.id.clone(), run.clone());
        Record {
            document: document.clone(),
            events: self.events.remove(&key).unwrap_or_default(),
            claims: self.claims.remove(&key).unwrap_or_default(),
            relations: self.relations.remove(&key).unwrap_or_default(),
        }
    }
}

/// Reads rows that rest on documents; folders of older builds may lack the file.
fn resting<T>(
    path: &Path,
    heads: &'static [Head],
    take: fn(&mut Frame) -> Read<(RunId, T)>,
    document: fn(&T) -> DocId,
) -> Read<BTreeMap<(DocId, RunId), Vec<T>>> {
    let mut all = BTreeMap::<_, Vec<T>>::new();
    if path.exists() {
        each_row(path, heads, &mut |frame| {
            let (run, row) = take(frame)?;
            all.entry((document(&row), run)).or_default().push(row);
            Ok(())
        })?;
    }
    Ok(all)
}

/// Events by document and run, in order of their triggers; and those that others coded by day, then
/// as they came.
type Events = (BTreeMap<(DocId, RunId), Vec<Event>>, Vec<CodedEvent>);

fn events(path: &Path) -> Read<Events> {
    let (mut read, mut coded) = (BTreeMap::<_, Vec<Event>>::new(), Vec::new());
    for part in parts(path)? {
        each_row(&part, &EVENT, &mut |frame| {
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

/// Rows of one run, dataset and file as a batch.
fn together(events: &[CodedEvent]) -> CodedBatch {
    let (first, n) = (&events[0], events.len());
    let mut batch = CodedBatch {
        run: first.run.clone(),
        dataset: first.dataset.clone(),
        input: first.input.clone(),
        parties: Vec::new(),
        acts: Vec::with_capacity(n),
        places: Vec::new(),
        reports: Vec::new(),
        rows: Vec::with_capacity(n),
    };
    for event in events {
        let CodedEvent {
            run: _,
            dataset: _,
            key,
            input: _,
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
        } = event.clone();
        let row = CodedRow {
            key,
            line,
            actor: actor.map(|party| listed(&mut batch.parties, party)),
            recipient: recipient.map(|party| listed(&mut batch.parties, party)),
            act: listed(&mut batch.acts, act),
            place: place.map(|place| listed(&mut batch.places, place)),
            report: report.map(|report| listed(&mut batch.reports, report)),
            first,
            last,
            reported,
            figures,
        };
        batch.rows.push(row);
    }
    batch
}

/// Adds an item to a list; says at which place it is.
fn listed<T>(list: &mut Vec<T>, item: T) -> u32 {
    list.push(item);
    u32::try_from(list.len() - 1).expect("a batch has fewer items")
}

#[cold]
fn failure(path: &Path, cause: ParquetError) -> Error {
    Error::Damaged { path: path.to_owned(), what: cause.to_string() }
}
