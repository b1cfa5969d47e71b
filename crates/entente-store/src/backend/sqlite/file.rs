//! Opening the file: what it is, whether this build can read it, and whether it may be written.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};

use crate::{Access, Error};

/// Marks the file as ours: "ENTN" in ASCII.
const APPLICATION: i32 = 0x454E_544E;

/// The newest format that this build reads and the one it writes.
const FORMAT: i32 = 2;

/// How long to wait for another process to finish a batch.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 0 } else { 5 });

/// Opens a store, or makes a new one where writing is meant and nothing is there.
pub(super) fn open(path: &Path, access: Access) -> Result<Connection, Error> {
    if path.is_dir() {
        return Err(not_a_store(path, "a folder"));
    }
    let is_empty = path.metadata().is_ok_and(|file| file.len() == 0);
    match access {
        Access::Read if !path.exists() => Err(Error::Missing { path: path.to_owned() }),
        Access::Read if is_empty => Err(not_a_store(path, "an empty file")),
        Access::Read => open_for_reading(path),
        Access::Write => open_for_writing(path),
    }
}

fn open_for_reading(path: &Path) -> Result<Connection, Error> {
    let fail = |cause| failure(path, "open", cause);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(fail)?;
    db.busy_timeout(PATIENCE).map_err(fail)?;
    match identify(&db).map_err(fail)? {
        Kind::Format(found) => accept(path, found).map(|()| db),
        Kind::Empty => Err(not_a_store(path, "an empty database")),
        Kind::Other => Err(not_a_store(path, "the database of another program")),
    }
}

fn open_for_writing(path: &Path) -> Result<Connection, Error> {
    let fail = |cause| failure(path, "open", cause);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(fail)?;
    db.busy_timeout(PATIENCE).map_err(fail)?;
    match identify(&db).map_err(fail)? {
        Kind::Format(found) => accept(path, found)?,
        Kind::Empty => {}
        Kind::Other => return Err(not_a_store(path, "the database of another program")),
    }
    if db.is_readonly(MAIN_DB).map_err(fail)? {
        return Err(Error::ReadOnly { path: path.to_owned() });
    }
    prepare(&mut db).map_err(fail)?;
    Ok(db)
}

/// Sets up the connection and, in a new file, the tables.
fn prepare(db: &mut Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Ids are hashes, so a batch touches pages all over the indexes: keep 64 MiB of them at hand
    // and copy them back to the file less often than every 1,000 pages.
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "wal_autocheckpoint", 8_192)?;
    // Two processes may have found the file empty: whoever comes second finds it filled.
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if matches!(identify(&change)?, Kind::Empty) {
        change.execute_batch(include_str!("schema.sql"))?;
        change.pragma_update(None, "application_id", APPLICATION)?;
        change.pragma_update(None, "user_version", FORMAT)?;
    }
    super::brief::prepare(&change)?;
    change.commit()
}

/// What a database is.
enum Kind {
    /// New, without a table.
    Empty,
    /// A store of some format.
    Format(i32),
    /// Not a store.
    Other,
}

fn identify(db: &Connection) -> rusqlite::Result<Kind> {
    let number = |sql| db.query_row(sql, [], |row| row.get::<_, i32>(0));
    Ok(match number("PRAGMA application_id")? {
        APPLICATION => Kind::Format(number("PRAGMA user_version")?),
        0 if number("SELECT count(*) FROM sqlite_schema")? == 0 => Kind::Empty,
        _ => Kind::Other,
    })
}

fn accept(path: &Path, found: i32) -> Result<(), Error> {
    let path = path.to_owned();
    match found {
        FORMAT => Ok(()),
        newer if newer > FORMAT => {
            Err(Error::TooNew { path, found: newer.unsigned_abs(), newest: FORMAT.unsigned_abs() })
        }
        1.. => {
            Err(Error::TooOld { path, found: found.unsigned_abs(), oldest: FORMAT.unsigned_abs() })
        }
        _ => Err(Error::Damaged { path, what: format!("expected format {FORMAT}, found {found}") }),
    }
}

/// Says what a refusal of the database means for a user.
#[cold]
pub(super) fn failure(path: &Path, doing: &'static str, cause: rusqlite::Error) -> Error {
    use rusqlite::Error as E;
    let path = path.to_owned();
    match (cause.sqlite_error_code(), &cause) {
        (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => Error::Locked { path },
        (Some(ErrorCode::ReadOnly), _) => Error::ReadOnly { path },
        (Some(ErrorCode::NotADatabase), _) => not_a_store(&path, "another kind of file"),
        (Some(ErrorCode::DatabaseCorrupt), _)
        | (
            _,
            E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..),
        ) => Error::Damaged { path, what: cause.to_string() },
        _ => Error::Failed { path, doing, source: cause.into() },
    }
}

#[cold]
fn not_a_store(path: &Path, found: &str) -> Error {
    Error::NotAStore { path: path.to_owned(), found: found.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Here and not among the integration tests, which would have to wait out [`PATIENCE`].
    #[test]
    fn a_store_that_another_process_holds_is_locked() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("s.db");
        let writer = open(&path, Access::Write).expect("a new store");
        writer.execute_batch("BEGIN IMMEDIATE").expect("nobody else is writing");
        let second = open(&path, Access::Write).expect_err("the writer is not done");
        assert!(matches!(second, Error::Locked { .. }), "{second}");
        open(&path, Access::Read).expect("readers need not wait");
        writer.execute_batch("ROLLBACK").expect("a transaction is open");
        open(&path, Access::Write).expect("the writer is done");
    }
}
