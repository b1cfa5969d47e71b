//! Similarity of alliance portfolios and of votes, and dependence by trade, from tables.

use std::collections::{BTreeMap, BTreeSet};

use entente_relate::{depend, similar};
use serde::Serialize;

use super::Table;
use crate::wire::SCHEMA;
use crate::{Error, ErrorKind, Result};

/// How alike the portfolios of two states are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimilarityRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The states.
    pub pair: [String; 2],
    /// Items that both have.
    pub n: usize,
    /// S, absolute distances.
    #[serde(rename = "S")]
    pub s: f64,
    /// S, squared distances.
    #[serde(rename = "S_sq")]
    pub s_squared: f64,
    /// Scott's pi, squared distances: the one to read.
    pub pi: Option<f64>,
    /// Cohen's kappa, squared distances.
    pub kappa: Option<f64>,
    /// Kendall's tau-b.
    pub tau_b: Option<f64>,
    /// Agreement over contested items, for votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f64>,
    /// Contested items, for votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_nonunanimous: Option<usize>,
}

/// Compares states by their levels of alliance towards all: columns `a`, `b`, `level`.
///
/// The members are those named, or all in the table. A state's level towards itself counts as the
/// highest. Rows come for each ordered pair, in order.
///
/// # Errors
///
/// [`ErrorKind::Input`] for a missing column or a level that is no number.
pub fn alliances(table: &Table, members: Option<&str>) -> Result<Vec<SimilarityRow>> {
    let (a, b, level) = (table.column("a")?, table.column("b")?, table.column("level")?);
    let mut levels = BTreeMap::<(&str, &str), f64>::new();
    for row in table.rows() {
        let level = row.number(level)?.unwrap_or(0.0);
        for pair in [(row.text(a), row.text(b)), (row.text(b), row.text(a))] {
            let known = levels.entry(pair).or_insert(level);
            *known = known.max(level);
        }
    }
    let names: BTreeSet<&str> = match members {
        Some(list) => list.split_whitespace().collect(),
        None => levels.keys().map(|&(a, _)| a).collect(),
    };
    let highest = levels.values().copied().fold(0.0, f64::max);
    let value = |a: &str, b: &str| match a == b {
        true => highest,
        false => levels.get(&(a, b)).copied().unwrap_or(0.0),
    };
    let mut portfolios = Vec::with_capacity(names.len());
    for &a in &names {
        portfolios.push((a, names.iter().map(|b| value(a, b)).collect::<Vec<f64>>()));
    }
    Ok(compare(&portfolios, highest, false))
}

/// Compares states by their votes: a first column with the state, then one a roll call.
///
/// # Errors
///
/// [`ErrorKind::Input`] for a vote that is no number.
pub fn votes(table: &Table) -> Result<Vec<SimilarityRow>> {
    let mut portfolios = Vec::new();
    for row in table.rows() {
        let vote = |column| Ok(row.number(column)?.unwrap_or(f64::NAN));
        let votes = (1..table.headings().len()).map(vote).collect::<Result<Vec<f64>>>()?;
        portfolios.push((row.text(0), votes));
    }
    portfolios.sort_by_key(|(name, _)| *name);
    let cast = || portfolios.iter().flat_map(|(_, votes)| votes).filter(|vote| !vote.is_nan());
    let widest = cast().copied().fold(0.0, f64::max) - cast().copied().fold(f64::MAX, f64::min);
    Ok(compare(&portfolios, widest, true))
}

fn compare(
    portfolios: &[(&str, Vec<f64>)],
    widest: f64,
    with_agreement: bool,
) -> Vec<SimilarityRow> {
    let n = portfolios.first().map_or(0, |(_, values)| values.len());
    let contested: Vec<bool> = (0..n).map(|item| is_contested(portfolios, item)).collect();
    let mut rows = Vec::new();
    for (a, x) in portfolios {
        for (b, y) in portfolios.iter().filter(|(b, _)| a != b) {
            let Some(found) = similar::similarity(x, y, widest) else { continue };
            let similar::Similarity { n, s_absolute, s_squared, pi_squared, kappa_squared, tau_b } =
                found;
            let shared = similar::agreement(x, y, widest, &contested).filter(|_| with_agreement);
            rows.push(SimilarityRow {
                schema: SCHEMA,
                pair: [(*a).to_owned(), (*b).to_owned()],
                n,
                s: s_absolute,
                s_squared,
                pi: pi_squared,
                kappa: kappa_squared,
                tau_b,
                agreement: shared.map(|(share, _)| share),
                n_nonunanimous: shared.map(|(_, n)| n),
            });
        }
    }
    rows
}

/// Whether any two states differ on an item.
fn is_contested(portfolios: &[(&str, Vec<f64>)], item: usize) -> bool {
    let mut values = portfolios.iter().map(|(_, values)| values[item]).filter(|v| !v.is_nan());
    let first = values.next();
    first.is_some_and(|first| values.any(|value| value != first))
}

/// How much two states need each other's trade.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DependRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The first state.
    pub a: String,
    /// The second.
    pub b: String,
    /// The year.
    pub year: i64,
    /// What passed between them both ways, in the table's unit (million US dollars for trade).
    pub flow_musd: f64,
    /// Its share of the first state's total.
    pub dep_a: Option<f64>,
    /// Its share of the second's.
    pub dep_b: Option<f64>,
    /// Logarithm of their quotient: positive where the first depends more.
    pub asym: Option<f64>,
    /// Who depends more, if the quotient is above 1.25.
    pub more_dependent: Option<String>,
}

/// Compares what passes between states with their totals.
///
/// `flows` has columns `a`, `b`, `year` and `in`, `out` (what the first takes and gives);
/// `totals` has `code`, `year`, `imports`, `exports`; `names`, if given, has `code`, `name` and
/// says what states are called in the answer. Rows come for each ordered pair and year.
///
/// # Errors
///
/// [`ErrorKind::Input`] for a missing column or a cell that is no number.
pub fn depend(flows: &Table, totals: &Table, names: Option<&Table>) -> Result<Vec<DependRow>> {
    let totals = read_totals(totals)?;
    let names = names.map(read_names).transpose()?.unwrap_or_default();
    let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    let (a, b, year) = (flows.column("a")?, flows.column("b")?, flows.column("year")?);
    let (takes, gives) = (flows.column("in")?, flows.column("out")?);
    let mut rows = Vec::new();
    for row in flows.rows() {
        let (Some(takes), Some(gives)) = (row.number(takes)?, row.number(gives)?) else { continue };
        let year = whole(row.text(year))?;
        let flow = takes + gives;
        for (a, b) in [(row.text(a), row.text(b)), (row.text(b), row.text(a))] {
            let total = |code: &str| totals.get(&(code.to_owned(), year)).copied();
            let depend::Dependence { of_a, of_b, asymmetry } =
                depend::dependence(flow, total(a), total(b));
            let more = asymmetry.filter(|asym| asym.abs() > depend::EVEN);
            rows.push(DependRow {
                schema: SCHEMA,
                a: name(a),
                b: name(b),
                year,
                flow_musd: flow,
                dep_a: of_a,
                dep_b: of_b,
                asym: asymmetry,
                more_dependent: more.map(|asym| name(if asym > 0.0 { a } else { b })),
            });
        }
    }
    Ok(rows)
}

fn read_totals(table: &Table) -> Result<BTreeMap<(String, i64), f64>> {
    let (code, year) = (table.column("code")?, table.column("year")?);
    let (imports, exports) = (table.column("imports")?, table.column("exports")?);
    let mut totals = BTreeMap::new();
    for row in table.rows() {
        if let (Some(imports), Some(exports)) = (row.number(imports)?, row.number(exports)?) {
            totals.insert((row.text(code).to_owned(), whole(row.text(year))?), imports + exports);
        }
    }
    Ok(totals)
}

fn read_names(table: &Table) -> Result<BTreeMap<String, String>> {
    let (code, name) = (table.column("code")?, table.column("name")?);
    Ok(table.rows().map(|row| (row.text(code).to_owned(), row.text(name).to_owned())).collect())
}

/// Reads a year or another whole number.
pub(super) fn whole(text: &str) -> Result<i64> {
    text.parse().map_err(|_| {
        Error::new(ErrorKind::Input, format!("expected a whole number, found `{text}`"))
    })
}
