//! The events of one document: `entente code`.

use entente_model as model;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::claim::{Claim, Relation};
use super::{Note, SCHEMA, Span, day, notes, rounded, span, text};

/// All that was coded in one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coded {
    /// The version of this shape.
    pub schema: &'static str,
    /// The document's id.
    pub id: String,
    /// Events in order of their triggers.
    pub events: Vec<Event>,
    /// Standing relations in order of their words.
    pub relations: Vec<Relation>,
    /// Claims in order of their contents.
    pub claims: Vec<Claim>,
    /// The answer to the document's pair request; absent where none was made, `null` where the
    /// text gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<Option<Pair>>,
    /// How sure one may be of what each word says that something happens or holds, in text order.
    pub factuality: Vec<Rated>,
    /// What was noticed on the way.
    pub notes: Vec<Note>,
}

/// A predicate and how sure one may be that it is so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rated {
    /// The predicate's word.
    pub span: Span,
    /// From -3, certainly not, by 0, open, to +3, certainly so.
    pub value: f32,
}

impl From<&(model::Span, f32)> for Rated {
    fn from((place, value): &(model::Span, f32)) -> Self {
        Self { span: span(*place), value: rounded(*value) }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its mode.
    pub mode: Option<String>,
    /// Its contexts.
    pub contexts: Vec<String>,
    /// Its CAMEO code.
    pub cameo: Option<String>,
    /// Its quad class.
    pub quad: String,
    /// The conflict-cooperation score of its type.
    pub tone: f32,
    /// Who acts.
    pub actor: Option<Party>,
    /// Towards whom.
    pub recipient: Option<Party>,
    /// Whether both act alike.
    pub reciprocal: bool,
    /// When it happened or is to happen.
    pub happened: Option<Interval>,
    /// When it was reported.
    pub reported: Option<String>,
    /// Where it happened.
    pub place: Option<Place>,
    /// Whether it happened.
    pub status: &'static str,
    /// Whose word it is, where it is only somebody's.
    pub speaker: Option<Party>,
    /// How sure the reading is, in [0, 1].
    pub confidence: f32,
    /// The sentence it rests on.
    pub sentence: Span,
    /// The words that say so.
    pub trigger: Span,
    /// The rules that fired, strongest first.
    pub why: Vec<String>,
    /// The other sentences of the document that tell the same, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Telling>,
}

/// A further sentence that tells an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// The sentence.
    pub sentence: Span,
    /// The words that say so.
    pub trigger: Span,
    /// The rules that fired, strongest first.
    pub why: Vec<String>,
}

/// One side of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// The actor's id, if it was resolved.
    pub id: Option<String>,
    /// Its state.
    pub country: Option<String>,
    /// Its PLOVER sector.
    pub sector: Option<String>,
    /// Its usual name if resolved, else the words of the text.
    pub name: String,
    /// Where the text names it.
    pub span: Span,
}

/// An inclusive interval of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How exactly it is known: `day`, `week`, `month`, `season`, `year`, `interval`.
    pub precision: &'static str,
    /// Where the text says so; `null` when taken from the day of publication.
    pub span: Option<Span>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The place's id.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// The state it lies in.
    pub country: Option<String>,
    /// Where the text names it.
    pub span: Span,
}

/// What the text says that one given party does to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The quad class of how the one is disposed towards the other; of the type where the text does
    /// not name both.
    pub quad: Option<String>,
    /// `positive`, `negative` or `neutral`, where the text names both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attitude: Option<&'static str>,
    /// Scores of the types considered, best first.
    #[serde(serialize_with = "as_map")]
    pub scores: Vec<(String, f32)>,
}

impl Coded {
    /// Dresses what was coded in a document.
    pub fn new(meta: &model::DocMeta, coded: &model::Coded, remarks: &[model::Note]) -> Self {
        let model::Coded { events, relations, claims, pair, factuality } = coded;
        Self {
            schema: SCHEMA,
            id: meta.shown_id().to_owned(),
            events: events.iter().map(Event::from).collect(),
            relations: relations.iter().map(Relation::from).collect(),
            claims: claims.iter().map(Claim::from).collect(),
            pair: meta.pair.is_some().then(|| pair.as_ref().map(Pair::from)),
            factuality: factuality.iter().map(Rated::from).collect(),
            notes: notes(remarks),
        }
    }
}

impl From<&model::Event> for Event {
    fn from(event: &model::Event) -> Self {
        let model::Event {
            id,
            code,
            actor,
            recipient,
            reciprocal,
            happened,
            reported,
            place,
            status,
            speaker,
            confidence,
            evidence,
        } = event;
        let model::Code { ontology: _, kind, mode, contexts, cameo, quad, tone } = code;
        Self {
            id: id.to_string(),
            kind: text(kind),
            mode: mode.as_ref().map(text),
            contexts: contexts.iter().map(text).collect(),
            cameo: cameo.as_ref().map(text),
            quad: text(quad),
            tone: rounded(*tone),
            actor: actor.as_ref().map(Party::from),
            recipient: recipient.as_ref().map(Party::from),
            reciprocal: *reciprocal,
            happened: happened.as_ref().map(Interval::from),
            reported: reported.map(day),
            place: place.as_ref().map(|(place, at)| Place::new(place, *at)),
            status: status.as_str(),
            speaker: speaker.as_ref().map(Party::from),
            confidence: rounded(*confidence),
            sentence: span(evidence.sentence()),
            trigger: span(evidence.trigger()),
            why: names(evidence.rules()),
            again: evidence.again().iter().map(Telling::from).collect(),
        }
    }
}

impl From<&model::Telling> for Telling {
    fn from(telling: &model::Telling) -> Self {
        let model::Telling { sentence, trigger, rules } = telling;
        Self { sentence: span(*sentence), trigger: span(*trigger), why: names(rules) }
    }
}

pub(super) fn names(rules: &[model::RuleId]) -> Vec<String> {
    rules.iter().map(ToString::to_string).collect()
}

impl From<&model::Party> for Party {
    fn from(party: &model::Party) -> Self {
        let model::Party { id, country, sector, name, span: at } = party;
        Self {
            id: id.as_ref().map(ToString::to_string),
            country: country.as_ref().map(text),
            sector: sector.as_ref().map(text),
            name: text(name),
            span: span(*at),
        }
    }
}

impl From<&model::When> for Interval {
    fn from(when: &model::When) -> Self {
        let model::When { from, to, precision, span: at } = when;
        Self { from: day(*from), to: day(*to), precision: precision.as_str(), span: at.map(span) }
    }
}

impl Place {
    fn new(place: &model::Place, at: model::Span) -> Self {
        let model::Place { id, name, lat, lon, country } = place;
        Self {
            id: id.to_string(),
            name: text(name),
            lat: *lat,
            lon: *lon,
            country: country.as_ref().map(text),
            span: span(at),
        }
    }
}

impl From<&model::PairAnswer> for Pair {
    fn from(answer: &model::PairAnswer) -> Self {
        let model::PairAnswer { kind, quad, attitude, scores } = answer;
        let scores = scores.iter().map(|(kind, score)| (text(kind), rounded(*score))).collect();
        Self {
            kind: text(kind),
            quad: quad.as_ref().map(text),
            attitude: attitude.map(model::Attitude::as_str),
            scores,
        }
    }
}

/// Writes an object that keeps the order of its pairs.
fn as_map<S: Serializer>(scores: &[(String, f32)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(scores.len()))?;
    for (kind, score) in scores {
        map.serialize_entry(kind, score)?;
    }
    map.end()
}
