//! Comma-separated values (RFC 4180) with one flat column a field, for spreadsheets and R.
//!
//! Lists are joined with `|`; what is unknown is an empty cell.

use std::io::{self, Write};

use super::flat::{Flat, shown};
use super::{Crosswalk, Export};
use crate::wire::Listed;

pub(super) const EXPORT: Export = Export {
    name: "csv",
    file: "events.csv",
    deeds_only: false,
    columns: || COLUMNS.iter().map(|(name, meaning, _)| (*name, *meaning)).collect(),
    begin,
    row,
};

/// A column's name, its meaning, and its cell.
type Column = (&'static str, &'static str, fn(&Flat<'_>) -> String);

const COLUMNS: &[Column] = &[
    ("id", "the event's id, in tables of others after the dataset and a colon", |r| r.id.into()),
    ("type", "PLOVER type", |r| r.kind.into()),
    ("mode", "PLOVER mode", |r| r.mode.into()),
    ("contexts", "PLOVER contexts, parted by |", |r| r.contexts.join("|")),
    ("cameo", "CAMEO code", |r| r.cameo.into()),
    ("quad", "verbal_coop, material_coop, verbal_conflict or material_conflict", |r| r.quad.into()),
    ("tone", "score of the type from -10, conflict, to 10, cooperation", |r| r.tone.to_string()),
    ("status", "happened, ongoing, planned, hypothetical, denied or unknown", |r| r.status.into()),
    ("actor", "id of who acts, empty where it is not known", |r| r.actor.id.into()),
    ("actor_country", "its state, ISO 3166-1 alpha-3", |r| r.actor.country.into()),
    ("actor_sector", "its PLOVER sector", |r| r.actor.sector.into()),
    ("actor_name", "its usual name, or what the text or table calls it", |r| r.actor.name.into()),
    ("recipient", "id of towards whom, empty where it is not known", |r| r.recipient.id.into()),
    ("recipient_country", "its state", |r| r.recipient.country.into()),
    ("recipient_sector", "its sector", |r| r.recipient.sector.into()),
    ("recipient_name", "its name", |r| r.recipient.name.into()),
    ("reciprocal", "true where both act alike", |r| r.reciprocal.to_string()),
    ("from", "first day on which it happened or is to happen", |r| r.from.into()),
    ("to", "last day", |r| r.to.into()),
    ("precision", "day, week, month, season, year or interval", |r| r.precision.into()),
    ("reported", "day on which it became known", |r| r.reported.into()),
    ("place", "where it happened", |r| r.place.into()),
    ("place_country", "state of that place, ISO 3166-1 alpha-3", |r| r.place_country.into()),
    ("lat", "degrees north", |r| shown(r.point.map(|(lat, _)| lat))),
    ("lon", "degrees east", |r| shown(r.point.map(|(_, lon)| lon))),
    ("speaker", "whose word it is, where it is only somebody's", |r| r.speaker.into()),
    ("confidence", "how sure the reading is, from 0 to 1", |r| shown(r.confidence)),
    ("why", "rules that fired, strongest first, parted by |", |r| r.why.join("|")),
    ("document", "id of the document, empty in tables of others", |r| r.document.into()),
    ("title", "its headline", |r| r.title.into()),
    ("publisher", "the outlet; of an address in a table of others, its host", |r| {
        r.publisher.into()
    }),
    ("url", "address of the report", |r| r.url.into()),
    ("published", "day of publication", |r| r.published.into()),
    ("sentence_text", "the sentence that says so, empty in tables of others", |r| {
        r.sentence.into()
    }),
    ("run", "the run that coded it or brought it", |r| r.run.into()),
    ("dataset", "whose table it stood in, empty where it was read from a text", |r| {
        r.dataset.into()
    }),
    ("intensity", "the dataset's own score", |r| shown(r.intensity)),
    ("story", "the dataset's id of the story", |r| r.story.into()),
    ("root", "1 where a report leads with it, else 0", |r| shown(r.root.map(u8::from))),
    ("mentions", "how often the dataset saw it mentioned", |r| shown(r.mentions)),
    ("sources", "in how many sources", |r| shown(r.sources)),
    ("articles", "in how many articles", |r| shown(r.articles)),
    ("average_tone", "average tone of these articles", |r| shown(r.average_tone)),
];

fn begin(out: &mut dyn Write) -> io::Result<()> {
    line(COLUMNS.iter().map(|(name, _, _)| (*name).to_owned()), out)
}

fn row(row: &Listed, _: &Crosswalk, out: &mut dyn Write) -> io::Result<()> {
    let flat = Flat::of(row);
    line(COLUMNS.iter().map(|(_, _, cell)| cell(&flat)), out)
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}
