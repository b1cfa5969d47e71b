//! `dyad`, `system` and the commands over tables of others.

use crate::Desk;

/// A desk with a store of two reports of one deed, and one of another.
fn stored() -> Desk {
    let desk = Desk::new();
    let line = |id: &str, day: &str, publisher: &str, text: &str| {
        let object =
            serde_json::json!({"id": id, "published": day, "publisher": publisher, "text": text});
        format!("{object}\n")
    };
    let lines = [
        line("a", "2014-05-07", "Harbour Wire", "Vietnam accused China of ramming its ships."),
        line("b", "2014-05-07", "Delta Courier", "Vietnam has accused China of a ramming."),
        line("c", "2014-06-01", "Delta Courier", "China accused Vietnam of ramming its ships."),
    ];
    desk.file("reports.jsonl", lines.concat()).run("run reports.jsonl").ends(0);
    desk
}

#[test]
fn a_thin_record_says_so() {
    let desk = stored();
    let row = &desk.run("dyad vnm CHN --format jsonl --plot p.svg").ends(0).json()[0];
    assert_eq!(row["pair"], serde_json::json!(["VNM", "CHN"]));
    assert_eq!((&row["kind"], &row["as_of"]), (&"unclear".into(), &"2014-06-01".into()));
    assert_eq!((&row["n_documents"], &row["n_clusters"]), (&3.into(), &3.into()));
    assert_eq!(row["conflict"]["n"], 2, "two reports are one happening");
    assert_eq!(row["conflict"]["interval"], serde_json::Value::Null);
    assert_eq!(row["last"][0]["sources"], serde_json::json!(["Delta Courier"]));
    assert_eq!(row["last"][1]["sources"], serde_json::json!(["Delta Courier", "Harbour Wire"]));
    let drawn = std::fs::read_to_string(desk.path().join("p.svg")).expect("it was drawn");
    assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"));
    desk.run("dyad VNM CHN").ends(0).says("too few to say how the two stand");
    desk.run("dyad VNM FRA").ends(0).says("nothing is known of `FRA`").says("not covered");
    desk.run("dyad ATA ZZZ").ends(2).complains("found `ZZZ`");
    desk.run("dyad VNM.MIL CHN").ends(0).says("acts of its parts count as those of `VNM`");
    desk.run("dyad VNM CHN --dimension territorial").ends(1).complains("`territorial`, found none");
    desk.run("system --pole VNM").ends(2).complains("expected two poles or more, found `VNM`");
    desk.run("system --pole VNM --pole FRA").ends(0).says("nothing is known of the pole `FRA`");
    desk.run("system").ends(0).says("no network to measure").says("no evidence of peace");
}

#[test]
fn states_go_by_their_names() {
    let desk = stored();
    for pair in ["Vietnam China", "vietnamese CN", "VN prc", "viet CHN"] {
        let row = &desk.run(&format!("dyad {pair} --format jsonl")).ends(0).json()[0];
        assert_eq!(row["pair"], serde_json::json!(["VNM", "CHN"]), "{pair}");
    }
    desk.run("dyad Korea China").ends(2).complains("KOR (South Korea), PRK (North Korea)");
    desk.run("dyad Vietnm China").ends(2).complains("did you mean `Vietnam` (VNM)");
    desk.run("dyad Vietnam Vietnamese").ends(2).complains("expected two states");
    desk.run("system --pole Vietnam --pole France").ends(0).says("of the pole `FRA`");
    let rows = desk.run("events --involving Vietnam --actor China --format jsonl").ends(0).json();
    assert_eq!(rows.len(), 1);
    desk.run("claims --about Vietnam --speaker China").ends(0);
    desk.run("claims --about Vietnm").ends(2).complains("did you mean `Vietnam` (VNM)");
}

#[test]
fn a_table_without_ties_says_what_was_expected() {
    let desk = Desk::new();
    for (name, text) in [("head.tsv", "a\tb\tsign\n"), ("self.tsv", "a\tb\tsign\nx\tx\t1\n")] {
        desk.file(name, text);
        desk.run(&format!("balance {name}")).ends(1).complains("expected ties in");
    }
    desk.file("empty.tsv", String::new());
    desk.run("balance empty.tsv").ends(1).complains("found an empty table");
}

#[test]
fn a_view_is_as_of_its_day() {
    let desk = stored();
    let row = &desk.run("dyad VNM CHN --as-of 2014-05 --format jsonl").ends(0).json()[0];
    assert_eq!((&row["conflict"]["n"], &row["n_documents"]), (&1.into(), &2.into()));
    desk.run("dyad VNM CHN --as-of 2013").ends(0).says("not covered, as of 2013-12-31");
    desk.run("dyad VNM CHN --since 2030").ends(1).complains("since 2030-01-01, found none");
    desk.run("dyad VNM VNM").ends(2).complains("expected two states");
    desk.run("dyad VNM CHN --dimension securty").ends(2).complains("did you mean `security`?");
    let months = desk.run("dyad VNM CHN --format csv").ends(0).stdout;
    assert_eq!(months.lines().count(), 3, "{months}");
}

#[test]
fn networks_are_written_for_others() {
    let desk = stored();
    desk.run("system --graphml t.graphml --gexf t.gexf --plot t.svg --format csv").ends(0);
    for (file, end) in [("t.graphml", "</graphml>"), ("t.gexf", "</gexf>"), ("t.svg", "</svg>")] {
        let text = std::fs::read_to_string(desk.path().join(file)).expect("it was written");
        assert!(text.trim_end().ends_with(end), "{file}");
    }
    desk.run("system --plot no/such/folder.svg").ends(3).complains("failed to write");
}

#[test]
fn balance_is_exact_and_names_what_stands_against_it() {
    let desk = Desk::new();
    desk.file("ties.csv", "from,to,how\nA,B,1\nB,C,1\nA,C,-2\nC,D,1\n");
    let run = "balance ties.csv --map a=from,b=to,sign=how --format jsonl --draws 10";
    let row = &desk.run(run).ends(0).json()[0];
    assert_eq!((&row["frustration"], &row["exact"]), (&1.into(), &true.into()));
    assert_eq!(row["triads"]["++-"], 1);
    assert_eq!(row["against"].as_array().map(Vec::len), Some(1));
    let parts: Vec<_> =
        (0..4).map(|at| (&row["ties"][at]["triads"], &row["ties"][at]["unbalanced"])).collect();
    let [one, none] = [1, 0].map(serde_json::Value::from);
    assert_eq!(
        parts,
        [(&one, &one), (&one, &one), (&one, &one), (&none, &none)],
        "A–B, A–C, B–C, C–D"
    );
    let csv = desk.run(&run.replace("jsonl", "csv")).ends(0).stdout;
    assert_eq!(csv.lines().nth(2).map(|line| line.split(',').nth(2)), Some(Some("-1")), "{csv}");
    assert_eq!(csv.lines().last(), Some("C,D,1,false,0,0,0"), "{csv}");
    assert_eq!(desk.run(run).stdout, desk.run(run).stdout, "the same every time");
    desk.run("balance ties.csv")
        .ends(1)
        .complains("expected a column `a`")
        .complains("--map a=NAME");
    desk.run("balance nowhere.tsv").ends(1).complains("failed to read `nowhere.tsv`");
}

#[test]
fn tables_of_portfolios_and_flows_are_compared() {
    let desk = Desk::new();
    desk.file("allies.tsv", "a\tb\tlevel\nA\tB\t3\nC\tD\t3\nA\tE\t1\nB\tE\t1\n");
    let rows = desk.run("similarity allies.tsv --state A --state B --format jsonl").ends(0).json();
    assert_eq!((rows.len(), &rows[0]["pi"]), (2, &1.0.into()));
    desk.file("votes.tsv", "state\tr1\tr2\nA\t3\t1\nB\t3\t3\nC\t3\t\n");
    let rows = desk.run("similarity votes.tsv --votes --format jsonl").ends(0).json();
    assert_eq!((&rows[0]["agreement"], &rows[0]["n_nonunanimous"]), (&0.0.into(), &1.into()));
    desk.file("trade.tsv", "a\tb\tyear\tin\tout\nA\tB\t2008\t6\t4\n");
    desk.file("all.tsv", "code\tyear\timports\texports\nA\t2008\t50\t50\nB\t2008\t500\t500\n");
    let row = &desk.run("depend trade.tsv --totals all.tsv --format jsonl").ends(0).json()[0];
    assert_eq!((&row["dep_a"], &row["more_dependent"]), (&0.1.into(), &"A".into()));
    desk.run("depend trade.tsv --totals all.tsv").ends(0).says("10.0 %");
}

#[test]
fn points_are_compared_year_by_year() {
    let desk = Desk::new();
    let row = |state: &str, median: f64| {
        format!("{state}\t2012\t{}\t{median}\t{}\n", median - 0.1, median + 0.1)
    };
    let points = [row("A", 0.0), row("B", 0.5), row("C", -2.0)].concat();
    desk.file("points.tsv", format!("state\tyear\tlow\tmedian\thigh\n{points}"));
    let run = "ideal points.tsv --state A --to B --than C --format jsonl";
    let row = &desk.run(run).ends(0).json()[0];
    assert_eq!((&row["year"], &row["probability"]), (&2012.into(), &1.0.into()));
    let distance = row["distance"].as_f64().expect("a number");
    assert!((distance - 0.5).abs() < 0.01, "{distance}");
    desk.run("ideal points.tsv --state A --to X").ends(1).complains("found none");
}

#[test]
fn series_break_where_they_do() {
    let desk = Desk::new();
    let value = |at: i32| if at < 30 { at % 3 } else { 40 + at % 3 };
    let lines: String = (0..60).map(|at| format!("s\t{}\t{}\n", 1960 + at, value(at))).collect();
    desk.file("s.tsv", format!("series\ttime\tvalue\n{lines}"));
    let row = &desk.run("change s.tsv --format jsonl").ends(0).json()[0];
    assert_eq!(row["changes"], serde_json::json!([30]));
    desk.run("change s.tsv").ends(0).says("1990");
    let early = "ties s.tsv --outcomes s.tsv --outcome x=y:1 --fit 2003-2005 --score 2005-2006";
    desk.run(early).ends(2).complains("to overlap");
}
