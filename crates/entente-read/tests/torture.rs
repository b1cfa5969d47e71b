//! Made-up and broken bytes over all formats: nothing panics, hangs or is lost without a word.

use std::io::Read;

use entente_read::{BlockCues, Hint, Item, read};

use crate::{bodies, corpus};

/// Pieces that break readers: line ends, marks, scripts, half a record.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "a",
    "The ",
    "Aland met Borduria on Monday ",
    "said.",
    "He left. ",
    "?",
    "\"",
    "”",
    "- ",
    "* ",
    "1. ",
    "(2) ",
    "12.",
    "2014-05-07",
    "T10:00",
    "2014-13-99",
    "https://example.org/",
    "Photo: ",
    "é",
    "北京。",
    "😀",
    "\u{301}",
    "İ",
    "ß",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u0000",
    "\\ud800",
    "\"text\": \"",
    "\"pair\": {\"actor\": [0, ",
    "null",
    "1e999",
    "-0",
    "\0",
    "\u{7f}",
    "<html>",
    "<!DOCTYPE html><p>",
    "<rss><channel>",
    "<item>",
    "</item>",
    "<title>",
    "<description>",
    "<![CDATA[",
    "]]>",
    "&lt;p&gt;",
    "&x;",
    "WARC/1.0\r\n",
    "WARC-Type: conversion\r\n",
    "Content-Length: 7\r\n\r\n",
    "Content-Length: 99999999999\r\n\r\n",
    "Content-Type: text/plain\r\n",
    "HTTP/1.1 200 OK\r\n",
    "http://a.example/ 127.0.0.1 20140507100000 text/plain 9\n",
    "text,id\n",
    ";",
    "PK\u{3}\u{4}",
    "\u{1f}\u{8}",
    "{\"text\": \"A came.\"}\n",
];

/// A small generator (SplitMix64), so that every run tries the same inputs.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).expect("less than `n`")
    }

    fn bytes(&mut self) -> Vec<u8> {
        let n = self.below(40);
        let mut bytes: Vec<u8> =
            (0..n).flat_map(|_| PIECES[self.below(PIECES.len())].bytes()).collect();
        if self.below(4) == 0 && !bytes.is_empty() {
            let at = self.below(bytes.len());
            bytes[at] = u8::try_from(self.below(256)).expect("below 256");
        }
        bytes
    }
}

/// Reads bytes as each format and checks all that must hold of any document.
fn check(bytes: &[u8]) {
    bodies::BODIES.iter().for_each(|(_, body)| body(bytes));
}

#[test]
fn made_up_bytes() {
    let mut chance = Chance(20_140_507);
    (0..8_000).for_each(|_| check(&chance.bytes()));
}

#[test]
fn made_up_texts_inside_records() {
    let mut chance = Chance(7);
    for _ in 0..3_000 {
        let text = String::from_utf8_lossy(&chance.bytes()).into_owned();
        let span = [chance.below(30), chance.below(30)];
        let record = serde_json::json!({"text": text, "pair": {"actor": span}});
        check(record.to_string().as_bytes());
    }
}

#[test]
fn long_and_odd_inputs_take_no_time() {
    check("\n".repeat(1 << 20).as_bytes());
    check("a\n".repeat(1 << 18).as_bytes());
    check("- a\n".repeat(1 << 17).as_bytes());
    check("{".repeat(1 << 20).as_bytes());
    check("{\n".repeat(1 << 16).as_bytes());
    check(" ".repeat(1 << 20).as_bytes());
    check("İ".repeat(1 << 19).as_bytes());
    check(format!("<rss><item>{}x</item></rss>", "<b>".repeat(100_000)).as_bytes());
    check(format!("<!DOCTYPE html>{}x", "<div>".repeat(100_000)).as_bytes());
    check("<item>".repeat(1 << 17).as_bytes());
    check("<![CDATA[".repeat(1 << 16).as_bytes());
    check("WARC/1.0\r\nContent-Length: 60000\r\n\r\n".repeat(1 << 14).as_bytes());
    check("WARC/1.0\r\nContent-Length: 999999999\r\n\r\n".repeat(1 << 14).as_bytes());
    check(format!("text,id\n{}", "\"\n".repeat(1 << 17)).as_bytes());
    check(format!("text,id\n\"{}", "a,b\n".repeat(1 << 17)).as_bytes());
    check("PK\u{3}\u{4}".repeat(1 << 17).as_bytes());
}

/// Breaks bytes at one to four places: cut off, changed, doubled, dropped, or with others put in.
fn broken(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(64)).min(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.splice(at..at, [0xff, 0, 0x7f].repeat(chance.below(9))).for_each(drop),
            4 => bytes = [&bytes[..end], &bytes[at..]].concat(),
            _ => bytes[at..end].fill(b'9'),
        }
    }
    bytes
}

#[test]
fn the_corpus_whole_and_broken() {
    let mut chance = Chance(1914);
    for path in corpus::files(&corpus::folder()) {
        let bytes = std::fs::read(&path).expect("it can be read");
        check(&bytes);
        let folder = path.parent().and_then(|folder| folder.file_name()).expect("one a format");
        let format = folder.to_str().and_then(entente_model::Format::from_name);
        let body = bodies::of(format.expect("folders are named after formats"));
        for _ in 0..60 {
            let broken = broken(&bytes, &mut chance);
            body(&broken);
            bodies::any(&broken);
        }
    }
}

/// Gives a few bytes at a time.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = into.len().min(self.1);
        self.0.read(&mut into[..n])
    }
}

#[test]
fn it_does_not_matter_in_what_pieces_bytes_come() {
    let cues = BlockCues::default();
    for path in corpus::files(&corpus::folder()) {
        let bytes = std::fs::read(&path).expect("it can be read");
        let hint = Hint::new(path.to_str().expect("names are ASCII"), &cues);
        let whole: Vec<Item> = read(bytes.as_slice(), hint.clone()).collect();
        for n in [1, 7, 4096] {
            let dripped: Vec<Item> = read(Dripping(&bytes, n), hint.clone()).collect();
            assert_eq!(whole, dripped, "{} by {n}", path.display());
        }
    }
}
