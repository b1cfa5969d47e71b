//! From inputs to a store: the whole pipeline.

use std::collections::{BTreeMap, HashSet};

use entente_model::{Coded, DocId, Note, NoteKind, Origin};
use entente_store::{Batch, Record, Store};

use crate::copies::StoreCopies;
use crate::engine::{Engine, Read};
use crate::{Error, Input, Item, Result, happenings, parallel};

/// What an ingestion has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents read, without those that could not be.
    pub documents: u64,
    /// Of these, documents that the same engine, packs and settings had coded before.
    pub repeats: u64,
    /// Documents new to the store that are near-copies of others in it.
    pub near_copies: u64,
    /// Sentences.
    pub sentences: u64,
    /// Events coded.
    pub events: u64,
    /// Of these, events new to the store.
    pub events_added: u64,
    /// Events coded by type.
    pub by_type: BTreeMap<String, u64>,
    /// Inputs, or records in them, that could not be read.
    pub unreadable: u64,
    /// Other remarks: what was cut off, what was ignored.
    pub remarks: u64,
}

/// What an ingestion tells while it goes on.
#[derive(Debug)]
pub enum Progress<'a> {
    /// A remark about a document.
    Noted {
        /// Where the document came from.
        origin: &'a Origin,
        /// The remark.
        note: &'a Note,
    },
    /// So much is in the store.
    Stored(&'a Summary),
}

/// What became of one record.
pub(crate) enum Outcome {
    /// A run like this one has coded it before.
    Known,
    /// It was coded.
    Coded(Box<Read>),
    /// It could not be read, or a stage gave up on it.
    Lost { origin: Origin, notes: Vec<Note> },
}

impl Engine {
    /// Reads inputs, codes their documents and appends them to a store.
    ///
    /// Documents are worked on in parallel and appended in input order, one transaction a chunk;
    /// what was appended stays if a later input fails, and what a run like this one has coded
    /// before is passed over, so that an ingestion that was cut short goes on. Nothing about an input is an error: what
    /// cannot be read is told to `watch` and counted.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Store`] if the store refuses.
    pub fn ingest(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        store: &mut dyn Store,
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Summary> {
        store.begin(&self.run)?;
        let mut summary = Summary::default();
        let mut copies = StoreCopies::default();
        let known: HashSet<DocId> = store.coded(&self.run.id)?.into_iter().collect();
        let items = self.reader.read_all(inputs);
        let work = |item| match &item {
            Item::Document(read) if known.contains(&read.value.meta.id) => Outcome::Known,
            _ => self.outcome(item),
        };
        parallel::in_order(&self.pool, items, work, |chunk: Vec<Outcome>| {
            let records: Vec<Record> =
                chunk.into_iter().filter_map(|done| summary.take(done, watch)).collect();
            if records.is_empty() {
                watch(Progress::Stored(&summary));
                return Ok::<_, Error>(());
            }
            let near_copies = copies.find(&records, store, self.reader.credits())?;
            summary.near_copies +=
                near_copies.chunk_by(|a, b| a.document == b.document).count() as u64;
            let added = store.append(&Batch { run: self.run.id.clone(), records, near_copies })?;
            summary.repeats += added.repeats;
            summary.events_added += added.events;
            watch(Progress::Stored(&summary));
            Ok(())
        })?;
        // As many documents as there are have something in each.
        drop((copies, known));
        happenings::refresh(store)?;
        Ok(summary)
    }

    pub(crate) fn outcome(&self, item: Item) -> Outcome {
        let read = match item {
            Item::Document(read) => *read,
            Item::Lost { origin, notes } => return Outcome::Lost { origin, notes },
        };
        match self.read_through(read) {
            Ok(read) => Outcome::Coded(Box::new(read)),
            Err(failed) => Outcome::Lost { origin: failed.meta.origin, notes: failed.notes },
        }
    }
}

impl Summary {
    /// Counts what became of a record, and keeps what goes into the store.
    pub(crate) fn take(
        &mut self,
        done: Outcome,
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Option<Record> {
        match done {
            Outcome::Known => {
                self.documents += 1;
                self.repeats += 1;
                None
            }
            Outcome::Coded(read) => {
                let Read { document, coded, n_sentences, notes } = *read;
                self.note(&document.meta.origin, &notes, watch);
                self.documents += 1;
                self.sentences += n_sentences as u64;
                self.events += coded.events.len() as u64;
                for event in &coded.events {
                    *self.by_type.entry(event.code.kind.to_string()).or_default() += 1;
                }
                let Coded { events, relations, claims, pair: _, factuality: _ } = coded;
                Some(Record { document, events, claims, relations })
            }
            Outcome::Lost { origin, notes } => {
                self.note(&origin, &notes, watch);
                None
            }
        }
    }

    fn note(&mut self, origin: &Origin, notes: &[Note], watch: &mut dyn FnMut(Progress<'_>)) {
        let lost = notes.iter().filter(|note| is_loss(note.kind)).count() as u64;
        self.unreadable += lost;
        self.remarks += notes.len() as u64 - lost;
        notes.iter().for_each(|note| watch(Progress::Noted { origin, note }));
    }
}

/// Whether a remark means that something was left out altogether.
fn is_loss(kind: NoteKind) -> bool {
    matches!(kind, NoteKind::Unreadable | NoteKind::TooLong | NoteKind::Failed)
}
