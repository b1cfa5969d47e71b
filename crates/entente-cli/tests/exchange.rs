//! `import` and `export`: tables of others in, files for others out.

use crate::Desk;

/// Two rows that are good and one that is not.
const TABLE: &str = "id,day,a,b,what\n\
    1,2020-02-03,FRA,MLI,AID\n2,2020-02-04,MLI,FRA,ACCUSE\n3,2020-02-05,FRA,MLI,YODEL\n";

const MAP: &str = "--map date=day,actor_country=a,recipient_country=b,type=what --dataset mine";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("mine.csv", TABLE);
    desk
}

#[test]
fn import_tells_what_came_in_and_what_was_left_out() {
    let desk = desk();
    let ran = desk.run(&format!("import csv mine.csv {MAP} --bad bad.csv --store x.db")).ends(1);
    ran.says("2 events from 3 rows in 1 file")
        .says("1 bad row left out; kept in bad.csv")
        .complains("mine.csv line 4: expected a type of event, found `YODEL`");
    let bad = std::fs::read_to_string(desk.path().join("bad.csv")).expect("it was asked for");
    assert_eq!(bad, "3,2020-02-05,FRA,MLI,YODEL\n");
    desk.run(&format!("import csv mine.csv {MAP} --store x.db"))
        .ends(1)
        .says("0 events from 3 rows")
        .says("2 events had been brought in before");
    desk.run("events --store x.db").ends(0).says("mine:1").says("ACCUSE");
    let rows = desk.run("events --store x.db --actor FRA --format jsonl").ends(0).json();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["id"], &rows[0]["sentence_text"]), (&"mine:1".into(), &().into()));
    desk.run("dyads --store x.db").ends(0).says("FRA").says("MLI");
    desk.run("dyad FRA MLI --store x.db").ends(0).says("AID");
    desk.run("system --store x.db").ends(0);
}

#[test]
fn import_says_what_is_wrong_with_a_call() {
    let desk = desk();
    desk.run("import xml mine.csv").ends(2).complains("gdelt");
    desk.run("import csv").ends(2).complains("FILE");
    desk.run("import csv mine.csv --map day").ends(2).complains("expected OURS=THEIRS");
    desk.run("import csv mine.csv --map when=day").ends(2).complains("found `when`");
    desk.run("import csv none.csv --store x.db").ends(1).complains("none.csv");
    desk.run("import csv mine.csv --store x.db").ends(1).complains("expected a column");
}

#[test]
fn export_writes_files_that_can_be_asked() {
    let desk = desk();
    desk.run(&format!("import csv mine.csv {MAP} --store x.db")).ends(1);
    for (format, file) in [
        ("csv", "events.csv"),
        ("jsonl", "events.jsonl"),
        ("polecat", "polecat.tsv"),
        ("gdelt", "gdelt.tsv"),
        ("parquet", "year=2020/month=02/part-0.parquet"),
    ] {
        let ran = desk.run(&format!("export --format {format} --to {format} --store x.db")).ends(0);
        ran.says(&format!("2 events written to {format}"));
        assert!(desk.path().join(format).join(file).exists(), "{file}");
        let dictionary = match format {
            "parquet" => "_store/dictionary.tsv",
            _ => "dictionary.tsv",
        };
        assert!(desk.path().join(format).join(dictionary).exists(), "{dictionary}");
    }
    desk.run("events --store parquet").ends(0).says("mine:1").says("mine:2");
    desk.run("dyad FRA MLI --store parquet").ends(0).says("AID");
    desk.run("export --format parquet --to parquet --store x.db")
        .ends(3)
        .complains("expected an empty folder");
    desk.run(&format!("import csv mine.csv {MAP} --store parquet")).ends(3).complains("read-only");
    desk.run("export --format xml --to x --store x.db").ends(2).complains("parquet");
}

#[test]
fn shapes_without_a_status_hold_deeds_only() {
    let desk = Desk::new();
    desk.file(
        "mine.csv",
        "id,date,actor,recipient,type,status\n1,2020-02-03,FRA,MLI,AID,planned\n",
    );
    desk.run("import csv mine.csv --store x.db").ends(0);
    desk.run("export --format gdelt --to out --store x.db")
        .ends(0)
        .says("0 events written")
        .complains("1 event left out");
}
