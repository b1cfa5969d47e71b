//! The tokenizer's patterns and exceptions.

use rmpv::Value;

use super::msgpack::{decode, entries, get, items, text};
use super::pack::PackWriter;
use super::wheel::Wheel;
use crate::Outcome;

/// Each pattern under its key in the wheel and its section in the pack.
const PATTERNS: [(&str, &str); 4] = [
    ("prefix_search", "tokenizer/prefix"),
    ("suffix_search", "tokenizer/suffix"),
    ("infix_finditer", "tokenizer/infix"),
    ("url_match", "tokenizer/url"),
];
/// The key of a piece's text; that of its norm follows.
const ORTH: u64 = 65;
const NORM: u64 = 67;

/// Adds the sections `tokenizer/…`.
///
/// An exception is a list of pieces joined by U+001E, each a text and, after U+001F, its norm if it
/// has one; exceptions are joined by U+001D. Their texts contain line ends and tabs, so these
/// cannot separate them.
pub(crate) fn write(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let tokenizer = decode(&wheel.read("tokenizer")?)?;
    if !get(&tokenizer, "token_match")?.is_nil() {
        return Err("expected a tokenizer without `token_match`".into());
    }
    if get(&tokenizer, "faster_heuristics")?.as_bool() != Some(true) {
        return Err("expected a tokenizer with `faster_heuristics`".into());
    }
    for (key, section) in PATTERNS {
        pack.bytes(section, text(get(&tokenizer, key)?)?.into());
    }
    let mut records = Vec::new();
    for (form, pieces) in entries(get(&tokenizer, "exceptions")?)? {
        records.push(record(text(form)?, items(pieces)?)?);
    }
    records.sort_unstable();
    pack.bytes("tokenizer/exceptions", records.join("\u{1d}").into());
    Ok(())
}

fn record(form: &str, pieces: &[Value]) -> Outcome<String> {
    let (mut joined, mut record) = (String::new(), Vec::new());
    for piece in pieces {
        let orth = attribute(piece, ORTH)?.ok_or("a piece of an exception has no text")?;
        let norm = attribute(piece, NORM)?;
        joined.push_str(orth);
        record.push(norm.map_or(orth.to_owned(), |norm| format!("{orth}\u{1f}{norm}")));
    }
    let is_clean = !joined.contains(['\u{1d}', '\u{1e}', '\u{1f}']);
    if joined == form && is_clean {
        return Ok(record.join("\u{1e}"));
    }
    Err(format!("expected an exception that adds up to `{form}`, found `{joined}`").into())
}

fn attribute(piece: &Value, key: u64) -> Outcome<Option<&str>> {
    let found = entries(piece)?.iter().find(|(k, _)| k.as_u64() == Some(key));
    found.map(|(_, value)| text(value)).transpose()
}
