//! From a query to SQL.

use entente_model::{ActorId, Status};
use jiff::civil::Date;
use rusqlite::types::Value;

use super::columns;
use crate::{Grain, Query};

/// A statement and the values of its parameters.
pub(super) struct Select {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// Selects events with their documents' metadata and sentences, in the order of the store's face.
pub(super) fn events(query: &Query) -> Select {
    let Where { sql, mut values } = Where::of(query);
    let sql = format!(
        "{} WHERE {sql}
         ORDER BY first_day, event.document, trigger_start, trigger_end, event.id, event.run
         LIMIT ? OFFSET ?",
        found()
    );
    let limit = query.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
    let offset = i64::try_from(query.offset).unwrap_or(i64::MAX);
    values.extend([Value::Integer(limit), Value::Integer(offset)]);
    Select { sql, values }
}

/// Selects the event of a row number, likewise.
pub(super) fn one_event() -> String {
    format!("{} WHERE event.rowid = ?", found())
}

/// What is selected of an event, without conditions.
fn found() -> String {
    let (event, document) =
        (columns::of("event", &columns::EVENT), columns::of("document", &columns::DOCUMENT));
    format!(
        "SELECT run.id, {event}, {document},
            substr(CAST(document.text AS BLOB), sentence_start + 1, sentence_end - sentence_start)
         FROM event
            JOIN document ON document.id = event.document
            JOIN run ON run.number = event.run"
    )
}

/// Selects counts by dyad, month and quad class.
pub(super) fn dyads(query: &Query, grain: Grain) -> Select {
    let Where { sql, values } = Where::of(query);
    let (actor, recipient) = (side("actor", grain), side("recipient", grain));
    let sql = format!(
        "SELECT {actor} AS a, {recipient} AS r,
            CASE WHEN first_day <> 'unknown'
                THEN substr(first_day, 1, length(first_day) - 3) || '-01' END AS month,
            quad, count(*), count(DISTINCT document)
         FROM event
         WHERE {sql} AND a IS NOT NULL AND r IS NOT NULL
         GROUP BY a, r, month, quad
         ORDER BY a, r, month IS NULL, month, quad"
    );
    Select { sql, values }
}

/// Selects the documents of each dyad, each once.
pub(super) fn dyad_documents(query: &Query, grain: Grain) -> Select {
    let Where { sql, values } = Where::of(query);
    let (actor, recipient) = (side("actor", grain), side("recipient", grain));
    let sql = format!(
        "SELECT DISTINCT {actor} AS a, {recipient} AS r, document
         FROM event
         WHERE {sql} AND a IS NOT NULL AND r IS NOT NULL
         ORDER BY a, r, document"
    );
    Select { sql, values }
}

/// The column that says who stands on a side.
fn side(side: &str, grain: Grain) -> String {
    match grain {
        Grain::Actor => format!("{side}_id"),
        Grain::Country => format!("coalesce({side}_country, {side}_id)"),
    }
}

/// Conditions joined by `AND`.
struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn of(query: &Query) -> Self {
        let Query {
            actor,
            recipient,
            involving,
            kinds,
            statuses,
            from,
            to,
            as_of,
            document,
            run,
            min_confidence,
            resolved_only,
            deeds_only,
            limit: _,
            offset: _,
        } = query;
        let mut all = Self { sql: "TRUE".into(), values: Vec::new() };
        all.side("actor_id", actor.as_ref());
        all.side("recipient_id", recipient.as_ref());
        involving.iter().for_each(|id| all.either(id));
        all.one_of("type", kinds.iter().map(String::as_str));
        all.one_of("status", statuses.iter().map(|s| s.as_str()));
        all.days(*from, *to, *as_of);
        if let Some(id) = document {
            all.and("event.document = ?", [text(id)]);
        }
        match run {
            Some(id) => {
                all.and("event.run = (SELECT number FROM run WHERE id = ?)", [text(id)]);
            }
            None => all.and(NEWEST, []),
        }
        if let Some(least) = min_confidence {
            all.and("confidence >= ?", [Value::Real(f64::from(*least))]);
        }
        if *resolved_only {
            all.and("actor_id IS NOT NULL AND recipient_id IS NOT NULL", []);
        }
        if *deeds_only {
            let deeds = Status::ALL.into_iter().filter(|status| status.is_deed());
            all.one_of("status", deeds.map(Status::as_str));
        }
        all
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql += " AND ";
        self.sql += condition;
        self.values.extend(values);
    }

    fn side(&mut self, column: &str, id: Option<&ActorId>) {
        if let Some(id) = id {
            self.and(&at_or_below(column), bounds(id));
        }
    }

    fn either(&mut self, id: &ActorId) {
        let condition = format!("({} OR {})", at_or_below("actor_id"), at_or_below("recipient_id"));
        self.and(&condition, bounds(id).into_iter().chain(bounds(id)));
    }

    /// Adds `column IN (…)`, unless there is nothing to choose from.
    fn one_of<'a>(&mut self, column: &str, choice: impl Iterator<Item = &'a str>) {
        let values: Vec<Value> = choice.map(text).collect();
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({places})"), values);
        }
    }

    fn days(&mut self, from: Option<Date>, to: Option<Date>, as_of: Option<Date>) {
        if let Some(from) = from {
            self.and("last_day >= ? AND last_day <> 'unknown'", [text(from)]);
        }
        if let Some(to) = to {
            self.and("first_day <= ?", [text(to)]);
        }
        if let Some(day) = as_of {
            self.and("reported <= ?", [text(day)]);
        }
    }
}

/// Only the newest run that coded the document.
const NEWEST: &str =
    "event.run = (SELECT max(coding.run) FROM coding WHERE coding.document = event.document)";

/// The id itself or any below it, as ranges that an index serves: `/` follows `.` in ASCII.
fn at_or_below(column: &str) -> String {
    format!("({column} = ? OR ({column} >= ? AND {column} < ?))")
}

fn bounds(id: &ActorId) -> [Value; 3] {
    [text(id), text(format!("{id}.")), text(format!("{id}/"))]
}

fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}
