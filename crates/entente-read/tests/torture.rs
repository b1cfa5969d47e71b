//! Made-up bytes over both formats: nothing panics, and blocks lie in the text, in order, between
//! characters, with nothing but white space outside them.

use entente_model::{Document, Format};
use entente_read::{BlockCues, Hint, Item, read};

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
    let cues = BlockCues::parse("caption\tstart\t40\tPhoto:\nboilerplate\tanywhere\t9\tsaid\n");
    let cues = cues.expect("the table is well-formed");
    for format in [None, Some(Format::Text), Some(Format::Jsonl)] {
        let hint = Hint { format, ..Hint::new("2020-01-01.txt", &cues) };
        for item in read(bytes, hint) {
            match item {
                Item::Document(read) => check_document(&read.value),
                Item::Lost { notes, .. } => assert!(!notes.is_empty()),
            }
        }
    }
}

fn check_document(document: &Document) {
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

#[test]
fn made_up_bytes() {
    let mut chance = Chance(20_140_507);
    (0..40_000).for_each(|_| check(&chance.bytes()));
}

#[test]
fn made_up_texts_inside_records() {
    let mut chance = Chance(7);
    for _ in 0..20_000 {
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
}
