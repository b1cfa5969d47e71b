//! Events that others coded: the tables that hold them and how they are filled.
//!
//! `coded.sql` is the format. A batch brings its own lists; `entry` finds each item's number in the
//! store, so that a row is a line of numbers. `select` and `read` bring rows back; `whole` sums up
//! what was written and tells whether it is still there.

mod entry;
mod read;
mod select;
mod whole;

use jiff::civil::Date;
use rusqlite::types::{ToSql, ToSqlOutput, Value};
use rusqlite::{Connection, OptionalExtension, Result, params};

pub(super) use self::entry::Entries;
pub(super) use self::read::{Merged, OFFSET, briefs, dyad_documents, dyads, listed};
pub(super) use self::whole::{check, digest};
use super::page;
use crate::{CodedBatch, CodedRow, Key};

const TABLES: &str = include_str!("coded.sql");

/// The tables as they once were, made when the first row came: without sums, and with their outlets
/// among those of documents.
const OLD: [&str; 7] = [
    "coded_dataset",
    "coded_input",
    "coded_party",
    "coded_act",
    "coded_place",
    "coded_report",
    "coded",
];

/// Whether the tables are there, as this build writes them.
pub(super) fn is_made(db: &Connection) -> Result<bool> {
    db.table_exists(None, "coded_batch")
}

/// Makes the tables, and carries over what stood in older ones; the caller commits.
pub(super) fn make(db: &Connection) -> Result<()> {
    if is_made(db)? {
        return Ok(());
    }
    if !db.table_exists(None, "coded")? {
        return db.execute_batch(TABLES);
    }
    db.execute_batch("DROP VIEW coded_event; DROP INDEX coded_by_key; DROP INDEX coded_by_day;")?;
    for table in OLD {
        db.execute_batch(&format!("ALTER TABLE {table} RENAME TO old_{table}"))?;
    }
    db.execute_batch(TABLES)?;
    db.execute_batch(
        "INSERT INTO coded_outlet (number, name) SELECT number, name FROM outlet
         WHERE number IN (SELECT outlet FROM old_coded_report) ORDER BY number",
    )?;
    for table in OLD {
        db.execute_batch(&format!(
            "INSERT INTO {table} SELECT * FROM old_{table} ORDER BY number; DROP TABLE old_{table};"
        ))?;
    }
    whole::Marks::default().sum(db)
}

/// Whether anything was ever coded by others here.
pub(super) fn is_there(db: &Connection) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM coded LIMIT 1")?.exists([])
}

/// What a batch came to.
pub(super) enum Outcome {
    /// So many rows were new.
    Added(u64),
    /// A row points beyond the batch.
    Adrift(Key),
}

/// Appends the rows of a batch under a run.
pub(super) fn append(
    db: &Connection,
    run: i64,
    batch: &CodedBatch,
    entries: &mut Entries,
) -> Result<Outcome> {
    let before = whole::Marks::of(db)?;
    let dataset = dataset(db, &batch.dataset)?;
    let input = input(db, run, dataset, &batch.input)?;
    let lists = entries.numbers(db, batch)?;
    let mut insert = db.prepare_cached(
        "INSERT INTO coded (run, dataset, \"key\", input, line, actor, recipient, act, place,
            report, first, last, reported, is_root, mentions, sources, articles, tone)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )?;
    let mut added = 0;
    for row in &batch.rows {
        let Some([actor, recipient, act, place, report]) = lists.of(row) else {
            return Ok(Outcome::Adrift(row.key.clone()));
        };
        let CodedRow { key, line, first, last, reported, figures, .. } = row;
        let line = i64::try_from(*line).unwrap_or(i64::MAX);
        let last = Some(number(*last)).filter(|_| last != first);
        added += insert.execute(params![
            run,
            dataset,
            key,
            input,
            line,
            actor,
            recipient,
            act,
            place,
            report,
            number(*first),
            last,
            number(*reported),
            figures.is_root,
            figures.mentions,
            figures.sources,
            figures.articles,
            figures.tone
        ])? as u64;
    }
    before.sum(db)?;
    page::take_up(db, page::CODED)?;
    Ok(Outcome::Added(added))
}

fn dataset(db: &Connection, name: &str) -> Result<i64> {
    db.execute("INSERT INTO coded_dataset (name) VALUES (?) ON CONFLICT DO NOTHING", [name])?;
    db.query_row("SELECT number FROM coded_dataset WHERE name = ?", [name], |row| row.get(0))
}

fn input(db: &Connection, run: i64, dataset: i64, path: &str) -> Result<i64> {
    let known = "SELECT number FROM coded_input WHERE run = ? AND dataset = ? AND path = ?";
    let find = || db.query_row(known, params![run, dataset, path], |row| row.get(0)).optional();
    if let Some(number) = find()? {
        return Ok(number);
    }
    let sql = "INSERT INTO coded_input (run, dataset, path) VALUES (?, ?, ?)";
    db.execute(sql, params![run, dataset, path])?;
    Ok(db.last_insert_rowid())
}

impl ToSql for Key {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

impl From<Value> for Key {
    fn from(value: Value) -> Self {
        match value {
            Value::Integer(number) => Self::Number(number),
            Value::Text(text) => Self::Text(text.into()),
            Value::Real(number) => Self::Text(number.to_string().into()),
            Value::Null | Value::Blob(_) => Self::Text("".into()),
        }
    }
}

/// A day as it is kept: 20190831.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn day(number: i64) -> Option<Date> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}
