//! Plain text: what becomes of a file, and which files are refused.

use entente_model::{BlockKind, DateOrigin, Format, NoteKind};
use entente_read::{BlockCues, Hint, read};
use jiff::civil::date;

use crate::{noted, one, refused};

#[test]
fn a_file_is_one_document() {
    let text = "Rig collides\n\nA rig and a ship collided.\n";
    let document = one("news/2014-05-07-rig-collision.txt", text).value;
    assert_eq!(document.text, text);
    assert_eq!(document.meta.title.as_deref(), Some("Rig collides"));
    assert_eq!(document.meta.published, Some(date(2014, 5, 7)));
    assert_eq!(document.meta.published_from, DateOrigin::Url);
    assert_eq!(document.meta.key, None);
    assert_eq!(document.meta.origin.path, "news/2014-05-07-rig-collision.txt");
    assert_eq!((document.meta.origin.offset, document.meta.origin.format), (0, Format::Text));
    assert_eq!(document.meta.id.as_str().len(), 16);
}

#[test]
fn days_in_names_stand_alone_and_exist() {
    let published = |name| one(name, "A came.").value.meta.published;
    assert_eq!(published("a_2014-05-07.txt"), Some(date(2014, 5, 7)));
    assert_eq!(published("2014-05-07/a.txt"), None);
    assert_eq!(published("12014-05-07.txt"), None);
    assert_eq!(published("2014-05-071.txt"), None);
    assert_eq!(published("2014-15-07 2014-05-08.txt"), Some(date(2014, 5, 8)));
    assert_eq!(published("é2014-05-07é.txt"), Some(date(2014, 5, 7)));
}

#[test]
fn a_day_on_a_line_of_its_own_near_the_top_counts() {
    let published = |text: &str| {
        let meta = one("a.txt", text).value.meta;
        (meta.published, meta.published_from)
    };
    let found = (Some(date(2014, 5, 7)), DateOrigin::Text);
    assert_eq!(published("Rig collides\n2014-05-07\n\nA rig."), found);
    assert_eq!(published("2014-05-07T12:30:00Z\n\nA rig."), found);
    assert_eq!(published("2014-05-07 was a day.\n"), (None, DateOrigin::None));
    assert_eq!(published("A.\nB.\nC.\nD.\nE.\n2014-05-07\n"), (None, DateOrigin::None));
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let document = one("a.txt", "\u{feff}Zoë came.").value;
    assert_eq!(document.text, "Zoë came.");
    assert_eq!(document.meta.origin.offset, 3);
    assert_eq!(document.blocks[0].span.range(), 0..10);
    assert_eq!(document.meta.id, one("b.txt", "Zoë came.").value.meta.id);
}

#[test]
fn the_id_goes_by_content() {
    let id = |name, text: &str| one(name, text).value.meta.id;
    assert_eq!(id("a.txt", "A came."), id("b.txt", "A came."));
    assert_ne!(id("a.txt", "A came."), id("a.txt", "A came. "));
    assert_ne!(id("a.txt", "A came."), id("2014-05-07.txt", "A came."));
}

#[test]
fn what_is_no_text_is_refused() {
    refused("a", "", "expected a text, found nothing but white space");
    refused("a", " \r\n\t", "expected a text, found nothing but white space");
    refused("a", b"caf\xe9 au lait", "expected UTF-8, found byte 0xe9 at byte 3");
    refused("a", b"\xef\xbb\xbfcaf\xe9", "expected UTF-8, found byte 0xe9 at byte 6");
    refused("a", b"ab\0c", "expected text, found binary data: a NUL at byte 2");
    refused(
        "a",
        "a\u{1}\u{2}".repeat(10),
        "expected text, found binary data: 20 control characters",
    );
}

#[test]
fn a_text_may_be_as_long_as_the_hint_allows() {
    let cues = BlockCues::default();
    let hint = Hint { max_text: 7, ..Hint::new("a", &cues) };
    let first =
        |text: &'static str| noted(read(text.as_bytes(), hint.clone()).next().expect("one record"));
    assert!(first("A came.").value.is_some());
    let note = &first("A came.\n").notes[0];
    assert_eq!(note.message, "expected a text of at most 7 bytes, found a longer one");
    assert_eq!(note.kind, NoteKind::TooLong);
}

#[test]
fn the_hint_decides_the_format() {
    let cues = BlockCues::default();
    let hint = Hint { format: Some(Format::Text), ..Hint::new("a.jsonl", &cues) };
    let record = read(b"{\"text\": \"A came.\"}".as_slice(), hint).next().expect("one record");
    let document = noted(record).value.expect("anything is text if one says so");
    assert_eq!(document.text, "{\"text\": \"A came.\"}");
    assert_eq!(document.blocks[0].kind, BlockKind::Paragraph);
}
