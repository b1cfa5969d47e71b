//! Checksums of rows: what was written can be told from what is found.

use blake3::Hasher;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result, Row};

use super::pack;

/// The sum of a row's values, taken in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum(Hasher);

impl Sum {
    /// The sum of several values.
    pub(super) fn of<'v>(values: impl IntoIterator<Item = ValueRef<'v>>) -> i64 {
        let mut sum = Self::default();
        values.into_iter().for_each(|value| sum.take(value));
        sum.finish()
    }

    /// Takes a value, with its type and length, so that no two rows are alike by accident.
    pub(super) fn take(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.tagged(0, &[]),
            ValueRef::Integer(number) => self.tagged(1, &number.to_le_bytes()),
            // SQLite knows no negative zero.
            ValueRef::Real(number) => self.tagged(2, &(number + 0.0).to_le_bytes()),
            ValueRef::Text(text) => self.tagged(3, text),
            ValueRef::Blob(bytes) => self.tagged(4, bytes),
        }
    }

    /// The checksum.
    pub(super) fn finish(&self) -> i64 {
        let hash = self.0.finalize();
        let (first, _) = hash.as_bytes().split_first_chunk().expect("a hash has 32 bytes");
        i64::from_le_bytes(*first)
    }

    fn tagged(&mut self, tag: u8, bytes: &[u8]) {
        self.0.update(&[tag]);
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

/// Teaches a connection `row_sum(value, …)`.
pub(super) fn teach(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("row_sum", -1, flags, |call| {
        Ok(Sum::of((0..call.len()).map(|at| call.get_raw(at))))
    })
}

/// Numbers of rows whose checksum does not fit, each with what is wrong; at most so many.
pub(super) fn unfit(
    db: &Connection,
    table: &str,
    own: &[&str],
    most: usize,
) -> Result<Vec<(i64, String)>> {
    let sql = format!("SELECT number, checksum, {} FROM {table} ORDER BY number", own.join(", "));
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut unfit = Vec::new();
    while unfit.len() < most
        && let Some(row) = rows.next()?
    {
        let (number, checksum): (i64, i64) = (row.get(0)?, row.get(1)?);
        match of_row(row, own) {
            Ok(sum) if sum == checksum => {}
            Ok(_) => unfit.push((number, "its checksum does not fit".to_owned())),
            Err(what) => unfit.push((number, what)),
        }
    }
    Ok(unfit)
}

/// The sum of a row from its third column on; a packed text comes after its length.
fn of_row(row: &Row<'_>, own: &[&str]) -> Result<i64, String> {
    let mut sum = Sum::default();
    let value = |at: usize| row.get_ref(at + 2).map_err(|error| error.to_string());
    for (at, column) in own.iter().enumerate() {
        match (*column, value(at)?) {
            ("text", ValueRef::Blob(packed)) => {
                let length = value(at - 1)?.as_i64().map_err(|error| error.to_string())?;
                let length = usize::try_from(length).map_err(|error| error.to_string())?;
                let text = pack::unpack(packed, length)?;
                sum.take(ValueRef::Text(text.as_bytes()));
            }
            (_, value) => sum.take(value),
        }
    }
    Ok(sum.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_not_run_into_each_other() {
        let sum = |texts: &[&str]| Sum::of(texts.iter().map(|t| ValueRef::Text(t.as_bytes())));
        assert_ne!(sum(&["ab", "c"]), sum(&["a", "bc"]));
        assert_ne!(sum(&["a"]), sum(&["a", ""]));
        assert_ne!(Sum::of([ValueRef::Null]), Sum::of([ValueRef::Text(b"")]));
        assert_eq!(sum(&["ab", "c"]), sum(&["ab", "c"]));
    }
}
