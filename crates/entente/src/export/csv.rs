//! Comma-separated values (RFC 4180) with one flat column a field, for spreadsheets and R.
//!
//! Lists are joined with `|`; what is unknown is an empty cell.

use std::io::{self, Write};

use super::Export;
use crate::wire::{EventRow, Interval, Party, Place};

pub(super) const EXPORT: Export = Export { name: "csv", begin, row };

/// A column's name and its cell.
type Column = (&'static str, fn(&EventRow) -> String);

const COLUMNS: &[Column] = &[
    ("id", |r| r.event.id.clone()),
    ("type", |r| r.event.kind.clone()),
    ("mode", |r| known(&r.event.mode)),
    ("contexts", |r| r.event.contexts.join("|")),
    ("cameo", |r| known(&r.event.cameo)),
    ("quad", |r| r.event.quad.clone()),
    ("tone", |r| r.event.tone.to_string()),
    ("status", |r| r.event.status.to_owned()),
    ("actor", |r| party(&r.event.actor, |p| known(&p.id))),
    ("actor_country", |r| party(&r.event.actor, |p| known(&p.country))),
    ("actor_sector", |r| party(&r.event.actor, |p| known(&p.sector))),
    ("actor_name", |r| party(&r.event.actor, |p| p.name.clone())),
    ("recipient", |r| party(&r.event.recipient, |p| known(&p.id))),
    ("recipient_country", |r| party(&r.event.recipient, |p| known(&p.country))),
    ("recipient_sector", |r| party(&r.event.recipient, |p| known(&p.sector))),
    ("recipient_name", |r| party(&r.event.recipient, |p| p.name.clone())),
    ("reciprocal", |r| r.event.reciprocal.to_string()),
    ("from", |r| when(&r.event.happened, |w| w.from.clone())),
    ("to", |r| when(&r.event.happened, |w| w.to.clone())),
    ("precision", |r| when(&r.event.happened, |w| w.precision.to_owned())),
    ("reported", |r| known(&r.event.reported)),
    ("place", |r| place(&r.event.place, |p| p.name.clone())),
    ("place_country", |r| place(&r.event.place, |p| known(&p.country))),
    ("lat", |r| place(&r.event.place, |p| p.lat.to_string())),
    ("lon", |r| place(&r.event.place, |p| p.lon.to_string())),
    ("speaker", |r| party(&r.event.speaker, |p| p.name.clone())),
    ("confidence", |r| r.event.confidence.to_string()),
    ("why", |r| r.event.why.join("|")),
    ("document", |r| r.document.clone()),
    ("title", |r| known(&r.title)),
    ("publisher", |r| known(&r.publisher)),
    ("url", |r| known(&r.url)),
    ("published", |r| known(&r.published)),
    ("sentence_text", |r| r.sentence_text.clone()),
    ("run", |r| r.run.clone()),
];

fn begin(out: &mut dyn Write) -> io::Result<()> {
    line(COLUMNS.iter().map(|(name, _)| (*name).to_owned()), out)
}

fn row(row: &EventRow, out: &mut dyn Write) -> io::Result<()> {
    line(COLUMNS.iter().map(|(_, cell)| cell(row)), out)
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

fn known(cell: &Option<String>) -> String {
    cell.clone().unwrap_or_default()
}

fn party(party: &Option<Party>, cell: impl Fn(&Party) -> String) -> String {
    party.as_ref().map(cell).unwrap_or_default()
}

fn when(when: &Option<Interval>, cell: impl Fn(&Interval) -> String) -> String {
    when.as_ref().map(cell).unwrap_or_default()
}

fn place(place: &Option<Place>, cell: impl Fn(&Place) -> String) -> String {
    place.as_ref().map(cell).unwrap_or_default()
}
