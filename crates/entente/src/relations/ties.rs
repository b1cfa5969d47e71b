//! Ties from a table of counts: what they say by themselves, and how well they foretell an outcome
//! that the user brings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use entente_relate::calibrate::{FEATURES, Features, Fit, Quads, features};
use entente_relate::tie::fade;
use serde::Serialize;

use super::Table;
use super::similarity::whole;
use crate::{Error, ErrorKind, Result};

/// An outcome to be scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// What it is called in the answer.
    pub name: String,
    /// The column of the outcomes' table; above 0 the tie is there.
    pub column: String,
    /// Years after which a count weighs half; 0 for the same year only.
    pub half_life: f64,
}

/// The scores of a pair in a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TieRow {
    /// The year.
    pub year: i64,
    /// The state whose code comes first.
    pub lo: String,
    /// The other.
    pub hi: String,
    /// By outcome, the logarithm of its odds; or the two ratios where no outcome is given.
    #[serde(flatten)]
    pub scores: BTreeMap<String, f64>,
}

/// Which years are fitted and which are scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieYears {
    /// Years whose outcomes are learned from.
    pub fit: RangeInclusive<i64>,
    /// Years that are scored; their outcomes are not looked at.
    pub score: RangeInclusive<i64>,
}

/// Weight of the ridge. Chosen by fitting on two years and scoring a third, all before the years
/// that are reported.
const RIDGE: f64 = 3.0;

/// The quad classes as columns of a table of counts.
const QUADS: [&str; 4] =
    ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];

/// Fits outcomes on counts and scores every pair of the states in them.
///
/// `counts` has columns `a`, `b`, `year` and one a quad class; `outcomes` has `lo`, `hi`, `year` and
/// the outcomes' own. A pair and year without a row has none of them.
///
/// # Errors
///
/// [`ErrorKind::Input`] for a missing column, a cell that is no number, or an outcome that the
/// fitted years do not have.
pub fn ties(
    counts: &Table,
    outcomes: &Table,
    wanted: &[Wanted],
    years: &TieYears,
) -> Result<Vec<TieRow>> {
    let counts = Counts::read(counts)?;
    let mut rows = BTreeMap::<(i64, usize), BTreeMap<String, f64>>::new();
    let mut pairs = Vec::new();
    for outcome in wanted {
        let truth = read_outcome(outcomes, &outcome.column, &counts.states)?;
        let of = |year: i64| counts.features(year, outcome.half_life);
        let fit = fit(years.fit.clone(), of, &truth).ok_or_else(|| {
            let message = format!("expected `{}` in the years to fit, found none", outcome.column);
            Error::new(ErrorKind::Input, message)
        })?;
        for year in years.score.clone() {
            let Features { pairs: found, rows: features } = of(year);
            for (at, row) in features.iter().enumerate() {
                let scores = rows.entry((year, at)).or_default();
                scores.insert(outcome.name.clone(), fit.score(row));
            }
            pairs = found;
        }
    }
    let row = |((year, at), scores): ((i64, usize), BTreeMap<String, f64>)| {
        let (a, b) = pairs[at];
        TieRow { year, lo: counts.states[a].clone(), hi: counts.states[b].clone(), scores }
    };
    Ok(rows.into_iter().map(row).collect())
}

fn fit(
    years: RangeInclusive<i64>,
    of: impl Fn(i64) -> Features,
    truth: &BTreeSet<(i64, usize, usize)>,
) -> Option<Fit> {
    let mut rows: Vec<[f64; FEATURES]> = Vec::new();
    let mut known = Vec::new();
    for year in years {
        let Features { pairs, rows: features } = of(year);
        known.extend(pairs.iter().map(|&(a, b)| truth.contains(&(year, a, b))));
        rows.extend(features);
    }
    known.contains(&true).then(|| Fit::new(&rows, &known, RIDGE))
}

/// Counts by year.
struct Counts {
    states: Vec<String>,
    years: BTreeMap<i64, Quads>,
}

impl Counts {
    fn read(table: &Table) -> Result<Self> {
        let (a, b, year) = (table.column("a")?, table.column("b")?, table.column("year")?);
        let mut quads = [0; 4];
        for (column, name) in quads.iter_mut().zip(QUADS) {
            *column = table.column(name)?;
        }
        let names: BTreeSet<&str> =
            table.rows().flat_map(|row| [row.text(a), row.text(b)]).collect();
        let states: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let mut years = BTreeMap::<i64, Quads>::new();
        for row in table.rows() {
            let (from, to) = (place(&states, row.text(a)), place(&states, row.text(b)));
            let (Some(from), Some(to)) = (from, to) else { continue };
            let counts = years.entry(whole(row.text(year))?).or_insert_with(|| none(states.len()));
            for (quad, &column) in counts.iter_mut().zip(&quads) {
                quad[from][to] += row.number(column)?.unwrap_or(0.0).max(0.0);
            }
        }
        Ok(Self { states, years })
    }

    /// What is known of all pairs by the end of a year.
    fn features(&self, year: i64, half_life: f64) -> Features {
        let mut sums = none(self.states.len());
        for (&of, counts) in self.years.range(..=year) {
            let age = (year - of) as f64;
            let weight = match half_life > 0.0 {
                true => fade(age, half_life),
                false => f64::from(u8::from(of == year)),
            };
            let cells = sums.iter_mut().flatten().flatten();
            cells.zip(counts.iter().flatten().flatten()).for_each(|(sum, n)| *sum += weight * n);
        }
        features(&sums)
    }
}

fn none(n: usize) -> Quads {
    std::array::from_fn(|_| vec![vec![0.0; n]; n])
}

fn place(states: &[String], name: &str) -> Option<usize> {
    states.binary_search_by(|state| state.as_str().cmp(name)).ok()
}

/// The pairs, in the order of the states, and years in which an outcome is there.
fn read_outcome(
    table: &Table,
    column: &str,
    states: &[String],
) -> Result<BTreeSet<(i64, usize, usize)>> {
    let (lo, hi, year) = (table.column("lo")?, table.column("hi")?, table.column("year")?);
    let column = table.column(column)?;
    let mut found = BTreeSet::new();
    for row in table.rows() {
        let ends = (place(states, row.text(lo)), place(states, row.text(hi)));
        if let ((Some(a), Some(b)), true) = (ends, row.number(column)?.unwrap_or(0.0) > 0.0) {
            found.insert((whole(row.text(year))?, a.min(b), a.max(b)));
        }
    }
    Ok(found)
}
