//! What goes into a store and what comes out.

use std::sync::Arc;

use entente_model::{DocId, DocMeta, Document, Dyad, Event, Fingerprint, NearCopy, RunId};
use jiff::civil::Date;

use crate::Error;

/// What one run coded in some documents; appended whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The run, begun before.
    pub run: RunId,
    /// The documents.
    pub records: Vec<Record>,
    /// Near-copies of these among all documents; both are in the batch or were before.
    pub near_copies: Vec<NearCopy>,
}

/// A document and all events coded in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The document.
    pub document: Document,
    /// Its events; the evidence of each names the document.
    pub events: Vec<Event>,
}

/// A document as it stands among the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Its place in the order in which documents came, from 1; there may be gaps.
    pub arrival: u64,
    /// Its id.
    pub id: DocId,
    /// The id that the input gave, if it gave one.
    pub key: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// What near-copies are found by.
    pub fingerprint: Fingerprint,
}

/// What a batch added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Documents that were new to the store.
    pub documents: u64,
    /// Events added.
    pub events: u64,
    /// Records that added nothing, since the same settings had coded the document before.
    pub repeats: u64,
}

/// An event that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The run that coded it.
    pub run: RunId,
    /// The event.
    pub event: Event,
    /// Its document, without the text.
    pub document: DocMeta,
    /// The text of its sentence.
    pub sentence: String,
}

/// An event with its whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct EventInFull {
    /// The run that coded it.
    pub run: RunId,
    /// The event.
    pub event: Event,
    /// Its document.
    pub document: Document,
}

/// How many events of one quad class passed within a dyad in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DyadCount {
    /// Who to whom.
    pub dyad: Dyad,
    /// First day of the month, by the first day of `happened`, else `reported`; `None` where
    /// neither is known (sorted last).
    pub month: Option<Date>,
    /// The quad class.
    pub quad: Arc<str>,
    /// Events.
    pub events: u64,
    /// Documents that they were coded in.
    pub documents: u64,
}

/// How much a store keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Runs begun.
    pub runs: u64,
    /// Documents.
    pub documents: u64,
    /// Events of all runs.
    pub events: u64,
}

impl Record {
    /// Checks that every event rests on the document it came with.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let document = &self.document.meta.id;
        match self.events.iter().find(|e| e.evidence.document() != document) {
            None => Ok(()),
            Some(event) => Err(Error::Misplaced {
                event: event.id.clone(),
                document: document.clone(),
                found: event.evidence.document().clone(),
            }),
        }
    }
}
