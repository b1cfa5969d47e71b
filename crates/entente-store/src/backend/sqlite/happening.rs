//! Happenings, which are judged elsewhere and kept here for questions.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::Dyad;
use rusqlite::{Connection, Result, params};

use super::collect;
use crate::KeptHappening;

/// Whether nothing was appended since they were written.
const IS_CURRENT: &str = "SELECT coalesce((SELECT batch FROM happenings_as_of), 0)
    = coalesce((SELECT max(number) FROM batch), 0)
        + coalesce((SELECT max(number) FROM coded_batch), 0)";

/// Reads them, if they are of today.
pub(super) fn read(db: &Connection) -> Result<Option<Vec<KeptHappening>>> {
    if !db.query_row(IS_CURRENT, [], |row| row.get::<_, bool>(0))? {
        return Ok(None);
    }
    let sql = "SELECT happening, report.event FROM happening_report AS report
            LEFT JOIN event ON event.number = report.event
            LEFT JOIN coded ON coded.number = report.event - (1 << 40)
        ORDER BY happening,
            coalesce(CAST(replace(event.reported, '-', '') AS INTEGER), coded.reported),
            report.event";
    let mut reports = BTreeMap::<i64, Vec<u64>>::new();
    for (happening, event) in
        collect(db, sql, [], |mut row| Ok((row.next::<i64>()?, row.next::<i64>()?)))?
    {
        reports.entry(happening).or_default().push(event.cast_unsigned());
    }
    let sql = "SELECT number, actor, recipient, type, tone, first, last FROM happening
        ORDER BY number";
    let all = collect(db, sql, [], |mut row| {
        let number: i64 = row.next()?;
        let dyad = Dyad { actor: row.actor_id()?, recipient: row.actor_id()? };
        let (kind, tone): (Arc<str>, f32) = (row.next()?, row.single()?);
        let (first, last) = (row.day()?, row.day()?);
        let ends = first.zip(last).ok_or_else(|| row.flaw("expected two days".into()));
        Ok((number, dyad, kind, tone, ends?))
    })?;
    let kept = all.into_iter().map(|(number, dyad, kind, tone, (first, last))| {
        let reports = reports.remove(&number).unwrap_or_default();
        KeptHappening { dyad, kind, tone, first, last, reports }
    });
    Ok(Some(kept.collect()))
}

/// Writes them in the place of those before.
pub(super) fn write(db: &Connection, happenings: &[KeptHappening]) -> Result<()> {
    db.execute_batch(
        "DELETE FROM happening_report; DELETE FROM happening; DELETE FROM happenings_as_of;
         INSERT INTO happenings_as_of (batch)
            SELECT coalesce((SELECT max(number) FROM batch), 0)
                + coalesce((SELECT max(number) FROM coded_batch), 0)",
    )?;
    let sql = "INSERT INTO happening (number, actor, recipient, type, tone, first, last)
        VALUES (?, ?, ?, ?, ?, ?, ?)";
    let mut happening = db.prepare(sql)?;
    let mut report = db.prepare("INSERT INTO happening_report (event, happening) VALUES (?, ?)")?;
    for (number, kept) in (1_i64..).zip(happenings) {
        let KeptHappening { dyad: Dyad { actor, recipient }, kind, tone, first, last, reports } =
            kept;
        let (actor, recipient) = (actor.as_str(), recipient.as_str());
        let days = [first.to_string(), last.to_string()];
        let tone = f64::from(*tone);
        happening.execute(params![number, actor, recipient, &**kind, tone, days[0], days[1]])?;
        for event in reports {
            report.execute([event.cast_signed(), number])?;
        }
    }
    Ok(())
}
