//! Events in brief: how their tables are filled, and how they are read.

use std::collections::HashSet;
use std::sync::Arc;

use entente_model::{ActorId, Status};
use jiff::civil::Date;
use rusqlite::{Connection, Result, params};

use super::collect;
use crate::{Brief, Briefs, Pattern};

/// Events between two known sides as they go into the tables.
pub(super) const SOURCE: &str = "SELECT event.number AS number, document.number AS document,
        document.publisher AS outlet,
        coalesce(actor_country, actor_id) AS actor,
        coalesce(recipient_country, recipient_id) AS recipient,
        type, contexts, status, tone, quad,
        CAST(replace(coalesce(happened_from, reported), '-', '') AS INTEGER) AS first,
        CAST(replace(coalesce(happened_to, reported), '-', '') AS INTEGER) AS last,
        CAST(replace(reported, '-', '') AS INTEGER) AS reported,
        run
    FROM event CROSS JOIN document ON document.id = event.document
    WHERE actor_id IS NOT NULL AND recipient_id IS NOT NULL AND reported IS NOT NULL";

/// The same as it is read back from the tables.
pub(super) const KEPT: &str = "SELECT event, document, outlet.name, actor, recipient, type,
        contexts, status, tone, quad, first, last, reported, run
    FROM brief
        JOIN pattern ON pattern.number = brief.pattern
        LEFT JOIN outlet ON outlet.number = brief.outlet";

/// Whether patterns and outlets are numbered from 1 without gaps.
pub(super) fn is_numbered(db: &Connection) -> Result<bool> {
    let sql = "SELECT (SELECT count(*) = coalesce(max(number), 0) AND coalesce(min(number), 1) = 1
            FROM pattern)
        AND (SELECT count(*) = coalesce(max(number), 0) AND coalesce(min(number), 1) = 1
            FROM outlet)";
    db.query_row(sql, [], |row| row.get(0))
}

/// Takes up all events that came after the last one in brief. The order of the joins is given, so
/// that each event costs a few look-ups, whatever the planner thinks of tables that it has not seen.
pub(super) fn take_up(db: &Connection) -> Result<()> {
    let new = "number > (SELECT coalesce(max(event), 0) FROM brief)";
    let sql = [
        format!(
            "INSERT INTO outlet (name) SELECT outlet FROM ({SOURCE})
             WHERE {new} AND outlet IS NOT NULL ON CONFLICT DO NOTHING"
        ),
        format!(
            "INSERT INTO pattern (actor, recipient, type, contexts, status, tone, quad)
             SELECT actor, recipient, type, contexts, status, tone, quad FROM ({SOURCE})
             WHERE {new} ON CONFLICT DO NOTHING"
        ),
        format!(
            "INSERT INTO brief (event, document, outlet, pattern, first, last, reported, run)
             SELECT source.number, document,
                (SELECT outlet.number FROM outlet WHERE outlet.name = source.outlet),
                pattern.number, first, last, reported, run
             FROM ({SOURCE}) AS source
                CROSS JOIN pattern USING (actor, recipient, type, contexts, status, tone, quad)
             WHERE source.{new}"
        ),
    ];
    sql.iter().try_for_each(|sql| db.prepare_cached(sql)?.execute([]).map(|_| ()))
}

/// Reads what was reported by a day and had not ended before another.
pub(super) fn read(db: &Connection, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs> {
    let (superseded, patterns, outlets) = (superseded(db)?, patterns(db)?, outlets(db)?);
    // A number counts from 1; whatever none stands for is damage.
    let place = |number: u32, of: usize| {
        let at = number.checked_sub(1).filter(|at| (*at as usize) < of);
        at.ok_or(rusqlite::Error::IntegralValueOutOfRange(3, i64::from(number)))
    };
    let sql = "SELECT event, document, outlet, pattern, first, last, reported, run FROM brief
        WHERE reported <= ? AND last >= ? ORDER BY event";
    let (as_of, from) = (as_of.map_or(i64::MAX, number), from.map_or(i64::MIN, number));
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query(params![as_of, from])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let document: i64 = row.get(1)?;
        // What an older run coded in a document does not count.
        if !superseded.is_empty() && superseded.contains(&(document, row.get(7)?)) {
            continue;
        }
        let days = [day(row.get(4)?), day(row.get(5)?), day(row.get(6)?)];
        let [Some(first), Some(last), Some(reported)] = days else { continue };
        rows.push(Brief {
            event: row.get::<_, i64>(0)?.cast_unsigned(),
            document: document.cast_unsigned(),
            outlet: row
                .get::<_, Option<u32>>(2)?
                .map(|number| place(number, outlets.len()))
                .transpose()?,
            pattern: place(row.get(3)?, patterns.len())?,
            first,
            last,
            reported,
        });
    }
    let mut all = Briefs { patterns, outlets, rows };
    super::coded::briefs(db, as_of, from, &mut all)?;
    Ok(all)
}

/// Documents with the runs whose reading of them no longer counts.
fn superseded(db: &Connection) -> Result<HashSet<(i64, i64)>> {
    let all = collect(db, "SELECT number, run FROM superseded", [], |mut row| {
        Ok((row.next()?, row.next()?))
    })?;
    Ok(all.into_iter().collect())
}

fn patterns(db: &Connection) -> Result<Vec<Pattern>> {
    let sql = "SELECT actor, recipient, type, contexts, status, tone FROM pattern ORDER BY number";
    collect(db, sql, [], |mut row| {
        Ok(Pattern {
            actor: ActorId::new(row.next::<Arc<str>>()?),
            recipient: ActorId::new(row.next::<Arc<str>>()?),
            kind: row.next()?,
            contexts: row.list()?,
            status: row.named(Status::from_name)?,
            tone: row.single()?,
        })
    })
}

fn outlets(db: &Connection) -> Result<Vec<Arc<str>>> {
    collect(db, "SELECT name FROM outlet ORDER BY number", [], |mut row| row.next())
}

/// A day as it is kept.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn day(number: i64) -> Option<Date> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}
