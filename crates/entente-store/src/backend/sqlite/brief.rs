//! Events in brief: how their tables are filled, and how they are read.

use std::collections::HashSet;
use std::sync::Arc;

use entente_model::{ActorId, Status};
use jiff::civil::Date;
use rusqlite::{Connection, Result};

use super::{collect, page};
use crate::brief::Gathering;
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
    sql.iter().try_for_each(|sql| db.prepare_cached(sql)?.execute([]).map(|_| ()))?;
    page::take_up(db, page::READ)
}

/// Reads what was reported by a day and had not ended before another.
pub(super) fn read(db: &Connection, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs> {
    let asked = Asked::new(as_of, from);
    let mut all = Gathering::default();
    all.briefs.rows.reserve(page::count(db)?);
    read_events(db, asked, &mut all)?;
    super::coded::briefs(db, asked, &mut all)?;
    Ok(all.briefs)
}

/// The days of the last report and of the first end that are asked for, as they are kept.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    as_of: i32,
    from: i32,
}

impl Asked {
    fn new(as_of: Option<Date>, from: Option<Date>) -> Self {
        Self { as_of: as_of.map_or(i32::MAX, number), from: from.map_or(i32::MIN, number) }
    }

    /// First and last day and that of the report, if they are asked for, and days.
    pub(super) fn days(self, [first, last, reported]: [i32; 3]) -> Option<[Date; 3]> {
        if reported > self.as_of || last < self.from {
            return None;
        }
        let begin = day(first)?;
        let other = |number: i32| if number == first { Some(begin) } else { day(number) };
        Some([begin, other(last)?, other(reported)?])
    }
}

fn read_events(db: &Connection, asked: Asked, all: &mut Gathering) -> Result<()> {
    let (superseded, patterns, outlets) = (superseded(db)?, patterns(db, all)?, outlets(db, all)?);
    page::visit(db, page::READ, &mut |event, line| {
        let [_, document, outlet, pattern, first, last, reported, run] = line;
        // What an older run coded in a document does not count.
        if !superseded.is_empty() && superseded.contains(&(document.into(), run.into())) {
            return Ok(());
        }
        let Some([first, last, reported]) = asked.days([first, last, reported]) else {
            return Ok(());
        };
        let Who { actor, recipient, pattern } = *at(&patterns, pattern)?;
        let outlet = if outlet == 0 { None } else { Some(*at(&outlets, outlet)?) };
        let document = document.cast_unsigned();
        all.briefs.rows.push(Brief {
            event,
            document,
            outlet,
            actor,
            recipient,
            pattern,
            first,
            last,
            reported,
        });
        Ok(())
    })
}

/// What a number stands for. It counts from 1; whatever none stands for is damage.
fn at<T>(list: &[T], number: i32) -> Result<&T> {
    let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let found = place.and_then(|place| list.get(place));
    found.ok_or(rusqlite::Error::IntegralValueOutOfRange(3, i64::from(number)))
}

/// Documents with the runs whose reading of them no longer counts.
fn superseded(db: &Connection) -> Result<HashSet<(i64, i64)>> {
    let all = collect(db, "SELECT number, run FROM superseded", [], |mut row| {
        Ok((row.next()?, row.next()?))
    })?;
    Ok(all.into_iter().collect())
}

/// Who does what to whom, as places in the lists of what is gathered.
struct Who {
    actor: u32,
    recipient: u32,
    pattern: u32,
}

fn patterns(db: &Connection, all: &mut Gathering) -> Result<Vec<Who>> {
    let sql = "SELECT actor, recipient, type, contexts, status, tone FROM pattern ORDER BY number";
    let rows = collect(db, sql, [], |mut row| {
        let sides = [row.next::<Arc<str>>()?, row.next()?].map(ActorId::new);
        let (kind, contexts) = (row.next()?, row.list()?);
        let (status, tone) = (row.named(Status::from_name)?, row.single()?);
        Ok((sides, Pattern { kind, contexts, status, tone }))
    })?;
    let who = |([actor, recipient], pattern): ([ActorId; 2], Pattern)| Who {
        actor: all.side(actor),
        recipient: all.side(recipient),
        pattern: all.pattern(pattern),
    };
    Ok(rows.into_iter().map(who).collect())
}

fn outlets(db: &Connection, all: &mut Gathering) -> Result<Vec<u32>> {
    let names = collect(db, "SELECT name FROM outlet ORDER BY number", [], |mut row| row.next())?;
    Ok(names.into_iter().map(|name: Arc<str>| all.outlet(name)).collect())
}

/// A day as it is kept.
fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

fn day(number: i32) -> Option<Date> {
    let part = |number: i32| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}
