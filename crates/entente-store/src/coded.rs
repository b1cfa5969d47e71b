//! Events that others coded: rows of their tables, which come without a text.
//!
//! Such a row says who did what to whom on which day, and nothing that could be read again. So it
//! is no [`Event`](entente_model::Event), whose evidence cannot be empty, and has no document; what
//! it has is the table it stood in, its id there, and maybe the address of a report.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use entente_model::{ActorId, Code, Dyad, EventId, RunId, Status};
use jiff::civil::Date;

use crate::{Found, Grain, Pattern, Query};

/// Rows of one table, with what is the same in many of them kept once; appended whole or not at
/// all.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedBatch {
    /// The run, begun before.
    pub run: RunId,
    /// Whose table it is, such as `gdelt`; an id is one row's within a dataset.
    pub dataset: Arc<str>,
    /// The file.
    pub input: Arc<str>,
    /// Sides; rows point here.
    pub parties: Vec<CodedParty>,
    /// What was done, likewise.
    pub acts: Vec<CodedAct>,
    /// Places, likewise.
    pub places: Vec<CodedPlace>,
    /// Reports, likewise.
    pub reports: Vec<CodedReport>,
    /// The rows.
    pub rows: Vec<CodedRow>,
}

/// One row; numbers are places in the lists of its batch.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedRow {
    /// Its id in the dataset.
    pub key: Key,
    /// Its line in the file, from 1.
    pub line: u64,
    /// Who acts.
    pub actor: Option<u32>,
    /// Towards whom.
    pub recipient: Option<u32>,
    /// What was done.
    pub act: u32,
    /// Where.
    pub place: Option<u32>,
    /// Who reported it.
    pub report: Option<u32>,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// When it became known.
    pub reported: Date,
    /// What the dataset counts of it.
    pub figures: Figures,
}

/// The id of a row in its dataset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A whole number, which takes less room.
    Number(i64),
    /// Anything else.
    Text(Box<str>),
}

/// One side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodedParty {
    /// The actor, if its code is known.
    pub id: Option<ActorId>,
    /// Its state, as an ISO 3166-1 alpha-3 code.
    pub country: Option<Arc<str>>,
    /// Its PLOVER sector.
    pub sector: Option<Arc<str>>,
    /// What the table calls it.
    pub name: Arc<str>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedAct {
    /// The code, carried over to our ontology.
    pub code: Code,
    /// Whether it happened.
    pub status: Status,
    /// The dataset's own score.
    pub intensity: Option<f64>,
}

/// Where it was done, as the table has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedPlace {
    /// Its name.
    pub name: Option<Arc<str>>,
    /// Its state, as an ISO 3166-1 alpha-3 code.
    pub country: Option<Arc<str>>,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
}

/// Whence it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodedReport {
    /// The outlet.
    pub outlet: Option<Arc<str>>,
    /// Address of the page.
    pub url: Option<Arc<str>>,
    /// The dataset's id of the story.
    pub story: Option<Arc<str>>,
}

/// What some datasets count of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Whether it is told in the lead of a report.
    pub is_root: Option<bool>,
    /// How often it is mentioned.
    pub mentions: Option<u32>,
    /// In how many sources.
    pub sources: Option<u32>,
    /// In how many articles.
    pub articles: Option<u32>,
    /// The average tone of these; nothing about the event itself.
    pub tone: Option<f64>,
}

/// A row as a query gives it back.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedEvent {
    /// The run that brought it.
    pub run: RunId,
    /// Whose table it is.
    pub dataset: Arc<str>,
    /// Its id there.
    pub key: Key,
    /// The file.
    pub input: Arc<str>,
    /// Its line there, from 1.
    pub line: u64,
    /// Who acts.
    pub actor: Option<CodedParty>,
    /// Towards whom.
    pub recipient: Option<CodedParty>,
    /// What was done.
    pub act: CodedAct,
    /// Where.
    pub place: Option<CodedPlace>,
    /// Who reported it.
    pub report: Option<CodedReport>,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// When it became known.
    pub reported: Date,
    /// What the dataset counts of it.
    pub figures: Figures,
}

/// An event of a store: read from a text, or coded by others.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    /// Read from a text.
    Read(Box<Found>),
    /// Coded by others.
    Coded(Box<CodedEvent>),
}

impl Key {
    /// The key that a text is: a number if it is written as one, without anything more.
    pub fn new(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(number) if !text.starts_with(['+', '-', '0']) || text == "0" => Self::Number(number),
            _ => Self::Text(text.into()),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl CodedBatch {
    /// A row with all that it points to, or nothing where it points beyond the lists.
    pub fn event(&self, row: &CodedRow) -> Option<CodedEvent> {
        let CodedRow {
            key,
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
        } = row;
        Some(CodedEvent {
            run: self.run.clone(),
            dataset: self.dataset.clone(),
            key: key.clone(),
            input: self.input.clone(),
            line: *line,
            actor: at(&self.parties, *actor)?,
            recipient: at(&self.parties, *recipient)?,
            act: self.acts.get(*act as usize)?.clone(),
            place: at(&self.places, *place)?,
            report: at(&self.reports, *report)?,
            first: *first,
            last: *last,
            reported: *reported,
            figures: *figures,
        })
    }
}

/// What a row points to: nothing if it points nowhere, and no answer if beyond the list.
fn at<T: Clone>(list: &[T], place: Option<u32>) -> Option<Option<T>> {
    place.map_or(Some(None), |place| list.get(place as usize).cloned().map(Some))
}

impl CodedEvent {
    /// Its id among the events of a store: the dataset and the id there.
    pub fn id(&self) -> EventId {
        EventId::new(format!("{}:{}", self.dataset, self.key))
    }

    /// Whether it meets all conditions but those on its run and its number in the answer.
    ///
    /// Conditions on documents and confidence are not met: nothing is known of either.
    pub(crate) fn meets(&self, query: &Query) -> bool {
        let (actor, recipient) = (party_id(&self.actor), party_id(&self.recipient));
        let CodedAct { code, status, .. } = &self.act;
        query.admits_ids(actor, recipient)
            && query.from.is_none_or(|from| self.last >= from)
            && query.to.is_none_or(|to| self.first <= to)
            && query.as_of.is_none_or(|day| self.reported <= day)
            && (query.kinds.is_empty() || query.kinds.iter().any(|k| **k == *code.kind))
            && (query.statuses.is_empty() || query.statuses.contains(status))
            && (!query.deeds_only || status.is_deed())
            && query.document.is_none()
            && query.min_confidence.is_none()
    }

    /// Between whom it passed, if both are known.
    pub(crate) fn dyad(&self, grain: Grain) -> Option<Dyad> {
        let side = |party: &Option<CodedParty>| party.as_ref()?.side(grain);
        Some(Dyad { actor: side(&self.actor)?, recipient: side(&self.recipient)? })
    }

    /// Between whom it passed and what it was, if both sides are known.
    pub(crate) fn in_brief(&self) -> Option<(Dyad, Pattern)> {
        party_id(&self.actor).and(party_id(&self.recipient))?;
        let Code { kind, contexts, tone, .. } = self.act.code.clone();
        let pattern = Pattern { kind, contexts, status: self.act.status, tone };
        Some((self.dyad(Grain::Country)?, pattern))
    }
}

impl Listed {
    /// Its id.
    pub fn id(&self) -> EventId {
        match self {
            Self::Read(found) => found.event.id.clone(),
            Self::Coded(event) => event.id(),
        }
    }
}

impl CodedParty {
    /// Who it is, as a side of a dyad.
    pub(crate) fn side(&self, grain: Grain) -> Option<ActorId> {
        let country = self.country.as_deref().map(ActorId::new);
        match grain {
            Grain::Actor => self.id.clone(),
            Grain::Country => country.or_else(|| self.id.clone()),
        }
    }
}

fn party_id(party: &Option<CodedParty>) -> Option<&ActorId> {
    party.as_ref().and_then(|party| party.id.as_ref())
}

/// Scores are numbers, and no other.
impl Eq for CodedAct {}

impl Hash for CodedAct {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { code, status, intensity } = self;
        let Code { ontology, kind, mode, contexts, cameo, quad, tone } = code;
        (ontology, kind, mode, contexts, cameo, quad).hash(state);
        (tone.to_bits(), status.as_str(), intensity.map(f64::to_bits)).hash(state);
    }
}

impl Hash for CodedPlace {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { name, country, point } = self;
        (name, country, point.map(|(lat, lon)| (lat.to_bits(), lon.to_bits()))).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_as_it_was_written() {
        for text in ["1234567890", "0", "007", "-5", "+5", "13y", "9999999999999999999999", ""] {
            assert_eq!(Key::new(text).to_string(), text);
        }
        assert_eq!(Key::new("42"), Key::Number(42));
    }
}
