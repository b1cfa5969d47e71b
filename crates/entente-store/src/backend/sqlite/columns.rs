//! The columns of the wide tables, in the one order in which rows are written, read and summed.

/// Columns of `event`, without `run` and the checksum.
pub(super) const EVENT: [&str; 49] = [
    "id",
    "document",
    "ontology",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "tone",
    "actor_id",
    "actor_country",
    "actor_sector",
    "actor_name",
    "actor_start",
    "actor_end",
    "recipient_id",
    "recipient_country",
    "recipient_sector",
    "recipient_name",
    "recipient_start",
    "recipient_end",
    "reciprocal",
    "happened_from",
    "happened_to",
    "happened_precision",
    "happened_start",
    "happened_end",
    "reported",
    "place_id",
    "place_name",
    "place_lat",
    "place_lon",
    "place_country",
    "place_start",
    "place_end",
    "status",
    "speaker_id",
    "speaker_country",
    "speaker_sector",
    "speaker_name",
    "speaker_start",
    "speaker_end",
    "confidence",
    "sentence_start",
    "sentence_end",
    "trigger_start",
    "trigger_end",
    "rules",
    "again",
];

/// Columns of `document` that are its metadata.
pub(super) const DOCUMENT: [&str; 22] = [
    "id",
    "given_id",
    "title",
    "publisher",
    "published",
    "published_from",
    "query_date",
    "lang",
    "url",
    "path",
    "byte_offset",
    "format",
    "asks_pair",
    "pair_actor_start",
    "pair_actor_end",
    "pair_recipient_start",
    "pair_recipient_end",
    "agency",
    "fingerprint",
    "authors",
    "canonical",
    "earliest",
];

/// Columns of `document` beyond its metadata, without the checksum.
pub(super) const CONTENT: [&str; 3] = ["blocks", "length", "text"];

/// Columns of `claim`, without `run` and the checksum.
pub(super) const CLAIM: [&str; 24] = [
    "id",
    "document",
    "speaker_kind",
    "speaker_id",
    "speaker_name",
    "speaker_start",
    "speaker_end",
    "cue_start",
    "cue_end",
    "content",
    "proposition",
    "args",
    "affirmed",
    "modality",
    "stance",
    "within",
    "offered",
    "confidence",
    "sentence_start",
    "sentence_end",
    "trigger_start",
    "trigger_end",
    "rules",
    "again",
];

/// Columns of `relation`, without `run` and the checksum.
pub(super) const RELATION: [&str; 21] = [
    "id",
    "document",
    "first",
    "second",
    "directed",
    "kind",
    "grade",
    "sign",
    "interval_from",
    "interval_to",
    "interval_precision",
    "interval_start",
    "interval_end",
    "status",
    "confidence",
    "sentence_start",
    "sentence_end",
    "trigger_start",
    "trigger_end",
    "rules",
    "again",
];

/// Columns of `structure`, without `run` and the checksum.
pub(super) const STRUCTURE: [&str; 13] = [
    "\"key\"",
    "\"table\"",
    "actor",
    "recipient",
    "item",
    "first",
    "last",
    "value",
    "low",
    "high",
    "reported",
    "line",
    "\"repeat\"",
];

/// Columns of `structure_table`, without the checksum.
pub(super) const STRUCTURE_TABLE: [&str; 7] =
    ["run", "dataset", "measure", "unit", "source", "closed", "input"];

/// Columns as SQL, each under the name of its table.
pub(super) fn of(table: &str, columns: &[&str]) -> String {
    let qualified: Vec<_> = columns.iter().map(|c| format!("{table}.{c}")).collect();
    qualified.join(", ")
}

/// An insertion of one row of the columns, some more and the checksum.
pub(super) fn insert(table: &str, columns: &[&str], more: &[&str]) -> String {
    let names = [columns, more, &["checksum"]].concat();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT INTO {table} ({}) VALUES ({places}) ON CONFLICT DO NOTHING", names.join(", "))
}
