//! The formats, one row each.

mod jsonl;
mod text;

use entente_model::{Document, Format, Note, NoteKind, Noted};

use crate::{Hint, Records};

/// A format and how to read it.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// The format.
    pub format: Format,
    /// Whether an input of that name and those bytes is of this format.
    pub claims: fn(name: &str, bytes: &[u8]) -> bool,
    /// Reads every record.
    pub read: for<'a> fn(bytes: &'a [u8], hint: Hint<'a>) -> Records<'a>,
}

/// All formats; the first that claims an input reads it.
pub const FORMATS: &[Reader] = &[
    Reader { format: Format::Jsonl, claims: jsonl::claims, read: jsonl::read },
    Reader { format: Format::Text, claims: text::claims, read: text::read },
];

/// Picks the format that the hint names, or else the first that claims the input.
pub(crate) fn choose(bytes: &[u8], hint: &Hint<'_>) -> &'static Reader {
    let named = hint.format.and_then(|format| FORMATS.iter().find(|row| row.format == format));
    let claimed = || FORMATS.iter().find(|row| (row.claims)(hint.name, bytes));
    named.or_else(claimed).expect("the last row claims any input")
}

/// An item without a document.
fn unreadable(message: impl Into<String>) -> Noted<Option<Document>> {
    Noted { value: None, notes: vec![Note::new(NoteKind::Unreadable, message)] }
}

/// Refuses a text that is blank or too long.
fn check_length(text: &str, hint: &Hint<'_>) -> Result<(), String> {
    let (found, most) = (text.len(), hint.max_text.min(u32::MAX as usize));
    if text.trim().is_empty() {
        return Err("expected a text, found nothing but white space".into());
    }
    if found > most {
        return Err(format!("expected a text of at most {most} bytes, found {found}"));
    }
    Ok(())
}
