//! JSON Lines: one document a line, as the public shape `entente/1` has it.

mod field;

use entente_model::{DocId, DocMeta, Document, Format, Note, Noted, Origin};
use serde_json::Value;

use self::field::Fields;
use super::{check_length, unreadable};
use crate::{Hint, Records, block, decode, identity};

/// Claims names that say so, and objects whatever their name.
pub(super) fn claims(name: &str, bytes: &[u8]) -> bool {
    let (_, bytes) = decode::split_mark(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_named = ["jsonl", "ndjson"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_named || first == Some(&b'{')
}

pub(super) fn read<'a>(bytes: &'a [u8], hint: Hint<'a>) -> Records<'a> {
    let (mark, bytes) = decode::split_mark(bytes);
    if bytes.trim_ascii().is_empty() {
        return Box::new(std::iter::once(unreadable("expected JSON Lines, found an empty input")));
    }
    let mut offset = mark;
    let lines =
        bytes.split_inclusive(|&byte| byte == b'\n').zip(1_u64..).map(move |(line, number)| {
            let start = offset;
            offset += line.len() as u64;
            Line { bytes: line, number, start }
        });
    let filled = lines.filter(|line| !line.bytes.trim_ascii().is_empty());
    Box::new(filled.map(move |line| line.read(&hint)))
}

/// One line of the input.
struct Line<'a> {
    bytes: &'a [u8],
    /// From 1.
    number: u64,
    /// Byte offset in the input.
    start: u64,
}

impl Line<'_> {
    /// Makes a document; every note names the line.
    fn read(&self, hint: &Hint<'_>) -> Noted<Option<Document>> {
        let here = |message: &str| format!("line {}: {message}", self.number);
        match self.document(hint) {
            Err(message) => unreadable(here(&message)),
            Ok(Noted { value, notes }) => {
                let named = |note: Note| Note { message: here(&note.message), ..note };
                Noted { value: Some(value), notes: notes.into_iter().map(named).collect() }
            }
        }
    }

    fn document(&self, hint: &Hint<'_>) -> Result<Noted<Document>, String> {
        let line = decode::text(self.bytes.trim_ascii_end(), self.start)?;
        let object = match serde_json::from_str(line).map_err(syntax)? {
            Value::Object(object) => object,
            other => return Err(format!("expected an object, found {}", field::sort(&other))),
        };
        let Fields {
            text,
            id,
            mut title,
            published,
            publisher,
            url,
            lang,
            query_date,
            pair,
            notes,
        } = Fields::of(object);
        let text = text?;
        check_length(&text, hint)?;
        let blocks = block::blocks(&text, &mut title, hint.cues);
        let (day, published_from) = published;
        let mut meta = DocMeta {
            id: DocId::new(""),
            key: id,
            title,
            publisher,
            published: day,
            published_from,
            query_date,
            lang,
            url,
            origin: Origin { path: hint.name.into(), offset: self.start, format: Format::Jsonl },
            pair,
        };
        meta.id = identity::of(&text, &meta);
        Ok(Noted { value: Document { meta, text, blocks }, notes })
    }
}

#[cold]
fn syntax(error: serde_json::Error) -> String {
    let shown = error.to_string();
    // The position counts from the start of this line; the line's own number is added elsewhere.
    let cause = shown.split(" at line ").next().unwrap_or_default();
    format!("expected a JSON object, found {cause} at column {}", error.column())
}
