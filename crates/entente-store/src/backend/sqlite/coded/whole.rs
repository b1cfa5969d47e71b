//! Whether rows that others coded are all there, as they were written.

use rusqlite::{Connection, Result};

use super::select;
use crate::backend::sqlite::verify::Faults;

/// Tables and their columns, all of which are summed. Numbers of rows have no gaps.
const SUMMED: [(&str, &str); 8] = [
    ("coded_dataset", "number, name"),
    ("coded_input", "number, run, dataset, path"),
    ("coded_party", "number, id, country, sector, name"),
    ("coded_act", "number, ontology, type, mode, contexts, cameo, quad, tone, status, intensity"),
    ("coded_place", "number, name, country, lat, lon"),
    ("coded_outlet", "number, name"),
    ("coded_report", "number, outlet, url, story"),
    (
        "coded",
        "number, run, dataset, \"key\", input, line, actor, recipient, act, place, report, first,
            last, reported, is_root, mentions, sources, articles, tone",
    ),
];

/// What a column of `coded` refers to.
const REFERENCES: [(&str, &str); 8] = [
    ("run", "run"),
    ("dataset", "coded_dataset"),
    ("input", "coded_input"),
    ("actor", "coded_party"),
    ("recipient", "coded_party"),
    ("act", "coded_act"),
    ("place", "coded_place"),
    ("report", "coded_report"),
];

/// The last row of each table at some moment; the default is the moment before the first row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks([i64; SUMMED.len()]);

impl Marks {
    /// Marks this moment.
    pub(super) fn of(db: &Connection) -> Result<Self> {
        let mut marks = Self::default();
        for (mark, (table, _)) in marks.0.iter_mut().zip(SUMMED) {
            let sql = format!("SELECT coalesce(max(number), 0) FROM {table}");
            *mark = db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        }
        Ok(marks)
    }

    /// Writes down what came since as a batch, unless nothing did.
    pub(super) fn sum(self, db: &Connection) -> Result<()> {
        let (rows, checksum) = self.since(db)?;
        if (rows, checksum) == (0, 0) {
            return Ok(());
        }
        let sql = "INSERT INTO coded_batch (rows, checksum) VALUES (?, ?)";
        db.prepare_cached(sql)?.execute([rows, checksum]).map(|_| ())
    }

    /// How many rows came since, and the sum of all that came.
    fn since(self, db: &Connection) -> Result<(i64, i64)> {
        let (mut n, mut checksum) = (0, 0_i64);
        for (mark, (table, columns)) in self.0.into_iter().zip(SUMMED) {
            let sql = format!("SELECT row_sum({columns}) FROM {table} WHERE number > ?");
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([mark])?;
            n = 0;
            while let Some(row) = rows.next()? {
                checksum = checksum.wrapping_add(row.get(0)?);
                n += 1;
            }
        }
        // The rows themselves come last.
        Ok((n, checksum))
    }
}

/// Tells what is not as it was written, or refers to what is not there.
pub(in crate::backend::sqlite) fn check(db: &Connection, faults: &mut Faults) -> Result<()> {
    let mut statement = db.prepare("SELECT rows, checksum FROM coded_batch")?;
    let mut batches = statement.query([])?;
    let mut written = (0_i64, 0_i64);
    while let Some(row) = batches.next()? {
        written.0 = written.0.wrapping_add(row.get(0)?);
        written.1 = written.1.wrapping_add(row.get(1)?);
    }
    let found = Marks([i64::MIN; SUMMED.len()]).since(db)?;
    if written != found {
        let (rows, checksum) = written;
        faults.tell(format!(
            "tables `coded…`: expected {rows} rows and the sum {checksum}, found {} and {}",
            found.0, found.1
        ));
    }
    for (column, table) in REFERENCES {
        let sql = format!(
            "SELECT count(*) FROM coded WHERE {column} IS NOT NULL
                AND {column} NOT IN (SELECT number FROM {table})"
        );
        let astray: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        if astray > 0 {
            faults.tell(format!("table `coded`: {astray} rows refer to no row of `{table}`"));
        }
    }
    Ok(())
}

/// Hands out a sum of each row with all that it refers to, in the order in which they came: the same
/// for the same rows, however their batches were cut.
pub(in crate::backend::sqlite) fn digest(db: &Connection, each: &mut dyn FnMut(i64)) -> Result<()> {
    let mut statement = db.prepare(&select::sums())?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?);
    }
    Ok(())
}
