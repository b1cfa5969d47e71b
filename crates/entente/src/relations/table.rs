//! Tables of others: tab- or comma-separated, plain or gzip, with columns under any names.

use std::collections::BTreeMap;
use std::io::Read;

use crate::{Error, ErrorKind, Result};

/// A table that was read whole.
#[derive(Clone, Debug)]
pub struct Table {
    name: String,
    headings: Vec<String>,
    rows: Vec<csv::StringRecord>,
    /// Our name of a column to the table's own.
    map: BTreeMap<String, String>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    at: usize,
}

/// Unpacked bytes beyond which a table is refused.
const MOST: u64 = 1 << 30;

impl Table {
    /// Reads a table whose first line names its columns.
    ///
    /// `map` has pairs such as `a=cow_a`: our name of a column, then the one it has here. Columns
    /// are parted by tabs if the first line has any, else by commas.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] if the bytes are no such table, [`ErrorKind::Usage`] for a pair without
    /// `=`.
    pub fn read(name: &str, bytes: &[u8], map: &[String]) -> Result<Self> {
        let bytes = unpack(name, bytes)?;
        let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let delimiter = if first.contains(&b'\t') { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            // Quotation marks in tab-separated files are letters like any other.
            .quoting(delimiter == b',')
            .flexible(true)
            .from_reader(bytes.as_slice());
        let broken = |error: csv::Error| {
            Error::new(ErrorKind::Input, format!("expected a table in `{name}`"))
                .caused_by(error)
                .hint(
                    "a table is UTF-8 text: a line of headings, then rows parted by tabs or commas",
                )
        };
        let headings = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(broken)?;
        let map = map.iter().map(|pair| part(pair)).collect::<Result<_>>()?;
        Ok(Self { name: name.to_owned(), headings, rows, map })
    }

    /// A table that was not read from a file.
    pub(super) fn of(name: &str, headings: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        let rows = rows.into_iter().map(csv::StringRecord::from).collect();
        Self { name: name.to_owned(), headings, rows, map: BTreeMap::new() }
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|at| Row { table: self, at })
    }

    /// The names of the columns as they stand in the table.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Where a column stands.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`], naming the columns there are.
    pub fn column(&self, ours: &str) -> Result<usize> {
        self.find(ours).ok_or_else(|| {
            let theirs = self.map.get(ours).map_or(ours, String::as_str);
            let found = match self.headings.as_slice() {
                [] => "an empty table".to_owned(),
                headings => format!("`{}`", headings.join("`, `")),
            };
            Error::new(
                ErrorKind::Input,
                format!("expected a column `{theirs}` in `{}`, found {found}", self.name),
            )
            .hint(format!("`--map {ours}=NAME` says which column is meant"))
        })
    }

    /// Where a column stands, if it is there.
    pub fn find(&self, ours: &str) -> Option<usize> {
        let theirs = self.map.get(ours).map_or(ours, String::as_str);
        self.headings.iter().position(|heading| heading == theirs)
    }
}

impl<'t> Row<'t> {
    /// The text of a cell, without blanks around it; empty where the row is too short.
    pub fn text(&self, column: usize) -> &'t str {
        self.table.rows[self.at].get(column).unwrap_or_default().trim()
    }

    /// The number in a cell; `None` where the cell is empty.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`], naming the line.
    pub fn number(&self, column: usize) -> Result<Option<f64>> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.map(Some).ok_or_else(|| {
            let Table { name, headings, .. } = self.table;
            let heading = headings.get(column).map_or("", String::as_str);
            // Lines count from 1, and the first has the headings.
            let line = self.at + 2;
            let message =
                format!("{name}:{line}: expected a number in `{heading}`, found `{text}`");
            Error::new(ErrorKind::Input, message)
        })
    }
}

fn part(pair: &str) -> Result<(String, String)> {
    let parts = pair.split_once('=').ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("expected OURS=THEIRS, found `{pair}`"))
    })?;
    Ok((parts.0.trim().to_owned(), parts.1.trim().to_owned()))
}

fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.to_vec());
    }
    let mut unpacked = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut unpacked);
    read.map_err(|error| {
        Error::new(ErrorKind::Input, format!("expected gzip in `{name}`")).caused_by(error)
    })?;
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_the_names_they_have() {
        let map = ["a=cow_a".to_owned()];
        let table = Table::read("t", b"cow_a,n\nUSA,\"1,5\"\nRUS\n", &map).expect("a table");
        let (a, n) = (table.column("a").expect("mapped"), table.column("n").expect("as named"));
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!((rows[0].text(a), rows[0].text(n)), ("USA", "1,5"));
        assert_eq!(rows[1].number(n).expect("nothing there"), None);
        let error = rows[0].number(n).expect_err("no number");
        assert_eq!(error.to_string(), "t:2: expected a number in `n`, found `1,5`");
        let error = table.column("sign").expect_err("no such column");
        assert!(error.to_string().contains("expected a column `sign` in `t`, found `cow_a`, `n`"));
        let error = Table::read("t", b"", &[]).expect("no row").column("a").expect_err("nothing");
        assert_eq!(error.to_string(), "expected a column `a` in `t`, found an empty table");
    }
}
