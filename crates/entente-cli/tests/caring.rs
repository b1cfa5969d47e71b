//! `runs`, `recode`, `verify`, `backup`, `vacuum` and `watch`; and what is left when one is killed.

#![allow(clippy::disallowed_methods, reason = "moments are what these tests are about")]

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::Desk;

/// The digest of a store, which must be whole.
#[track_caller]
fn digest(desk: &Desk, store: &str) -> String {
    let ran = desk.run(&format!("verify --store {store}")).ends(0).says("is whole");
    let line = ran.stdout.lines().find_map(|line| line.strip_prefix("digest "));
    line.expect("it tells a digest").to_owned()
}

/// Reports of which each is another.
fn reports(n: usize) -> String {
    let mut lines = String::new();
    for at in 0..n {
        let _ = writeln!(
            lines,
            "{{\"id\": \"d{at}\", \"published\": \"2020-03-06\", \"text\": \"France accused Mali of theft \
             in case {at}. The envoy had seen {} papers.\"}}",
            at * 31
        );
    }
    lines
}

/// Starts a command and leaves it running.
fn start(desk: &Desk, args: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(args.split_whitespace())
        .current_dir(desk.path())
        .env_remove("ENTENTE_STORE")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary was built for this test")
}

#[test]
fn a_recoded_store_says_what_a_new_one_would() {
    let desk = Desk::new();
    desk.file("in.jsonl", reports(3) + "{\"text\": \"Somebody met the mayor of Lyon.\"}\n");
    desk.run("run in.jsonl --store x.db").ends(0);
    desk.run("runs --store x.db").ends(0).says("documents").says("packs");
    let same = desk.run("recode --store x.db").ends(0);
    same.says("0 events in 0 documents");
    assert_eq!(desk.run("runs --format jsonl --store x.db").ends(0).json().len(), 1);
    desk.run("recode --all --store x.db").ends(0).says("in 4 documents");
    desk.run("recode --all --store x.db").ends(0).says("in 0 documents");
    let runs = desk.run("runs --format jsonl --store x.db").ends(0).json();
    assert_eq!(runs.len(), 2);
    assert_eq!((&runs[1]["number"], &runs[1]["documents"]), (&2.into(), &4.into()));
    desk.run("run in.jsonl --all --store y.db").ends(0);
    let events = |store: &str| {
        desk.run(&format!("events --all --format jsonl --store {store}")).ends(0).stdout
    };
    assert_eq!(events("x.db"), events("y.db"));
    let changes = desk.run("runs diff 1 2 --format jsonl --store x.db").ends(0).json();
    let before = runs[0]["events"].as_u64().zip(runs[1]["events"].as_u64());
    let (before, after) = before.expect("both are numbers");
    let n = |change: &str| changes.iter().filter(|row| row["change"] == change).count() as u64;
    assert_eq!(before + n("appeared"), after + n("vanished"));
    desk.run("runs diff 2 1 --store x.db").ends(0);
    desk.run("runs diff 1 1 --store x.db").ends(0).complains("say the same");
    desk.run("runs diff 1 nowhere --store x.db").ends(2).complains("found no run `nowhere`");
    desk.run("recode --store none.db").ends(3).complains("found no file");
    digest(&desk, "x.db");
}

#[test]
fn a_store_is_checked_copied_and_packed() {
    let desk = Desk::new();
    desk.file("in.jsonl", reports(5)).run("run in.jsonl --store x.db").ends(0);
    let whole = digest(&desk, "x.db");
    desk.run("backup copy.db --store x.db").ends(0).says("copied");
    desk.run("backup copy.db --store x.db").ends(3).complains("found one");
    desk.run("vacuum --store x.db").ends(0).says("bytes before");
    assert_eq!(digest(&desk, "x.db"), whole);
    assert_eq!(digest(&desk, "copy.db"), whole);
    let mut bytes = std::fs::read(desk.path().join("copy.db")).expect("it was made");
    let at = bytes.windows(7).position(|bytes| bytes == b"CONSULT" || bytes == b"ACCUSEv");
    let at = at.expect("an event has a type");
    bytes[at] ^= 1;
    desk.file("copy.db", bytes);
    desk.run("verify --store copy.db").ends(3).complains("fault").complains("is damaged");
    desk.run("verify --store none.db").ends(3).complains("found no file");
}

#[test]
fn what_arrives_is_read_and_nothing_twice() {
    let desk = Desk::new();
    desk.file("in/a.jsonl", reports(2));
    desk.run("watch in --once --store x.db").ends(0).says("1 file: 2 new documents, 2 events");
    desk.run("watch in --once --store x.db").ends(0).says("0 new documents, 0 events (2 known)");
    let mut watching = start(&desk, "watch in --every 1 --store x.db");
    sleep(Duration::from_millis(300));
    desk.file("in/b.jsonl", reports(4));
    let has_come = || {
        sleep(Duration::from_millis(200));
        let counts = desk.run("runs --format jsonl --store x.db").ends(0).json();
        counts[0]["documents"] == 4
    };
    let came = (0..150).any(|_| has_come());
    watching.kill().and_then(|()| watching.wait()).expect("it was running");
    assert!(came, "the second file was not read");
    digest(&desk, "x.db");
    desk.run("watch").ends(2).complains("at least one PATH");
}

/// `cargo xtask store crash` does the same two hundred times.
#[test]
fn a_run_that_is_killed_goes_on_as_if_it_had_not_been() {
    const DOCUMENTS: usize = 1_200;
    let desk = Desk::new();
    desk.file("in.jsonl", reports(DOCUMENTS));
    desk.run("run in.jsonl --store whole.db").ends(0);
    let expected = digest(&desk, "whole.db");
    let documents = |store: &str| {
        let ran = desk.run(&format!("runs --format jsonl --store {store}"));
        ran.stdout.lines().next().and_then(|line| {
            serde_json::from_str::<serde_json::Value>(line).ok()?["documents"].as_u64()
        })
    };
    for moment in [150_u64, 400, 700] {
        let mut child = start(&desk, "run in.jsonl --store killed.db");
        sleep(Duration::from_millis(moment));
        child.kill().and_then(|()| child.wait()).expect("it was running, or has ended");
        if let Some(n) = documents("killed.db") {
            assert!(n == DOCUMENTS as u64 || n % 256 == 0, "{n} documents: half a batch");
            digest(&desk, "killed.db");
        }
    }
    desk.run("run in.jsonl --store killed.db").ends(0);
    assert_eq!(digest(&desk, "killed.db"), expected);
}

/// Every write beyond a length fails, as on a disk that breaks; the shell sets the limit.
#[cfg(unix)]
#[test]
fn a_disk_that_fails_loses_nothing_that_was_stored() {
    let desk = Desk::new();
    desk.file("in.jsonl", reports(600)).file("first.jsonl", reports(100));
    desk.run("run in.jsonl --store whole.db").ends(0);
    let size = std::fs::metadata(desk.path().join("whole.db")).expect("it was made").len();
    let expected = digest(&desk, "whole.db");
    let mut failures = 0;
    for n in 1..6_u64 {
        desk.run(&format!("run first.jsonl --store {n}.db")).ends(0);
        // In blocks of 512 bytes.
        let limit = size * n / 6 / 512;
        let script = format!(
            "trap '' XFSZ; ulimit -f {limit}; exec {} run in.jsonl --store {n}.db",
            env!("CARGO_BIN_EXE_entente")
        );
        let ran = Command::new("sh").arg("-c").arg(script).current_dir(desk.path()).output();
        let ran = crate::Ran::from(ran.expect("there is a shell"));
        if ran.status != 0 {
            ran.ends(3).complains(&format!("`{n}.db`"));
            failures += 1;
        }
        let count = format!("sql --store {n}.db --format csv -");
        let counted = desk.run_with(&count, "SELECT count(*) FROM documents").ends(0).stdout;
        let counted = counted.lines().nth(1).and_then(|n| n.parse::<u64>().ok());
        assert!(counted.is_some_and(|n| n >= 100), "{counted:?} documents are left");
        desk.run(&format!("run in.jsonl --store {n}.db")).ends(0);
        digest(&desk, &format!("{n}.db"));
    }
    assert!(failures > 0, "no write failed");
    assert_eq!(digest(&desk, "whole.db"), expected);
}
