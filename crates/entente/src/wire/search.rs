//! What a search found: `entente search`.

use entente_store as store;
use serde::Serialize;

use super::{SCHEMA, day};

/// A document, or a sentence in it, that has the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HitRow {
    /// The version of this shape.
    pub schema: &'static str,
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
    /// Some of the text around the words, or the sentence.
    pub excerpt: String,
    /// Ids of the events that rest on it.
    pub events: Vec<String>,
}

impl From<&store::Hit> for HitRow {
    fn from(hit: &store::Hit) -> Self {
        let store::Hit { document, excerpt, events } = hit;
        Self {
            schema: SCHEMA,
            document: document.shown_id().to_owned(),
            title: document.title.clone(),
            publisher: document.publisher.clone(),
            url: document.url.clone(),
            published: document.published.map(day),
            excerpt: excerpt.clone(),
            events: events.iter().map(ToString::to_string).collect(),
        }
    }
}
