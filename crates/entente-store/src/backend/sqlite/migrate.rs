//! Older formats, brought up to date in one transaction.
//!
//! Format 1 had no fingerprints and no near-copies; format 2 gained columns in the course of time;
//! both kept texts as they are and had no claims, relations and checksums. So whatever columns a
//! table has are carried over, and those that it lacks are filled with what says nothing. Format 3
//! lacked structural tables, and sums of rows that others coded.

use rusqlite::{Connection, Result, params};

use super::append::{self, Tally};
use super::{coded, columns, derived};

/// The tables of the log as they were, each before those that refer to it.
const OLD: [&str; 7] = ["event", "coding", "block", "near_copy", "document", "run_pack", "run"];

/// Turns a store of an older format into one of this one; the caller commits.
pub(super) fn migrate(db: &Connection) -> Result<()> {
    drop_what_follows(db)?;
    for table in OLD {
        if db.table_exists(None, table)? {
            db.execute_batch(&format!("ALTER TABLE {table} RENAME TO old_{table}"))?;
        }
    }
    db.execute_batch(super::file::SCHEMA)?;
    runs(db)?;
    carry(db, "document", &columns::DOCUMENT, &content(db)?)?;
    for table in ["coding", "near_copy"] {
        if db.table_exists(None, format!("old_{table}").as_str())? {
            db.execute_batch(&format!("INSERT INTO {table} SELECT * FROM old_{table}"))?;
        }
    }
    carry(db, "event", &columns::EVENT, &[("run".into(), "old.run".into())])?;
    for table in OLD {
        db.execute_batch(&format!("DROP TABLE IF EXISTS old_{table}"))?;
    }
    Tally::of(db)?.write(db)?;
    coded::make(db)?;
    derived::make(db)
}

/// Turns a store of format 3 into one of this one; the caller commits.
pub(super) fn from_third(db: &Connection) -> Result<()> {
    const COLUMNS: &str =
        "number, documents, codings, events, claims, relations, near_copies, checksum";
    db.execute_batch("ALTER TABLE batch RENAME TO old_batch")?;
    db.execute_batch(super::file::STRUCTURES)?;
    db.execute_batch(&format!(
        "INSERT INTO batch ({COLUMNS}, structures) SELECT {COLUMNS}, 0 FROM old_batch;
         DROP TABLE old_batch;"
    ))?;
    coded::make(db)?;
    derived::make(db)
}

/// Drops indexes, whose names are needed again, and tables that are made anew.
fn drop_what_follows(db: &Connection) -> Result<()> {
    let sql = "SELECT type, name FROM sqlite_schema
        WHERE (type = 'index' AND sql IS NOT NULL) OR name IN ('brief', 'pattern', 'outlet')
        ORDER BY type";
    let all =
        super::collect(db, sql, [], |mut row| Ok((row.next::<String>()?, row.next::<String>()?)))?;
    all.iter().try_for_each(|(kind, name)| db.execute_batch(&format!("DROP {kind} \"{name}\"")))
}

fn runs(db: &Connection) -> Result<()> {
    db.execute_batch(
        "INSERT INTO run (number, id, engine, settings, alike, checksum)
            SELECT number, id, engine, settings, alike, 0 FROM old_run ORDER BY number;
         INSERT INTO run_pack SELECT run, position, name, hash FROM old_run_pack;",
    )?;
    for (number, run) in append::runs(db)? {
        let sql = "SELECT alike FROM run WHERE number = ?";
        let alike = db.query_row(sql, [number], |row| row.get(0))?;
        let checksum = append::run_sum(number, &run, alike);
        db.execute("UPDATE run SET checksum = ? WHERE number = ?", params![checksum, number])?;
    }
    Ok(())
}

/// What a document holds beyond its metadata, each with how it is made of the old row.
fn content(db: &Connection) -> Result<Vec<(String, String)>> {
    let blocks = match db.table_exists(None, "old_block")? {
        true => {
            "(SELECT coalesce(group_concat(kind || ' ' || \"start\" || ' ' || \"end\", char(10)
                ORDER BY position), '') FROM old_block WHERE old_block.document = old.id)"
        }
        false => "''",
    };
    let made = [
        ("blocks", blocks),
        ("length", "length(CAST(old.text AS BLOB))"),
        // Summed as it is, and packed below.
        ("text", "old.text"),
    ];
    Ok(made.map(|(name, made)| (name.to_owned(), made.to_owned())).to_vec())
}

/// Carries the rows of a table over, in the order in which they came.
fn carry(db: &Connection, table: &str, own: &[&str], more: &[(String, String)]) -> Result<()> {
    let there = super::collect(
        db,
        "SELECT name FROM pragma_table_info(?)",
        [format!("old_{table}")],
        |mut row| row.next::<String>(),
    )?;
    let mut names: Vec<&str> = own.to_vec();
    let mut made: Vec<String> = own.iter().map(|column| old(column, &there)).collect();
    names.extend(more.iter().map(|(name, _)| name.as_str()));
    made.extend(more.iter().map(|(_, made)| made.clone()));
    let sum = format!("row_sum({})", made.join(", "));
    for (name, made) in names.iter().zip(&mut made) {
        if *name == "text" {
            *made = format!("packed({made})");
        }
    }
    db.execute_batch(&format!(
        "INSERT INTO {table} (number, {}, checksum)
         SELECT old.rowid, {}, {sum} FROM old_{table} AS old ORDER BY old.rowid",
        names.join(", "),
        made.join(", ")
    ))
}

/// How a column is made of the old row.
fn old(column: &str, there: &[String]) -> String {
    match column {
        column if there.iter().any(|name| name == column) => format!("old.{column}"),
        "fingerprint" => "x''".to_owned(),
        "authors" | "again" => "''".to_owned(),
        _ => "NULL".to_owned(),
    }
}
