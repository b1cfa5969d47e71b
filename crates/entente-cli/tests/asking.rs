//! `sql` and `search`: questions in SQL and in words.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::Desk;

/// A store of the samples, made once.
fn samples() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let desk = Desk::new();
        desk.run("demo --store s.db").ends(0);
        desk.file(
            "mine.csv",
            "id,date,actor,recipient,type\n1,2014-05-02,CHN,VNM,COERCE\n2,2014-05-07,VNM,CHN,ACCUSE\n",
        );
        desk.run("import csv mine.csv --store s.db").ends(0);
        desk
    })
}

/// The queries of `docs/queries.md`, each with its heading.
fn worked() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/queries.md");
    let page = std::fs::read_to_string(path).expect("the page lies in docs/");
    let sections = page.split("\n### ").skip(1);
    let section = |section: &str| {
        let (heading, rest) = section.split_once('\n').expect("a heading is a line");
        let (_, rest) = rest.split_once("```sql\n").expect("every section has a query");
        let (query, _) = rest.split_once("```").expect("every query ends");
        (heading.to_owned(), query.to_owned())
    };
    sections.map(section).collect()
}

#[test]
fn every_worked_query_runs_over_the_samples() {
    let all = worked();
    assert_eq!(all.len(), 22);
    for (heading, query) in all {
        let ran = samples().run_with("sql - --store s.db --format jsonl", &query).ends(0);
        let is_of_texts_alone = query.contains("FROM claims") || query.contains("FROM relations");
        assert!(is_of_texts_alone || !ran.json().is_empty(), "{heading}: found nothing");
    }
}

#[test]
fn answers_are_printed_as_asked() {
    let query = "SELECT 1 AS one, 2.5 AS x, 'a \"b\", c' AS text, NULL AS none, x'00ff' AS bytes";
    let print = |format: &str| {
        let ran = samples().run_with(&format!("sql - --store s.db --format {format}"), query);
        ran.ends(0).stdout
    };
    assert_eq!(print("csv"), "one,x,text,none,bytes\n1,2.5,\"a \"\"b\"\", c\",,00ff\n");
    let line =
        "{\"one\":1,\"x\":2.5,\"text\":\"a \\\"b\\\", c\",\"none\":null,\"bytes\":\"00ff\"}\n";
    assert_eq!(print("jsonl"), line);
    assert!(print("table").starts_with("one    x  text"), "{}", print("table"));
}

#[test]
fn rows_of_others_stand_among_the_events() {
    let query = "SELECT id, actor, type FROM events WHERE dataset = 'csv' ORDER BY id";
    let ran = samples().run_with("sql - --store s.db --format csv", query).ends(0);
    assert_eq!(ran.stdout, "id,actor,type\ncsv:1,CHN,COERCE\ncsv:2,VNM,ACCUSE\n");
    let query =
        "SELECT count(*) AS n FROM happenings WHERE first_day = '2014-05-07' AND reports > 0";
    let ran = samples().run_with("sql - --store s.db --format csv", query).ends(0);
    assert!(!ran.stdout.ends_with("n\n0\n"), "{}", ran.stdout);
}

#[test]
fn answers_are_files_for_other_programs() {
    for (format, magic) in [("parquet", "PAR1"), ("arrow", "ARROW1")] {
        let query = "SELECT 1 AS one, 'two' AS text, NULL AS none";
        let output = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(["sql", query, "--store", "s.db", "--format", format])
            .current_dir(samples().path())
            .output()
            .expect("the binary was built for this test");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.starts_with(magic.as_bytes()), "{format}");
        assert!(output.stdout.ends_with(magic.as_bytes()), "{format}");
    }
}

#[test]
fn a_folder_is_asked_as_the_file_it_came_from() {
    samples().run("export --format parquet --to lake --store s.db").ends(0);
    let ask = |store: &str, query: &str| {
        let ran = samples().run_with(&format!("sql - --store {store} --format jsonl"), query);
        ran.ends(0).stdout
    };
    for (heading, query) in worked() {
        // Rows are numbered as they come, and those of others come by day.
        if !query.contains("document_words") {
            assert_eq!(ask("lake", &query), ask("s.db", &query), "{heading}");
        }
    }
}

#[test]
fn a_folder_comes_back_row_for_row() {
    samples().run("export --format parquet --to whole --every-run --store s.db").ends(0);
    samples().run("import parquet whole --store back.db").ends(0).says("events");
    samples().run("import parquet whole --store back.db").ends(0).says("0 events");
    samples().run("verify --store back.db").ends(0);
    let ask = |store: &str, query: &str| {
        samples().run_with(&format!("sql - --store {store} --format jsonl"), query).ends(0).stdout
    };
    for query in [
        "SELECT * FROM run ORDER BY number",
        "SELECT * FROM run_pack ORDER BY run, position",
        "SELECT number, id, checksum FROM document ORDER BY number",
        "SELECT * FROM coding ORDER BY document, run",
        "SELECT * FROM near_copy ORDER BY document, other",
        "SELECT id, run, checksum FROM event ORDER BY id, run",
        "SELECT id, run, checksum FROM claim ORDER BY id, run",
        "SELECT id, run, checksum FROM relation ORDER BY id, run",
        "SELECT document, \"start\", text FROM sentence ORDER BY document, \"start\", \"end\"",
        "SELECT kind, id, sentence FROM evidence ORDER BY kind, id, sentence",
        "SELECT * FROM coded_event ORDER BY id, run",
        "SELECT * FROM dyad_month ORDER BY actor, recipient, month, quad, dataset",
    ] {
        let expect = ask("s.db", query);
        assert!(!expect.is_empty() || query.contains("near_copy"), "{query}: found nothing");
        assert_eq!(ask("back.db", query), expect, "{query}");
    }
}

#[test]
fn a_table_of_what_was_read_comes_back_without_a_bad_row() {
    samples().run("export --format csv --to table --store s.db").ends(0);
    samples().run("import csv table/events.csv --store table.db").ends(0);
    let count = |store: &str| {
        let query = "SELECT count(*), min(first_day), max(first_day) FROM events";
        samples().run_with(&format!("sql - --store {store} --format csv"), query).ends(0).stdout
    };
    assert_eq!(count("table.db"), count("s.db"));
}

#[test]
fn nothing_can_be_changed() {
    let refuse = |query: &str, words: &str| {
        let ran = samples().run_with("sql - --store s.db", query);
        assert_eq!(ran.status, 2, "{query}: {}", ran.stderr);
        ran.complains("failed to run the query").complains(words);
    };
    for query in [
        "DELETE FROM event",
        "UPDATE run SET engine = 'x'",
        "INSERT INTO sentence_words (sentence_words) VALUES ('rebuild')",
        "CREATE TEMP TABLE t (a)",
        "DROP TABLE event",
        "PRAGMA user_version = 9",
        "PRAGMA journal_mode = delete",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "BEGIN IMMEDIATE",
    ] {
        refuse(query, "only reads");
    }
    refuse("SELECT 1; SELECT 2", "expected one query, found several");
    refuse("SELECT colour FROM events", "no such column: colour");
    refuse("SELEC 1", "syntax error");
    let left = std::fs::read_dir(samples().path()).expect("it is a folder");
    let left: Vec<_> = left.map(|entry| entry.expect("it can be read").file_name()).collect();
    assert!(!left.iter().any(|name| name == "other.db"), "{left:?}");
    samples().run_with("sql - --store s.db", "PRAGMA user_version").ends(0).says("4");
}

#[test]
fn words_are_found_in_documents_and_evidence() {
    let ask = |typed: &str| samples().run(&format!("search {typed} --store s.db --format jsonl"));
    let rigs = ask("oil rig").ends(0).json();
    assert!(rigs.len() > 1 && rigs.len() <= 20, "{} documents", rigs.len());
    assert!(rigs.iter().all(|hit| !hit["document"].is_null()));
    let accused = ask("--evidence accus*").ends(0).json();
    assert!(!accused.is_empty());
    for hit in &accused {
        let sentence = hit["excerpt"].as_str().expect("a sentence").to_lowercase();
        assert!(sentence.contains("accus"), "{sentence}");
    }
    assert!(accused.iter().any(|hit| hit["events"][0].is_string()));
    ask("zyzzyva").ends(0).complains("nothing has these words");
    samples().run("search !! --store s.db").ends(2).complains("at least one word");
    samples().run("search oil rig --limit 1 --store s.db").ends(0).complains("hint:");
}
