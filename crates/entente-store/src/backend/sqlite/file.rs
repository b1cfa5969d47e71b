//! Opening the file: what it is, whether this build can read it, and whether it may be written.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior};

use super::hold::Hold;
use super::{coded, derived, migrate, pack, sum};
use crate::{Access, Error};

/// Marks the file as ours: "ENTN" in ASCII.
const APPLICATION: i32 = 0x454E_544E;

/// The format that this build writes, and brings older ones up to.
pub(super) const FORMAT: i32 = 4;

/// The log of that format.
pub(super) const SCHEMA: &str = concat!(include_str!("schema.sql"), include_str!("structure.sql"));

/// What came to it with format 4.
pub(super) const STRUCTURES: &str = include_str!("structure.sql");

/// How long to wait for another process to finish a batch.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 0 } else { 5 });

/// Opens a store, or makes a new one where writing is meant and nothing is there.
///
/// A store of an older format is brought up to date first, whatever it is opened for.
pub(super) fn open(path: &Path, access: Access) -> Result<(Connection, Option<Hold>), Error> {
    match access {
        Access::Read => {
            expect_file(path)?;
            open_for_reading(path).map(|db| (db, None))
        }
        Access::Write if path.is_dir() => Err(not_a_store(path, "a folder")),
        Access::Write => open_for_writing(path),
    }
}

/// Checks that there is a file, with something in it.
pub(super) fn expect_file(path: &Path) -> Result<(), Error> {
    let is_empty = path.metadata().is_ok_and(|file| file.len() == 0);
    match () {
        () if path.is_dir() => Err(not_a_store(path, "a folder")),
        () if !path.exists() => Err(Error::Missing { path: path.to_owned() }),
        () if is_empty => Err(not_a_store(path, "an empty file")),
        () => Ok(()),
    }
}

/// A new store in memory, to compare with.
pub(super) fn fresh() -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    pack::teach(&db)?;
    sum::teach(&db)?;
    make(&db)?;
    Ok(db)
}

/// Makes all tables and views in a new file.
fn make(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(SCHEMA)?;
    coded::make(db)?;
    derived::make(db)
}

/// Whether all of this format is there: what follows from the log may be missing, and the tables for
/// rows of others once were made when the first row came.
fn is_complete(db: &Connection) -> rusqlite::Result<bool> {
    Ok(derived::is_there(db)? && coded::is_made(db)?)
}

fn open_for_reading(path: &Path) -> Result<Connection, Error> {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match state(&db, path)? {
        State::Ready => Ok(db),
        State::Empty => Err(not_a_store(path, "an empty database")),
        State::Behind(found) => {
            drop(db);
            open_for_writing(path).map_err(|error| match error {
                Error::ReadOnly { path } => {
                    Error::Outdated { path, found, newest: FORMAT.unsigned_abs() }
                }
                error => error,
            })?;
            connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        }
    }
}

fn open_for_writing(path: &Path) -> Result<(Connection, Option<Hold>), Error> {
    let fail = |cause| failure(path, "open", cause);
    // A file of another kind is not to be touched, not even by a lock beside it.
    if path.exists() {
        state(&connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?, path)?;
    }
    let hold = Hold::take(path, PATIENCE)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut db = connect(path, flags)?;
    state(&db, path)?;
    if db.is_readonly(MAIN_DB).map_err(fail)? {
        return Err(Error::ReadOnly { path: path.to_owned() });
    }
    prepare(&mut db).map_err(fail)?;
    Ok((db, hold))
}

/// Connects to a file, and teaches the connection what the format needs.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let fail = |cause| failure(path, "open", cause);
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(fail)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY)
        && let Some(still) = as_it_lies(&db, path, flags)
    {
        db = still;
    }
    db.busy_timeout(PATIENCE).map_err(fail)?;
    // Else a statement is planned anew whenever it is given other values.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fail)?;
    pack::teach(&db).and_then(|()| sum::teach(&db)).map_err(fail)?;
    Ok(db)
}

/// Opens a file in a folder where nothing may be written: readers leave word of themselves beside the
/// file, unless they are told that nobody writes it.
fn as_it_lies(db: &Connection, path: &Path, flags: OpenFlags) -> Option<Connection> {
    let refused = db.query_row("PRAGMA schema_version", [], |_| Ok(())).err()?;
    // Which of the two it is depends on what lies beside the file.
    let is_closed =
        matches!(refused.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly));
    let has_more = std::fs::metadata(beside(path, "-wal")).is_ok_and(|file| file.len() > 0);
    if !is_closed || has_more {
        return None;
    }
    let escape = |c: char| match c {
        '%' => "%25".to_owned(),
        '?' => "%3f".to_owned(),
        '#' => "%23".to_owned(),
        c => c.to_string(),
    };
    let uri: String = std::path::absolute(path).ok()?.to_str()?.chars().map(escape).collect();
    let flags = flags | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{uri}?immutable=1"), flags).ok()
}

fn beside(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Sets up the connection and, in a new file, the tables.
fn prepare(db: &mut Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    // Ids are hashes, so a batch touches pages all over the indexes: keep up to 64 MiB of them at
    // hand (the system has the others), and copy them back to the file no more often than every
    // 128 MiB.
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "wal_autocheckpoint", 32_768)?;
    // Tables are renamed and dropped where an older format is brought up to date.
    db.pragma_update(None, "foreign_keys", false)?;
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Two processes may have found the file empty: whoever comes second finds it filled.
    match identify(&change)? {
        Kind::Empty => make(&change)?,
        Kind::Format(FORMAT) if is_complete(&change)? => {}
        Kind::Format(FORMAT) => {
            coded::make(&change)?;
            derived::make(&change)?;
        }
        Kind::Format(3) => migrate::from_third(&change)?,
        Kind::Format(_) => migrate::migrate(&change)?,
        Kind::Other => {}
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", FORMAT)?;
    change.commit()?;
    db.pragma_update(None, "foreign_keys", true)
}

/// How a file stands to this build.
pub(super) enum State {
    /// New, without a table.
    Empty,
    /// As this build writes it.
    Ready,
    /// Of an older format, which is given, or without what follows from the log.
    Behind(u32),
}

pub(super) fn state(db: &Connection, path: &Path) -> Result<State, Error> {
    let fail = |cause| failure(path, "open", cause);
    let found = match identify(db).map_err(fail)? {
        Kind::Empty => return Ok(State::Empty),
        Kind::Other => return Err(not_a_store(path, "the database of another program")),
        Kind::Format(found) => found,
    };
    let (path, number) = (path.to_owned(), found.unsigned_abs());
    match found {
        FORMAT if is_complete(db).map_err(fail)? => Ok(State::Ready),
        1..=FORMAT => Ok(State::Behind(number)),
        newer if newer > FORMAT => {
            Err(Error::TooNew { path, found: number, newest: FORMAT.unsigned_abs() })
        }
        _ => Err(Error::Damaged { path, what: format!("expected format {FORMAT}, found {found}") }),
    }
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

/// Says what a refusal of the database means for a user.
#[cold]
pub(super) fn failure(path: &Path, doing: &'static str, cause: rusqlite::Error) -> Error {
    use rusqlite::Error as E;
    let path = path.to_owned();
    match (cause.sqlite_error_code(), &cause) {
        (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => {
            Error::Locked { path, holder: None }
        }
        (Some(ErrorCode::DiskFull), _) => Error::Full { path },
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
pub(super) fn not_a_store(path: &Path, found: &str) -> Error {
    Error::NotAStore { path: path.to_owned(), found: found.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Here and not among the integration tests, which would have to wait out [`PATIENCE`].
    #[test]
    fn a_store_that_another_holds_is_locked_and_says_by_whom() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("s.db");
        let (writer, hold) = open(&path, Access::Write).expect("a new store");
        let second = open(&path, Access::Write).expect_err("the writer is not done");
        let own = std::process::id();
        assert!(second.to_string().contains(&format!("written by process {own};")), "{second}");
        open(&path, Access::Read).expect("readers need not wait");
        drop((writer, hold));
        assert!(!folder.path().join("s.db-lock").exists());
        open(&path, Access::Write).expect("the writer is done");
    }

    #[test]
    fn a_store_that_another_tool_writes_is_locked() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("s.db");
        drop(open(&path, Access::Write).expect("a new store"));
        let tool = Connection::open(&path).expect("any tool opens it");
        tool.execute_batch("BEGIN IMMEDIATE").expect("nobody else is writing");
        let second = open(&path, Access::Write).expect_err("the tool is not done");
        assert!(second.to_string().contains("written by another process"), "{second}");
    }
}
