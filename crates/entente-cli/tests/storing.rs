//! `run` and `demo`: from articles to a store.

use crate::Desk;

#[test]
fn run_makes_a_store_and_says_what_is_in_it() {
    let desk = Desk::new();
    desk.file("a.txt", "France accused Mali of theft.\n").file("b.txt", "It rained all day.\n");
    let ran = desk.run("run a.txt b.txt --store x.db").ends(0);
    ran.says("1 event in 2 documents, 2 sentences")
        .says("ACCUSE")
        .says("entente events --store x.db");
    let again = desk.run("run a.txt b.txt --store x.db").ends(0);
    again.says("2 documents had been coded before; 0 events added");
    desk.run("events --store x.db").ends(0).says("FRA");
}

#[test]
fn run_reads_standard_input() {
    let desk = Desk::new();
    let line = "{\"text\": \"France accused Mali of theft.\"}\n";
    desk.run_with("run - --format jsonl --store x.db", line).ends(0).says("1 event");
}

#[test]
fn demo_works_from_the_binary_alone() {
    let desk = Desk::new();
    let demo = desk.run("demo").ends(0);
    demo.says("76 documents").says("Who acts towards whom").says("entente explain");
    assert!(desk.path().join("entente-demo.db").exists());
    desk.run("events --store entente-demo.db --involving CHN --limit 3").ends(0).says("CHN");
    let desk = Desk::new();
    desk.run("demo --store :memory:").ends(0);
    let left = std::fs::read_dir(desk.path()).expect("it is a folder").count();
    assert_eq!(left, 0, "the demonstration left something behind");
}

#[test]
fn read_names_the_first_of_a_story() {
    let desk = Desk::new();
    let text = "The envoy of Aland left the port of Klow on Monday after talks had ended.";
    let line = |id: &str, day: &str, more: &str| {
        format!("{{\"id\": \"{id}\", \"published\": \"{day}\", \"text\": \"{text}{more}\"}}\n")
    };
    desk.file("in.jsonl", &(line("b", "2020-03-02", " So.") + &line("a", "2020-03-01", "")));
    desk.run("read in.jsonl").ends(0).says("\"copy_of\":\"a\"").says("\"copy_of\":null");
    desk.run("read --no-copies in.jsonl").ends(0).says("\"copy_of\":null,\"near_copies\":[]");
    let ran = desk.run("run in.jsonl --store x.db").ends(0);
    ran.says("1 document near-copies of others; they count as one story");
    desk.run("run in.jsonl --store x.db").ends(0).says("2 documents had been coded before");
}
