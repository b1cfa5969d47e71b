//! Answers over a store, one row a line: `entente events`, `entente dyads`.

use entente_model as model;
use entente_store as store;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Event, SCHEMA, day, text};
use crate::Stories;

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
    /// The earliest document that tells the same story in much the same words, if that is another.
    pub copy_of: Option<String>,
    /// Which version of its page the document is, from 1, where there are several.
    pub version: Option<usize>,
    /// The text of the sentence.
    pub sentence_text: String,
    /// The run that coded it.
    pub run: String,
}

impl EventRow {
    pub(crate) fn new(found: &store::Found, stories: &Stories) -> Self {
        let store::Found { run, event, document, sentence } = found;
        Self::of(run, event, document, sentence, stories)
    }

    pub(crate) fn in_full(found: &store::EventInFull, stories: &Stories) -> Self {
        let store::EventInFull { run, event, document } = found;
        let sentence = event.evidence.sentence().of(&document.text);
        Self::of(run, event, &document.meta, sentence, stories)
    }

    fn of(
        run: &model::RunId,
        event: &model::Event,
        document: &model::DocMeta,
        sentence_text: &str,
        stories: &Stories,
    ) -> Self {
        let model::DocMeta {
            id,
            key: _,
            title,
            publisher,
            authors: _,
            published,
            published_from: _,
            earliest: _,
            query_date: _,
            lang: _,
            url,
            canonical: _,
            origin: _,
            pair: _,
            agency: _,
            fingerprint: _,
        } = document;
        Self {
            schema: SCHEMA,
            event: Event::from(event),
            document: document.shown_id().to_owned(),
            title: title.clone(),
            publisher: publisher.clone(),
            url: url.clone(),
            published: published.map(day),
            copy_of: stories.copy_of(id).map(str::to_owned),
            version: stories.version(id),
            sentence_text: sentence_text.to_owned(),
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
    /// Documents that they were coded in.
    pub n_documents: u64,
    /// Stories that these documents tell: near-copies count once.
    pub n_clusters: u64,
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
    /// Sums counts that are sorted by dyad, as are the documents, busiest dyads first.
    pub(crate) fn busiest(
        counts: &[store::DyadCount],
        documents: &[(model::Dyad, model::DocId)],
        stories: &Stories,
    ) -> Vec<Self> {
        let by_dyad = counts.chunk_by(|a, b| a.dyad == b.dyad);
        let documents = documents.chunk_by(|a, b| a.0 == b.0);
        let of_one = |(counts, documents)| Self::of_one_dyad(counts, documents, stories);
        let mut rows: Vec<Self> = by_dyad.zip(documents).map(of_one).collect();
        // The sort is stable: equally busy dyads stay in order of their names.
        rows.sort_by_key(|row| std::cmp::Reverse(row.n_events));
        rows
    }

    fn of_one_dyad(
        counts: &[store::DyadCount],
        documents: &[(model::Dyad, model::DocId)],
        stories: &Stories,
    ) -> Self {
        let model::Dyad { actor, recipient } = &counts[0].dyad;
        Self {
            schema: SCHEMA,
            actor: actor.to_string(),
            recipient: recipient.to_string(),
            n_events: counts.iter().map(|c| c.events).sum(),
            n_documents: documents.len() as u64,
            n_clusters: stories.count(documents.iter().map(|(_, id)| id)),
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
