//! Event rows in the formats that other tools read, one row of [`EXPORTS`] each.

mod csv;
mod jsonl;

use std::io::{self, Write};

use crate::wire::EventRow;

/// A way to write event rows.
#[derive(Clone, Copy)]
pub struct Export {
    /// The name that a user types.
    pub name: &'static str,
    /// Writes what stands before the first row.
    pub begin: fn(&mut dyn Write) -> io::Result<()>,
    /// Writes a row.
    pub row: fn(&EventRow, &mut dyn Write) -> io::Result<()>,
}

/// All of them.
pub const EXPORTS: &[Export] = &[jsonl::EXPORT, csv::EXPORT];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Export> {
    EXPORTS.iter().find(|e| e.name == name)
}
