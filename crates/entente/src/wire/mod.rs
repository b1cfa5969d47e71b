//! The public shapes, version `entente/1`: what every front end and export speaks.
//!
//! A field may be added; none is renamed or dropped inside version 1. Nouns are turned into these
//! shapes by naming every field, so that a new field of a noun cannot be forgotten here. Spans are
//! `[start, end)` byte offsets into the document's text; days are ISO 8601; an unknown value is
//! `null` or absent, never a guess.

mod annotate;
mod claim;
mod code;
mod explain;
mod listed;
mod read;
mod rows;
mod runs;
mod said;
mod search;

use jiff::civil::Date;
use serde::Serialize;

pub use annotate::{Actor, Annotated, Entity, PlaceMention, Time, Token};
pub use claim::{Claim, Proposition, Relation, Speaker};
pub use code::{Coded, Event, Interval, Pair, Party, Place, Telling};
pub(crate) use explain::words;
pub use explain::{
    Attempt, Candidate, Condition, Explanation, Filler, Frame, Meaning, Predicate, Word,
};
pub use listed::{CodedDays, CodedPlace, CodedRow, CodedSide, Listed};
pub use read::{Block, Document, NearCopy, Origin, PairSpans};
pub use rows::{DyadRow, EventRow, MonthCount, QuadCount};
pub use runs::{ChangeRow, RunRow};
pub use said::{ClaimRow, RelationRow, StandsIn};
pub use search::HitRow;

/// The version of these shapes.
pub const SCHEMA: &str = "entente/1";

/// A byte range into a document's text.
pub type Span = [u32; 2];

/// A remark about the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What sort of remark: `unreadable`, `truncated`, `ignored`, `failed`.
    pub kind: &'static str,
    /// What was expected, what was found, and what was done.
    pub message: String,
    /// Where in the text, if anywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

impl From<&entente_model::Note> for Note {
    fn from(note: &entente_model::Note) -> Self {
        let entente_model::Note { kind, message, span: place } = note;
        Self { kind: kind.as_str(), message: message.clone(), span: place.map(span) }
    }
}

fn notes(notes: &[entente_model::Note]) -> Vec<Note> {
    notes.iter().map(Note::from).collect()
}

fn span(span: entente_model::Span) -> Span {
    [span.start(), span.end()]
}

fn day(date: Date) -> String {
    date.to_string()
}

fn text(value: &impl AsRef<str>) -> String {
    value.as_ref().to_owned()
}

/// Scores carry four decimals: more would only be noise in a diff.
fn rounded(score: f32) -> f32 {
    (score * 1e4).round() / 1e4
}
