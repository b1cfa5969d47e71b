//! From a query to SQL.

use entente_model::{ActorId, DocId, RunId, Status};
use jiff::civil::Date;
use rusqlite::types::Value;

use super::columns;
use crate::{ClaimQuery, Grain, Query, RelationQuery};

/// A statement and the values of its parameters.
pub(super) struct Select {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// Sides with fewer events are found by them, and others in the order of days.
const FEW: i64 = 5_000;

/// What the order of the store's face goes by.
const ORDER: &str = "first_day, document, trigger_start, trigger_end, id, run";

/// Counts the events on the sides that a query asks for, as far as it matters; `None` if it asks for
/// none.
pub(super) fn of_sides(query: &Query) -> Option<Select> {
    let all = Where::of_sides(query);
    let sql =
        format!("SELECT count(*) < {FEW} FROM (SELECT 1 FROM event WHERE {} LIMIT {FEW})", all.sql);
    (!all.values.is_empty()).then_some(Select { sql, values: all.values })
}

/// Selects the numbers of the events that a query asks for, in the order of the store's face.
///
/// Where `are_few` have the sides asked for, or all are of one document, they are looked at one by
/// one. Else the order is walked until there are enough; of what began before the first day only
/// what took several days can have gone on.
pub(super) fn numbers(query: &Query, are_few: bool) -> Select {
    let Where { sql, mut values } = Where::of(query);
    let walk = |index: &str, more: &str| {
        format!("SELECT number, {ORDER} FROM event INDEXED BY {index} WHERE {more} AND {sql}")
    };
    let (select, wanted) = match (are_few || query.document.is_some(), query.from) {
        (true, _) => (format!("SELECT number FROM event WHERE {sql}"), values),
        (false, None) => (walk("event_by_day", "TRUE"), values),
        (false, Some(day)) => {
            let earlier = walk("event_of_days", "first_day <> last_day AND first_day < ?");
            let later = walk("event_by_day", "first_day >= ?");
            values.insert(0, text(day));
            (format!("{earlier} UNION ALL {later}"), [values.clone(), values].concat())
        }
    };
    let sql = format!("{select} ORDER BY {ORDER} LIMIT ? OFFSET ?");
    Select { sql, values: [wanted, page(query.limit, query.offset).to_vec()].concat() }
}

/// Selects the event of a number, likewise.
pub(super) fn one_event() -> String {
    format!("{} WHERE event.number = ?", found("event", &columns::EVENT))
}

/// Selects the events of one run, in documents that another has coded too, that the other does not
/// have just so; by document, then as usual.
pub(super) fn differing() -> String {
    let (own, other) = (columns::of("event", &columns::EVENT), columns::of("o", &columns::EVENT));
    format!(
        "{} WHERE event.run = (SELECT number FROM run WHERE id = ?1)
            AND EXISTS (SELECT 1 FROM coding WHERE coding.document = event.document
                AND coding.run = (SELECT number FROM run WHERE id = ?2))
            AND NOT EXISTS (SELECT 1 FROM event AS o WHERE o.id = event.id
                AND o.run = (SELECT number FROM run WHERE id = ?2) AND ({own}) IS ({other}))
         ORDER BY event.document, event.trigger_start, event.trigger_end, event.id",
        found("event", &columns::EVENT)
    )
}

/// Selects documents that no run like one has coded, in the order in which they came.
pub(super) fn uncoded() -> String {
    let all = columns::of("document", &[&columns::DOCUMENT[..], &columns::CONTENT].concat());
    format!(
        "SELECT document.number, {all} FROM document
         WHERE document.number > ?1
            AND NOT EXISTS (SELECT 1 FROM coding JOIN run ON run.number = coding.run
                WHERE coding.document = document.id
                    AND run.alike = (SELECT alike FROM run WHERE id = ?2))
         ORDER BY document.number LIMIT ?3"
    )
}

/// Selects claims, likewise.
pub(super) fn claims(query: &ClaimQuery) -> Select {
    let ClaimQuery { speaker, about, propositions, stances, document, run, as_of, limit, offset } =
        query;
    let mut all = Where::nothing();
    all.side("claim.speaker_id", speaker.as_ref());
    for id in about {
        let condition = at_or_below("claim_about.actor");
        let about = format!("claim.number IN (SELECT claim FROM claim_about WHERE {condition})");
        all.and(&about, bounds(id));
    }
    all.one_of("claim.proposition", propositions.iter().map(|kind| kind.as_str()));
    all.one_of("claim.stance", stances.iter().map(|stance| stance.as_str()));
    all.reading("claim", document.as_ref(), run.as_ref());
    all.published(*as_of);
    all.select("claim", &columns::CLAIM, page(*limit, *offset))
}

/// Selects standing relations, likewise.
pub(super) fn relations(query: &RelationQuery) -> Select {
    let RelationQuery { involving, kinds, statuses, document, run, as_of, limit, offset } = query;
    let mut all = Where::nothing();
    for id in involving {
        let either = ["relation.first", "relation.second"].map(at_or_below).join(" OR ");
        all.and(&format!("({either})"), bounds(id).into_iter().chain(bounds(id)));
    }
    all.one_of("relation.kind", kinds.iter().map(String::as_str));
    all.one_of("relation.status", statuses.iter().map(|status| status.as_str()));
    all.reading("relation", document.as_ref(), run.as_ref());
    all.published(*as_of);
    all.select("relation", &columns::RELATION, page(*limit, *offset))
}

/// What is selected of rows that rest on a sentence, without conditions.
fn found(table: &str, own: &[&str]) -> String {
    let (own, document) = (columns::of(table, own), columns::of("document", &columns::DOCUMENT));
    format!(
        "SELECT run.id, {own}, {document}, sentence.text
         FROM {table}
            JOIN document ON document.id = {table}.document
            JOIN run ON run.number = {table}.run
            LEFT JOIN sentence ON sentence.document = document.number
                AND sentence.\"start\" = {table}.sentence_start
                AND sentence.\"end\" = {table}.sentence_end"
    )
}

pub(super) fn page(limit: Option<u64>, offset: u64) -> [Value; 2] {
    let limit = limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1);
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    [Value::Integer(limit), Value::Integer(offset)]
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
            actor: _,
            recipient: _,
            involving: _,
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
        let mut all = Self::of_sides(query);
        all.one_of("type", kinds.iter().map(String::as_str));
        all.one_of("status", statuses.iter().map(|s| s.as_str()));
        all.days(*from, *to, *as_of);
        all.reading("event", document.as_ref(), run.as_ref());
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

    /// Conditions on the two sides alone.
    fn of_sides(query: &Query) -> Self {
        let mut all = Self::nothing();
        all.side("actor_id", query.actor.as_ref());
        all.side("recipient_id", query.recipient.as_ref());
        query.involving.iter().for_each(|id| all.either(id));
        all
    }

    fn nothing() -> Self {
        Self { sql: "TRUE".into(), values: Vec::new() }
    }

    /// Selects rows in the order of the store's face.
    fn select(mut self, table: &str, own: &[&str], page: [Value; 2]) -> Select {
        let sql = format!(
            "{} WHERE {} ORDER BY published IS NULL, published, document.id,
                {table}.trigger_start, {table}.trigger_end, {table}.id, {table}.run
             LIMIT ? OFFSET ?",
            found(table, own),
            self.sql
        );
        self.values.extend(page);
        Select { sql, values: self.values }
    }

    /// Whose reading counts: a run's, or the newest of each document.
    fn reading(&mut self, table: &str, document: Option<&DocId>, run: Option<&RunId>) {
        if let Some(id) = document {
            self.and(&format!("{table}.document = ?"), [text(id)]);
        }
        match run {
            Some(id) => {
                let of = format!("{table}.run = (SELECT number FROM run WHERE id = ?)");
                self.and(&of, [text(id)]);
            }
            None => self.and(&newest(table), []),
        }
    }

    fn published(&mut self, as_of: Option<Date>) {
        if let Some(day) = as_of {
            self.and("document.published <= ?", [text(day)]);
        }
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
pub(super) fn newest(table: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM superseded
            WHERE superseded.document = {table}.document AND superseded.run = {table}.run)"
    )
}

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
