//! Runs and how they differ: `entente runs`, `entente runs diff`.

use entente_model::Run;
use entente_store::{Counts, Found};
use serde::Serialize;
use serde_json::Value;

use super::{Event, SCHEMA, day};

/// A run and what it coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// Its place in the order in which runs were begun, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Version of the engine.
    pub engine: String,
    /// Hash of the settings.
    pub settings: String,
    /// Name and hash of each pack.
    pub packs: Vec<[String; 2]>,
    /// Documents that it coded.
    pub documents: u64,
    /// Events.
    pub events: u64,
    /// Claims.
    pub claims: u64,
    /// Standing relations.
    pub relations: u64,
    /// Events of others' tables that it brought, a row each.
    pub rows: u64,
    /// Records of structural tables that it brought.
    pub records: u64,
}

/// An event that one run has and another has not just so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// `appeared`, `vanished` or `changed`.
    pub change: &'static str,
    /// The document's id.
    pub document: String,
    /// Its day of publication.
    pub published: Option<String>,
    /// The strongest rule that made the event in the older run, or, where it has none, in the newer.
    pub rule: String,
    /// The fields that changed.
    pub fields: Vec<String>,
    /// The event in the older run.
    pub before: Option<Event>,
    /// The event in the newer run.
    pub after: Option<Event>,
    /// The text of the sentence.
    pub sentence_text: String,
}

impl RunRow {
    pub(crate) fn new(number: usize, run: Run, counts: Counts) -> Self {
        let Run { id, engine, packs, settings } = run;
        let Counts { runs: _, documents, events, claims, relations, rows, records } = counts;
        Self {
            schema: SCHEMA,
            number,
            id: id.to_string(),
            engine,
            settings,
            packs: packs.into_iter().map(|(name, hash)| [name, hash]).collect(),
            documents,
            events,
            claims,
            relations,
            rows,
            records,
        }
    }
}

impl ChangeRow {
    /// What became of an event; one of the two is there.
    pub(crate) fn new(old: Option<&Found>, new: Option<&Found>) -> Self {
        let shown = |found: Option<&Found>| found.map(|found| Event::from(&found.event));
        let (before, after) = (shown(old), shown(new));
        let found = new.or(old);
        let rules = |event: &Option<Event>| event.as_ref().and_then(|e| e.why.first().cloned());
        Self {
            schema: SCHEMA,
            change: match (&before, &after) {
                (None, _) => "appeared",
                (_, None) => "vanished",
                _ => "changed",
            },
            document: found.map(|f| f.document.shown_id().to_owned()).unwrap_or_default(),
            published: found.and_then(|f| f.document.published).map(day),
            rule: rules(&before).or_else(|| rules(&after)).unwrap_or_default(),
            fields: fields(before.as_ref(), after.as_ref()),
            before,
            after,
            sentence_text: found.map(|found| found.sentence.clone()).unwrap_or_default(),
        }
    }
}

/// The fields in which two events differ; none where there is only one.
fn fields(before: Option<&Event>, after: Option<&Event>) -> Vec<String> {
    let fields = |event| match serde_json::to_value(event) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let Some((before, after)) = before.map(fields).zip(after.map(fields)) else {
        return Vec::new();
    };
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let changed = names.filter(|name| *name != "id" && before.get(*name) != after.get(*name));
    changed.cloned().collect()
}
