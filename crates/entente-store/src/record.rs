//! What goes into a store and what comes out.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use entente_model::{
    Claim, DocId, DocMeta, Document, Dyad, Event, Evidence, Fingerprint, NearCopy, RunId,
    StandingRelation,
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

/// A document and all that was coded in it; the evidence of each thing names the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The document.
    pub document: Document,
    /// Its events.
    pub events: Vec<Event>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Its standing relations.
    pub relations: Vec<StandingRelation>,
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
    /// Claims added.
    pub claims: u64,
    /// Standing relations added.
    pub relations: u64,
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

/// A claim that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundClaim {
    /// The run that coded it.
    pub run: RunId,
    /// The claim.
    pub claim: Claim,
    /// Its document, without the text.
    pub document: DocMeta,
    /// The text of its sentence.
    pub sentence: String,
}

/// A standing relation that a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRelation {
    /// The run that coded it.
    pub run: RunId,
    /// The relation.
    pub relation: StandingRelation,
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

/// Reports judged to be one happening, as a store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptHappening {
    /// Who to whom; sides are states where they belong to one.
    pub dyad: Dyad,
    /// The type.
    pub kind: Arc<str>,
    /// Its tone.
    pub tone: f32,
    /// First day, by the most exact report.
    pub first: Date,
    /// Last day, likewise.
    pub last: Date,
    /// Numbers of the events that report it, as in [`crate::Brief`], earliest first.
    pub reports: Vec<u64>,
}

/// What was found when a store was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How much it keeps.
    pub counts: Counts,
    /// In how many batches documents came.
    pub batches: u64,
    /// A hash of the log: equal for two stores that hold the same, in the same order.
    pub digest: String,
    /// What is wrong; empty for a store that is whole.
    pub faults: Vec<String>,
    /// What could not be checked, and why.
    pub left_out: Option<String>,
}

/// A part of the answer to a query in SQL.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer<'a> {
    /// The names of its columns, which come first.
    Columns(&'a [String]),
    /// A row.
    Row(&'a [Cell]),
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Unknown.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
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
    /// Claims of all runs.
    pub claims: u64,
    /// Standing relations of all runs.
    pub relations: u64,
    /// Events that others coded, a row each.
    pub rows: u64,
    /// Rows of structural tables; a line of a table may hold several.
    pub records: u64,
}

impl Record {
    /// Checks that everything rests on the document it came with.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Self { document, events, claims, relations } = self;
        let events = events.iter().map(|e| ("event", e.id.as_str(), &e.evidence));
        let claims = claims.iter().map(|c| ("claim", c.id.as_str(), &c.evidence));
        let relations = relations.iter().map(|r| ("relation", r.id.as_str(), &r.evidence));
        let id = &document.meta.id;
        let astray = |&(_, _, evidence): &(_, _, &Evidence)| evidence.document() != id;
        match events.chain(claims).chain(relations).find(astray) {
            None => Ok(()),
            Some((kind, name, evidence)) => Err(Error::Misplaced {
                what: format!("{kind} `{name}`"),
                document: id.clone(),
                found: evidence.document().clone(),
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
