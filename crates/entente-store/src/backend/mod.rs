//! The ways to keep a store, one row each.

mod args;
mod memory;
mod parquet;
mod sqlite;

use std::ops::ControlFlow;
use std::path::Path;

pub use self::parquet::{columns as parquet_columns, pour as read_parquet, write as write_parquet};
use crate::{Answer, Error, Store, Verified};

/// Opens the store at a path with the first backend that claims it.
///
/// `:memory:` is a new store that lasts as long as the process; a folder that [`write_parquet`] made
/// is one of Parquet files; any other path is a SQLite file.
pub fn open(path: &Path, access: Access) -> Opened {
    let backend = BACKENDS.iter().find(|b| (b.claims)(path)).expect("the last row claims any path");
    (backend.open)(path, access)
}

/// Runs one query in SQL over the store in a file, which it can only read; hands the names of its
/// columns and then its rows to `each`, until it breaks.
///
/// # Errors
///
/// [`Error::Query`] where it is no such query; else those of opening and reading.
pub fn ask(
    path: &Path,
    sql: &str,
    each: &mut dyn FnMut(Answer<'_>) -> ControlFlow<()>,
) -> Result<(), Error> {
    sqlite::ask(path, sql, each)
}

/// Checks the store in a file: its pages, the checksum of every row, that all that is said of a
/// text lies in it, and that what follows from the log does.
///
/// # Errors
///
/// Those of opening; what is wrong with a store is in the answer.
pub fn verify(path: &Path) -> Result<Verified, Error> {
    sqlite::verify(path)
}

/// Copies the store in a file to a new one, as it is at one moment, while others may write it;
/// returns the size of the copy in bytes.
///
/// # Errors
///
/// [`Error::Exists`] if something is there already; else those of reading and writing.
pub fn backup(path: &Path, to: &Path) -> Result<u64, Error> {
    sqlite::backup(path, to)
}

/// Gives back the free space in a file; returns its size in bytes before and after.
///
/// # Errors
///
/// Those of opening and writing.
pub fn vacuum(path: &Path) -> Result<(u64, u64), Error> {
    sqlite::vacuum(path)
}

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Queries only; the store must exist and is not changed.
    Read,
    /// Queries and appending; the store is made if it does not exist.
    Write,
}

/// A way to keep a store.
#[derive(Clone, Copy, Debug)]
pub struct Backend {
    /// Its name.
    pub name: &'static str,
    /// Whether a path is meant for it.
    pub claims: fn(&Path) -> bool,
    /// Opens the store at a path.
    pub open: fn(&Path, Access) -> Opened,
}

type Opened = Result<Box<dyn Store>, Error>;

/// All backends; the first that claims a path gets it.
pub const BACKENDS: &[Backend] = &[
    Backend { name: "memory", claims: memory::claims, open: memory::open },
    Backend { name: "parquet", claims: parquet::claims, open: parquet::open },
    Backend { name: "sqlite", claims: sqlite::claims, open: sqlite::open },
];
