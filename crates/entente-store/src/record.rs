//! What goes into a store and what comes out.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use entente_model::{
    ActorId, DocId, DocMeta, Document, Dyad, Event, Fingerprint, NearCopy, RunId, Status,
};
use jiff::civil::Date;

use crate::{Error, Listed, Query};

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

/// All events between two known sides in brief, in the order in which they came.
///
/// Sides are the states of actors, or actors that belong to none. What is the same in many events
/// is kept once, so that a million of them take some fifty megabytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Briefs {
    /// Who does what to whom; brief events point here.
    pub patterns: Vec<Pattern>,
    /// Outlets, likewise.
    pub outlets: Vec<Arc<str>>,
    /// The events.
    pub rows: Vec<Brief>,
}

/// Who does what to whom, as many events may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Who acts.
    pub actor: ActorId,
    /// Towards whom; maybe the same.
    pub recipient: ActorId,
    /// The type.
    pub kind: Arc<str>,
    /// Its contexts.
    pub contexts: Vec<Arc<str>>,
    /// Whether it happened.
    pub status: Status,
    /// Its tone.
    pub tone: f32,
}

/// What is needed of an event to weigh it among all others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brief {
    /// Its number in the store, for [`crate::Store::found`].
    pub event: u64,
    /// The place of its document in the order in which documents came, as in [`Kept`].
    pub document: u64,
    /// The place of its document's outlet in the list.
    pub outlet: Option<u32>,
    /// The place of its pattern in the list.
    pub pattern: u32,
    /// First day: of `happened`, else `reported`.
    pub first: Date,
    /// Last day, likewise.
    pub last: Date,
    /// Day of the report.
    pub reported: Date,
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

/// Two lists of counts as one, in order of dyad, month (unknown last) and quad class.
pub(crate) fn sum(read: Vec<DyadCount>, coded: Vec<DyadCount>) -> Vec<DyadCount> {
    if coded.is_empty() {
        return read;
    }
    let mut cells = BTreeMap::<_, (u64, u64)>::new();
    for DyadCount { dyad, month, quad, events, documents } in read.into_iter().chain(coded) {
        let cell = cells.entry((dyad, month.is_none(), month, quad)).or_default();
        *cell = (cell.0 + events, cell.1 + documents);
    }
    let count = |((dyad, _, month, quad), (events, documents))| DyadCount {
        dyad,
        month,
        quad,
        events,
        documents,
    };
    cells.into_iter().map(count).collect()
}

/// Shows what lies between a query's offset and its limit.
pub(crate) struct Window<'e> {
    skip: u64,
    left: u64,
    each: &'e mut dyn FnMut(Listed) -> ControlFlow<()>,
}

impl<'e> Window<'e> {
    pub(crate) fn new(query: &Query, each: &'e mut dyn FnMut(Listed) -> ControlFlow<()>) -> Self {
        Self { skip: query.offset, left: query.limit.unwrap_or(u64::MAX), each }
    }

    /// Shows an event if it is its turn, and says when no more will be shown.
    pub(crate) fn show(&mut self, event: Listed) -> ControlFlow<()> {
        if self.left == 0 {
            return ControlFlow::Break(());
        }
        if self.skip > 0 {
            self.skip -= 1;
            return ControlFlow::Continue(());
        }
        self.left -= 1;
        (self.each)(event)
    }
}
