//! Tables of others as an argument: a file, and what its columns are called.

use std::path::PathBuf;

use clap::Args;
use entente::relations::{Recorded, Table};
use entente::{Access, Error, ErrorKind, Result};
use jiff::civil::Date;

use crate::args::StoreArgs;
use crate::filter::last_day;

/// A table to read.
#[derive(Args)]
pub(crate) struct TableArgs {
    /// A table with a heading line, tab- or comma-separated, plain or gzip; `-` for standard input
    #[arg(value_name = "TABLE")]
    path: PathBuf,
    /// What a column is called in the table, as OURS=THEIRS
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    map: Vec<String>,
}

/// A table to read, or else what the store has of structural tables.
#[derive(Args)]
pub(crate) struct StoredTableArgs {
    /// A table with a heading line, tab- or comma-separated, plain or gzip; `-` for standard input;
    /// without it, what `entente import` brought into the store
    #[arg(value_name = "TABLE")]
    path: Option<PathBuf>,
    /// What a column is called in the table, as OURS=THEIRS
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    map: Vec<String>,
    /// As known by the end of a day, month or year; of the store only
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    as_of: Option<Date>,
    #[command(flatten)]
    store: StoreArgs,
}

impl StoredTableArgs {
    /// Reads the table, if one is named.
    pub(crate) fn read(&self) -> Result<Option<Table>> {
        self.path.as_deref().map(|path| read(path, &self.map)).transpose()
    }

    /// Reads rows of some measures from the store.
    pub(crate) fn recorded(&self, measures: &[&str]) -> Result<Recorded> {
        let store = self.store.open(Access::Read)?;
        Recorded::read(store.as_ref(), measures, &[], self.as_of)
    }
}

impl TableArgs {
    /// Reads it.
    pub(crate) fn read(&self) -> Result<Table> {
        read(&self.path, &self.map)
    }

    /// What it is called.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// Reads a table from a file.
pub(crate) fn read(path: &std::path::Path, map: &[String]) -> Result<Table> {
    let name = path.display().to_string();
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| {
        Error::new(ErrorKind::Input, format!("failed to read `{name}`")).caused_by(error)
    })?;
    Table::read(&name, &bytes, map)
}
