//! What many rows have in common: finding each item's number, or giving it one.
//!
//! Items are remembered by 128 bits of their hash. At most so many of a kind are remembered; one
//! that comes again after it was forgotten gets another number, which costs room and no answer.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{Connection, Result, params};

use super::read::{read_act, read_party, read_place};
use crate::backend::sqlite::collect;
use crate::{CodedAct, CodedBatch, CodedParty, CodedPlace, CodedReport, CodedRow};

/// The most items of a kind that are remembered: some thirty megabytes of the most numerous one.
const MOST: usize = 500_000;

/// Numbers of items that a connection has seen.
#[derive(Default)]
pub(in crate::backend::sqlite) struct Entries {
    is_filled: bool,
    parties: Known,
    acts: Known,
    places: Known,
    reports: Known,
    outlets: Known,
}

/// Numbers by hash.
#[derive(Default)]
struct Known(HashMap<u128, i64>);

/// The numbers of a batch's items.
pub(super) struct Numbers {
    parties: Vec<i64>,
    acts: Vec<i64>,
    places: Vec<i64>,
    reports: Vec<i64>,
}

impl Entries {
    /// Finds the number of each item of a batch, adding those that are new.
    pub(super) fn numbers(&mut self, db: &Connection, batch: &CodedBatch) -> Result<Numbers> {
        if !self.is_filled {
            self.fill(db)?;
        }
        let Self { parties, acts, places, reports, outlets, .. } = self;
        let each = |known: &mut Known, item: &CodedReport| {
            known.number(item, || add_report(db, outlets, item))
        };
        Ok(Numbers {
            parties: numbers(&batch.parties, |p| parties.number(p, || add_party(db, p)))?,
            acts: numbers(&batch.acts, |a| acts.number(a, || add_act(db, a)))?,
            places: numbers(&batch.places, |p| places.number(p, || add_place(db, p)))?,
            reports: {
                let mut each = each;
                numbers(&batch.reports, |r| each(reports, r))?
            },
        })
    }

    /// Remembers what stands in the store; reports seldom come again in a later file.
    fn fill(&mut self, db: &Connection) -> Result<()> {
        let Self { is_filled, parties, acts, places, .. } = self;
        let newest =
            |table: &str| format!("SELECT * FROM {table} ORDER BY number DESC LIMIT {}", MOST / 2);
        for (number, item) in collect(db, &newest("coded_party"), [], |mut row| {
            Ok((row.next()?, read_party(&mut row)?))
        })? {
            parties.put(&item, number);
        }
        for (number, item) in
            collect(db, &newest("coded_act"), [], |mut row| Ok((row.next()?, read_act(&mut row)?)))?
        {
            acts.put(&item, number);
        }
        for (number, item) in collect(db, &newest("coded_place"), [], |mut row| {
            Ok((row.next()?, read_place(&mut row)?))
        })? {
            places.put(&item, number);
        }
        *is_filled = true;
        Ok(())
    }
}

impl Numbers {
    /// What a row points to in the store: actor, recipient, act, place, report; no answer where it
    /// points beyond the batch.
    pub(super) fn of(&self, row: &CodedRow) -> Option<[Option<i64>; 5]> {
        let at = |list: &[i64], place: Option<u32>| match place {
            None => Some(None),
            Some(place) => list.get(place as usize).copied().map(Some),
        };
        Some([
            at(&self.parties, row.actor)?,
            at(&self.parties, row.recipient)?,
            at(&self.acts, Some(row.act))?,
            at(&self.places, row.place)?,
            at(&self.reports, row.report)?,
        ])
    }
}

impl Known {
    fn number(&mut self, item: &impl Hash, add: impl FnOnce() -> Result<i64>) -> Result<i64> {
        let hash = hash(item);
        if let Some(number) = self.0.get(&hash) {
            return Ok(*number);
        }
        let number = add()?;
        self.put_hash(hash, number);
        Ok(number)
    }

    fn put(&mut self, item: &impl Hash, number: i64) {
        self.put_hash(hash(item), number);
    }

    fn put_hash(&mut self, hash: u128, number: i64) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(hash, number);
    }
}

/// A hash that is the same in every process.
fn hash(item: &impl Hash) -> u128 {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, item).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

fn numbers<T>(items: &[T], number: impl FnMut(&T) -> Result<i64>) -> Result<Vec<i64>> {
    items.iter().map(number).collect()
}

fn add_party(db: &Connection, party: &CodedParty) -> Result<i64> {
    let CodedParty { id, country, sector, name } = party;
    let sql = "INSERT INTO coded_party (id, country, sector, name) VALUES (?, ?, ?, ?)";
    let id = id.as_ref().map(|id| id.as_str());
    let (country, sector) = (country.as_deref(), sector.as_deref());
    db.prepare_cached(sql)?.insert(params![id, country, sector, &**name])
}

fn add_act(db: &Connection, act: &CodedAct) -> Result<i64> {
    let CodedAct { code, status, intensity } = act;
    let entente_model::Code { ontology, kind, mode, contexts, cameo, quad, tone } = code;
    let sql = "INSERT INTO coded_act
            (ontology, type, mode, contexts, cameo, quad, tone, status, intensity)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(sql)?.insert(params![
        &**ontology,
        &**kind,
        mode.as_deref(),
        contexts.join("\n"),
        cameo.as_deref(),
        &**quad,
        f64::from(*tone),
        status.as_str(),
        intensity
    ])
}

fn add_place(db: &Connection, place: &CodedPlace) -> Result<i64> {
    let CodedPlace { name, country, point } = place;
    let sql = "INSERT INTO coded_place (name, country, lat, lon) VALUES (?, ?, ?, ?)";
    let (lat, lon) = point.unzip();
    db.prepare_cached(sql)?.insert(params![name.as_deref(), country.as_deref(), lat, lon])
}

fn add_report(db: &Connection, outlets: &mut Known, report: &CodedReport) -> Result<i64> {
    let CodedReport { outlet, url, story } = report;
    let add = |name: &str| {
        let sql = "INSERT INTO coded_outlet (name) VALUES (?) ON CONFLICT DO NOTHING";
        db.prepare_cached(sql)?.execute([name])?;
        let sql = "SELECT number FROM coded_outlet WHERE name = ?";
        db.prepare_cached(sql)?.query_row([name], |row| row.get(0))
    };
    let outlet = outlet.as_ref().map(|name| outlets.number(name, || add(name))).transpose()?;
    let sql = "INSERT INTO coded_report (outlet, url, story) VALUES (?, ?, ?)";
    db.prepare_cached(sql)?.insert(params![outlet, url.as_deref(), story.as_deref()])
}
