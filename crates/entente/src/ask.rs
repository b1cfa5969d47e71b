//! Questions to a store in its own words: SQL, and words to search for.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use entente_store::{Answer, Cell, Search, Store};
use serde_json::{Map, Value};

use crate::wire::HitRow;
use crate::{Access, Error, ErrorKind, Result, happenings, open_store};

/// Runs one query in SQL over a store, which it can only read; hands the names of its columns and
/// then its rows to `each`, until it breaks. A store in a folder is asked as a file that is made for
/// the question.
///
/// # Errors
///
/// [`crate::ErrorKind::Usage`] where it is no such query; else those of the store.
pub fn sql(
    path: &Path,
    query: &str,
    each: &mut dyn FnMut(Answer<'_>) -> ControlFlow<()>,
) -> Result<()> {
    if !path.is_dir() {
        return Ok(entente_store::ask(path, query, each)?);
    }
    let folder = tempfile::tempdir().map_err(|cause| {
        let what = "failed to make a file to ask in the folder for temporary files";
        Error::new(ErrorKind::Store, what).caused_by(cause)
    })?;
    let file = folder.path().join("asked.db");
    let mut store = open_store(&file, Access::Write)?;
    entente_store::read_parquet(path, store.as_mut())?;
    happenings::refresh(store.as_mut())?;
    drop(store);
    Ok(entente_store::ask(&file, query, each)?)
}

/// Brings the happenings of the store in a file up to date, if they are not and it may be written.
/// Those of a folder are judged when it is asked.
///
/// # Errors
///
/// Those of the store.
pub fn refresh(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if open_store(path, Access::Read)?.happenings()?.is_none() {
        happenings::refresh(open_store(path, Access::Write)?.as_mut())?;
    }
    Ok(())
}

/// Searches a store for words.
///
/// # Errors
///
/// Those of the store.
pub fn search(store: &dyn Store, search: &Search) -> Result<Vec<HitRow>> {
    Ok(store.search(search)?.iter().map(HitRow::from).collect())
}

/// Writes cells as a line of comma-separated values (RFC 4180); what is unknown is empty.
///
/// # Errors
///
/// Those of `out`.
pub fn write_csv<'c>(cells: impl Iterator<Item = &'c str>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

/// A row as a JSON object; bytes are hexadecimal.
pub fn as_json(columns: &[String], cells: &[Cell]) -> Value {
    let value = |cell: &Cell| match cell {
        Cell::Integer(number) => Value::from(*number),
        Cell::Real(number) => Value::from(*number),
        Cell::Null => Value::Null,
        Cell::Text(_) | Cell::Blob(_) => Value::from(as_text(cell)),
    };
    let named = columns.iter().cloned().zip(cells.iter().map(value));
    Value::Object(named.collect::<Map<_, _>>())
}

/// A cell as text; what is unknown is empty, bytes are hexadecimal.
pub fn as_text(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
