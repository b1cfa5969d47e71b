//! Whether a file is whole: its pages, its rows, what they say of texts, and what follows from them.

use std::path::Path;

use blake3::Hasher;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::append::{self, Tally};
use super::file::{self, State};
use super::hold::Hold;
use super::{brief, coded, collect, columns, derived, spans, sum};
use crate::{Access, Counts, Error, Verified};

/// At most so many faults of one kind are told.
pub(super) const ENOUGH: usize = 20;

/// Checks the store in a file, which is not changed unless its format is an older one.
pub(super) fn verify(path: &Path) -> Result<Verified, Error> {
    let fail = |cause| file::failure(path, "verify", cause);
    file::expect_file(path)?;
    let mut db = file::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut faults = Faults::default();
    match file::state(&db, path)? {
        State::Ready => {}
        State::Empty => return Err(file::not_a_store(path, "an empty database")),
        State::Behind(found) if found == file::FORMAT.unsigned_abs() => {
            faults.tell("what follows from the log is not all there; it is made again on writing");
        }
        State::Behind(_) => {
            drop(file::open(path, Access::Read)?);
            db = file::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        }
    }
    db.pragma_update(None, "cell_size_check", true).map_err(fail)?;
    // All questions are answered by one state of the file.
    let view = db.unchecked_transaction().map_err(fail)?;
    for (what, check) in CHECKS {
        if let Err(cause) = check(&view, &mut faults) {
            faults.tell(format!("{what} cannot be read: {cause}"));
        }
    }
    let (counts, batches) = count(&view).unwrap_or_default();
    let digest = digest(&view).unwrap_or_else(|_| "unknown".into());
    drop(view);
    let left_out = words(path, &mut faults);
    Ok(Verified { counts, batches, digest, faults: faults.0, left_out })
}

/// What was found to be wrong.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<String>);

impl Faults {
    pub(super) fn tell(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }
}

type Check = fn(&Connection, &mut Faults) -> rusqlite::Result<()>;

/// What is checked, in order.
const CHECKS: [(&str, Check); 8] = [
    ("the file", pages),
    ("the schema", schema),
    ("the runs", runs),
    ("the rows", rows),
    ("the batches", batches),
    ("the rows of others", coded::check),
    ("the spans", spans::check),
    ("what follows from the log", follows),
];

fn pages(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    for said in collect(db, "PRAGMA integrity_check(20)", [], |mut row| row.next::<String>())? {
        if said != "ok" {
            faults.tell(format!("file: {said}"));
        }
    }
    let sql = "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY \"table\"";
    let astray = |mut row: super::Row<'_>| Ok((row.next::<String>()?, row.next::<i64>()?));
    for (table, n) in collect(db, sql, [], astray)? {
        faults.tell(format!("table `{table}`: {n} rows refer to what is not there"));
    }
    Ok(())
}

/// The schema must be that of this format, to the letter.
fn schema(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    let sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1, 2";
    let read = |db: &Connection| {
        collect(db, sql, [], |mut row| {
            let (kind, name): (String, String) = (row.next()?, row.next()?);
            Ok((kind, name, row.next::<String>()?, row.next::<String>()?))
        })
    };
    let (found, expected) = (read(db)?, read(&file::fresh()?)?);
    for (kind, name, ..) in expected.iter().filter(|item| !found.contains(item)) {
        faults.tell(format!("schema: {kind} `{name}` is missing or not as it should be"));
    }
    for (kind, name, ..) in found.iter().filter(|item| !expected.contains(item)) {
        faults.tell(format!("schema: {kind} `{name}` is not as it should be, or should not be"));
    }
    Ok(())
}

fn runs(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    for (number, run) in append::runs(db)? {
        let sql = "SELECT alike, checksum FROM run WHERE number = ?";
        let (alike, checksum): (i64, i64) =
            db.query_row(sql, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if append::run_sum(number, &run, alike) != checksum {
            faults.tell(format!("run {number}: its checksum does not fit"));
        }
    }
    Ok(())
}

/// Every row must have the checksum that it was written with.
fn rows(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    let of_document = [&columns::DOCUMENT[..], &columns::CONTENT].concat();
    let with_run = |own: &[&'static str]| [own, &["run"]].concat();
    for (table, own) in [
        ("document", of_document),
        ("event", with_run(&columns::EVENT)),
        ("claim", with_run(&columns::CLAIM)),
        ("relation", with_run(&columns::RELATION)),
        ("structure_table", columns::STRUCTURE_TABLE.to_vec()),
        ("structure", with_run(&columns::STRUCTURE)),
    ] {
        for (number, what) in sum::unfit(db, table, &own, ENOUGH)? {
            faults.tell(format!("{table} {number}: {what}"));
        }
    }
    Ok(())
}

/// The batches must add up to the rows.
fn batches(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    let (added, there) = (Tally::written(db)?, Tally::of(db)?);
    if added != there {
        faults.tell(format!("batches: expected {added:?}, found {there:?}"));
    }
    let sql = "SELECT (SELECT count(*) FROM batch) - (SELECT coalesce(max(number), 0) FROM batch)
        + (SELECT count(*) FROM document) - (SELECT coalesce(max(number), 0) FROM document)";
    if db.query_row(sql, [], |row| row.get::<_, i64>(0))? != 0 {
        faults.tell("batches: their numbers, or those of documents, have gaps");
    }
    Ok(())
}

fn follows(db: &Connection, faults: &mut Faults) -> rusqlite::Result<()> {
    for (table, n) in derived::differences(db)? {
        faults.tell(format!("table `{table}`: {n} rows do not follow from the log, or lack"));
    }
    if !brief::is_numbered(db)? {
        faults.tell("tables `pattern`, `outlet`: their numbers have gaps");
    }
    Ok(())
}

/// Compares the full-text indexes with the texts; says why, if that could not be done.
///
/// FTS5 asks for this as for a change, though it makes none; so it needs a file that may be
/// written, and that nobody else is writing.
fn words(path: &Path, faults: &mut Faults) -> Option<String> {
    let skip = |why: &str| Some(format!("the full-text indexes were not compared: {why}"));
    let _hold = match Hold::take(path, std::time::Duration::ZERO) {
        Ok(hold) => hold,
        Err(_) => return skip("the store is being written"),
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let Ok(mut db) = file::connect(path, flags) else { return skip("the file is read-only") };
    let Ok(change) = db.transaction_with_behavior(TransactionBehavior::Immediate) else {
        return skip("the file is read-only or being written");
    };
    for table in ["document_words", "sentence_words"] {
        let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
        if let Err(cause) = change.execute_batch(&sql) {
            faults.tell(format!("table `{table}` does not have the words of the texts: {cause}"));
        }
    }
    None
}

fn count(db: &Connection) -> rusqlite::Result<(Counts, u64)> {
    let sql = "SELECT count(*) FROM batch";
    let batches = db.query_row(sql, [], |row| row.get::<_, i64>(0))?;
    Ok((super::counts(db)?, batches.cast_unsigned()))
}

/// A hash of all rows of the log, in order; batches may be cut otherwise.
fn digest(db: &Connection) -> rusqlite::Result<String> {
    let mut hash = Hasher::new();
    for sql in [
        "SELECT checksum FROM run ORDER BY number",
        "SELECT checksum FROM document ORDER BY number",
        "SELECT row_sum(document, run) FROM coding ORDER BY document, run",
        "SELECT row_sum(document, other, similarity) FROM near_copy ORDER BY document, other",
        "SELECT checksum FROM event ORDER BY number",
        "SELECT checksum FROM claim ORDER BY number",
        "SELECT checksum FROM relation ORDER BY number",
        "SELECT checksum FROM structure_table ORDER BY number",
        "SELECT checksum FROM structure ORDER BY number",
    ] {
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            hash.update(&row.get::<_, i64>(0)?.to_le_bytes());
        }
        hash.update(b"\n");
    }
    coded::digest(db, &mut |sum| {
        hash.update(&sum.to_le_bytes());
    })?;
    Ok(hash.finalize().to_hex().chars().take(32).collect())
}
