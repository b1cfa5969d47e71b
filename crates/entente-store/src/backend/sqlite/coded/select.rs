//! Queries over rows that others coded as SQL.

use entente_model::{ActorId, Status};
use rusqlite::types::Value;

use super::number;
use crate::{Grain, Query};

/// A statement and the values for its places.
pub(super) struct Select {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// How many runs brought rows of one dataset, which may be the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    One,
    Several,
}

/// Everything that is known of a row, in the order in which it is read.
const EVENT: &str =
    "coded.number, run.id, coded_dataset.name, coded.\"key\", coded_input.path, line,
        act.ontology, act.type, act.mode, act.contexts, act.cameo, act.quad, act.tone, act.status,
        act.intensity,
        actor.id, actor.country, actor.sector, actor.name,
        recipient.id, recipient.country, recipient.sector, recipient.name,
        coded.place, place.name, place.country, place.lat, place.lon,
        coded.report, outlet.name, report.url, report.story,
        first, coalesce(last, first), reported, is_root, mentions, sources, articles, coded.tone";

/// Joined from left to right, whatever the planner thinks: the order of rows is that of an index.
const JOINED: &str = "coded
        CROSS JOIN run ON run.number = coded.run
        CROSS JOIN coded_dataset ON coded_dataset.number = coded.dataset
        CROSS JOIN coded_input ON coded_input.number = coded.input
        CROSS JOIN coded_act AS act ON act.number = coded.act
        LEFT JOIN coded_party AS actor ON actor.number = coded.actor
        LEFT JOIN coded_party AS recipient ON recipient.number = coded.recipient
        LEFT JOIN coded_place AS place ON place.number = coded.place
        LEFT JOIN coded_report AS report ON report.number = coded.report
        LEFT JOIN coded_outlet AS outlet ON outlet.number = report.outlet";

/// Rows that no newer run has brought again.
pub(super) const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM coded AS newer
    WHERE newer.\"key\" = coded.\"key\" AND newer.dataset = coded.dataset AND newer.run > coded.run)";

/// Selects rows by first day, then as they came.
pub(super) fn events(query: &Query, runs: Runs) -> Select {
    let Where { sql, mut values } = Where::of(query, runs);
    let most = query
        .limit
        .map_or(i64::MAX, |n| i64::try_from(n.saturating_add(query.offset)).unwrap_or(i64::MAX));
    values.push(Value::Integer(most));
    let sql = format!(
        "SELECT {EVENT} FROM {JOINED} WHERE {sql} ORDER BY coded.first, coded.number LIMIT ?"
    );
    Select { sql, values }
}

/// Selects one row by its number.
pub(super) fn one_event() -> String {
    format!("SELECT {EVENT} FROM {JOINED} WHERE coded.number = ?")
}

/// Selects a checksum of each row and all that it refers to, by its content alone.
pub(super) fn sums() -> String {
    let content = EVENT.replacen("coded.number, ", "", 1);
    let content = content.replacen("coded.place, ", "coded.place IS NULL, ", 1);
    let content = content.replacen("coded.report, ", "coded.report IS NULL, ", 1);
    format!("SELECT row_sum({content}) FROM {JOINED} ORDER BY coded.number")
}

/// Selects counts by dyad, month and quad class.
pub(super) fn dyads(query: &Query, runs: Runs, grain: Grain) -> Select {
    let Where { sql, values } = Where::of(query, runs);
    let (actor, recipient) = (side("actor", grain), side("recipient", grain));
    let sql = format!(
        "SELECT {actor} AS a, {recipient} AS r, first / 100 * 100 + 1 AS month, act.quad AS quad,
            count(*), count(DISTINCT coded.report) + sum(coded.report IS NULL)
         FROM coded
            CROSS JOIN coded_act AS act ON act.number = coded.act
            CROSS JOIN coded_party AS actor ON actor.number = coded.actor
            CROSS JOIN coded_party AS recipient ON recipient.number = coded.recipient
         WHERE {sql} AND a IS NOT NULL AND r IS NOT NULL
         GROUP BY a, r, month, quad
         ORDER BY a, r, month, quad"
    );
    Select { sql, values }
}

/// Selects the reports of each dyad, each once; a row without one stands for itself.
pub(super) fn dyad_documents(query: &Query, runs: Runs, grain: Grain) -> Select {
    let Where { sql, values } = Where::of(query, runs);
    let (actor, recipient) = (side("actor", grain), side("recipient", grain));
    let sql = format!(
        "SELECT DISTINCT {actor} AS a, {recipient} AS r,
            coalesce('report:' || coded.report, 'row:' || coded.number) AS d
         FROM coded
            CROSS JOIN coded_party AS actor ON actor.number = coded.actor
            CROSS JOIN coded_party AS recipient ON recipient.number = coded.recipient
         WHERE {sql} AND a IS NOT NULL AND r IS NOT NULL
         ORDER BY a, r, d"
    );
    Select { sql, values }
}

/// The column that says who stands on a side.
fn side(side: &str, grain: Grain) -> String {
    match grain {
        Grain::Actor => format!("{side}.id"),
        Grain::Country => format!("coalesce({side}.country, {side}.id)"),
    }
}

/// Conditions joined by `AND`.
struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn of(query: &Query, runs: Runs) -> Self {
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
        all.side("coded.actor", actor.as_ref());
        all.side("coded.recipient", recipient.as_ref());
        involving.iter().for_each(|id| all.either(id));
        all.act("type", kinds.iter().map(String::as_str));
        all.act("status", statuses.iter().map(|status| status.as_str()));
        if *deeds_only {
            let deeds = Status::ALL.into_iter().filter(|status| status.is_deed());
            all.act("status", deeds.map(Status::as_str));
        }
        let days = [("coalesce(last, first) >=", from), ("first <=", to), ("reported <=", as_of)];
        for (condition, day) in days {
            if let Some(day) = day {
                all.and(&format!("{condition} ?"), [Value::Integer(number(*day))]);
            }
        }
        match run {
            Some(id) => all.and("coded.run = (SELECT number FROM run WHERE id = ?)", [text(id)]),
            None if runs == Runs::Several => all.and(NEWEST, []),
            None => {}
        }
        if document.is_some() || min_confidence.is_some() {
            all.and("FALSE", []);
        }
        if *resolved_only {
            let known = "IN (SELECT number FROM coded_party WHERE id IS NOT NULL)";
            all.and(&format!("coded.actor {known} AND coded.recipient {known}"), []);
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
            self.and(&format!("{column} {BELOW}"), bounds(id));
        }
    }

    fn either(&mut self, id: &ActorId) {
        let condition = format!("(coded.actor {BELOW} OR coded.recipient {BELOW})");
        self.and(&condition, bounds(id).into_iter().chain(bounds(id)));
    }

    /// Adds a choice among what acts have in a column, unless there is nothing to choose from.
    fn act<'a>(&mut self, column: &str, choice: impl Iterator<Item = &'a str>) {
        let values: Vec<Value> = choice.map(text).collect();
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            let acts = format!("SELECT number FROM coded_act WHERE {column} IN ({places})");
            self.and(&format!("coded.act IN ({acts})"), values);
        }
    }
}

/// The id itself or any below it: `/` follows `.` in ASCII.
const BELOW: &str = "IN (SELECT number FROM coded_party WHERE id = ? OR (id >= ? AND id < ?))";

fn bounds(id: &ActorId) -> [Value; 3] {
    [text(id), text(format!("{id}.")), text(format!("{id}/"))]
}

fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}
