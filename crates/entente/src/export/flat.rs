//! An event as one row of a table, whoever coded it: what every tabular export is made from.

use crate::wire::{
    CodedDays, CodedPlace, CodedRow, CodedSide, Event, EventRow, Interval, Listed, Party, Place,
};

/// A row; what is unknown is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'r> {
    pub(super) id: &'r str,
    pub(super) dataset: &'r str,
    pub(super) kind: &'r str,
    pub(super) mode: &'r str,
    pub(super) contexts: &'r [String],
    pub(super) cameo: &'r str,
    pub(super) quad: &'r str,
    pub(super) tone: f32,
    pub(super) intensity: Option<f64>,
    pub(super) status: &'r str,
    pub(super) actor: Side<'r>,
    pub(super) recipient: Side<'r>,
    pub(super) reciprocal: bool,
    pub(super) from: &'r str,
    pub(super) to: &'r str,
    pub(super) precision: &'r str,
    pub(super) reported: &'r str,
    pub(super) place: &'r str,
    pub(super) place_country: &'r str,
    pub(super) point: Option<(f64, f64)>,
    pub(super) speaker: &'r str,
    pub(super) confidence: Option<f32>,
    pub(super) why: &'r [String],
    pub(super) document: &'r str,
    pub(super) title: &'r str,
    pub(super) publisher: &'r str,
    pub(super) url: &'r str,
    pub(super) story: &'r str,
    pub(super) published: &'r str,
    pub(super) root: Option<bool>,
    pub(super) mentions: Option<u32>,
    pub(super) sources: Option<u32>,
    pub(super) articles: Option<u32>,
    pub(super) average_tone: Option<f64>,
    pub(super) sentence: &'r str,
    pub(super) run: &'r str,
}

/// One side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Side<'r> {
    pub(super) id: &'r str,
    pub(super) country: &'r str,
    pub(super) sector: &'r str,
    pub(super) name: &'r str,
}

impl<'r> Flat<'r> {
    pub(super) fn of(row: &'r Listed) -> Self {
        match row {
            Listed::Read(row) => Self::read(row),
            Listed::Coded(row) => Self::coded(row),
        }
    }

    /// The first day it is known for: of `happened`, else `reported`.
    pub(super) fn day(&self) -> &'r str {
        if self.from.is_empty() { self.reported } else { self.from }
    }

    fn read(row: &'r EventRow) -> Self {
        let EventRow {
            schema: _,
            event,
            document,
            title,
            publisher,
            url,
            published,
            copy_of: _,
            version: _,
            sentence_text,
            run,
        } = row;
        let Event {
            id,
            kind,
            mode,
            contexts,
            cameo,
            quad,
            tone,
            actor,
            recipient,
            reciprocal,
            happened,
            reported,
            place,
            status,
            speaker,
            confidence,
            sentence: _,
            trigger: _,
            why,
            again: _,
        } = event;
        let when = happened.as_ref();
        let place = place.as_ref();
        Self {
            id,
            dataset: "",
            kind,
            mode: known(mode),
            contexts,
            cameo: known(cameo),
            quad,
            tone: *tone,
            intensity: None,
            status,
            actor: actor.as_ref().map(party).unwrap_or_default(),
            recipient: recipient.as_ref().map(party).unwrap_or_default(),
            reciprocal: *reciprocal,
            from: when.map_or("", |Interval { from, .. }| from),
            to: when.map_or("", |Interval { to, .. }| to),
            precision: when.map_or("", |Interval { precision, .. }| precision),
            reported: known(reported),
            place: place.map_or("", |Place { name, .. }| name),
            place_country: place.map_or("", |Place { country, .. }| known(country)),
            point: place.map(|Place { lat, lon, .. }| (*lat, *lon)),
            speaker: speaker.as_ref().map_or("", |party| &party.name),
            confidence: Some(*confidence),
            why,
            document,
            title: known(title),
            publisher: known(publisher),
            url: known(url),
            story: "",
            published: known(published),
            root: None,
            mentions: None,
            sources: None,
            articles: None,
            average_tone: None,
            sentence: sentence_text,
            run,
        }
    }

    fn coded(row: &'r CodedRow) -> Self {
        let CodedRow {
            schema: _,
            id,
            dataset,
            kind,
            mode,
            contexts,
            cameo,
            quad,
            tone,
            intensity,
            status,
            actor,
            recipient,
            happened: CodedDays { from, to, precision },
            reported,
            place,
            publisher,
            url,
            story,
            root,
            mentions,
            sources,
            articles,
            average_tone,
            sentence_text: _,
            run,
            input: _,
            line: _,
        } = row;
        let place = place.as_ref();
        let point = place.and_then(|CodedPlace { lat, lon, .. }| lat.zip(*lon));
        Self {
            id,
            dataset,
            kind,
            mode: known(mode),
            contexts,
            cameo: known(cameo),
            quad,
            tone: *tone,
            intensity: *intensity,
            status,
            actor: actor.as_ref().map(side).unwrap_or_default(),
            recipient: recipient.as_ref().map(side).unwrap_or_default(),
            from,
            to,
            precision,
            reported,
            place: place.map_or("", |place| known(&place.name)),
            place_country: place.map_or("", |place| known(&place.country)),
            point,
            publisher: known(publisher),
            url: known(url),
            story: known(story),
            root: *root,
            mentions: *mentions,
            sources: *sources,
            articles: *articles,
            average_tone: *average_tone,
            run,
            ..Self::default()
        }
    }
}

fn known(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn party(party: &Party) -> Side<'_> {
    let Party { id, country, sector, name, span: _ } = party;
    Side { id: known(id), country: known(country), sector: known(sector), name }
}

fn side(side: &CodedSide) -> Side<'_> {
    let CodedSide { id, country, sector, name } = side;
    Side { id: known(id), country: known(country), sector: known(sector), name }
}

/// A value that may be unknown.
pub(super) fn shown(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
