//! Answers over a store, one row a line: `entente events`, `entente dyads`.

use entente_model as model;
use entente_store as store;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Event, SCHEMA, day, text};

/// An event with the document and the sentence it stands in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The event; its spans point into the document's text.
    #[serde(flatten)]
    pub event: Event,
    /// The document's id.
    pub document: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// The text of the sentence.
    pub sentence_text: String,
    /// The run that coded it.
    pub run: String,
}

impl From<store::Found> for EventRow {
    fn from(found: store::Found) -> Self {
        let store::Found { run, event, document, sentence } = found;
        Self::new(&run, &event, document, sentence)
    }
}

impl From<&store::EventInFull> for EventRow {
    fn from(found: &store::EventInFull) -> Self {
        let store::EventInFull { run, event, document } = found;
        let sentence = event.evidence.sentence().of(&document.text).to_owned();
        Self::new(run, event, document.meta.clone(), sentence)
    }
}

impl EventRow {
    fn new(
        run: &model::RunId,
        event: &model::Event,
        document: model::DocMeta,
        sentence_text: String,
    ) -> Self {
        let id = document.shown_id().to_owned();
        let model::DocMeta {
            id: _,
            key: _,
            title,
            publisher,
            published,
            published_from: _,
            query_date: _,
            lang: _,
            url,
            origin: _,
            pair: _,
            agency: _,
            fingerprint: _,
        } = document;
        Self {
            schema: SCHEMA,
            event: Event::from(event),
            document: id,
            title,
            publisher,
            url,
            published: published.map(day),
            sentence_text,
            run: run.to_string(),
        }
    }
}

/// What passed within one dyad, summed over documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DyadRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// Who acts.
    pub actor: String,
    /// Towards whom.
    pub recipient: String,
    /// Events.
    pub n_events: u64,
    /// Events by quad class, in order of their names.
    #[serde(serialize_with = "quads_as_map")]
    pub quads: Vec<QuadCount>,
    /// Events by month, in order; months without any are left out.
    pub months: Vec<MonthCount>,
}

/// Events of one quad class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuadCount {
    /// The quad class.
    pub quad: String,
    /// Events.
    pub n: u64,
}

/// Events of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MonthCount {
    /// The month (`2019-08`), if known.
    pub month: Option<String>,
    /// Events.
    pub n: u64,
}

impl DyadRow {
    /// Sums counts that are sorted by dyad, busiest dyads first.
    pub fn busiest(counts: &[store::DyadCount]) -> Vec<Self> {
        let mut rows: Vec<Self> =
            counts.chunk_by(|a, b| a.dyad == b.dyad).map(Self::of_one_dyad).collect();
        // The sort is stable: equally busy dyads stay in order of their names.
        rows.sort_by_key(|row| std::cmp::Reverse(row.n_events));
        rows
    }

    fn of_one_dyad(counts: &[store::DyadCount]) -> Self {
        let model::Dyad { actor, recipient } = &counts[0].dyad;
        Self {
            schema: SCHEMA,
            actor: actor.to_string(),
            recipient: recipient.to_string(),
            n_events: counts.iter().map(|c| c.events).sum(),
            quads: quads(counts),
            months: months(counts),
        }
    }
}

fn quads(counts: &[store::DyadCount]) -> Vec<QuadCount> {
    let mut quads: Vec<QuadCount> = Vec::new();
    for count in counts {
        match quads.iter_mut().find(|q| q.quad == *count.quad) {
            Some(known) => known.n += count.events,
            None => quads.push(QuadCount { quad: text(&count.quad), n: count.events }),
        }
    }
    quads.sort_by(|a, b| a.quad.cmp(&b.quad));
    quads
}

fn months(counts: &[store::DyadCount]) -> Vec<MonthCount> {
    let by_month = counts.chunk_by(|a, b| a.month == b.month);
    by_month
        .map(|counts| MonthCount {
            month: counts[0].month.map(|d| format!("{:04}-{:02}", d.year(), d.month())),
            n: counts.iter().map(|c| c.events).sum(),
        })
        .collect()
}

/// Writes an object that keeps the order of its pairs.
fn quads_as_map<S: Serializer>(quads: &[QuadCount], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(quads.len()))?;
    for QuadCount { quad, n } in quads {
        map.serialize_entry(quad, n)?;
    }
    map.end()
}
