//! What follows from the log: made, and made anew.

use rusqlite::{Connection, Result};

use super::{brief, page};

const TABLES: &str = include_str!("derived.sql");
const VIEWS: &str = include_str!("views.sql");

/// The views and tables of `views.sql` and `derived.sql`, each before what it is made of.
const NAMES: [(&str, &str); 22] = [
    ("VIEW", "records"),
    ("VIEW", "runs"),
    ("VIEW", "documents"),
    ("VIEW", "events"),
    ("VIEW", "happenings"),
    ("VIEW", "relations"),
    ("VIEW", "claims"),
    ("VIEW", "evidence"),
    ("VIEW", "dyad_month"),
    ("TABLE", "sentence_words"),
    ("TABLE", "document_words"),
    ("VIEW", "document_text"),
    ("TABLE", "sentence"),
    ("TABLE", "superseded"),
    ("TABLE", "claim_about"),
    ("TABLE", "happenings_as_of"),
    ("TABLE", "happening_report"),
    ("TABLE", "happening"),
    ("TABLE", "brief_page"),
    ("TABLE", "brief"),
    ("TABLE", "outlet"),
    ("TABLE", "pattern"),
];

/// Whether all of it is there.
pub(super) fn is_there(db: &Connection) -> Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = lower(?) AND name = ?";
    let mut statement = db.prepare(sql)?;
    NAMES.iter().try_fold(true, |all, (kind, name)| Ok(all && statement.exists([kind, name])?))
}

/// Makes all of it anew, but for the happenings, which the store itself cannot judge.
pub(super) fn make(db: &Connection) -> Result<()> {
    for (kind, name) in NAMES {
        db.execute_batch(&format!("DROP {kind} IF EXISTS {name}"))?;
    }
    db.execute_batch(TABLES)?;
    db.execute_batch(VIEWS)?;
    fill(db)?;
    brief::take_up(db)?;
    page::take_up(db, page::CODED)
}

/// Fills the tables from the log.
fn fill(db: &Connection) -> Result<()> {
    for (table, columns, select) in FOLLOWS {
        db.execute_batch(&format!("INSERT INTO {table} ({columns}) {select}"))?;
    }
    for table in ["document_words", "sentence_words"] {
        db.execute_batch(&format!("INSERT INTO {table} ({table}) VALUES ('rebuild')"))?;
    }
    Ok(())
}

/// Tables that are not as the log has it, with the number of rows that are too many or too few.
pub(super) fn differences(db: &Connection) -> Result<Vec<(&'static str, i64)>> {
    let count = |one: &str, other: &str| {
        let sql = format!("SELECT count(*) FROM (SELECT * FROM ({one}) EXCEPT {other})");
        db.query_row(&sql, [], |row| row.get::<_, i64>(0))
    };
    let mut found = Vec::new();
    let mut compare = |table: &'static str, kept: &str, select: &str| -> Result<()> {
        let n = count(kept, &format!("SELECT * FROM ({select})"))?
            + count(select, &format!("SELECT * FROM ({kept})"))?;
        found.extend((n > 0).then_some((table, n)));
        Ok(())
    };
    for (table, columns, select) in FOLLOWS {
        compare(table, &format!("SELECT {columns} FROM {table}"), select)?;
    }
    compare("brief", brief::KEPT, brief::SOURCE)?;
    let pages = page::differences(db)?;
    found.extend((pages > 0).then_some(("brief_page", pages)));
    Ok(found)
}

/// Tables, their columns and what fills them.
const FOLLOWS: [(&str, &str, &str); 3] = [
    (
        "superseded",
        "document, run, number",
        "SELECT coding.document, coding.run, document.number
        FROM coding JOIN document ON document.id = coding.document
        WHERE coding.run < (SELECT max(newer.run) FROM coding AS newer
            WHERE newer.document = coding.document)",
    ),
    (
        "sentence",
        "document, \"start\", \"end\", text",
        "SELECT document.number, resting.\"start\", resting.\"end\", cut(
            unpacked(document.text, document.length), resting.\"start\", resting.\"end\")
        FROM (SELECT document, sentence_start AS \"start\", sentence_end AS \"end\" FROM event
            UNION SELECT document, sentence_start, sentence_end FROM claim
            UNION SELECT document, sentence_start, sentence_end FROM relation) AS resting
        JOIN document ON document.id = resting.document
        ORDER BY document.number, resting.\"start\", resting.\"end\"",
    ),
    (
        "claim_about",
        "actor, claim",
        "SELECT DISTINCT atom, claim.number FROM claim, json_tree(claim.args)
        WHERE args IS NOT NULL AND atom IS NOT NULL
            AND (key = 'actor' OR path LIKE '%.actors')",
    ),
];
