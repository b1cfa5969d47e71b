//! The ways to keep a store, one row each.

mod memory;
mod parquet;
mod sqlite;

use std::path::Path;

pub use self::parquet::{columns as parquet_columns, write as write_parquet};
use crate::{Error, Store};

/// Opens the store at a path with the first backend that claims it.
///
/// `:memory:` is a new store that lasts as long as the process; a folder that [`write_parquet`] made
/// is one of Parquet files; any other path is a SQLite file.
pub fn open(path: &Path, access: Access) -> Opened {
    let backend = BACKENDS.iter().find(|b| (b.claims)(path)).expect("the last row claims any path");
    (backend.open)(path, access)
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
