//! One JSON object a line, exactly as in [`crate::wire`].

use std::io::{self, Write};

use super::{Crosswalk, Export};
use crate::wire::Listed;

pub(super) const EXPORT: Export = Export {
    name: "jsonl",
    file: "events.jsonl",
    deeds_only: false,
    columns: || FIELDS.to_vec(),
    begin: |_| Ok(()),
    row,
};

/// The fields with what they mean; a dot leads into an object, and a side is an actor, a recipient or
/// a speaker.
const FIELDS: &[(&str, &str)] = &[
    ("schema", "the version of this shape"),
    ("id", "the event's id, in tables of others after the dataset and a colon"),
    ("type", "PLOVER type"),
    ("mode", "PLOVER mode"),
    ("contexts", "PLOVER contexts, a list"),
    ("cameo", "CAMEO code"),
    ("quad", "verbal_coop, material_coop, verbal_conflict or material_conflict"),
    ("tone", "score of the type from -10, conflict, to 10, cooperation"),
    ("status", "happened, ongoing, planned, hypothetical, denied or unknown"),
    ("actor", "who acts, null where it is not known"),
    ("recipient", "towards whom, likewise"),
    ("speaker", "whose word it is, where it is only somebody's"),
    ("SIDE.id", "its id, null where it is not known"),
    ("SIDE.country", "its state, ISO 3166-1 alpha-3"),
    ("SIDE.sector", "its PLOVER sector"),
    ("SIDE.name", "its usual name, or what the text or table calls it"),
    ("SIDE.span", "where the text names it: first byte, and the one after the last"),
    ("reciprocal", "true where both act alike"),
    ("happened", "when it happened or is to happen"),
    ("happened.from", "first day"),
    ("happened.to", "last day"),
    ("happened.precision", "day, week, month, season, year or interval"),
    ("happened.span", "where the text says so"),
    ("reported", "day on which it became known"),
    ("place", "where it happened"),
    ("place.id", "the place's id in the gazetteer"),
    ("place.name", "its name"),
    ("place.lat", "degrees north"),
    ("place.lon", "degrees east"),
    ("place.country", "its state, ISO 3166-1 alpha-3"),
    ("place.span", "where the text names it"),
    ("confidence", "how sure the reading is, from 0 to 1"),
    ("sentence", "where the sentence that says so lies in the text"),
    ("trigger", "where the words lie that say so"),
    ("why", "rules that fired, strongest first"),
    ("again", "other sentences that tell it, where there are any"),
    ("again.sentence", "where such a sentence lies"),
    ("again.trigger", "where its words lie that say so"),
    ("again.why", "rules that fired there"),
    ("document", "id of the document"),
    ("title", "its headline"),
    ("publisher", "the outlet; of an address in a table of others, its host"),
    ("url", "address of the report"),
    ("published", "day of publication"),
    ("copy_of", "the earliest document that tells the same story in much the same words"),
    ("version", "which version of its page the document is, where there are several"),
    ("sentence_text", "the sentence, null in tables of others"),
    ("run", "the run that coded it or brought it"),
    ("dataset", "whose table it stood in; missing where it was read from a text, as all below"),
    ("intensity", "the dataset's own score"),
    ("story", "the dataset's id of the story"),
    ("root", "true where a report leads with it"),
    ("mentions", "how often the dataset saw it mentioned"),
    ("sources", "in how many sources"),
    ("articles", "in how many articles"),
    ("average_tone", "average tone of these articles"),
    ("input", "the table's file"),
    ("line", "the row's line there, from 1"),
];

fn row(row: &Listed, _: &Crosswalk, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}
