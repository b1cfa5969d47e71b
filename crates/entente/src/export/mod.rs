//! Event rows in the formats that other tools read, one row of [`EXPORTS`] each.

mod crosswalk;
mod csv;
mod flat;
mod jsonl;
mod tabbed;

use std::io::{self, Write};
use std::path::Path;

use entente_store::{Query, Store};

pub use self::crosswalk::Crosswalk;
use crate::wire::Listed;

/// A way to write event rows.
#[derive(Clone, Copy)]
pub struct Export {
    /// The name that a user types.
    pub name: &'static str,
    /// The file it makes in a folder.
    pub file: &'static str,
    /// Whether it can hold deeds only, as it has no column for the status.
    pub deeds_only: bool,
    /// Names and meanings of its columns, or of its fields.
    pub columns: fn() -> Vec<(&'static str, &'static str)>,
    /// Writes what stands before the first row.
    pub begin: fn(&mut dyn Write) -> io::Result<()>,
    /// Writes a row.
    pub row: fn(&Listed, &Crosswalk, &mut dyn Write) -> io::Result<()>,
}

/// All of them.
pub const EXPORTS: &[Export] = &[jsonl::EXPORT, csv::EXPORT, tabbed::POLECAT, tabbed::GDELT];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Export> {
    EXPORTS.iter().find(|e| e.name == name)
}

/// What the columns of an export mean, as a table with tabs.
pub fn dictionary(export: &Export) -> String {
    table((export.columns)())
}

/// Writes the events that a query asks for, with their documents and runs, as a folder of Parquet
/// files, which is a store that can be read; counts the events.
///
/// # Errors
///
/// [`crate::ErrorKind::Store`] where the folder holds a store already or cannot be written.
pub fn parquet(
    store: &dyn Store,
    query: &Query,
    every_run: bool,
    folder: &Path,
) -> crate::Result<u64> {
    Ok(entente_store::write_parquet(store, query, every_run, folder)?)
}

/// What the columns of events in Parquet files mean, as a table with tabs.
pub fn parquet_dictionary() -> String {
    table(entente_store::parquet_columns())
}

fn table(columns: Vec<(&str, &str)>) -> String {
    let line = |(name, meaning): (&str, &str)| format!("{name}\t{meaning}\n");
    "column\tmeaning\n".to_owned() + &columns.into_iter().map(line).collect::<String>()
}
