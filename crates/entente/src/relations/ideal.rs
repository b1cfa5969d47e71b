//! Distances between ideal points of a year, from a table of their quantiles.

use std::collections::BTreeMap;

use entente_relate::ideal::{IdealPoint, closer, distance};
use serde::Serialize;

use super::similarity::whole;
use super::{Table, round};
use crate::wire::SCHEMA;
use crate::{Error, ErrorKind, Result};

/// How far apart two states vote, or to whom a third is closer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IdealRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The states.
    pub pair: [String; 2],
    /// The year.
    pub year: i64,
    /// Median distance of their points.
    pub distance: f64,
    /// Its 90 % interval.
    pub interval: [f64; 2],
    /// The third state, if one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub than: Option<String>,
    /// The probability that the first is closer to the second than to the third.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

const DRAWS: usize = 10_000;
const SEED: u64 = 1;

/// Compares two states in every year that has points of both: columns `state`, `year`, `low`,
/// `median` and `high`, the 5 %, 50 % and 95 % quantiles.
///
/// # Errors
///
/// [`ErrorKind::Input`] for a missing column, a cell that is no number, or states without points.
pub fn ideal(table: &Table, a: &str, b: &str, than: Option<&str>) -> Result<Vec<IdealRow>> {
    let (state, year) = (table.column("state")?, table.column("year")?);
    let quantiles = [table.column("low")?, table.column("median")?, table.column("high")?];
    let mut points = BTreeMap::<(i64, &str), IdealPoint>::new();
    for row in table.rows() {
        let name = row.text(state);
        if name != a && name != b && Some(name) != than {
            continue;
        }
        let [low, median, high] = quantiles.map(|column| row.number(column));
        if let (Some(low), Some(median), Some(high)) = (low?, median?, high?) {
            let point = IdealPoint::from_quantiles(low, median, high);
            points.insert((whole(row.text(year))?, name), point);
        }
    }
    let rows: Vec<IdealRow> = points
        .keys()
        .filter(|(_, name)| *name == a)
        .filter_map(|&(year, _)| compare(&points, year, a, b, than))
        .collect();
    if rows.is_empty() {
        let message = format!("expected points of `{a}` and `{b}` in one year, found none");
        return Err(Error::new(ErrorKind::Input, message));
    }
    Ok(rows)
}

fn compare(
    points: &BTreeMap<(i64, &str), IdealPoint>,
    year: i64,
    a: &str,
    b: &str,
    than: Option<&str>,
) -> Option<IdealRow> {
    let point = |name| points.get(&(year, name)).copied();
    let (of_a, of_b) = (point(a)?, point(b)?);
    let third = than.and_then(point);
    let (median, (low, high)) = distance(of_a, of_b, DRAWS, SEED);
    Some(IdealRow {
        schema: SCHEMA,
        pair: [a.to_owned(), b.to_owned()],
        year,
        distance: round(median),
        interval: [round(low), round(high)],
        than: than.map(str::to_owned),
        probability: third.map(|third| round(closer(of_a, of_b, third, DRAWS, SEED))),
    })
}
