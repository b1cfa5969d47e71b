//! Streams: they are read a record at a time, are never held whole, and end when they only grow.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use entente_model::{Format, NoteKind};
use entente_read::{BlockCues, Columns, Hint, Item, read};
use flate2::Compression;
use flate2::read::GzEncoder;

use crate::noted;

/// Gives the same bytes for ever, and counts them.
struct Endless {
    bytes: Vec<u8>,
    at: usize,
    given: Arc<AtomicU64>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = into.len().min(self.bytes.len() - self.at);
        into[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        self.at = (self.at + n) % self.bytes.len();
        self.given.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Checks that documents come out of a stream that never ends, with little read ahead.
#[track_caller]
fn check_endless(name: &str, before: &str, record: &str) {
    const ENOUGH: usize = 3000;
    const AHEAD: u64 = 256 << 10;
    let (cues, given) = (BlockCues::default(), Arc::default());
    let endless = Endless { bytes: record.into(), at: 0, given: Arc::clone(&given) };
    let stream = before.as_bytes().chain(endless);
    let items = read(stream, Hint::new(name, &cues)).take(ENOUGH);
    assert!(items.into_iter().all(|item| matches!(item, Item::Document(_))));
    let needed = (record.len() * ENOUGH) as u64;
    let found = given.load(Ordering::Relaxed);
    assert!(found <= needed + AHEAD, "{found} bytes were read where {needed} would have done");
}

#[test]
fn records_come_one_by_one_from_a_stream_without_end() {
    let content = "The envoy of Borduria left Klow on Tuesday.";
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n\
         Content-Length: {}\r\n\r\n{content}\r\n\r\n",
        content.len()
    );
    check_endless("a.warc", "", &warc);
    check_endless("a.jsonl", "", &format!("{{\"text\": \"{content}\"}}\n"));
    check_endless("a.csv", "id,text\n", &format!("1,\"{content}\"\n"));
    check_endless("a.xml", "<rss><channel>", &format!("<item><title>{content}</title></item>\n"));
    check_endless("a.tar", "", &tar_member("a.txt", content));
    check_endless("a.zip", "", &zip_member("a.txt", content));
}

/// A member of a tar archive, as text: all of it is ASCII.
fn tar_member(name: &str, content: &str) -> String {
    let field = |text: &str, n: usize| format!("{text}{}", "\0".repeat(n - text.len()));
    let before = field(name, 100)
        + &field("0000644", 8).repeat(3)
        + &field(&format!("{:011o}", content.len()), 12);
    let (time, blank) = (field("00000000000", 12), " ".repeat(8));
    let after = field("0", 356);
    let whole = format!("{before}{time}{blank}{after}");
    let sum: u32 = whole.bytes().map(u32::from).sum();
    let padding = "\0".repeat(512 - content.len() % 512);
    format!("{before}{time}{sum:06o}\0 {after}{content}{padding}")
}

/// A member of a zip archive without a checksum, as text: all of it is ASCII.
fn zip_member(name: &str, content: &str) -> String {
    let short = |n: usize| format!("{}\0", char::from(u8::try_from(n).expect("it is short")));
    let sizes = format!("{}\0\0", short(content.len())).repeat(2);
    // Sizes are said to stand after the member as well, so that no checksum is asked for.
    let fixed = format!("PK\u{3}\u{4}{}{}{}", short(20), short(8), short(0));
    format!(
        "{fixed}{}{}{sizes}{}{}{name}{content}",
        "\0".repeat(4),
        "\0".repeat(4),
        short(name.len()),
        short(0)
    )
}

#[test]
fn what_only_grows_is_ended() {
    let cues = BlockCues::default();
    for (name, begins) in
        [("a.jsonl", "{\"text\": \""), ("a.warc", "WARC/1.0\r\n"), ("a.csv", "text,id\n\"")]
    {
        let zeros = std::io::repeat(b'0').take(400 << 20);
        let packed = GzEncoder::new(begins.as_bytes().chain(zeros), Compression::fast());
        let items = read(packed, Hint::new(name, &cues));
        let notes: Vec<_> = items.map(noted).flat_map(|item| item.notes).collect();
        assert!(notes.iter().any(|note| note.message.contains("found a bomb")), "{notes:?}");
        assert!(notes.len() < 5, "{notes:?}");
    }
}

#[test]
fn articles_may_be_packed_as_small_as_they_can_be() {
    let cues = BlockCues::default();
    let line = format!("{{\"text\": \"{}\"}}\n", "The same. ".repeat(100_000));
    let lines = std::io::Cursor::new(line.repeat(5));
    let given = Arc::default();
    let endless = Endless { bytes: lines.into_inner().into_bytes(), at: 0, given };
    let packed = GzEncoder::new(endless.take(300_000_000), Compression::fast());
    let (mut n, mut lost) = (0, Vec::new());
    for item in read(packed, Hint::new("a.jsonl", &cues)) {
        match item {
            Item::Document(_) => n += 1,
            Item::Lost { notes, .. } => lost.extend(notes),
        }
    }
    // The last line is cut off.
    assert_eq!((n, lost.len()), (299, 1), "{lost:?}");
}

#[test]
fn columns_are_called_what_the_caller_says() {
    let cues = BlockCues::default();
    let columns = Columns::parse("text=Body text,published=when,title=head").expect("three pairs");
    let hint = |name| Hint { columns: Some(&columns), ..Hint::new(name, &cues) };
    let table = "when;Body text;head;rest\n2014-05-07;The envoy left.;Envoy leaves;x\n";
    let line = "{\"when\": \"2014-05-07\", \"Body text\": \"The envoy left.\", \"head\": \"Envoy leaves\"}";
    for (name, bytes, format) in [("a", table, Format::Csv), ("b", line, Format::Jsonl)] {
        let items: Vec<Item> = read(bytes.as_bytes(), hint(name)).collect();
        let [Item::Document(read)] = items.as_slice() else { panic!("one document: {items:?}") };
        assert_eq!((read.value.text.as_str(), &read.notes), ("The envoy left.", &Vec::new()));
        let meta = &read.value.meta;
        assert_eq!(meta.published.map(|day| day.to_string()).as_deref(), Some("2014-05-07"));
        assert_eq!((meta.title.as_deref(), meta.origin.format), (Some("Envoy leaves"), format));
    }
    let items: Vec<Item> = read("a,b\n1,2\n".as_bytes(), hint("c.csv")).collect();
    let [Item::Lost { notes, .. }] = items.as_slice() else { panic!("no document: {items:?}") };
    assert_eq!(notes[0].kind, NoteKind::Unreadable);
    assert!(notes[0].message.starts_with("expected a column `Body text`, found `a`, `b`"));
}
