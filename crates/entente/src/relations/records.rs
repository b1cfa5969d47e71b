//! What structural tables say of two states, as lines apart from what happened between them.

use std::collections::BTreeMap;

use entente_relate::depend::{Dependence, dependence};
use entente_store::{Store, Structure};
use jiff::civil::Date;
use serde::Serialize;

use super::recorded::source;
use super::{Recorded, Table, ideal, round, votes};
use crate::Result;

/// A line of the record: a pact, a dispute, a share of trade, how alike two vote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordRow {
    /// What it measures: `defence-pact`, `trade`, `vote`, ...
    pub measure: String,
    /// The years in which it holds, each stretch as first and last; of a figure, its year.
    pub years: Vec<[i16; 2]>,
    /// How much; none where it only holds.
    pub value: Option<f64>,
    /// What the value counts.
    pub unit: Option<String>,
    /// Its share of all that each of the two has, in order; of a flow.
    pub shares: Option<[Option<f64>; 2]>,
    /// The table, and whence that has it.
    pub source: String,
}

/// What rows of a measure are read as.
const VOTE: &str = "vote";
const POINT: &str = "ideal-point";
const TOTAL: &str = "-total";

/// Gathers what the store's structural tables say of two states by a day.
pub(super) fn records(store: &dyn Store, a: &str, b: &str, as_of: Date) -> Result<Vec<RecordRow>> {
    let between = Recorded::read(store, &[], &[a, b], Some(as_of))?;
    let mut rows = Vec::new();
    let mut groups = BTreeMap::<(&str, String), Vec<&Structure>>::new();
    for found in between.rows() {
        groups.entry((&found.row.measure, source(found))).or_default().push(found);
    }
    for ((measure, source), found) in groups {
        // A unit says that it is a figure, and not only holds.
        let is_figure = found.iter().any(|found| found.row.unit.is_some());
        match is_figure {
            true => rows.extend(flow(store, [a, b], measure, source, &found, as_of)?),
            false => rows.extend(stretches(&between, measure, source, &found)),
        }
    }
    rows.extend(likeness(store, a, b, as_of)?);
    rows.extend(distance(store, a, b, as_of)?);
    Ok(rows)
}

/// The years in which something holds, without a break.
fn stretches(
    between: &Recorded,
    measure: &str,
    source: String,
    found: &[&Structure],
) -> Option<RecordRow> {
    let holds = found.iter().filter(|found| found.row.value > 0.0);
    let mut years: Vec<[i16; 2]> = holds
        .map(|found| between.years(found))
        .map(|years| [*years.start(), (*years.end()).max(*years.start())])
        .collect();
    years.sort_unstable();
    let mut merged: Vec<[i16; 2]> = Vec::new();
    for [from, to] in years {
        match merged.last_mut() {
            Some(last) if from <= last[1].saturating_add(1) => last[1] = last[1].max(to),
            _ => merged.push([from, to]),
        }
    }
    (!merged.is_empty()).then(|| RecordRow {
        measure: measure.to_owned(),
        years: merged,
        value: None,
        unit: None,
        shares: None,
        source,
    })
}

/// A flow in the last year that is told of it, with its share of what each of the two has.
fn flow(
    store: &dyn Store,
    [a, b]: [&str; 2],
    measure: &str,
    source: String,
    found: &[&Structure],
    as_of: Date,
) -> Result<Option<RecordRow>> {
    let Some(year) = found.iter().map(|found| found.row.first.year()).max() else {
        return Ok(None);
    };
    let of_year = found.iter().filter(|found| found.row.first.year() == year);
    let sum: f64 = of_year.clone().map(|found| found.row.value).sum();
    let unit = of_year.clone().find_map(|found| found.row.unit.as_deref()).map(str::to_owned);
    let total = |state: &str| -> Result<Option<f64>> {
        let all =
            Recorded::read(store, &[measure, &format!("{measure}{TOTAL}")], &[state], Some(as_of))?;
        let of_year = || all.rows().iter().filter(|found| found.row.first.year() == year);
        let told = of_year().filter(|found| found.row.recipient.is_none());
        let told: Vec<f64> = told.map(|found| found.row.value).collect();
        let flows = || of_year().map(|found| found.row.value).sum();
        Ok(Some(if told.is_empty() { flows() } else { told.iter().sum() }))
    };
    let Dependence { of_a, of_b, .. } = dependence(sum, total(a)?, total(b)?);
    Ok(Some(RecordRow {
        measure: measure.to_owned(),
        years: vec![[year, year]],
        value: Some(round(sum)),
        unit,
        shares: Some([of_a.map(round), of_b.map(round)]),
        source,
    }))
}

/// How alike the two voted in the last year in which both did: Scott's pi.
fn likeness(store: &dyn Store, a: &str, b: &str, as_of: Date) -> Result<Option<RecordRow>> {
    let [of_a, of_b] = [a, b].map(|state| Recorded::read(store, &[VOTE], &[state], Some(as_of)));
    let years = of_a?.newest().zip(of_b?.newest()).map(|(a, b)| a.min(b));
    let Some(year) = years else { return Ok(None) };
    let all = Recorded::read(store, &[VOTE], &[], Some(as_of))?;
    let table: Table = all.votes(year);
    let row = votes(&table)?.into_iter().find(|row| row.pair == [a, b]);
    Ok(row.and_then(|row| {
        Some(RecordRow {
            measure: VOTE.to_owned(),
            years: vec![[year, year]],
            value: Some(round(row.pi?)),
            unit: Some(format!("pi over {} roll calls", row.n)),
            shares: None,
            source: all.sources().join("; "),
        })
    }))
}

/// How far apart the two stand in votes, in the last year that has points of both.
fn distance(store: &dyn Store, a: &str, b: &str, as_of: Date) -> Result<Option<RecordRow>> {
    let mut all = Vec::new();
    for state in [a, b] {
        let of = Recorded::read(store, &[POINT], &[state], Some(as_of))?;
        if of.newest().is_none() {
            return Ok(None);
        }
        all.push(of);
    }
    let sources = all.iter().flat_map(Recorded::sources).collect::<std::collections::BTreeSet<_>>();
    let both = Recorded::joined(all);
    // States without points of one year are no error here.
    let Ok(rows) = ideal(&both.points(), a, b, None) else { return Ok(None) };
    Ok(rows.last().and_then(|row| {
        let year = i16::try_from(row.year).ok()?;
        let [low, high] = row.interval;
        Some(RecordRow {
            measure: POINT.to_owned(),
            years: vec![[year, year]],
            value: Some(row.distance),
            unit: Some(format!("distance, 90 % {low} to {high}")),
            shares: None,
            source: sources.into_iter().collect::<Vec<_>>().join("; "),
        })
    }))
}
