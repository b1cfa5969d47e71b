//! From inputs to a store: the whole pipeline.

use std::collections::BTreeMap;

use entente_model::{Document, Note, NoteKind, Noted, Origin};
use entente_store::{Batch, Record, Store};

use crate::engine::{Engine, Failed, Read};
use crate::{Input, Result, parallel, read_all};

/// What an ingestion has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents read, without those that could not be.
    pub documents: u64,
    /// Of these, documents that the same engine, packs and settings had coded before.
    pub repeats: u64,
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

/// What became of one document.
type Outcome = Result<Read, Failed>;

impl Engine {
    /// Reads inputs, codes their documents and appends them to a store.
    ///
    /// Documents are worked on in parallel and appended in input order, one transaction a chunk;
    /// what was appended stays if a later input fails. Nothing about an input is an error: what
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
        let work = |read: Noted<Document>| self.read_through(read);
        parallel::in_order(&self.pool, read_all(inputs), work, |chunk: Vec<Outcome>| {
            let records = chunk.into_iter().filter_map(|done| summary.take(done, watch)).collect();
            let added = store.append(&Batch { run: self.run.id.clone(), records })?;
            summary.repeats += added.repeats;
            summary.events_added += added.events;
            watch(Progress::Stored(&summary));
            Ok(())
        })
        .map(|()| summary)
    }
}

impl Summary {
    /// Counts what became of a document, and keeps what goes into the store.
    fn take(&mut self, done: Outcome, watch: &mut dyn FnMut(Progress<'_>)) -> Option<Record> {
        match done {
            Ok(Read { document, coded, n_sentences, notes }) => {
                let is_readable = self.note(&document.meta.origin, &notes, watch);
                if !is_readable && document.text.is_empty() {
                    return None;
                }
                self.documents += 1;
                self.sentences += n_sentences as u64;
                self.events += coded.events.len() as u64;
                for event in &coded.events {
                    *self.by_type.entry(event.code.kind.to_string()).or_default() += 1;
                }
                Some(Record { document, events: coded.events })
            }
            Err(Failed { meta, notes }) => {
                self.note(&meta.origin, &notes, watch);
                None
            }
        }
    }

    /// Tells remarks, and whether none of them says that something could not be read.
    fn note(
        &mut self,
        origin: &Origin,
        notes: &[Note],
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> bool {
        let unreadable = notes.iter().filter(|n| is_loss(n.kind)).count() as u64;
        self.unreadable += unreadable;
        self.remarks += notes.len() as u64 - unreadable;
        for note in notes {
            watch(Progress::Noted { origin, note });
        }
        unreadable == 0
    }
}

/// Whether a remark means that something was left out altogether.
fn is_loss(kind: NoteKind) -> bool {
    matches!(kind, NoteKind::Unreadable | NoteKind::Failed)
}
