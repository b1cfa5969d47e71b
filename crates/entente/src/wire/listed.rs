//! Events as a store lists them: read from a text, or coded by others.

use entente_model as model;
use entente_store as store;
use serde::Serialize;

use super::{EventRow, SCHEMA, day, rounded, text};

/// An event of a store.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Listed {
    /// Read from a text.
    Read(Box<EventRow>),
    /// Coded by others.
    Coded(Box<CodedRow>),
}

/// A row of a table that others coded; the names are those of [`EventRow`] where they say the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodedRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The dataset and the row's id there: `gdelt:1018712345`.
    pub id: String,
    /// Whose table it is.
    pub dataset: String,
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
    /// The dataset's own score.
    pub intensity: Option<f64>,
    /// Whether it happened.
    pub status: &'static str,
    /// Who acts.
    pub actor: Option<CodedSide>,
    /// Towards whom.
    pub recipient: Option<CodedSide>,
    /// When it happened.
    pub happened: CodedDays,
    /// When it became known.
    pub reported: String,
    /// Where it happened.
    pub place: Option<CodedPlace>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Address of the report.
    pub url: Option<String>,
    /// The dataset's id of the story.
    pub story: Option<String>,
    /// Whether a report leads with it.
    pub root: Option<bool>,
    /// How often it is mentioned.
    pub mentions: Option<u32>,
    /// In how many sources.
    pub sources: Option<u32>,
    /// In how many articles.
    pub articles: Option<u32>,
    /// The average tone of these.
    pub average_tone: Option<f64>,
    /// There is no text: always `null`.
    pub sentence_text: Option<String>,
    /// The run that brought it.
    pub run: String,
    /// The file it stood in.
    pub input: String,
    /// Its line there, from 1.
    pub line: u64,
}

/// One side as a table names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodedSide {
    /// The actor's id, if the table's code is known.
    pub id: Option<String>,
    /// Its state.
    pub country: Option<String>,
    /// Its PLOVER sector.
    pub sector: Option<String>,
    /// What the table calls it.
    pub name: String,
}

/// An inclusive interval of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodedDays {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// `day` or `interval`.
    pub precision: &'static str,
}

/// A place as a table has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodedPlace {
    /// Its name.
    pub name: Option<String>,
    /// Its state.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

impl Listed {
    /// Its mode.
    pub fn mode(&self) -> Option<&str> {
        match self {
            Self::Read(row) => row.event.mode.as_deref(),
            Self::Coded(row) => row.mode.as_deref(),
        }
    }

    /// Its outlet.
    pub fn publisher(&self) -> Option<&str> {
        match self {
            Self::Read(row) => row.publisher.as_deref(),
            Self::Coded(row) => row.publisher.as_deref(),
        }
    }

    /// Whether it happened.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Read(row) => row.event.status,
            Self::Coded(row) => row.status,
        }
    }

    /// Whether either side is known.
    pub fn has_known_side(&self) -> bool {
        match self {
            Self::Read(row) => {
                let sides = [&row.event.actor, &row.event.recipient];
                sides.into_iter().flatten().any(|party| party.id.is_some())
            }
            Self::Coded(row) => {
                let sides = [&row.actor, &row.recipient];
                sides.into_iter().flatten().any(|party| party.id.is_some())
            }
        }
    }
}

impl From<&store::CodedEvent> for CodedRow {
    fn from(event: &store::CodedEvent) -> Self {
        let store::CodedEvent {
            run,
            dataset,
            key: _,
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
        let store::CodedAct { code, status, intensity } = act;
        let model::Code { ontology: _, kind, mode, contexts, cameo, quad, tone } = code;
        let store::Figures { is_root, mentions, sources, articles, tone: average_tone } = figures;
        let report = report.as_ref();
        Self {
            schema: SCHEMA,
            id: event.id().to_string(),
            dataset: text(dataset),
            kind: text(kind),
            mode: mode.as_ref().map(text),
            contexts: contexts.iter().map(text).collect(),
            cameo: cameo.as_ref().map(text),
            quad: text(quad),
            tone: rounded(*tone),
            intensity: *intensity,
            status: status.as_str(),
            actor: actor.as_ref().map(CodedSide::from),
            recipient: recipient.as_ref().map(CodedSide::from),
            happened: CodedDays {
                from: day(*first),
                to: day(*last),
                precision: if first == last { "day" } else { "interval" },
            },
            reported: day(*reported),
            place: place.as_ref().map(CodedPlace::from),
            publisher: report.and_then(|report| report.outlet.as_ref().map(text)),
            url: report.and_then(|report| report.url.as_ref().map(text)),
            story: report.and_then(|report| report.story.as_ref().map(text)),
            root: *is_root,
            mentions: *mentions,
            sources: *sources,
            articles: *articles,
            average_tone: *average_tone,
            sentence_text: None,
            run: run.to_string(),
            input: text(input),
            line: *line,
        }
    }
}

impl From<&store::CodedParty> for CodedSide {
    fn from(party: &store::CodedParty) -> Self {
        let store::CodedParty { id, country, sector, name } = party;
        Self {
            id: id.as_ref().map(ToString::to_string),
            country: country.as_ref().map(text),
            sector: sector.as_ref().map(text),
            name: text(name),
        }
    }
}

impl From<&store::CodedPlace> for CodedPlace {
    fn from(place: &store::CodedPlace) -> Self {
        let store::CodedPlace { name, country, point } = place;
        let (lat, lon) = point.unzip();
        Self { name: name.as_ref().map(text), country: country.as_ref().map(text), lat, lon }
    }
}
