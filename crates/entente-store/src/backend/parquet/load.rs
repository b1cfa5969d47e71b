//! A folder of Parquet files, read into memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use entente_model::{DocId, Document, Event, NearCopy, Run, RunId};
use parquet::errors::{ParquetError, Result as Read};

use super::document::{self, DOCUMENT};
use super::event::{self, EVENT, Taken};
use super::frame::{self, Frame, Head, flaw};
use super::{ASIDE, CODING, CODINGS, DOCUMENTS, NEAR_COPIES, NEAR_COPY, RUN, RUNS, structure};
use crate::backend::memory::Memory;
use crate::{Batch, CodedBatch, CodedEvent, CodedRow, Error, Record, Store};

/// Everything in a folder, in memory.
pub(super) fn load(path: &Path) -> Result<Memory, Error> {
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
            claims: Vec::new(),
            relations: Vec::new(),
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
    structure::read(&aside, &mut |batch| {
        memory.append_structures(&batch).map(|_| ()).map_err(|error| flaw(&error.to_string()))
    })
    .map_err(fail)?;
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
