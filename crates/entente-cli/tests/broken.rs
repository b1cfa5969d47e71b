//! Broken inputs: each is named, the rest is done, and the exit status says so.

use crate::Desk;

const GOOD: &str = "France accused Mali of theft.\n";

/// Runs a file beside a good one, which must still be coded.
#[track_caller]
fn beside_a_good_one(name: &str, bytes: impl AsRef<[u8]>) -> crate::Ran {
    let desk = Desk::new();
    desk.file(name, bytes).file("good.txt", GOOD);
    let coded = desk.run(&format!("code {name} good.txt")).ends(1);
    assert_eq!(coded.json().len(), 1, "{}", coded.stdout);
    desk.run(&format!("run {name} good.txt")).ends(1).says("1 document,")
}

#[test]
fn an_empty_file() {
    beside_a_good_one("empty.txt", "").complains("error: `empty.txt`: expected a text");
    beside_a_good_one("empty.jsonl", "").complains("error: `empty.jsonl`: expected JSON Lines");
}

#[test]
fn a_binary_file() {
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    beside_a_good_one("photo.jpg", bytes).complains("error: `photo.jpg`:");
}

#[test]
fn invalid_utf8() {
    beside_a_good_one("latin.txt", b"Le pr\xe9sident a dit.\n").complains("error: `latin.txt`:");
}

#[test]
fn one_line_of_twenty_megabytes() {
    let line = "word ".repeat(4 << 20);
    let expected = "of at most 8388608 bytes, found a longer one; see --max-document";
    beside_a_good_one("long.txt", &line).complains(expected);
    let json = format!("{{\"text\": \"{line}\"}}\n");
    beside_a_good_one("long.jsonl", json).complains(expected);
}

#[test]
fn a_web_page_without_an_article() {
    let page = "<!DOCTYPE html><nav><a href=/>Home</a> <a href=/news>News</a></nav>";
    let error = "error: `page.html`: expected an article, found none on the page";
    beside_a_good_one("page.html", page).complains(error);
}

#[test]
fn every_tenth_line_broken() {
    let line = |at: usize| match at % 10 {
        9 => format!("{{\"id\": \"d{at}\", \"text\": \n"),
        _ => format!(
            "{{\"id\": \"d{at}\", \"text\": \"France accused Mali of theft, note {at}.\"}}\n"
        ),
    };
    let desk = Desk::new();
    desk.file("many.jsonl", (0..100).map(line).collect::<String>());
    let coded = desk.run("code many.jsonl").ends(1);
    let ids: Vec<String> =
        coded.json().iter().map(|c| c["id"].as_str().unwrap_or("").into()).collect();
    let expected: Vec<String> =
        (0..100).filter(|at| at % 10 != 9).map(|at| format!("d{at}")).collect();
    assert_eq!(ids, expected);
    coded.complains("line 10").complains("note: `many.jsonl`: 5 more like these");
    desk.run("run many.jsonl").ends(1).says("90 documents");
}

#[test]
fn paths_that_lead_nowhere() {
    let desk = Desk::new();
    desk.file("good.txt", GOOD);
    let ran = desk.run("run nowhere.txt good.txt no-*.txt").ends(1).says("1 document,");
    ran.complains("error: `nowhere.txt`:")
        .complains("error: `no-*.txt`: expected at least one file");
    desk.run("code nowhere.txt").ends(1).complains("error: `nowhere.txt`:");
    std::fs::create_dir(desk.path().join("hollow")).expect("a folder can be made");
    assert_eq!(desk.run("code hollow").ends(0).stdout, "");
    desk.file("hollow/picture.png", "png");
    desk.run("code hollow")
        .ends(1)
        .complains("known format (.txt, .jsonl, .html, .warc, …), found none (1 others)");
}

#[cfg(unix)]
#[test]
fn a_dangling_link_in_a_folder() {
    let desk = Desk::new();
    desk.file("folder/good.txt", GOOD);
    std::os::unix::fs::symlink("gone.txt", desk.path().join("folder/link.txt")).expect("a link");
    let ran = desk.run("run folder").ends(1).says("1 document,");
    ran.complains("link.txt`: No such file");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    desk.file("folder/good.txt", GOOD).file("folder/shut/hidden.txt", GOOD);
    let shut = desk.path().join("folder/shut");
    let allow = |mode| std::fs::set_permissions(&shut, PermissionsExt::from_mode(mode));
    allow(0o000).expect("it is ours");
    // A superuser reads it all the same.
    let is_shut = std::fs::read_dir(&shut).is_err();
    let ran = desk.run("run folder");
    allow(0o700).expect("it is ours");
    if is_shut {
        ran.ends(1).says("1 document,").complains("shut`: Permission denied");
    } else {
        ran.ends(0).says("2 documents,");
    }
}

#[test]
fn a_store_that_is_none() {
    let desk = Desk::new();
    desk.file("good.txt", GOOD).file("notes.db", "these are my notes, not a store\n".repeat(100));
    desk.run("run good.txt --store notes.db")
        .ends(3)
        .complains("expected an entente store at `notes.db`");
    desk.run("events --store notes.db").ends(3).complains("`notes.db`");
    let kept = std::fs::read_to_string(desk.path().join("notes.db")).expect("it is still there");
    assert!(kept.starts_with("these are my notes"), "the file was changed");
    desk.run("events --store none.db")
        .ends(3)
        .complains("`none.db`")
        .complains("hint: `entente run PATH");
    desk.run("run good.txt --store no/such/folder/x.db").ends(3).complains("no/such/folder/x.db");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    use std::process::{Command, Stdio};

    let desk = Desk::new();
    let line = "{\"text\": \"France accused Mali of theft.\"}\n";
    desk.file("many.jsonl", line.repeat(5000));
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["read", "many.jsonl"])
        .current_dir(desk.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built for this test");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}
