//! `read`, `annotate`, `code`: one JSON line a document, in input order.

use serde_json::json;

use crate::Desk;

#[test]
fn code_answers_every_document() {
    let stdin = "{\"id\": \"a\", \"text\": \"France accused Mali of theft.\", \"published\": \"2019-08-03\"}\n\
                 {\"id\": \"b\", \"text\": \"It rained all day.\"}\n";
    let coded = Desk::new().run_with("code - --format jsonl", stdin).ends(0);
    let lines = coded.json();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["schema"], "entente/1");
    let event = &lines[0]["events"][0];
    assert_eq!(event["type"], "ACCUSE");
    assert_eq!(event["quad"], "verbal_conflict");
    assert_eq!(event["actor"]["id"], "FRA");
    assert_eq!(event["actor"]["span"], json!([0, 6]));
    assert_eq!(event["actor"]["sector"], json!(null));
    assert_eq!(event["recipient"]["country"], "MLI");
    assert_eq!(event["reported"], "2019-08-03");
    assert_eq!(event["status"], "happened");
    assert_eq!(event["sentence"], json!([0, 29]));
    for field in ["events", "relations", "claims", "notes"] {
        assert_eq!(lines[1][field], json!([]), "{field}");
    }
    let rated = lines[1]["factuality"].as_array().expect("a list");
    assert!(rated.iter().any(|r| r["span"] == json!([3, 9])), "the verb is rated all the same");
}

#[test]
fn code_reads_standard_input_without_a_path() {
    let coded = Desk::new().run_with("code", "France accused Mali of theft.").ends(0);
    assert_eq!(coded.json()[0]["events"][0]["type"], "ACCUSE");
}

#[test]
fn annotate_gives_the_language_layer() {
    let stdin = "{\"id\": \"a\", \"text\": \"Russia met China in July 2019.\"}\n";
    let annotated = Desk::new().run_with("annotate - --format jsonl", stdin).ends(0);
    let line = &annotated.json()[0];
    assert_eq!(line["sentences"], json!([[0, 30]]));
    assert_eq!(line["tokens"][1]["lemma"], "meet");
    assert_eq!(line["tokens"][1]["head"], 1);
    assert_eq!(line["tokens"][0]["dep"], "nsubj");
    assert_eq!(line["entities"][0], json!({"span": [0, 6], "label": "GPE"}));
    assert_eq!(line["actors"][0]["id"], "RUS");
    assert_eq!(line["times"][0]["value"], "2019-07");
    assert_eq!(line["times"][0]["to"], "2019-07-31");
}

#[test]
fn the_small_model_and_threads_are_chosen_by_name() {
    let stdin = "{\"id\": \"a\", \"text\": \"France accused Mali of theft.\"}\n";
    for args in ["code --model sm", "code --threads 1", "annotate --model sm"] {
        assert_eq!(Desk::new().run_with(args, stdin).ends(0).json().len(), 1, "{args}");
    }
}

#[test]
fn read_keeps_structure_and_feeds_code() {
    let desk = Desk::new();
    let page = "France accuses Mali\n\nFrance accused Mali of theft on Friday.\n";
    desk.file("2019-08-03-theft.txt", page);
    let read = desk.run("read 2019-08-03-theft.txt").ends(0);
    let line = &read.json()[0];
    assert_eq!(line["text"], page);
    assert_eq!(line["title"], "France accuses Mali");
    assert_eq!(line["published"], "2019-08-03");
    assert_eq!(line["blocks"][0]["kind"], "headline");
    assert_eq!(line["origin"]["format"], "text");
    let coded = desk.run_with("code", &read.stdout).ends(0);
    let direct = desk.run("code 2019-08-03-theft.txt").ends(0);
    assert_eq!(coded.json()[0]["events"][0]["type"], direct.json()[0]["events"][0]["type"]);
}

#[test]
fn folders_globs_and_files_come_in_order() {
    let desk = Desk::new();
    let text = "{\"id\": \"ID\", \"text\": \"It rained.\"}\n";
    for name in ["b/2.jsonl", "b/1.jsonl", "a.jsonl", "c1.ndjson", "b/deep/0.jsonl", "b/skip.md"] {
        desk.file(name, text.replace("ID", name));
    }
    let coded = desk.run("code c*.ndjson b a.jsonl").ends(0);
    let ids: Vec<String> =
        coded.json().iter().map(|c| c["id"].as_str().unwrap_or("").into()).collect();
    assert_eq!(ids, ["c1.ndjson", "b/1.jsonl", "b/2.jsonl", "b/deep/0.jsonl", "a.jsonl"]);
}

/// The rating of the last predicate of a sentence.
fn last_rating(sentence: &str) -> f64 {
    let line = json!({ "id": "a", "text": sentence }).to_string();
    let coded = Desk::new().run_with("code - --format jsonl", &line).ends(0);
    let ratings = coded.json()[0]["factuality"].as_array().cloned().unwrap_or_default();
    ratings.last().and_then(|r| r["value"].as_f64()).expect("the last verb is rated")
}

#[test]
fn ratings_follow_what_a_verb_stands_under() {
    for (sentence, least, most) in [
        ("The two ministers met and signed.", 2.0, 3.0),
        ("Mali failed to sign.", -3.0, -1.0),
        ("Peru refused to resign.", -3.0, -1.0),
        ("Chad denied that it had bombed.", -3.0, 1.0),
        ("Kenya was accused of bombing.", -3.0, 1.0),
        ("The minister may resign.", -3.0, 1.5),
    ] {
        let rating = last_rating(sentence);
        assert!((least..=most).contains(&rating), "{sentence} {rating}");
    }
}
