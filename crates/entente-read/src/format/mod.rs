//! The formats, one row each, and how one is told from another.

mod csv;
mod feed;
pub(crate) mod html;
mod jsonl;
mod member;
mod page;
mod root;
mod tar;
mod text;
mod warc;
mod zip;

use std::collections::VecDeque;
use std::sync::Arc;

use entente_model::{Format, Note, NoteKind, Origin};

use crate::source::{Budget, Faults, Source};
use crate::{Hint, Item, Records};

/// A format and how to read it.
pub(crate) struct Row {
    format: Format,
    /// How names end that promise this format; archives of it may end in [`PACKED`] besides.
    endings: &'static [&'static str],
    /// Whether the first bytes of an input are of this format and no other.
    looks: fn(head: &[u8], hint: &Hint<'_>) -> bool,
    /// Reads every record.
    read: for<'a> fn(source: Source<'a>, hint: Hint<'a>) -> Records<'a>,
}

/// All formats; the first whose looks an input has reads it, the last reads what has none.
const FORMATS: &[Row] = &[
    Row {
        format: Format::Warc,
        endings: &["warc", "arc", "wet"],
        looks: warc::looks,
        read: warc::read,
    },
    Row { format: Format::Zip, endings: &["zip"], looks: zip::looks, read: zip::read },
    Row {
        format: Format::Tar,
        endings: &["tar", "tgz", "tzst"],
        looks: tar::looks,
        read: tar::read,
    },
    Row {
        format: Format::Feed,
        endings: &["rss", "atom", "rdf", "xml"],
        looks: feed::looks,
        read: feed::read,
    },
    Row {
        format: Format::Jsonl,
        endings: &["jsonl", "ndjson"],
        looks: jsonl::looks,
        read: jsonl::read,
    },
    Row {
        format: Format::Html,
        endings: &["html", "htm", "xhtml", "shtml"],
        looks: page::looks,
        read: page::read,
    },
    Row { format: Format::Csv, endings: &["csv", "tsv"], looks: csv::looks, read: csv::read },
    Row { format: Format::Text, endings: &["txt", "text"], looks: text::looks, read: text::read },
];

/// How names end of what is compressed.
const PACKED: [&str; 3] = ["gz", "zst", "zstd"];
/// How many bytes are looked at to tell a format.
const HEAD: usize = 4 << 10;

/// Whether a name ends as those of some format do.
pub fn is_named(name: &str) -> bool {
    let (ending, is_packed) = ending(name);
    is_packed || FORMATS.iter().any(|row| row.is_named(ending))
}

/// Tells the format of a stream and reads it, at whatever depth of archives it lies.
pub(crate) fn open<'a>(source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    let mut source = source.unpacked();
    let row = choose(source.peek(HEAD), &hint);
    let (faults, budget) = (source.faults.clone(), Arc::clone(&source.budget));
    let origin = origin(&hint, row.format, 0);
    let records = (row.read)(source, hint);
    Box::new(Watched { records, faults, budget, origin, told: VecDeque::new() })
}

/// Picks the format that the hint names, else the one that shows, else the one that the name
/// promises.
fn choose(head: &[u8], hint: &Hint<'_>) -> &'static Row {
    let given = hint.format.and_then(|format| FORMATS.iter().find(|row| row.format == format));
    let (ending, _) = ending(&hint.name);
    let (last, others) = FORMATS.split_last().expect("there are formats");
    let shown = || others.iter().find(|row| (row.looks)(head, hint));
    let named = || others.iter().find(|row| row.is_named(ending));
    given.or_else(shown).or_else(named).unwrap_or(last)
}

/// Whether a member of an archive is worth reading: by its bytes, or by its name where they look
/// like nothing but text.
fn choose_in_archive(source: &mut Source<'_>, hint: &Hint<'_>) -> bool {
    let base = hint.name.rsplit('/').next().unwrap_or_default();
    let (ending, _) = ending(base);
    let (last, others) = FORMATS.split_last().expect("there are formats");
    let is_named = ending.is_empty() || FORMATS.iter().any(|row| row.is_named(ending));
    let head = source.peek(HEAD);
    let is_shown = others.iter().any(|row| row.format != last.format && (row.looks)(head, hint));
    // Systems leave files of their own in archives, whose names begin with a full stop.
    (is_named || is_shown) && !base.starts_with('.')
}

impl Row {
    fn is_named(&self, ending: &str) -> bool {
        self.endings.iter().any(|known| known.eq_ignore_ascii_case(ending))
    }
}

/// How a name ends, apart from compression, and whether that is all.
fn ending(name: &str) -> (&str, bool) {
    let split = |name| str::rsplit_once(name, '.').filter(|(_, ending)| !ending.contains('/'));
    match split(name) {
        None => ("", false),
        Some((rest, last)) if PACKED.iter().any(|known| known.eq_ignore_ascii_case(last)) => {
            split(rest).map_or(("", true), |(_, ending)| (ending, true))
        }
        Some((_, last)) => (last, false),
    }
}

/// Records, and after each the faults of the stream that showed while it was read.
struct Watched<'a> {
    records: Records<'a>,
    faults: Faults,
    budget: Arc<Budget>,
    origin: Origin,
    told: VecDeque<Item>,
}

impl Iterator for Watched<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if let Some(told) = self.told.pop_front() {
            return Some(told);
        }
        let item = self.records.next();
        if let Some(Item::Document(_)) = item {
            self.budget.renew();
        }
        let faults = self.faults.take().into_iter();
        self.told.extend(faults.map(|fault| Item::Lost {
            origin: Origin { offset: fault.offset, ..self.origin.clone() },
            notes: vec![Note::new(NoteKind::Unreadable, fault.message)],
        }));
        item.or_else(|| self.told.pop_front())
    }
}

/// Where a record stands.
fn origin(hint: &Hint<'_>, format: Format, offset: u64) -> Origin {
    Origin { path: hint.name.to_string(), offset, format }
}

/// An item without a document.
fn lost(hint: &Hint<'_>, format: Format, offset: u64, message: impl Into<String>) -> Item {
    let notes = vec![Note::new(NoteKind::Unreadable, message)];
    Item::Lost { origin: origin(hint, format, offset), notes }
}

/// An item without a document, since that would have been longer than was allowed.
fn too_long(
    hint: &Hint<'_>,
    format: Format,
    offset: u64,
    what: &str,
    told: impl FnOnce(String) -> String,
) -> Item {
    let most = hint.max_text;
    let message = format!("expected a {what} of at most {most} bytes, found a longer one");
    let notes = vec![Note::new(NoteKind::TooLong, told(message))];
    Item::Lost { origin: origin(hint, format, offset), notes }
}

/// Refuses a text that is blank or too long.
pub(crate) fn check_length(text: &str, hint: &Hint<'_>) -> Result<(), String> {
    let (found, most) = (text.len(), hint.max_text.min(u32::MAX as usize));
    if text.trim().is_empty() {
        return Err("expected a text, found nothing but white space".into());
    }
    if found > most {
        return Err(format!("expected a text of at most {most} bytes, found {found}"));
    }
    Ok(())
}
