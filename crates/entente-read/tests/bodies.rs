//! What is to hold of any bytes: a body for each format, to be run by a fuzzer as well as by the
//! stable tests.
//!
//! A body panics where a document is not whole or a record is lost without a word. It takes all
//! bytes as one input; how they come in pieces is of no matter to a reader, and one test says so.

use entente_model::{Document, Format};
use entente_read::{BlockCues, Columns, Hint, Item, read};

/// The longest text that a body accepts, small so that bounds are met.
const MOST: usize = 64 << 10;

/// What is to hold of any bytes.
type Body = fn(&[u8]);

/// All bodies with their formats; `None` is whatever the bytes look like.
pub(crate) const BODIES: &[(Option<Format>, Body)] = &[
    (None, any),
    (Some(Format::Text), text),
    (Some(Format::Jsonl), jsonl),
    (Some(Format::Html), html),
    (Some(Format::Warc), warc),
    (Some(Format::Feed), feed),
    (Some(Format::Csv), csv),
    (Some(Format::Zip), zip),
    (Some(Format::Tar), tar),
];

/// The body of a format.
pub(crate) fn of(format: Format) -> Body {
    let row = BODIES.iter().find(|(known, _)| *known == Some(format));
    row.expect("every format has a body").1
}

pub(crate) fn any(bytes: &[u8]) {
    body(None, bytes);
}

pub(crate) fn text(bytes: &[u8]) {
    body(Some(Format::Text), bytes);
}

pub(crate) fn jsonl(bytes: &[u8]) {
    body(Some(Format::Jsonl), bytes);
}

pub(crate) fn html(bytes: &[u8]) {
    body(Some(Format::Html), bytes);
}

pub(crate) fn warc(bytes: &[u8]) {
    body(Some(Format::Warc), bytes);
}

pub(crate) fn feed(bytes: &[u8]) {
    body(Some(Format::Feed), bytes);
}

pub(crate) fn csv(bytes: &[u8]) {
    body(Some(Format::Csv), bytes);
}

pub(crate) fn zip(bytes: &[u8]) {
    body(Some(Format::Zip), bytes);
}

pub(crate) fn tar(bytes: &[u8]) {
    body(Some(Format::Tar), bytes);
}

fn body(format: Option<Format>, bytes: &[u8]) {
    let cues = BlockCues::parse("caption\tstart\t40\tPhoto:\nboilerplate\tanywhere\t9\tsaid\n");
    let cues = cues.expect("the table is well-formed");
    let columns = Columns::parse("title=id,lang=title").expect("the map is well-formed");
    let hint = Hint { format, max_text: MOST, ..Hint::new("2020-01-01", &cues) };
    let mut items = read(bytes, hint.clone());
    items.by_ref().for_each(|item| check(&item));
    assert_eq!(items.next(), None, "what is at its end stays there");
    if matches!(format, Some(Format::Csv | Format::Jsonl)) {
        read(bytes, Hint { columns: Some(&columns), ..hint }).for_each(|item| check(&item));
    }
}

fn check(item: &Item) {
    match item {
        Item::Document(read) => check_document(&read.value),
        Item::Lost { notes, .. } => assert!(!notes.is_empty(), "a loss is told"),
    }
}

/// Blocks lie in the text, in order, between characters, with nothing but white space outside them.
pub(crate) fn check_document(document: &Document) {
    let text = document.text.as_str();
    let mut end = 0;
    for block in &document.blocks {
        let range = block.span.range();
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        assert!(!range.is_empty() && end <= range.start, "{text:?}");
        assert!(text[end..range.start].trim().is_empty(), "{text:?}");
        assert_eq!(text[range.clone()].trim(), &text[range.clone()], "{text:?}");
        end = range.end;
    }
    assert!(text[end..].trim().is_empty() && !document.blocks.is_empty(), "{text:?}");
}
