//! Tables with commas, semicolons, tabs or bars between: one document a row, by RFC 4180.
//!
//! The first row names the columns; which of them is which field of a document the caller says with
//! [`Columns`](crate::Columns), or else their names are those of the fields. A row is found before it is taken apart:
//! one with a quotation mark that nothing closes costs itself and not what follows.

use std::iter;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use entente_model::{Format, Note, NoteKind, Noted};
use serde_json::{Map, Value};

use super::{lost, origin};
use crate::field::FIELDS;
use crate::source::{Source, Until};
use crate::{Hint, Item, Records, decode, record};

/// What may stand between two fields.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Lines after one that may be broken that are looked at.
const LOOKED_AT: usize = 5;

/// Claims what begins with a row of names, of which one is the text and another is known too.
pub(super) fn looks(head: &[u8], hint: &Hint<'_>) -> bool {
    let (_, head) = decode::split_mark(head);
    let line = head.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_whole = line.ends_with(b"\n");
    let names = split(line, delimiter(line));
    let known = names.iter().filter_map(|name| field(name, hint));
    is_whole && known.clone().any(|name| name == "text") && known.count() > 1
}

pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    let (mark, _) = decode::split_mark(source.peek(3));
    source.skip(mark);
    let mut rows = Rows { source, hint, number: 0, table: None, is_begun: false };
    Box::new(iter::from_fn(move || rows.next_item()).fuse())
}

/// The rows that are left.
struct Rows<'a> {
    source: Source<'a>,
    hint: Hint<'a>,
    /// Of the last line taken, from 1.
    number: u64,
    /// What the first row says.
    table: Option<Table>,
    /// Whether anything was told of the table.
    is_begun: bool,
}

/// What the first row says.
struct Table {
    delimiter: u8,
    /// The field that each column holds, if it holds one.
    fields: Vec<Option<&'static str>>,
    /// What is to be said of the columns, with the first document.
    note: Option<Note>,
}

/// A row as it stands.
struct Row {
    bytes: Vec<u8>,
    start: u64,
    /// Of its first line.
    number: u64,
    ends: Ends,
}

/// Where a row has come to. A mark opens a field only at its beginning: what is 5" wide opens none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before a field.
    #[default]
    Start,
    /// In a field without marks, or behind them.
    Plain,
    /// Inside marks.
    Quoted,
    /// After a mark that closes, unless another follows: two stand for one inside.
    Closed,
}

impl Place {
    fn after(self, bytes: &[u8], delimiter: u8) -> Self {
        bytes.iter().fold(self, |place, byte| match (place, byte) {
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Quoted, _) | (Self::Start | Self::Closed, b'"') => Self::Quoted,
            (_, byte) if *byte == delimiter || *byte == b'\n' => Self::Start,
            _ => Self::Plain,
        })
    }
}

/// How a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// With its last field.
    Whole,
    /// In the middle of a quoted field, at the end of the input.
    Open,
    /// Nowhere within what may be read.
    TooLong,
}

impl Rows<'_> {
    fn next_item(&mut self) -> Option<Item> {
        loop {
            let Some(row) = self.row() else {
                let message = match (&self.table, std::mem::replace(&mut self.is_begun, true)) {
                    (_, true) => return None,
                    (None, false) => "expected a row of column names, found an empty input",
                    (Some(_), false) => "expected rows below the names of columns, found none",
                };
                return Some(lost(&self.hint, Format::Csv, 0, message));
            };
            if self.table.is_none() {
                match self.names(&row) {
                    Ok(table) => self.table = Some(table),
                    Err(message) => {
                        self.is_begun = true;
                        self.source.end();
                        return Some(lost(&self.hint, Format::Csv, row.start, message));
                    }
                }
                continue;
            }
            self.is_begun = true;
            return Some(self.item(row));
        }
    }

    /// Takes the lines of one row, passing over blank ones.
    fn row(&mut self) -> Option<Row> {
        let most = self.hint.max_text.saturating_add(1 << 10);
        let (mut bytes, mut start, mut number) = (Vec::new(), 0, 0);
        let mut place = Place::default();
        loop {
            if bytes.is_empty() {
                (start, number) = (self.source.offset(), self.number + 1);
            }
            let before = bytes.len();
            let until = self.source.until(b'\n', most - before, &mut bytes);
            self.number += u64::from(bytes.len() > before);
            let known = self.table.as_ref().map(|table| table.delimiter);
            place = place.after(&bytes[before..], known.unwrap_or_else(|| delimiter(&bytes)));
            let is_closed = place != Place::Quoted;
            let ends = match until {
                Until::TooLong => Ends::TooLong,
                Until::End if bytes.trim_ascii().is_empty() => return None,
                Until::End if is_closed => Ends::Whole,
                Until::End => Ends::Open,
                Until::Found if bytes.trim_ascii().is_empty() => {
                    bytes.clear();
                    continue;
                }
                Until::Found if is_closed => Ends::Whole,
                Until::Found => continue,
            };
            return Some(Row { bytes, start, number, ends });
        }
    }

    /// Reads the names of the columns.
    fn names(&self, row: &Row) -> Result<Table, String> {
        let text = decode::text(&row.bytes, row.start)?;
        let delimiter = delimiter(text.as_bytes());
        let names = split(text.as_bytes(), delimiter);
        let fields: Vec<_> = names.iter().map(|name| field(name, &self.hint)).collect();
        if !fields.contains(&Some("text")) {
            let asked = self.hint.columns.and_then(|columns| columns.column("text"));
            let asked = asked.unwrap_or("text");
            let found = quoted(names.iter().map(String::as_str));
            return Err(format!(
                "expected a column `{asked}`, found {found}; a map such as `text=body` names another"
            ));
        }
        let unknown = names.iter().zip(&fields).filter(|(_, field)| field.is_none());
        let unknown = quoted(unknown.map(|(name, _)| name.as_str()));
        let message = format!("expected columns for the fields of a document, ignored {unknown}");
        // Who maps columns has seen the others.
        let is_told = !unknown.is_empty() && self.hint.columns.is_none();
        let note = is_told.then(|| Note::new(NoteKind::Ignored, message));
        Ok(Table { delimiter, fields, note })
    }

    fn item(&mut self, row: Row) -> Item {
        let here = |message: &str| format!("line {}: {message}", row.number);
        let stray = "expected a closing quotation mark, found none";
        if row.ends != Ends::Whole {
            let is_cut = row.ends == Ends::Open && !self.goes_on_after(&row);
            if !is_cut {
                self.go_back_to_second_line(&row);
                return lost(&self.hint, Format::Csv, row.start, here(stray));
            }
        }
        match self.document(&row) {
            Err(message) => lost(&self.hint, Format::Csv, row.start, here(&message)),
            Ok(Noted { value, mut notes }) => {
                notes.iter_mut().for_each(|note| note.message = here(&note.message));
                if row.ends == Ends::Open {
                    notes.push(Note::new(NoteKind::Truncated, here(stray)));
                }
                notes.extend(self.table.as_mut().and_then(|table| table.note.take()));
                Item::Document(Box::new(Noted { value, notes }))
            }
        }
    }

    fn document(&self, row: &Row) -> Result<Noted<entente_model::Document>, String> {
        let table = self.table.as_ref().expect("rows follow the names");
        let text = decode::text(&row.bytes, row.start)?;
        let values = split(text.as_bytes(), table.delimiter);
        let (found, expected) = (values.len(), table.fields.len());
        if found != expected {
            return Err(format!("expected {expected} fields, found {found}"));
        }
        let pairs = table.fields.iter().zip(values);
        let named = pairs.filter_map(|(field, value)| Some(((*field)?.into(), value.into())));
        let object: Map<String, Value> = named.collect();
        // The columns have their fields' names by now.
        let hint = Hint { columns: None, ..self.hint.clone() };
        record::document(object, origin(&self.hint, Format::Csv, row.start), &hint)
    }

    /// Whether the lines after the first of an open row are rows of the table by themselves.
    fn goes_on_after(&self, row: &Row) -> bool {
        let Some(table) = &self.table else { return false };
        let lines = row.bytes.split_inclusive(|byte| *byte == b'\n').skip(1);
        let mut whole = lines.filter(|line| line.ends_with(b"\n")).take(LOOKED_AT).peekable();
        let is_row = |line: &[u8]| split(line, table.delimiter).len() == table.fields.len();
        table.fields.len() > 1 && whole.peek().is_some() && whole.all(is_row)
    }

    fn go_back_to_second_line(&mut self, row: &Row) {
        let first = memchr::memchr(b'\n', &row.bytes).map_or(row.bytes.len(), |at| at + 1);
        self.number = row.number;
        if first == row.bytes.len() && row.ends == Ends::TooLong {
            self.source.skip_line();
        }
        self.source.untake(&row.bytes[first..]);
    }
}

/// The field that a column of that name holds.
fn field(name: &str, hint: &Hint<'_>) -> Option<&'static str> {
    let same = |field: &&str| field.eq_ignore_ascii_case(name.trim());
    match hint.columns {
        Some(columns) => columns.field(name),
        None => FIELDS.into_iter().find(same),
    }
}

/// What stands most often between the fields of the first row, outside quotation marks.
fn delimiter(line: &[u8]) -> u8 {
    let outside = line.split(|byte| *byte == b'"').step_by(2);
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in outside.flatten() {
        let place = DELIMITERS.iter().position(|delimiter| delimiter == byte);
        place.into_iter().for_each(|at| counts[at] += 1);
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let first = counts.iter().position(|count| *count == most).unwrap_or_default();
    DELIMITERS[first]
}

/// Takes one row apart.
fn split(row: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut text, mut ends) = (vec![0; row.len() + 1], vec![0; row.len() + 2]);
    let (mut read, mut written, mut n_ends) = (0, 0, 0);
    loop {
        let (done, n_read, n_written, n) =
            reader.read_record(&row[read..], &mut text[written..], &mut ends[n_ends..]);
        (read, written, n_ends) = (read + n_read, written + n_written, n_ends + n);
        // Once all is taken, the empty input that is left ends the last field.
        if done != ReadRecordResult::InputEmpty {
            break;
        }
    }
    let starts = iter::once(0).chain(ends.iter().copied());
    let fields = starts.zip(ends[..n_ends].iter().copied());
    fields.map(|(start, end)| String::from_utf8_lossy(&text[start..end]).into_owned()).collect()
}

/// Names as literals, not too many of them.
fn quoted<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{}`", name.escape_debug())).collect();
    if names.len() > 20 {
        names.truncate(20);
        names.push("…".into());
    }
    names.join(", ")
}
