//! Faults at every step of writing: each is a clear error, the store opens again, and nothing that
//! was committed is lost.

use std::path::{Path, PathBuf};

use entente_model::{Run, RunId, testing};
use rusqlite::{Connection, OpenFlags};

use super::{Sqlite, file, verify};
use crate::{Access, Batch, Error, Record, Store};

/// A batch of a few documents with texts that no other batch has.
fn batch(number: usize) -> Batch {
    let record = |at: usize| {
        // Digits that do not pack well, so that pages are needed.
        let digits = (1..400_usize).map(|n| (n * n * (number + 7) * (at + 3) % 99_991).to_string());
        let text = digits.collect::<Vec<_>>().join(" ");
        let mut document = testing::document(&text, None);
        document.meta.id = format!("d{number}-{at}").as_str().into();
        Record { document, events: vec![], claims: vec![], relations: vec![] }
    };
    Batch { run: RunId::new("r"), records: (0..8).map(record).collect(), near_copies: vec![] }
}

/// A store in which the first batch is.
fn begun(folder: &Path, name: &str) -> (Sqlite, PathBuf) {
    let path = folder.join(name);
    let mut store = reopened(&path);
    let (packs, settings) = (vec![], "s".into());
    let run = Run { id: RunId::new("r"), engine: "0".into(), packs, settings };
    store.begin(&run).expect("nothing fails yet");
    store.append(&batch(1)).expect("nothing fails yet");
    (store, path)
}

fn reopened(path: &Path) -> Sqlite {
    let (db, hold) = file::open(path, Access::Write).expect("it opens");
    Sqlite { db, path: path.to_owned(), entries: super::coded::Entries::default(), _hold: hold }
}

/// Checks that a store holds so many batches, all whole; and that the second can go in.
#[track_caller]
fn holds(store: Sqlite, path: &Path, batches: u64) {
    drop(store);
    let verified = verify::verify(path).expect("it opens");
    assert_eq!((verified.faults, verified.batches), (vec![], batches));
    let mut store = reopened(path);
    store.append(&batch(2)).expect("nothing fails any more");
    assert_eq!(store.counts().expect("it can be read").documents, 16);
}

#[test]
fn a_disk_that_is_full_at_any_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut faults = 0;
    for room in 0.. {
        let (mut store, path) = begun(folder.path(), &format!("{room}.db"));
        let pages: i64 =
            store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("it is told");
        let most = format!("PRAGMA max_page_count = {}", pages + room);
        store.db.query_row(&most, [], |_| Ok(())).expect("a bound can be set");
        match store.append(&batch(2)) {
            Ok(_) => break,
            Err(error) => assert!(matches!(error, Error::Full { .. }), "{room}: {error}"),
        }
        faults += 1;
        holds(store, &path, 1);
    }
    assert!(faults > 5, "{faults} faults");
}

#[test]
fn a_write_that_is_broken_off_at_any_step() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut faults = 0;
    for n in 0..40 {
        let (mut store, path) = begun(folder.path(), &format!("{n}.db"));
        let mut steps = 0;
        let last = 10 + n * n * 12;
        let stop = move || {
            steps += 1;
            steps > last
        };
        store.db.progress_handler(1, Some(stop)).expect("a handler can be set");
        let outcome = store.append(&batch(2));
        store.db.progress_handler(1, None::<fn() -> bool>).expect("it can be taken away");
        match outcome {
            Ok(_) => {
                assert!(faults > 10, "{faults} faults");
                return;
            }
            Err(error) => assert!(matches!(error, Error::Failed { .. }), "{n}: {error}"),
        }
        faults += 1;
        holds(store, &path, 1);
    }
    assert!(faults > 10, "{faults} faults");
}

#[test]
fn a_file_that_may_not_be_written_any_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, path) = begun(folder.path(), "s.db");
    store.db.pragma_update(None, "query_only", true).expect("it can be set");
    for error in [store.append(&batch(2)).map(|_| ()), store.set_happenings(&[])] {
        let error = error.expect_err("nothing may be written");
        assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    }
    holds(store, &path, 1);
}

#[test]
fn a_file_that_another_tool_locks() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (mut store, path) = begun(folder.path(), "s.db");
    let tool = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let tool = tool.expect("any tool opens it");
    tool.execute_batch("BEGIN IMMEDIATE").expect("nobody else is writing");
    for error in [store.append(&batch(2)).map(|_| ()), store.set_happenings(&[])] {
        let error = error.expect_err("another is writing");
        assert!(matches!(error, Error::Locked { holder: None, .. }), "{error}");
    }
    tool.execute_batch("ROLLBACK").expect("a transaction is open");
    drop(tool);
    holds(store, &path, 1);
}
