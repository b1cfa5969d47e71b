//! Documents as `entente read` prints them, once it is known which are copies.

use std::io::{self, Cursor};

use entente::{Item, Knowledge, Reader, Settings, Shelf};
use serde_json::Value;

use crate::input;

/// The lines that come back for JSON Lines.
fn read(lines: &[Value]) -> Vec<Value> {
    let reader = Reader::new(&Knowledge::embedded(), &Settings::default());
    let reader = reader.expect("the embedded packs are whole");
    let mut shelf = Shelf::new(&reader, Cursor::new(Vec::new()));
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    for item in reader.read(input("in.jsonl", &lines.join("\n"))) {
        let Item::Document(read) = item else { panic!("every line is a document") };
        shelf.put(*read).expect("memory can be written");
    }
    let mut back = Vec::new();
    let outcome = shelf.take(|line| {
        back.push(serde_json::from_str(line)?);
        Ok::<(), io::Error>(())
    });
    outcome.expect("memory can be read");
    back
}

fn document(id: &str, day: &str, text: &str) -> Value {
    serde_json::json!({"id": id, "published": day, "text": text})
}

const STORY: &str = "KLOW (Reuters) - The envoy of Aland left the port of Klow on Monday \
    after talks on the price of grain had ended without a word to the press.";

#[test]
fn copies_are_known_whatever_the_order() {
    let changed = STORY.replace("KLOW (Reuters)", "Klow, AFP").replace("the press", "anybody");
    let lines = [
        document("b", "2020-03-02", &changed),
        document("c", "2020-03-02", "It rained on all of the four islands, and nobody went out."),
        document("a", "2020-03-01", STORY),
    ];
    let back = read(&lines);
    assert_eq!(back[0]["copy_of"], "a");
    assert_eq!((&back[1]["copy_of"], &back[2]["copy_of"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&back[2]["near_copies"][0]["id"], &back[0]["near_copies"][0]["id"]),
        (&"b".into(), &"a".into())
    );
    let similarity = back[2]["near_copies"][0]["similarity"].as_f64().expect("a number");
    assert!((0.7..1.0).contains(&similarity), "{similarity}");
    assert_eq!(back[2]["agency"], "Reuters");
    let keys = |line: &Value| line.as_object().expect("an object").keys().cloned().collect();
    let (one, other): (Vec<String>, Vec<String>) = (keys(&back[0]), keys(&back[1]));
    assert_eq!(one, other, "what was amended keeps its place");
}

#[test]
fn the_same_text_under_another_id_is_a_copy() {
    let lines = [document("x", "2020-03-01", STORY), document("y", "2020-03-01", STORY)];
    let back = read(&lines);
    assert_eq!((&back[0]["copy_of"], &back[1]["copy_of"]), (&Value::Null, &Value::from("x")));
    assert_eq!(back[0]["near_copies"], serde_json::json!([{"id": "y", "similarity": 1.0}]));
}

#[test]
fn versions_of_a_page_are_counted() {
    let page = |id: &str, day: &str, text: &str| {
        let mut page = document(id, day, text);
        page["url"] = "https://x.org/1".into();
        page
    };
    let changed = STORY.replace("Monday", "Tuesday");
    let back = read(&[page("n", "2020-03-02", &changed), page("o", "2020-03-01", STORY)]);
    assert_eq!((&back[0]["version"], &back[1]["version"]), (&Value::from(2), &Value::from(1)));
    assert_eq!((&back[0]["copy_of"], &back[1]["copy_of"]), (&Value::Null, &Value::Null));
}
