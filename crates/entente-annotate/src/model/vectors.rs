//! Word vectors, read where they lie in the pack.
//!
//! The table is large and a text needs few rows of it, so nothing is copied or widened up front.

use std::borrow::Cow;
use std::ops::Range;

use half::f16;

use super::pack::{Kind, Pack, PackError};

const ROWS: &str = "vectors/rows";
const KEYS: &str = "vectors/keys";
const ROW_OF: &str = "vectors/row_of";

/// The vectors of a pack; a pack may have none.
#[derive(Debug, Default)]
pub struct Vectors {
    bytes: Cow<'static, [u8]>,
    table: Option<Table>,
}

/// Where the parts of the table lie.
#[derive(Debug)]
struct Table {
    kind: Kind,
    rows: Range<usize>,
    width: usize,
    /// The ids of the known words, rising.
    keys: Range<usize>,
    /// The row of each key.
    row_of: Range<usize>,
}

impl Vectors {
    /// Finds the sections `vectors/…` in a pack and keeps its bytes.
    pub fn from_pack(bytes: Cow<'static, [u8]>) -> Result<Self, PackError> {
        let pack = Pack::parse(&bytes)?;
        let table = if pack.has(ROWS) { Some(Table::from_pack(&pack)?) } else { None };
        Ok(Vectors { bytes, table })
    }

    /// Returns how many floats a vector of a pack has; 0 where there are none.
    pub fn width_in(pack: &Pack<'_>) -> usize {
        pack.section(ROWS).ok().and_then(|rows| rows.dims.get(1).copied()).unwrap_or(0)
    }

    /// Returns how many floats a vector has; 0 where there are none.
    pub fn width(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.width)
    }

    /// Writes the vector of a word to `out` and says whether it has one.
    ///
    /// `out` has [`Vectors::width`] floats; an unknown word leaves it as it was.
    pub fn read(&self, orth: u64, out: &mut [f32]) -> bool {
        let found = self.table.as_ref().and_then(|table| Some((table, table.find(self, orth)?)));
        let Some((table, row)) = found else { return false };
        let size = table.kind.size() * table.width;
        let row = &self.bytes[table.rows.clone()][row * size..][..size];
        match table.kind {
            Kind::F16 => {
                for (out, &bytes) in out.iter_mut().zip(row.as_chunks().0) {
                    *out = f16::from_le_bytes(bytes).to_f32();
                }
            }
            _ => {
                for (out, &bytes) in out.iter_mut().zip(row.as_chunks().0) {
                    *out = f32::from_le_bytes(bytes);
                }
            }
        }
        true
    }
}

impl Table {
    fn from_pack(pack: &Pack<'_>) -> Result<Self, PackError> {
        let rows = pack.section(ROWS)?;
        let (&[count, width], Kind::F16 | Kind::F32) = (&rows.dims[..], rows.kind) else {
            return Err(PackError::content(ROWS, "expected rows of floats"));
        };
        let keys = pack.u64s(KEYS)?;
        if !keys.is_sorted() {
            return Err(PackError::content(KEYS, "expected rising keys"));
        }
        let row_of = pack.u16s(ROW_OF)?;
        if row_of.len() != keys.len() || row_of.iter().any(|&row| usize::from(row) >= count) {
            return Err(PackError::content(ROW_OF, "expected a row for each key"));
        }
        Ok(Table {
            kind: rows.kind,
            rows: rows.range.clone(),
            width,
            keys: pack.section(KEYS)?.range.clone(),
            row_of: pack.section(ROW_OF)?.range.clone(),
        })
    }

    fn find(&self, vectors: &Vectors, orth: u64) -> Option<usize> {
        let (keys, _) = vectors.bytes[self.keys.clone()].as_chunks();
        let at = keys.binary_search_by_key(&orth, |&key| u64::from_le_bytes(key)).ok()?;
        let (rows, _) = vectors.bytes[self.row_of.clone()].as_chunks();
        Some(usize::from(u16::from_le_bytes(rows[at])))
    }
}
