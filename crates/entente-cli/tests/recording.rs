//! Structural tables: in, looked at, and out again.

use crate::Desk;

const PACTS: &str = "a,b,from,to,type,source\n\
    POL,DEU,1999-03-12,,defence,Own list\n\
    POL,BLR,1992,1995,non-aggression,Own list\n\
    FRA,MLI,2014,,consultation,\n\
    XXX,MLI,2014,,defence,\n\
    FRA,FRA,2014,,defence,\n\
    FRA,DEU,2014,2010,defence,\n\
    FRA,DEU,2014,,handshake,\n";

const TRADE: &str = "exporter\timporter\tyear\tvalue\n\
    255\t290\t2008\t60.5\n290\t255\t2008\t40\n255\tFrance\t2008\t100\nFR\t255\t2008\t100\nDEU\tPOL\t2009\tmuch\n";

const VOTES: &str = "country\t5181\t5182\t5183\nPOL\t3\t2\t1\nDEU\t3\t2\t1\nFRA\t1\tyes\t\n";

const POINTS: &str = "state,year,low,median,high\nPOL,2012,0.8,1.0,1.2\nDEU,2012,0.9,1.1,1.3\n\
    DEU,2011,0.9,1.1,1.3\n";

const DISPUTES: &str = "lo,hi,year,mid\nPOL,BLR,1994,1\nPOL,DEU,1994,0\nPOL,BLR,1995,4\n\
    FRA,BLR,1995,1\n";

/// A desk with a store in which structural tables and one report are.
fn stored() -> Desk {
    let desk = Desk::new();
    let report = "{\"id\": \"a\", \"published\": \"2014-05-07\", \"publisher\": \"Wire\", \
        \"text\": \"Poland accused Germany of theft.\"}\n";
    desk.file("pacts.csv", PACTS).file("trade.tsv", TRADE).file("votes.tsv", VOTES);
    desk.file("points.csv", POINTS).file("disputes.csv", DISPUTES).file("r.jsonl", report);
    desk.run("run r.jsonl").ends(0);
    desk.run("import alliances pacts.csv").ends(1);
    desk.run("import trade trade.tsv --set source=Ledger").ends(1);
    desk.run("import votes votes.tsv --set year=2012").ends(0);
    desk.run("import ideal-points points.csv").ends(0);
    desk.run("import disputes disputes.csv --closed").ends(0);
    desk
}

#[test]
fn structural_rows_come_in_and_bad_ones_are_told() {
    let desk = Desk::new();
    desk.file("pacts.csv", PACTS);
    desk.run("import alliances pacts.csv --bad bad.csv")
        .ends(1)
        .says("3 records from 7 rows in 1 file")
        .says("4 bad rows left out; kept in bad.csv")
        .complains("line 5: expected a state by ISO 3166-1, number of COW or name, found `XXX`")
        .complains("line 6: expected two states, found `FRA` twice")
        .complains("line 7: expected an end after the beginning")
        .complains("line 8: expected a known measure, found `handshake`");
    let bad = std::fs::read_to_string(desk.path().join("bad.csv")).expect("it was asked for");
    assert_eq!(bad.lines().count(), 4, "{bad}");
    desk.run("import alliances pacts.csv")
        .ends(1)
        .says("0 records from 7 rows")
        .says("3 records had been brought in before");
    let rows = desk.run_with("sql - --format csv", VIEW).ends(0);
    rows.says("defence-pact,POL,DEU,1999-03-12,,")
        .says("non-aggression,POL,BLR,1992-01-01,1995-12-31,");
    desk.run("verify").ends(0).says("whole").says("3 records of structural tables");
    let runs = desk.run("runs --format jsonl").ends(0).json();
    assert_eq!((&runs[0]["rows"], &runs[0]["records"]), (&0.into(), &3.into()));
}

#[test]
fn a_wide_row_holds_a_record_a_roll_call() {
    let desk = Desk::new();
    desk.file("votes.tsv", VOTES);
    desk.run("import votes votes.tsv --set year=2012").says("8 records from 3 rows in 1 file");
    desk.run("import votes votes.tsv --set year=2012").says("8 records had been brought in before");
}

#[test]
fn kinds_are_listed() {
    let listed = Desk::new().run("import --kinds").ends(0);
    listed.says("gdelt").says("events").says("rivalries").says("records").says("parquet");
}

const VIEW: &str =
    "SELECT measure, actor, recipient, first_day, last_day, value, source FROM records";

#[test]
fn structural_import_says_what_is_wrong_with_a_call() {
    let desk = Desk::new();
    desk.file("trade.tsv", TRADE).file("mine.csv", "a,b\n1,2\n");
    desk.run("import trade trade.tsv --map what=year").ends(2).complains("found `what`");
    desk.run("import trade trade.tsv --set when=1").ends(2).complains("found `when`");
    desk.run("import csv trade.tsv --closed").ends(2).complains("for events of `csv`");
    desk.run("import trade mine.csv").ends(1).complains("expected a column `year` or `from`");
}

#[test]
fn a_pair_shows_what_is_on_record() {
    let desk = stored();
    let row = &desk.run("dyad POL DEU --format jsonl").ends(0).json()[0];
    let records = row["records"].as_array().expect("a list");
    let of = |measure: &str| {
        let found = records.iter().find(|record| record["measure"] == measure);
        found.unwrap_or_else(|| panic!("no {measure} in {records:?}"))
    };
    assert_eq!(of("defence-pact")["years"], serde_json::json!([[1999, 2014]]));
    assert_eq!(of("defence-pact")["source"], "alliances: Own list");
    assert_eq!(
        (&of("trade")["value"], &of("trade")["unit"]),
        (&100.5.into(), &"million USD".into())
    );
    // Of what Germany trades with two, and Poland with one.
    assert_eq!(of("trade")["shares"], serde_json::json!([1.0, 0.3344]));
    assert_eq!(
        (&of("vote")["value"], &of("vote")["years"]),
        (&1.0.into(), &serde_json::json!([[2012, 2012]]))
    );
    assert_eq!(of("ideal-point")["years"], serde_json::json!([[2012, 2012]]));
    assert!(records.iter().all(|record| record["measure"] != "dispute"), "a nought is no dispute");
    desk.run("dyad POL DEU")
        .ends(0)
        .says("on record")
        .says("alliances: Own list")
        .says("% of POL's");
    let before = desk.run("dyad POL DEU --as-of 1998 --format jsonl").ends(0).json();
    assert_eq!(before[0]["records"], serde_json::json!([]), "nothing was known then");
    let disputes = &desk.run("dyad POL BLR --format jsonl").ends(0).json()[0]["records"];
    assert_eq!(disputes[0]["years"], serde_json::json!([[1994, 1995]]));
}

#[test]
fn measures_are_taken_from_the_store() {
    let desk = stored();
    let rows = desk.run("similarity --votes --format jsonl").ends(0).json();
    let pair = rows.iter().find(|row| row["pair"] == serde_json::json!(["DEU", "POL"]));
    assert_eq!(pair.expect("both voted")["pi"], 1.0);
    desk.run("similarity --year 2000").ends(0).says("DEU – POL");
    desk.run("ideal --state POL --to DEU").ends(0).says("2012");
    desk.run("depend --year 2008").ends(0).says("33.4 %").says("DEU – POL");
    desk.run("depend --measure arms").ends(1).complains("expected rows of `arms` in the store");
    desk.run("system --ties records --as-of 1995")
        .ends(0)
        .says("the system of 1995")
        .says("3 states and 1 tie");
}

#[test]
fn the_network_of_tables_is_written_for_others() {
    let desk = stored();
    let run = "system --ties records --as-of 2014";
    desk.run(run).ends(0).says("`disputes` ends in 1995: nothing of it is known in 2014");
    let ties = desk
        .run("system --ties records --as-of 1995 --format csv --plot n.svg --graphml n.graphml --gexf n.gexf")
        .ends(0)
        .stdout;
    assert_eq!(
        ties.lines().skip(1).collect::<Vec<_>>(),
        [
            "BLR,FRA,hostile,-1,,,1,0,1995-01-01,1995-12-31",
            "BLR,POL,engaged rivals,0,,,2,0,1992-01-01,1995-12-31"
        ]
    );
    for file in ["n.svg", "n.graphml", "n.gexf"] {
        let text = std::fs::read_to_string(desk.path().join(file)).expect("it was written");
        assert!(text.contains("FRA") && !text.contains("cooperation\"></"), "{text}");
    }
    for option in ["--pole POL", "--since 1990", "--dimension security"] {
        desk.run(&format!("{run} {option}")).ends(2).complains("with `--ties records`");
    }
}

#[test]
fn a_store_of_tables_alone_tells_what_is_on_record() {
    let desk = Desk::new();
    desk.file("pacts.csv", PACTS);
    desk.run("import alliances pacts.csv").ends(1);
    desk.run("dyad POL DEU")
        .ends(0)
        .says("not covered, as of 2014-12-31")
        .says("defence-pact")
        .says("the record has 0 documents");
    desk.run("dyad ITA ESP").ends(1).complains("expected deeds between two known actors");
}

#[test]
fn claims_are_held_against_tables_in_the_store() {
    let desk = stored();
    let claim = |text: &str| serde_json::json!({"id": "c", "text": text}).to_string();
    let verdict = |text: &str| {
        let row = desk.run_with("check --batch - --format jsonl", &claim(text)).ends(0).json();
        row[0]["verdict"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(verdict("In 2004, Poland and Germany were bound by a defence pact."), "supported");
    assert_ne!(verdict("In 1998, Poland and Germany were bound by a defence pact."), "supported");
}

#[test]
fn structural_rows_go_out_and_come_back() {
    let desk = stored();
    desk.run("export --format parquet --to lake").ends(0);
    let one = desk.run("dyad POL DEU --format jsonl").ends(0).json();
    let other = desk.run("dyad POL DEU --format jsonl --store lake").ends(0).json();
    assert_eq!(one[0]["records"], other[0]["records"]);
}
