//! `events`, `dyads`, `explain`, `packs`: what is in a store and why.

use crate::Desk;

/// A desk with a store of a few events.
fn stored() -> Desk {
    let desk = Desk::new();
    let line = |id: &str, day: &str, publisher: &str, text: &str| {
        let object = serde_json::json!({
            "id": id, "published": day, "publisher": publisher, "text": text, "title": "A title"
        });
        format!("{object}\n")
    };
    let lines = [
        line("a", "2014-05-07", "Harbour Wire", "Vietnam accused China of ramming its ships."),
        line("b", "2014-06-03", "Delta Courier", "China accused Vietnam of ramming its ships."),
        line("c", "2014-06-12", "Harbour Wire", "China rejected the proposal."),
        line("d", "2015-01-02", "Harbour Wire", "France denied that it had accused Mali of theft."),
    ];
    desk.file("reports.jsonl", lines.concat()).run("run reports.jsonl").ends(0);
    desk
}

#[test]
fn events_can_be_narrowed() {
    let desk = stored();
    let rows = |args: &str| desk.run(&format!("events --format jsonl {args}")).ends(0).json();
    let documents = |args: &str| -> Vec<String> {
        rows(args).iter().map(|row| row["document"].as_str().unwrap_or("").into()).collect()
    };
    assert_eq!(documents("--actor CHN --type accuse"), ["b"]);
    assert_eq!(documents("--involving chn --involving vnm"), ["a", "b"]);
    assert_eq!(documents("--since 2014-06 --until 2014-06-03"), ["b"]);
    assert_eq!(documents("--as-of 2014-05"), ["a"]);
    assert_eq!(documents("--publisher delta"), ["b"]);
    assert_eq!(documents("--limit 1"), ["a"]);
    assert!(documents("--limit 0").is_empty());
    assert!(documents("--min-confidence 1").is_empty());
    let all = rows("--all");
    assert!(all.len() > rows("").len(), "--all shows more");
    assert!(all.iter().any(|row| row["status"] == "denied"));
    let row = &rows("--limit 1")[0];
    assert_eq!(row["sentence_text"], "Vietnam accused China of ramming its ships.");
    assert_eq!((&row["title"], &row["publisher"]), (&"A title".into(), &"Harbour Wire".into()));
}

#[test]
fn events_as_a_table_and_as_csv() {
    let desk = stored();
    let table = desk.run("events --type ACCUSE").ends(0);
    let lines: Vec<&str> = table.stdout.lines().collect();
    assert!(lines[0].starts_with("id "), "{}", lines[0]);
    assert!(lines[1].contains("VNM") && lines[1].contains("ACCUSE"), "{}", lines[1]);
    assert!(!table.stdout.contains('\u{1b}'), "colour in a pipe");
    table.complains("hint: `entente explain ID`");
    desk.run("events --type AID").ends(0).says("no events match").complains("hint: --all");
    let csv = desk.run("events --format csv").ends(0);
    let header = csv.stdout.lines().next().unwrap_or("");
    assert!(header.starts_with("id,type,mode,contexts,cameo,quad,tone,status,actor,"), "{header}");
    let columns = header.split(',').count();
    let first = csv.stdout.lines().nth(1).unwrap_or("");
    assert_eq!(first.split(',').count(), columns, "{first}");
}

#[test]
fn explain_walks_back_to_the_words() {
    let desk = stored();
    let rows = desk.run("events --format jsonl --actor VNM").ends(0).json();
    let id = rows[0]["id"].as_str().expect("every event has an id");
    let told = desk.run(&format!("explain {}", &id[..7])).ends(0);
    let told =
        told.says("[actor: Vietnam]").says("[recipient: China]").says(&format!("event {id}"));
    for heading in ["rule", "predicate", "status", "actor", "recipient", "date", "parse"] {
        assert!(told.stdout.lines().any(|line| line == heading), "{heading}:\n{}", told.stdout);
    }
    let told = desk.run(&format!("explain {id} --format jsonl")).ends(0).json();
    assert_eq!(told[0]["event"]["id"], id);
    assert_eq!(told[0]["attempts"][0]["fate"], "taken");
}

#[test]
fn dyads_are_counted_by_month() {
    let desk = stored();
    let table = desk.run("dyads").ends(0).says("VNM → CHN");
    table.says("each column is a month, from 2014-05 to 2014-06");
    let rows = desk.run("dyads --format jsonl --actor VNM").ends(0).json();
    assert_eq!((&rows[0]["actor"], &rows[0]["recipient"]), (&"VNM".into(), &"CHN".into()));
    assert_eq!(rows[0]["months"][0]["month"], "2014-05");
    desk.run("dyads --actor FJI").ends(0).says("no dyads").complains("hint:");
}

#[test]
fn packs_have_versions_hashes_and_licences() {
    let packs = Desk::new().run("packs --format jsonl").ends(0).json();
    let names: Vec<&str> = packs.iter().filter_map(|pack| pack["name"].as_str()).collect();
    assert_eq!(names, ["atlas", "exchange", "lang/en", "ontology/plover", "web"]);
    for pack in &packs {
        assert_eq!(pack["hash"].as_str().map(str::len), Some(16), "{pack}");
        assert!(pack["licence"].is_string() && pack["version"].is_string(), "{pack}");
    }
    Desk::new().run("packs").ends(0).says("ontology/plover");
}

#[test]
fn the_store_can_be_named_in_the_environment() {
    let desk = stored();
    std::fs::rename(desk.path().join("entente.db"), desk.path().join("y.db")).expect("same folder");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["events", "--format", "jsonl"])
        .env("ENTENTE_STORE", "y.db")
        .current_dir(desk.path())
        .output()
        .expect("the binary was built for this test");
    assert!(output.status.success() && !output.stdout.is_empty());
}
