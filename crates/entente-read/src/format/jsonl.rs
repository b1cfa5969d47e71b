//! JSON Lines: one document a line, as the public shape `entente/1` has it.

use std::iter;

use entente_model::{Document, Format, Note, Noted, Origin};
use serde_json::Value;

use super::{lost, too_long};
use crate::source::{Source, Until};
use crate::{Hint, Item, Records, decode, field, record};

/// Claims objects, whatever their name.
pub(super) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    let (_, head) = decode::split_mark(head);
    head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    let (mark, _) = decode::split_mark(source.peek(3));
    source.skip(mark);
    let mut lines = Lines { source, hint, number: 0, is_begun: false };
    Box::new(iter::from_fn(move || lines.next_item()))
}

/// The lines that are left.
struct Lines<'a> {
    source: Source<'a>,
    hint: Hint<'a>,
    /// Of the last line, from 1.
    number: u64,
    /// Whether there was anything but blank lines.
    is_begun: bool,
}

impl Lines<'_> {
    fn next_item(&mut self) -> Option<Item> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let start = self.source.offset();
            let most = self.hint.max_text.saturating_add(1);
            let until = self.source.until(b'\n', most, &mut line);
            self.number += 1;
            if until == Until::TooLong {
                self.source.skip_line();
                self.is_begun = true;
                let number = self.number;
                let told = |message| format!("line {number}: {message}");
                return Some(too_long(&self.hint, Format::Jsonl, start, "line", told));
            }
            if !line.trim_ascii().is_empty() {
                self.is_begun = true;
                return Some(self.item(&line, start));
            }
            if until == Until::End {
                let message = "expected JSON Lines, found an empty input";
                let is_first = !std::mem::replace(&mut self.is_begun, true);
                return is_first.then(|| lost(&self.hint, Format::Jsonl, 0, message));
            }
        }
    }

    /// Makes a document of a line; every note names the line.
    fn item(&self, line: &[u8], start: u64) -> Item {
        let here = |message: &str| format!("line {}: {message}", self.number);
        match document(line, start, &self.hint) {
            Err(message) => lost(&self.hint, Format::Jsonl, start, here(&message)),
            Ok(Noted { value, notes }) => {
                let named = |note: Note| Note { message: here(&note.message), ..note };
                let notes = notes.into_iter().map(named).collect();
                Item::Document(Box::new(Noted { value, notes }))
            }
        }
    }
}

fn document(line: &[u8], start: u64, hint: &Hint<'_>) -> Result<Noted<Document>, String> {
    let line = decode::text(line.trim_ascii_end(), start)?;
    let object = match serde_json::from_str(line).map_err(syntax)? {
        Value::Object(object) => object,
        other => return Err(format!("expected an object, found {}", field::sort(&other))),
    };
    let origin = Origin { path: hint.name.to_string(), offset: start, format: Format::Jsonl };
    record::document(object, origin, hint)
}

#[cold]
fn syntax(error: serde_json::Error) -> String {
    let shown = error.to_string();
    // The position counts from the start of this line; the line's own number is added elsewhere.
    let cause = shown.split(" at line ").next().unwrap_or_default();
    format!("expected a JSON object, found {cause} at column {}", error.column())
}
