//! Rows that others coded, back from the store: whole, in brief, and counted.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use entente_model::{ActorId, Code, DocId, Dyad, Status};
use jiff::civil::Date;
use rusqlite::types::{FromSqlError, Type, Value};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Result, Rows, params_from_iter};

use super::select::{self, NEWEST, Runs, Select};
use super::{day, is_there};
use crate::backend::sqlite::collect;
use crate::backend::sqlite::read::Row;
use crate::{
    Brief, Briefs, CodedAct, CodedEvent, CodedParty, CodedPlace, CodedReport, DyadCount, Figures,
    Grain, Key, Pattern, Query,
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
    as_of: i64,
    from: i64,
    briefs: &mut Briefs,
) -> Result<()> {
    if !is_there(db)? {
        return Ok(());
    }
    let sides = Sides::read(db)?;
    let outlets = outlets(db, &mut briefs.outlets)?;
    let highest = "SELECT coalesce(max(rowid), 0) FROM document";
    let documents: i64 = db.query_row(highest, [], |row| row.get(0))?;
    let mut alone = documents + outlets.len() as i64;
    let mut patterns = HashMap::new();
    let newest = if runs(db)? == Runs::Several { NEWEST } else { "TRUE" };
    let sql = format!(
        "SELECT number, report, actor, recipient, act, first, coalesce(last, first), reported
         FROM coded
         WHERE reported <= ? AND coalesce(last, first) >= ?
            AND actor IS NOT NULL AND recipient IS NOT NULL AND {newest}
         ORDER BY number"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([as_of, from])?;
    while let Some(row) = rows.next()? {
        let Some((key, act)) = sides.of(row.get(2)?, row.get(3)?, row.get(4)?) else { continue };
        let days = [day(row.get(5)?), day(row.get(6)?), day(row.get(7)?)];
        let [Some(first), Some(last), Some(reported)] = days else { continue };
        let report: Option<i64> = row.get(1)?;
        let document = report.map_or_else(
            || {
                alone += 1;
                alone
            },
            |report| documents + report,
        );
        let outlet = report.and_then(|report| *outlets.get(place(report)?)?);
        let pattern = *patterns.entry(key).or_insert_with(|| {
            briefs.patterns.push(sides.pattern(key, act));
            briefs.patterns.len() as u32 - 1
        });
        briefs.rows.push(Brief {
            event: OFFSET + row.get::<_, i64>(0)?.cast_unsigned(),
            document: document.cast_unsigned(),
            outlet,
            pattern,
            first,
            last,
            reported,
        });
    }
    Ok(())
}

/// The states of all sides and the acts, for [`briefs`].
struct Sides {
    names: Vec<ActorId>,
    /// By party: the place of its name.
    of_party: Vec<Option<u32>>,
    acts: Vec<CodedAct>,
    /// By act: the first that is the same to [`Pattern`].
    first_like: Vec<u32>,
}

impl Sides {
    fn read(db: &Connection) -> Result<Self> {
        let sql = "SELECT id, country, sector, name FROM coded_party ORDER BY number";
        let parties = collect(db, sql, [], |mut row| read_party(&mut row))?;
        let (mut names, mut places) = (Vec::new(), HashMap::new());
        let place = |party: CodedParty| {
            party.id.as_ref()?;
            let name = party.side(Grain::Country)?;
            Some(*places.entry(name.clone()).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            }))
        };
        let of_party = parties.into_iter().map(place).collect();
        let sql = "SELECT ontology, type, mode, contexts, cameo, quad, tone, status, intensity
            FROM coded_act ORDER BY number";
        let acts: Vec<CodedAct> = collect(db, sql, [], |mut row| read_act(&mut row))?;
        let mut known = HashMap::new();
        let like = |(at, act): (u32, &CodedAct)| {
            let Code { kind, contexts, tone, .. } = &act.code;
            let key = (kind.clone(), contexts.clone(), tone.to_bits(), act.status.as_str());
            *known.entry(key).or_insert(at)
        };
        let first_like = (0..).zip(&acts).map(like).collect();
        Ok(Self { names, of_party, acts, first_like })
    }

    /// Who to whom and what, as numbers, and the act; none where a side is not known.
    fn of(&self, actor: i64, recipient: i64, act: i64) -> Option<([u32; 3], &CodedAct)> {
        let side = |party: i64| *self.of_party.get(place(party)?)?;
        let act = *self.first_like.get(place(act)?)?;
        Some(([side(actor)?, side(recipient)?, act], self.acts.get(act as usize)?))
    }

    fn pattern(&self, [actor, recipient, _]: [u32; 3], act: &CodedAct) -> Pattern {
        let Code { kind, contexts, tone, .. } = act.code.clone();
        Pattern {
            actor: self.names[actor as usize].clone(),
            recipient: self.names[recipient as usize].clone(),
            kind,
            contexts,
            status: act.status,
            tone,
        }
    }
}

/// The outlet of each report, as its place in a list that those of others are added to.
fn outlets(db: &Connection, all: &mut Vec<Arc<str>>) -> Result<Vec<Option<u32>>> {
    let mut places: HashMap<Arc<str>, u32> = all.iter().cloned().zip(0..).collect();
    let mut place = |name: Arc<str>| {
        *places.entry(name).or_insert_with_key(|name| {
            all.push(name.clone());
            all.len() as u32 - 1
        })
    };
    let sql = "SELECT coded_outlet.name FROM coded_report
        LEFT JOIN coded_outlet ON coded_outlet.number = coded_report.outlet
        ORDER BY coded_report.number";
    let names = collect(db, sql, [], |mut row| row.next::<Option<Arc<str>>>())?;
    Ok(names.into_iter().map(|name| name.map(&mut place)).collect())
}

fn runs(db: &Connection) -> Result<Runs> {
    let sql = "SELECT 1 FROM coded_input GROUP BY dataset HAVING count(DISTINCT run) > 1";
    Ok(if db.prepare_cached(sql)?.exists([])? { Runs::Several } else { Runs::One })
}

/// Numbers begin at 1 and have no gaps.
fn place(number: i64) -> Option<usize> {
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
