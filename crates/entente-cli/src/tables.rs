//! Tables of others as an argument: a file, and what its columns are called.

use std::path::PathBuf;

use clap::Args;
use entente::relations::Table;
use entente::{Error, ErrorKind, Result};

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

impl TableArgs {
    /// Reads it.
    pub(crate) fn read(&self) -> Result<Table> {
        read(&self.path, &self.map)
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
