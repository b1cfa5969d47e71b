//! Web archives: WARC, and ARC before it, a record at a time.
//!
//! Of the records those are read that hold a page as it was served, a resource, or the text made of
//! one; requests, metadata and what is no article are passed over, and counted in a note at the end.
//! Lengths are not trusted: where a record does not end before another or the end, its true end is
//! looked for, and a note says so. After that every line is watched for the next header.

mod body;
mod header;
mod http;

use std::iter;

use entente_model::{Format, Note, NoteKind};

use self::body::Body;
use self::header::{Header, Kind};
use self::http::Response;
use super::page::{self, Page, read_page};
use super::{feed, lost, origin, text};
use crate::source::Source;
use crate::{Hint, Item, Records, date};

/// Claims what begins with the header of a record.
pub(super) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    header::begins(head.trim_ascii_start())
}

pub(super) fn read<'a>(source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    let mut archive = Archive {
        source,
        hint,
        number: 0,
        left_out: 0,
        is_fruitful: false,
        is_lying: false,
        inner: None,
    };
    Box::new(iter::from_fn(move || archive.next_item()).fuse())
}

/// The records that are left.
struct Archive<'a> {
    source: Source<'a>,
    hint: Hint<'a>,
    /// Of the last record, from 1.
    number: u64,
    /// Records that hold no article.
    left_out: u64,
    /// Whether there was anything to tell of any of them.
    is_fruitful: bool,
    /// Whether a length was found to be wrong.
    is_lying: bool,
    /// The items of a feed that a record holds.
    inner: Option<Records<'a>>,
}

impl<'a> Archive<'a> {
    fn next_item(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.inner.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            self.inner = None;
            self.skip_blank();
            if self.source.is_at_end() {
                return self.closing();
            }
            self.number += 1;
            let start = self.source.offset();
            let item = match header::read(&mut self.source) {
                Ok(header) => self.record(&header, start),
                Err(found) => {
                    header::skip_to_next(&mut self.source);
                    let message = format!("expected the header of a record, found {found}");
                    Some(self.lost(start, &message))
                }
            };
            if item.is_some() {
                self.is_fruitful = true;
                return item;
            }
        }
    }

    fn skip_blank(&mut self) {
        while let Some(b'\r' | b'\n') = self.source.peek(1).first() {
            self.source.skip(1);
        }
    }

    /// What is to be said of the archive at its end.
    fn closing(&mut self) -> Option<Item> {
        if self.number == 0 {
            (self.number, self.is_fruitful) = (1, true);
            let message = "expected the records of a web archive, found an empty input";
            return Some(lost(&self.hint, Format::Warc, 0, message));
        }
        let (n, all) = (std::mem::take(&mut self.left_out), self.number);
        let message = match (n, std::mem::replace(&mut self.is_fruitful, true)) {
            (0, true) => return None,
            (0, false) => format!("expected pages, found none among {all} records"),
            (n, _) => format!("left out {n} of {all} records, which hold no article"),
        };
        let notes = vec![Note::new(NoteKind::Ignored, message)];
        Some(Item::Lost { origin: origin(&self.hint, Format::Warc, 0), notes })
    }

    /// Reads the record whose header was taken; nothing where it is no article.
    fn record(&mut self, header: &Header, start: u64) -> Option<Item> {
        let most = self.hint.max_text.saturating_add(http::MOST_HEAD);
        let body = body::read(&mut self.source, header.length, most, self.is_lying);
        let Body { bytes, is_whole, lie } = body;
        self.is_lying |= lie.is_some();
        let mut item = match header.kind {
            Kind::Other => None,
            _ if !is_whole => Some(self.too_long(header, start)),
            _ => self.article(header, bytes, start),
        };
        let cut = header.truncated.as_ref();
        let cut = cut.map(|why| format!("was cut off when it was archived: {why}"));
        for message in lie.into_iter().chain(cut) {
            let note = Note::new(NoteKind::Truncated, self.here(&message));
            match &mut item {
                Some(Item::Document(read)) => read.notes.push(note),
                Some(Item::Lost { notes, .. }) => notes.push(note),
                None => {
                    let origin = origin(&self.hint, Format::Warc, start);
                    item = Some(Item::Lost { origin, notes: vec![note] });
                }
            }
        }
        item
    }

    /// Makes a document of what a record holds, if that is an article.
    fn article(&mut self, header: &Header, bytes: Vec<u8>, start: u64) -> Option<Item> {
        let response = match header.is_http() {
            true => http::parse(bytes, &self.source, self.hint.max_text),
            false => Ok(Response::plain(bytes, header.content_type.clone())),
        };
        let response = match response {
            Ok(response) => response,
            Err(message) => return Some(self.lost(start, &message)),
        };
        let Response { status, content_type, charset, modified, body, note } = response;
        if !(200..300).contains(&status) {
            self.left_out += 1;
            return None;
        }
        let page = Page {
            bytes: body,
            url: header.url.clone(),
            charset,
            modified: modified.as_deref().and_then(date::of_mail),
            archived: header.day,
            origin: origin(&self.hint, Format::Warc, start),
        };
        let mut item = match kind_of(&content_type, &page.bytes, &self.hint) {
            Some(Format::Html) => read_page(page, &self.hint),
            Some(Format::Feed) => {
                let hint = self.hint.member(page.url.as_deref().unwrap_or_default());
                let bytes = std::io::Cursor::new(page.bytes);
                let source = Source::inside(bytes, self.source.depth() + 1, &self.source.budget);
                self.inner = Some(feed::read(source, hint));
                return self.inner.as_mut().and_then(Iterator::next);
            }
            Some(_) => text::read_page(page, &self.hint),
            None => {
                self.left_out += 1;
                return None;
            }
        };
        let note = note.map(|message| Note::new(NoteKind::Truncated, self.here(&message)));
        match &mut item {
            Item::Document(read) => read.notes.extend(note),
            Item::Lost { notes, .. } => {
                notes.iter_mut().for_each(|note| note.message = self.here(&note.message));
                notes.extend(note);
            }
        }
        Some(item)
    }

    #[cold]
    fn too_long(&self, header: &Header, start: u64) -> Item {
        let said = header.length;
        let most = self.hint.max_text;
        let message = format!("expected a page of at most {most} bytes, found one of {said}");
        let notes = vec![Note::new(NoteKind::TooLong, self.here(&message))];
        Item::Lost { origin: origin(&self.hint, Format::Warc, start), notes }
    }

    #[cold]
    fn lost(&self, start: u64, message: &str) -> Item {
        lost(&self.hint, Format::Warc, start, self.here(message))
    }

    fn here(&self, message: &str) -> String {
        format!("record {}: {message}", self.number)
    }
}

/// What sort of article a body is, by what the server said and, where that says little, by itself.
fn kind_of(content_type: &str, body: &[u8], hint: &Hint<'_>) -> Option<Format> {
    let is_feed = || feed::looks(&body[..body.len().min(super::HEAD)], hint);
    let kind = match content_type {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        "" | "application/octet-stream" | "unknown" | "no-type" => {
            page::looks(&body[..body.len().min(super::HEAD)], hint).then_some(Format::Html)
        }
        kind if kind.ends_with("xml") => is_feed().then_some(Format::Feed),
        _ => None,
    };
    kind.filter(|_| !body.trim_ascii().is_empty())
}
