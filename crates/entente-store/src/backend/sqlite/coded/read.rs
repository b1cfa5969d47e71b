//! Rows that others coded, back from the store: whole, in brief, and counted.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use entente_model::{ActorId, Code, DocId, Dyad, Status};
use jiff::civil::Date;
use rusqlite::types::{FromSqlError, Type, Value};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, Rows, params_from_iter};

use super::select::{self, NEWEST, Runs, Select};
use super::{day, is_there};
use crate::backend::sqlite::brief::Asked;
use crate::backend::sqlite::read::Row;
use crate::backend::sqlite::{collect, page};
use crate::brief::Gathering;
use crate::{
    Brief, CodedAct, CodedEvent, CodedParty, CodedPlace, CodedReport, DyadCount, Figures, Grain,
    Key, Pattern, Query,
};

/// Added to the number of a row that others coded, so that it is never that of an event.
pub(in crate::backend::sqlite) const OFFSET: u64 = 1 << 40;

/// Rows that a query asks for, handed out up to a day at a time.
pub(in crate::backend::sqlite) struct Merged<'c> {
    rows: Rows<'c>,
    next: Option<CodedEvent>,
}

impl<'c> Merged<'c> {
    /// Prepares the statement that [`Merged::new`] runs, if there are such rows.
    pub(in crate::backend::sqlite) fn prepare<'d>(
        db: &'d Connection,
        query: &Query,
    ) -> Result<Option<(CachedStatement<'d>, Vec<Value>)>> {
        if !is_there(db)? {
            return Ok(None);
        }
        let Select { sql, values } = select::events(query, runs(db)?);
        Ok(Some((db.prepare_cached(&sql)?, values)))
    }

    /// Runs the query.
    pub(in crate::backend::sqlite) fn new(
        (statement, values): &'c mut (CachedStatement<'_>, Vec<Value>),
    ) -> Result<Self> {
        let mut merged =
            Self { rows: statement.query(params_from_iter(values.iter()))?, next: None };
        merged.advance()?;
        Ok(merged)
    }

    /// Hands out the rows of days before one, or all that are left.
    pub(in crate::backend::sqlite) fn until(
        &mut self,
        day: Option<Date>,
        each: &mut dyn FnMut(CodedEvent) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>> {
        while let Some(event) = self.next.take_if(|event| day.is_none_or(|day| event.first < day)) {
            if each(event).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.advance()?;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn advance(&mut self) -> Result<()> {
        self.next = self.rows.next()?.map(event).transpose()?;
        Ok(())
    }
}

/// Finds a row by the number that [`briefs`] gives.
pub(in crate::backend::sqlite) fn listed(
    db: &Connection,
    number: u64,
) -> Result<Option<CodedEvent>> {
    let Some(number) = number.checked_sub(OFFSET).and_then(|n| i64::try_from(n).ok()) else {
        return Ok(None);
    };
    if !is_there(db)? {
        return Ok(None);
    }
    db.prepare_cached(&select::one_event())?.query_row([number], event).optional()
}

/// Counts by dyad, month and quad class.
pub(in crate::backend::sqlite) fn dyads(
    db: &Connection,
    query: &Query,
    grain: Grain,
) -> Result<Vec<DyadCount>> {
    if !is_there(db)? {
        return Ok(Vec::new());
    }
    let Select { sql, values } = select::dyads(query, runs(db)?, grain);
    collect(db, &sql, params_from_iter(values), |mut row| {
        Ok(DyadCount {
            dyad: Dyad { actor: row.actor_id()?, recipient: row.actor_id()? },
            month: Some(date(&mut row)?),
            quad: row.next()?,
            events: row.next::<i64>()?.cast_unsigned(),
            documents: row.next::<i64>()?.cast_unsigned(),
        })
    })
}

/// The reports of each dyad.
pub(in crate::backend::sqlite) fn dyad_documents(
    db: &Connection,
    query: &Query,
    grain: Grain,
) -> Result<Vec<(Dyad, DocId)>> {
    if !is_there(db)? {
        return Ok(Vec::new());
    }
    let Select { sql, values } = select::dyad_documents(query, runs(db)?, grain);
    collect(db, &sql, params_from_iter(values), |mut row| {
        Ok((Dyad { actor: row.actor_id()?, recipient: row.actor_id()? }, row.doc_id()?))
    })
}

/// Adds the rows between two known sides to what was read from texts. Their reports are numbered
/// after the last document, and rows without a report after these.
pub(in crate::backend::sqlite) fn briefs(
    db: &Connection,
    asked: Asked,
    all: &mut Gathering,
) -> Result<()> {
    if !is_there(db)? {
        return Ok(());
    }
    let (sides, patterns, outlets) = (sides(db, all)?, patterns(db, all)?, outlets(db, all)?);
    let superseded = superseded(db)?;
    let highest = "SELECT coalesce(max(rowid), 0) FROM document";
    let documents: u32 = db.query_row(highest, [], |row| row.get(0))?;
    let mut alone = documents + outlets.len() as u32;
    page::visit(db, page::CODED, &mut |event, line| {
        let [_, report, actor, recipient, act, first, last, reported] = line;
        let side = |party| *sides.get(place(party)?)?;
        let known = (side(actor), side(recipient), place(act).and_then(|at| patterns.get(at)));
        let (Some(actor), Some(recipient), Some(pattern)) = known else { return Ok(()) };
        if !superseded.is_empty() && superseded.contains(&event) {
            return Ok(());
        }
        let Some([first, last, reported]) = asked.days([first, last, reported]) else {
            return Ok(());
        };
        let report = place(report);
        let document = match report {
            Some(report) => documents + report as u32 + 1,
            None => {
                alone += 1;
                alone
            }
        };
        all.briefs.rows.push(Brief {
            event,
            document,
            outlet: report.and_then(|report| *outlets.get(report)?),
            actor,
            recipient,
            pattern: *pattern,
            first,
            last,
            reported,
        });
        Ok(())
    })
}

/// By party, its side; none where its code is not known.
fn sides(db: &Connection, all: &mut Gathering) -> Result<Vec<Option<u32>>> {
    let sql = "SELECT id, country, sector, name FROM coded_party ORDER BY number";
    let parties = collect(db, sql, [], |mut row| read_party(&mut row))?;
    let side = |party: CodedParty| {
        party.id.as_ref()?;
        party.side(Grain::Country).map(|side| all.side(side))
    };
    Ok(parties.into_iter().map(side).collect())
}

/// By act, its pattern.
fn patterns(db: &Connection, all: &mut Gathering) -> Result<Vec<u32>> {
    let sql = "SELECT ontology, type, mode, contexts, cameo, quad, tone, status, intensity
        FROM coded_act ORDER BY number";
    let acts = collect(db, sql, [], |mut row| read_act(&mut row))?;
    let pattern = |CodedAct { code: Code { kind, contexts, tone, .. }, status, .. }| {
        all.pattern(Pattern { kind, contexts, status, tone })
    };
    Ok(acts.into_iter().map(pattern).collect())
}

/// Rows that a newer run has brought again, by the numbers that [`briefs`] gives.
fn superseded(db: &Connection) -> Result<HashSet<u64>> {
    if runs(db)? == Runs::One {
        return Ok(HashSet::new());
    }
    let sql = format!("SELECT number FROM coded WHERE NOT {NEWEST}");
    let numbers = collect(db, &sql, [], |mut row| row.next::<i64>())?;
    Ok(numbers.into_iter().map(|number| OFFSET + number.cast_unsigned()).collect())
}

/// The outlet of each report.
fn outlets(db: &Connection, all: &mut Gathering) -> Result<Vec<Option<u32>>> {
    let sql = "SELECT name FROM coded_outlet ORDER BY number";
    let names = collect(db, sql, [], |mut row| row.next::<Arc<str>>())?;
    let places: Vec<u32> = names.into_iter().map(|name| all.outlet(name)).collect();
    let sql = "SELECT outlet FROM coded_report ORDER BY number";
    let of_report = collect(db, sql, [], |mut row| row.next::<Option<i32>>())?;
    let outlet = |number: Option<i32>| places.get(place(number?)?).copied();
    Ok(of_report.into_iter().map(outlet).collect())
}

fn runs(db: &Connection) -> Result<Runs> {
    let sql = "SELECT 1 FROM coded_input GROUP BY dataset HAVING count(DISTINCT run) > 1";
    Ok(if db.prepare_cached(sql)?.exists([])? { Runs::Several } else { Runs::One })
}

/// Numbers begin at 1 and have no gaps.
fn place(number: i32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

/// Reads the columns of [`select::events`].
fn event(row: &rusqlite::Row<'_>) -> Result<CodedEvent> {
    let mut row = Row::new(row);
    let _number: i64 = row.next()?;
    Ok(CodedEvent {
        run: row.run_id()?,
        dataset: row.next()?,
        key: Key::from(row.next::<Value>()?),
        input: row.next()?,
        line: row.next::<i64>()?.cast_unsigned(),
        act: read_act(&mut row)?,
        actor: party(&mut row)?,
        recipient: party(&mut row)?,
        place: {
            let is_known = row.next::<Option<i64>>()?.is_some();
            Some(read_place(&mut row)?).filter(|_| is_known)
        },
        report: {
            let is_known = row.next::<Option<i64>>()?.is_some();
            let (outlet, url, story) = (row.next()?, row.next()?, row.next()?);
            Some(CodedReport { outlet, url, story }).filter(|_| is_known)
        },
        first: date(&mut row)?,
        last: date(&mut row)?,
        reported: date(&mut row)?,
        figures: Figures {
            is_root: row.next()?,
            mentions: row.next()?,
            sources: row.next()?,
            articles: row.next()?,
            tone: row.next()?,
        },
    })
}

/// Reads a side, whose name is unknown where there is none.
fn party(row: &mut Row<'_>) -> Result<Option<CodedParty>> {
    let id = row.next::<Option<Arc<str>>>()?.map(ActorId::new);
    let (country, sector) = (row.next()?, row.next()?);
    let name: Option<Arc<str>> = row.next()?;
    Ok(name.map(|name| CodedParty { id, country, sector, name }))
}

pub(super) fn read_party(row: &mut Row<'_>) -> Result<CodedParty> {
    party(row)?.ok_or_else(|| FromSqlError::InvalidType.into())
}

pub(super) fn read_act(row: &mut Row<'_>) -> Result<CodedAct> {
    let code = Code {
        ontology: row.next()?,
        kind: row.next()?,
        mode: row.next()?,
        contexts: row.list()?,
        cameo: row.next()?,
        quad: row.next()?,
        tone: row.single()?,
    };
    Ok(CodedAct { code, status: row.named(Status::from_name)?, intensity: row.next()? })
}

pub(super) fn read_place(row: &mut Row<'_>) -> Result<CodedPlace> {
    let (name, country) = (row.next()?, row.next()?);
    let (lat, lon): (Option<f64>, Option<f64>) = (row.next()?, row.next()?);
    Ok(CodedPlace { name, country, point: lat.zip(lon) })
}

/// Reads a day that is always there.
fn date(row: &mut Row<'_>) -> Result<Date> {
    let number: i64 = row.next()?;
    day(number).ok_or_else(|| {
        let what = format!("expected a day such as 20190831, found {number}").into();
        rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, what)
    })
}
