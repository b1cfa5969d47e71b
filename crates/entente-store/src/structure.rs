//! Rows of structural tables: what binds or parts two states, or tells of one, year by year.
//!
//! A pact, a flow of goods, a vote, a dispute, a place on a scale. Such a row stands in a table
//! that somebody keeps; nobody reported it on a day, and no text is behind it. So it is neither an
//! event nor a [`StandingRelation`](entente_model::StandingRelation), which a text asserts.

use std::sync::Arc;

use blake3::Hasher;
use entente_model::{ActorId, RunId};
use jiff::civil::Date;

/// Rows of one file of a structural table; appended whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureBatch {
    /// The run, begun before.
    pub run: RunId,
    /// Which table it is, such as `trade`.
    pub dataset: Arc<str>,
    /// The file.
    pub input: Arc<str>,
    /// Whether the table lists all there is, so that a missing row means none.
    pub closed: bool,
    /// The rows.
    pub rows: Vec<StructureRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureRow {
    /// What it measures, such as `trade`, `vote` or `defence-pact`.
    pub measure: Arc<str>,
    /// Whom it is of; of a flow, whence it goes.
    pub actor: ActorId,
    /// With whom; none where it is of one state.
    pub recipient: Option<ActorId>,
    /// Which of several things between the same sides: a roll call, a treaty, a dispute.
    pub item: Option<Arc<str>>,
    /// First day for which it holds.
    pub first: Date,
    /// Last day; none where the table knows of no end.
    pub last: Option<Date>,
    /// How much; 0 and 1 where it only holds or does not.
    pub value: f64,
    /// The 5 % and 95 % quantiles of the value, where it is an estimate.
    pub bounds: Option<(f64, f64)>,
    /// What the value counts, such as `million USD`.
    pub unit: Option<Arc<str>>,
    /// Whence the table has it.
    pub source: Option<Arc<str>>,
    /// When it became known, where the table says so.
    pub reported: Option<Date>,
    /// Its line in the file, from 1.
    pub line: u64,
    /// Which of several rows of one file about just the same it is, from 0.
    pub repeat: u32,
}

/// A row as a query gives it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    /// The run that brought it.
    pub run: RunId,
    /// Which table it stands in.
    pub dataset: Arc<str>,
    /// The file.
    pub input: Arc<str>,
    /// Whether the table lists all there is.
    pub closed: bool,
    /// What it says.
    pub row: StructureRow,
}

/// Which rows of structural tables to find; empty conditions are met by all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StructureQuery {
    /// Any of these measures.
    pub measures: Vec<String>,
    /// In this table.
    pub dataset: Option<String>,
    /// Each of these states is a side of it.
    pub involving: Vec<ActorId>,
    /// Known by this day: reported by then or, where no one says when, begun by then.
    pub as_of: Option<Date>,
    /// Brought by this run.
    pub run: Option<RunId>,
    /// All rows; without it, of those about the same only the last to come, unless a run is asked
    /// for.
    pub every: bool,
}

impl StructureRow {
    /// What it is about, whatever its value: rows of a dataset with the same key say it anew.
    pub(crate) fn key(&self, dataset: &str) -> i64 {
        let Self { measure, actor, recipient, item, first, last, repeat, .. } = self;
        let mut hash = Hasher::new();
        let mut take = |text: Option<&str>| {
            let length = text.map_or(u64::MAX, |text| text.len() as u64);
            hash.update(&length.to_le_bytes()).update(text.unwrap_or_default().as_bytes());
        };
        take(Some(dataset));
        take(Some(measure));
        take(Some(actor.as_str()));
        take(recipient.as_ref().map(|id| id.as_str()));
        take(item.as_deref());
        take(Some(&first.to_string()));
        take(last.map(|day| day.to_string()).as_deref());
        take(Some(&repeat.to_string()));
        let hash = hash.finalize();
        let (first, _) = hash.as_bytes().split_first_chunk().expect("a hash has 32 bytes");
        i64::from_le_bytes(*first)
    }

    /// By when it is known.
    pub fn known(&self) -> Date {
        self.reported.unwrap_or(self.first)
    }
}

impl StructureQuery {
    /// Whether a row meets all conditions but the one on its run.
    pub(crate) fn admits(&self, dataset: &str, row: &StructureRow) -> bool {
        let Self { measures, dataset: wanted, involving, as_of, run: _, every: _ } = self;
        let is_side = |id: &ActorId| row.actor == *id || row.recipient.as_ref() == Some(id);
        (measures.is_empty() || measures.iter().any(|measure| **measure == *row.measure))
            && wanted.as_ref().is_none_or(|wanted| **wanted == *dataset)
            && involving.iter().all(is_side)
            && as_of.is_none_or(|day| row.known() <= day)
    }
}
