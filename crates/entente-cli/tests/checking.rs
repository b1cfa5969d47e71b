//! Claims held against a store, on reports and verdicts that were written by hand.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::Desk;

const REPORTS: &str = include_str!("../../../eval/truth/claims/record.jsonl");
const VERDICTS: &str = include_str!("../../../eval/truth/claims/verdicts.jsonl");
/// Shares of claims whose form and whose verdict must be right; 0.97 and 0.92 were found.
const FORMS: f64 = 0.95;
const RIGHT: f64 = 0.90;

#[test]
fn verdicts_follow_from_the_reports_and_never_overreach() {
    let desk = Desk::new();
    desk.file("record.jsonl", REPORTS);
    desk.run("run record.jsonl --store x.db").ends(0);
    let gold: Vec<Value> = VERDICTS.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let line =
        |claim: &Value| format!("{}\n", json!({"id": claim["id"], "text": claim["sentence"]}));
    let claims: String = gold.iter().map(line).collect();
    desk.file("claims.jsonl", &claims);
    let checked = desk.run("check --batch claims.jsonl --store x.db --as-of 2024-12-31").ends(0);
    let rows: BTreeMap<String, Value> =
        checked.json().into_iter().map(|row| (row["id"].to_string(), row)).collect();
    let (mut forms, mut right) = (0.0, 0.0);
    for claim in &gold {
        let row = &rows[&claim["id"].to_string()];
        let accepted = claim["accept"].as_array().is_some_and(|all| all.contains(&row["verdict"]));
        let is_right = row["verdict"] == claim["verdict"] || accepted;
        // What cannot be known is never settled, and nothing is turned into its contrary.
        assert!(is_right || row["verdict"] == "not enough evidence", "{claim}: {}", row["verdict"]);
        right += f64::from(u8::from(is_right));
        let wanted = claim["type"].as_str().unwrap_or_default().trim_start_matches("no_");
        let found = row["proposition"]["type"].as_str().unwrap_or_default();
        forms += f64::from(u8::from(found.trim_start_matches("no_") == wanted));
    }
    let n = gold.len() as f64;
    assert!(forms / n >= FORMS, "forms: {}", forms / n);
    assert!(right / n >= RIGHT, "verdicts: {}", right / n);
}

#[test]
fn tables_that_differ_contest_a_claim() {
    let desk = Desk::new();
    desk.file("pacts.tsv", "a\tb\tyear\tone\tother\nPOL\tDEU\t1998\t1\t0\n");
    let table = |name: &str| {
        format!(
            "[[table]]\nname = \"{name}\"\nfile = \"pacts.tsv\"\nmeasure = \"defence-pact\"\n\
             a = \"a\"\nb = \"b\"\nyear = \"year\"\nvalue = [\"{name}\"]\n"
        )
    };
    desk.file("records.toml", &(table("one") + &table("other")));
    let claim = json!({
        "proposition": {"type": "alliance", "args": {
            "a": "POL", "b": "DEU", "grade": "defence",
            "when": {"from": "1998-01-01", "to": "1998-12-31"}
        }}
    });
    let batch = "check --batch - --no-store --records records.toml";
    let row = &desk.run_with(batch, &claim.to_string()).ends(0).json()[0];
    assert_eq!(row["verdict"], "contested");
    assert_eq!(row["flips_if"][0], json!({"without": "table one", "becomes": "refuted"}));
    let review = format!("{batch} --format claimreview");
    let review = &desk.run_with(&review, &claim.to_string()).ends(0).json()[0];
    assert_eq!(review["reviewRating"]["alternateName"], "contested");
    desk.run_with(batch, "{\"id\": 1}\nnonsense\n")
        .ends(1)
        .complains("expected `text` or `proposition`")
        .complains("`-:2`");
}

#[test]
fn what_is_no_claim_gets_the_nearest_forms() {
    let desk = Desk::new();
    desk.file("none.toml", "");
    let alone = "check --no-store --records none.toml";
    desk.run(&format!("{alone} Nonsense.")).ends(2).complains("tables to check against");
    let batch = format!("{alone} --as-of 2020 --batch -");
    let row = &desk.run_with(&batch, "{\"text\": \"Turtles like France.\"}").ends(0).json()[0];
    assert_eq!(
        (&row["proposition"], &row["verdict"]),
        (&json!(null), &json!("not enough evidence"))
    );
    assert!(row["nearest"][0].as_str().is_some_and(|form| form.contains(", as in: ")));
    desk.file(
        "bad.toml",
        "[[table]]\nname = \"x\"\nfile = \"y.tsv\"\nmeasure = \"z\"\nyear = \"w\"\n",
    );
    desk.file("y.tsv", "a\tb\n");
    let bad = desk.run("check --no-store --records bad.toml Nonsense.").ends(1);
    bad.complains("expected a measure of table `x`, found `z`").complains("defence-pact");
    desk.run("check").ends(2);
}
