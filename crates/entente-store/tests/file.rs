//! Files that are a store, were one, or never will be.

use std::error::Error as _;
use std::fs;
use std::path::Path;

use entente_store::{Access, Counts, Error, Query, Store, open};
use rusqlite::Connection;

use crate::sample::{batch, document, event, run};

/// Fills a store at a path with one event.
fn fill(path: &Path) -> Box<dyn Store> {
    let mut store = open(path, Access::Write).unwrap();
    let r1 = run("r1", "s");
    store.begin(&r1).unwrap();
    let events = vec![event("e1", "d1", "SYL", "BRD", "03-05")];
    store.append(&batch(&r1, vec![(document("d1", "03-08"), events)])).unwrap();
    store
}

/// Checks that opening fails, with a message that names the file and says the given words.
#[track_caller]
fn refuses(path: &Path, access: Access, words: &str) {
    let Err(error) = open(path, access) else { panic!("expected an error, found a store") };
    let message = error.to_string();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(message.contains(words) && message.contains(name), "{message}");
    assert!(error.source().is_none(), "{message}");
}

#[test]
fn what_was_written_is_read_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    drop(fill(&path));
    for access in [Access::Read, Access::Write] {
        let store = open(&path, access).unwrap();
        assert_eq!(
            store.counts().unwrap(),
            Counts { runs: 1, documents: 1, events: 1, ..Counts::default() }
        );
        assert_eq!(store.scan(&Query::default()).unwrap().len(), 1);
    }
}

#[test]
fn a_reader_sees_whole_batches_while_another_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut writer = fill(&path);
    let reader = open(&path, Access::Read).unwrap();
    let events = vec![event("e2", "d2", "SYL", "BRD", "03-05")];
    writer.append(&batch(&run("r1", "s"), vec![(document("d2", "03-08"), events)])).unwrap();
    assert_eq!(reader.counts().unwrap().events, 2);
}

#[test]
fn a_store_opened_for_reading_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    drop(fill(&path));
    let mut store = open(&path, Access::Read).unwrap();
    let refused = store.begin(&run("r2", "s")).unwrap_err();
    assert!(matches!(refused, Error::ReadOnly { .. }), "{refused}");
}

#[test]
fn other_files_are_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    refuses(&path, Access::Read, "found no file");
    refuses(folder.path(), Access::Write, "found a folder");
    fs::write(&path, "").unwrap();
    refuses(&path, Access::Read, "found an empty file");
    let letter = "Dear all, this is a letter and no database. ".repeat(100);
    fs::write(&path, &letter).unwrap();
    refuses(&path, Access::Write, "found another kind of file");
    assert_eq!(fs::read_to_string(&path).unwrap(), letter);
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let before = fs::read(&path).unwrap();
    refuses(&path, Access::Write, "found the database of another program");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_missing_folder_is_an_error_with_a_cause() {
    let folder = tempfile::tempdir().unwrap();
    let Err(error) = open(&folder.path().join("no/s.db"), Access::Write) else {
        panic!("expected an error, found a store")
    };
    assert!(matches!(error, Error::Failed { .. }), "{error}");
    assert!(error.source().is_some());
}

#[test]
fn newer_and_damaged_formats_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    drop(fill(&path));
    let set = |version| {
        Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
    };
    set(7);
    refuses(&path, Access::Write, "has format 7, this build reads up to 4");
    refuses(&path, Access::Read, "has format 7, this build reads up to 4");
    set(0);
    refuses(&path, Access::Read, "expected format 4, found 0");
    set(4);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("UPDATE event SET status = 'perhaps'").unwrap();
    let damaged = open(&path, Access::Read).unwrap().scan(&Query::default()).unwrap_err();
    assert!(matches!(damaged, Error::Damaged { .. }), "{damaged}");
    assert!(damaged.to_string().contains("expected a known name, found `perhaps`"), "{damaged}");
}

#[test]
fn a_cut_off_file_is_an_error_or_still_whole_for_the_question() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let expect = fill(&path).scan(&Query::default()).unwrap();
    let whole = fs::read(&path).unwrap();
    let mut n_errors = 0;
    for length in (1..whole.len()).step_by(997) {
        fs::write(&path, &whole[..length]).unwrap();
        let read = open(&path, Access::Read).and_then(|store| store.scan(&Query::default()));
        n_errors += usize::from(read.is_err());
        assert!(read.is_err() || read.unwrap() == expect, "{length} of {} bytes", whole.len());
    }
    assert!(n_errors > whole.len() / 997 / 2, "{n_errors} errors");
}
