//! Searching for words.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, Result, params, params_from_iter};

use super::read::Row;
use super::{collect, columns, select};
use crate::search::Phrase;
use crate::{Hit, Search, Within, Words};

/// Searches documents or sentences, the last to come first.
pub(super) fn search(db: &Connection, search: &Search) -> Result<Vec<Hit>> {
    match search.within {
        Within::Documents => documents(db, search),
        Within::Evidence => evidence(db, search),
    }
}

fn documents(db: &Connection, search: &Search) -> Result<Vec<Hit>> {
    let from = "document_words JOIN document ON document.number = document_words.rowid";
    let excerpt = "snippet(document_words, -1, '', '', '…', 32)";
    let select = asked(search, "document_words", from, excerpt, "");
    let hits = collect(db, &select.sql, params_from_iter(select.values), |mut row| {
        Ok((row.meta()?, row.sentence()?))
    })?;
    let sql = events_of("");
    let hit = |(document, excerpt): (entente_model::DocMeta, String)| {
        let events = collect(db, &sql, [document.id.as_str()], id)?;
        Ok(Hit { document, excerpt, events })
    };
    hits.into_iter().map(hit).collect()
}

fn evidence(db: &Connection, search: &Search) -> Result<Vec<Hit>> {
    let from = "sentence_words JOIN sentence ON sentence.number = sentence_words.rowid
        JOIN document ON document.number = sentence.document";
    let more = ", sentence.\"start\", sentence.\"end\"";
    let select = asked(search, "sentence_words", from, "sentence.text", more);
    let hits = collect(db, &select.sql, params_from_iter(select.values), |mut row| {
        Ok((row.meta()?, row.sentence()?, row.next::<i64>()?, row.next::<i64>()?))
    })?;
    let sql = events_of("AND sentence_start = ? AND sentence_end = ?");
    let hit = |(document, excerpt, start, end): (entente_model::DocMeta, String, i64, i64)| {
        let events = collect(db, &sql, params![document.id.as_str(), start, end], id)?;
        Ok(Hit { document, excerpt, events })
    };
    hits.into_iter().map(hit).collect()
}

fn asked(search: &Search, table: &str, from: &str, excerpt: &str, more: &str) -> select::Select {
    let Search { words, within: _, from: first, to, limit, offset } = search;
    let mut sql = format!(
        "SELECT {}, {excerpt}{more} FROM {from} WHERE {table} MATCH ?",
        columns::of("document", &columns::DOCUMENT)
    );
    let mut values = vec![Value::Text(expression(words))];
    for (condition, day) in [(">=", first), ("<=", to)] {
        if let Some(day) = day {
            sql += &format!(" AND document.published {condition} ?");
            values.push(Value::Text(day.to_string()));
        }
    }
    sql += &format!(" ORDER BY {table}.rowid DESC LIMIT ? OFFSET ?");
    values.extend(select::page(*limit, *offset));
    select::Select { sql, values }
}

/// Selects the events of a document, as the newest run has them.
fn events_of(condition: &str) -> String {
    format!(
        "SELECT id FROM event WHERE document = ? {condition} AND {} ORDER BY trigger_start, id",
        select::newest("event")
    )
}

fn id(mut row: Row<'_>) -> Result<Arc<str>> {
    row.next()
}

/// Words as FTS5 has them: all in quotes, so that none is an operator.
fn expression(words: &Words) -> String {
    let Words { wanted, unwanted } = words;
    let phrase = |Phrase { words, is_open }: &Phrase| {
        format!("\"{}\"{}", words.replace('"', " "), if *is_open { "*" } else { "" })
    };
    let all = |phrases: &[Phrase], between: &str| {
        phrases.iter().map(phrase).collect::<Vec<_>>().join(between)
    };
    let wanted = all(wanted, " AND ");
    match unwanted.is_empty() {
        true if wanted.is_empty() => "\"\"".to_owned(),
        true => wanted,
        false => format!("({wanted}) NOT ({})", all(unwanted, " OR ")),
    }
}
