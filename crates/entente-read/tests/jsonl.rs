//! JSON Lines: every field, every way a field can be wrong, and lines that are no record.

use entente_model::{DateOrigin, Format, PairRequest, Span};
use jiff::civil::date;

use crate::{all, one, refused};

/// Checks what is said about a record that is read all the same.
#[track_caller]
fn notes(record: &str, expect: &[&str]) {
    let notes = one("a.jsonl", record).notes;
    assert_eq!(notes.iter().map(|note| note.message.as_str()).collect::<Vec<_>>(), expect);
}

#[test]
fn every_field_is_taken() {
    let record =
        r#"{"id": "a1", "text": "Zoë met Bo.", "title": "T", "published": "2019-08-03T10:00:00Z",
        "publisher": "P", "url": "https://example.org", "lang": "en-GB", "query_date": "2019-01-01",
        "pair": {"actor": [0, 4], "recipient": null}}"#
            .replace('\n', " ");
    let read = one("in.jsonl", &record);
    assert_eq!(read.notes, []);
    let meta = read.value.meta;
    assert_eq!(read.value.text, "Zoë met Bo.");
    assert_eq!(meta.shown_id(), "a1");
    assert_eq!(meta.title.as_deref(), Some("T"));
    assert_eq!((meta.published, meta.published_from), (Some(date(2019, 8, 3)), DateOrigin::Meta));
    assert_eq!(meta.publisher.as_deref(), Some("P"));
    assert_eq!(meta.url.as_deref(), Some("https://example.org"));
    assert_eq!(meta.lang.as_deref(), Some("en"));
    assert_eq!(meta.as_of(), Some(date(2019, 1, 1)));
    let actor = Some(Span::new(0, 4));
    assert_eq!(meta.pair, Some(PairRequest { actor, recipient: None }));
    assert_eq!((meta.origin.path.as_str(), meta.origin.format), ("in.jsonl", Format::Jsonl));
}

#[test]
fn other_spellings_are_tolerated() {
    let read = one(
        "in",
        r#"{"id": 17, "text": "A came.", "date": "1987-02-26T15:01:01", "title": "", "url": null}"#,
    );
    assert_eq!(read.notes, []);
    assert_eq!(read.value.meta.key.as_deref(), Some("17"));
    assert_eq!(read.value.meta.published, Some(date(1987, 2, 26)));
    assert_eq!((read.value.meta.title, read.value.meta.url), (None, None));
    let compact = one("in", r#"{"text": "A came.", "published": "20200125"}"#);
    assert_eq!(compact.value.meta.published, Some(date(2020, 1, 25)));
}

#[test]
fn what_one_command_prints_another_reads_in_silence() {
    notes(
        r#"{"schema": "entente/1", "id": "x", "text": "A came.", "canonical": null, "authors": ["Z"],
            "published_from": "meta", "blocks": [], "origin": {}, "copy_of": null, "notes": []}"#
            .replace('\n', "")
            .as_str(),
        &[],
    );
}

#[test]
fn wrong_fields_are_left_out_with_a_note() {
    notes(
        r#"{"text": "A came.", "title": 5, "published": "May 1", "lang": "English"}"#,
        &[
            "line 1: ignored the field `published`: expected an ISO 8601 date, found `May 1`",
            "line 1: ignored the field `title`: expected a string, found a number",
            "line 1: ignored the field `lang`: expected a language code such as `en`, found `English`",
        ],
    );
    notes(
        r#"{"text": "A came.", "licence": "CC", "query_date": "today", "set": 1}"#,
        &[
            "line 1: ignored the field `query_date`: expected an ISO 8601 date, found `today`",
            "line 1: expected fields of a document, ignored `licence`, `set`",
        ],
    );
}

#[test]
fn a_pair_fits_the_text_or_is_left_out() {
    let pair = |pair: &str| {
        let read = one("a", format!(r#"{{"text": "Zoë met Bo.", "pair": {pair}}}"#));
        assert_eq!(read.value.meta.pair.is_none(), read.notes.len() == 1, "{pair}");
        read.value.meta.pair.is_some()
    };
    assert!(pair(r#"{"actor": [0, 4], "recipient": [9, 11]}"#));
    assert!(pair("{}"));
    for wrong in ["[3, 4]", "[0, 99]", "[4, 0]", "[4, 4]", "[-1, 4]", "[0.5, 4]", "[0]", "7"] {
        assert!(!pair(&format!(r#"{{"actor": {wrong}}}"#)), "{wrong}");
    }
    assert!(!pair("[[0, 4], [9, 11]]"));
}

#[test]
fn a_line_that_is_no_record_is_named() {
    refused("a.jsonl", "", "expected JSON Lines, found an empty input");
    refused("a.jsonl", "\n[1]", "line 2: expected an object, found an array");
    refused("a.jsonl", r#"{"id": 1}"#, "line 1: expected a string in the field `text`, found none");
    refused(
        "a.jsonl",
        r#"{"text": 1}"#,
        "line 1: expected a string in the field `text`, found a number",
    );
    refused(
        "a.jsonl",
        r#"{"text": " "}"#,
        "line 1: expected a text, found nothing but white space",
    );
    refused(
        "a.jsonl",
        r#"{"text": "A ca"#,
        "line 1: expected a JSON object, found EOF while parsing a string at column 14",
    );
    refused(
        "a.jsonl",
        b"{\"text\": \"\xff\"}",
        "line 1: expected UTF-8, found byte 0xff at byte 10",
    );
    let deep = format!("{}{}", "{\"a\":".repeat(500), "1");
    refused(
        "a",
        deep,
        "line 1: expected a JSON object, found recursion limit exceeded at column 636",
    );
}

#[test]
fn nine_of_ten_lines_are_read_when_every_tenth_is_broken() {
    let lines: Vec<String> = (1..=1000)
        .map(|n| match n % 10 {
            0 => r#"{"text": "Aland met"#.into(),
            _ => format!(r#"{{"id": {n}, "text": "Aland met Borduria on day {n}."}}"#),
        })
        .collect();
    let records = all("a.jsonl", lines.join("\r\n"));
    let keys: Vec<u32> = records
        .iter()
        .filter_map(|record| record.value.as_ref()?.meta.key.as_ref()?.parse().ok())
        .collect();
    assert_eq!(keys, (1..=1000).filter(|n| n % 10 != 0).collect::<Vec<_>>());
    let unread: Vec<_> = records.iter().filter(|record| record.value.is_none()).collect();
    assert_eq!(unread.len(), 100);
    assert!(unread[41].notes[0].message.starts_with("line 420: expected a JSON object, found EOF"));
}

#[test]
fn offsets_count_from_the_start_of_the_input() {
    let input = "\u{feff}{\"text\": \"Zoë.\"}\n\n{\"text\": \"B.\"}\n";
    let offsets: Vec<_> =
        all("a", input).iter().map(|r| r.value.as_ref().unwrap().meta.origin.offset).collect();
    assert_eq!(offsets, [3, input.rfind('{').unwrap() as u64]);
}
