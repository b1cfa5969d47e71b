//! What structural tables in a store say, in the shapes of the tables that a user would bring.
//!
//! So [`super::alliances`], [`super::votes`], [`super::ideal()`], [`super::depend`] and
//! [`super::balance()`] answer alike from a file and from a store.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use entente_store::{Store, Structure, StructureQuery};
use jiff::civil::Date;

use super::Table;
use crate::import::Structural;
use crate::{Error, ErrorKind, Result};

/// Rows of structural tables as known on a day.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    rows: Vec<Structure>,
    /// The last year of each table: what has no end there holds until then.
    last: BTreeMap<Arc<str>, i16>,
}

impl Recorded {
    /// Reads the rows of some measures, or all; with states, only those that each is a side of.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn read(
        store: &dyn Store,
        measures: &[&str],
        involving: &[&str],
        as_of: Option<Date>,
    ) -> Result<Self> {
        let query = StructureQuery {
            measures: measures.iter().map(|&measure| measure.to_owned()).collect(),
            involving: involving.iter().map(|&id| id.into()).collect(),
            as_of,
            ..StructureQuery::default()
        };
        let mut recorded = Self::default();
        store.structures(&query, &mut |row| {
            recorded.take(row);
            ControlFlow::Continue(())
        })?;
        if !involving.is_empty() {
            recorded.look_for_ends(store, as_of)?;
        }
        for year in recorded.last.values_mut() {
            *year = as_of.map_or(*year, |day| day.year().min(*year));
        }
        Ok(recorded)
    }

    /// Finds where tables end of which a row has no end: that is for all of their rows to say.
    fn look_for_ends(&mut self, store: &dyn Store, as_of: Option<Date>) -> Result<()> {
        let is_open = |found: &&Structure| found.row.last.is_none();
        let open: BTreeSet<Arc<str>> =
            self.rows.iter().filter(is_open).map(|found| found.dataset.clone()).collect();
        for dataset in open {
            let query = StructureQuery {
                dataset: Some(dataset.to_string()),
                as_of,
                ..StructureQuery::default()
            };
            let last = self.last.entry(dataset).or_insert(i16::MIN);
            store.structures(&query, &mut |found| {
                *last = (*last).max(found.row.last.unwrap_or(found.row.first).year());
                ControlFlow::Continue(())
            })?;
        }
        Ok(())
    }

    /// The rows of several readings.
    pub(super) fn joined(all: Vec<Self>) -> Self {
        let mut joined = Self::default();
        all.into_iter().flat_map(|one| one.rows).for_each(|row| joined.take(row));
        joined
    }

    fn take(&mut self, found: Structure) {
        let year = found.row.last.unwrap_or(found.row.first).year();
        let last = self.last.entry(found.dataset.clone()).or_insert(year);
        *last = (*last).max(year);
        self.rows.push(found);
    }

    /// The rows, in the order in which they came.
    pub(crate) fn rows(&self) -> &[Structure] {
        &self.rows
    }

    /// The years for which a row holds, as far as its table goes and the day allows.
    pub(crate) fn years(&self, found: &Structure) -> std::ops::RangeInclusive<i16> {
        let most = self.last.get(&found.dataset).copied().unwrap_or(i16::MAX);
        let last = found.row.last.map_or(most, |last| last.year().min(most));
        found.row.first.year()..=last
    }

    /// The last year that any of the rows speaks of.
    pub fn newest(&self) -> Option<i16> {
        self.last.values().copied().max()
    }

    /// The tables that the rows stand in, each with its source where it names one.
    pub fn sources(&self) -> Vec<String> {
        let name = |found: &Structure| source(found);
        self.rows.iter().map(name).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The last year of each table.
    pub(super) fn last_years(&self) -> impl Iterator<Item = (&str, i16)> {
        self.last.iter().map(|(table, last)| (&**table, *last))
    }

    pub(super) fn in_year(&self, year: i16) -> impl Iterator<Item = &Structure> {
        self.rows.iter().filter(move |found| self.years(found).contains(&year))
    }

    /// Pacts of a year, by the level of each measure: columns `a`, `b`, `level`.
    pub fn alliances(&self, year: i16, meaning: &Structural) -> Table {
        let mut levels = BTreeMap::<[&str; 2], f64>::new();
        for found in self.in_year(year) {
            let level = meaning.levels.get(&*found.row.measure).copied();
            if let (Some(pair), Some(level)) = (pair(found), level) {
                let level = if found.row.value > 0.0 { level } else { 0.0 };
                let known = levels.entry(pair).or_insert(level);
                *known = known.max(level);
            }
        }
        let rows = levels
            .iter()
            .map(|([a, b], level)| vec![(*a).to_owned(), (*b).to_owned(), level.to_string()]);
        table("alliances", ["a", "b", "level"], rows.collect())
    }

    /// Votes of a year: a row a state, a column a roll call.
    pub fn votes(&self, year: i16) -> Table {
        let mut calls = BTreeSet::new();
        let mut votes = BTreeMap::<&str, BTreeMap<_, f64>>::new();
        for found in self.in_year(year) {
            let call = (found.row.item.as_deref().unwrap_or_default(), found.row.first);
            calls.insert(call);
            votes.entry(found.row.actor.as_str()).or_default().insert(call, found.row.value);
        }
        let row = |(state, of): (&&str, &BTreeMap<_, f64>)| {
            let vote = |call| of.get(call).map_or_else(String::new, ToString::to_string);
            std::iter::once((*state).to_owned()).chain(calls.iter().map(vote)).collect()
        };
        let rows = votes.iter().map(row).collect();
        let items = calls.iter().map(|(item, _)| *item);
        table("votes", std::iter::once("state").chain(items), rows)
    }

    /// Ideal points: columns `state`, `year`, `low`, `median`, `high`.
    pub fn points(&self) -> Table {
        let row = |found: &Structure| {
            let value = found.row.value;
            let (low, high) = found.row.bounds.unwrap_or((value, value));
            let year = found.row.first.year();
            let state = found.row.actor.to_string();
            vec![state, year.to_string(), low.to_string(), value.to_string(), high.to_string()]
        };
        let rows = self.rows.iter().map(row).collect();
        table("ideal points", ["state", "year", "low", "median", "high"], rows)
    }

    /// Flows between states and what each passes with all: columns `a`, `b`, `year`, `in`, `out`,
    /// and `code`, `year`, `imports`, `exports`. A total that no row tells is the sum over the
    /// partners that there are.
    pub fn flows(&self, total: &str) -> [Table; 2] {
        let mut flows = BTreeMap::<([&str; 2], i16), [f64; 2]>::new();
        let (mut sums, mut told) = (BTreeMap::<_, f64>::new(), BTreeMap::<_, f64>::new());
        for found in &self.rows {
            let (actor, year) = (found.row.actor.as_str(), found.row.first.year());
            if *found.row.measure == *total {
                *told.entry((actor, year)).or_default() += found.row.value;
            } else if let Some(pair) = pair(found) {
                let way = usize::from(pair[0] == actor);
                flows.entry((pair, year)).or_default()[way] += found.row.value;
                for state in pair {
                    *sums.entry((state, year)).or_default() += found.row.value;
                }
            }
        }
        sums.extend(told);
        let flow = |(([a, b], year), [takes, gives]): (&([&str; 2], i16), &[f64; 2])| {
            let [year, takes, gives] = [year.to_string(), takes.to_string(), gives.to_string()];
            vec![(*a).to_owned(), (*b).to_owned(), year, takes, gives]
        };
        let of = |((state, year), sum): (&(&str, i16), &f64)| {
            vec![(*state).to_owned(), year.to_string(), "0".to_owned(), sum.to_string()]
        };
        [
            table("flows", ["a", "b", "year", "in", "out"], flows.iter().map(flow).collect()),
            table("totals", ["code", "year", "imports", "exports"], sums.iter().map(of).collect()),
        ]
    }

    /// Ties of a year, by the sign of each measure: columns `a`, `b`, `sign`. A pair with both
    /// signs has none.
    pub fn signs(&self, year: i16, meaning: &Structural) -> Table {
        let mut signs = BTreeMap::<[&str; 2], BTreeSet<i8>>::new();
        for found in self.in_year(year).filter(|found| found.row.value > 0.0) {
            if let (Some(pair), Some(sign)) = (pair(found), meaning.signs.get(&*found.row.measure))
            {
                signs.entry(pair).or_default().insert(*sign);
            }
        }
        let row = |([a, b], signs): (&[&str; 2], &BTreeSet<i8>)| {
            let sum: i8 = signs.iter().sum();
            vec![(*a).to_owned(), (*b).to_owned(), sum.to_string()]
        };
        table("ties", ["a", "b", "sign"], signs.iter().map(row).collect())
    }

    /// An error if there is no row, which says what to import.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`].
    pub fn expect(&self, what: &str) -> Result<i16> {
        self.newest().ok_or_else(|| {
            let message = format!("expected {what} in the store, found none");
            let hint = "`entente import --help` shows how tables come in; or name a file";
            Error::new(ErrorKind::Input, message).hint(hint)
        })
    }
}

/// The two sides of a row, in order.
pub(super) fn pair(found: &Structure) -> Option<[&str; 2]> {
    let (a, b) = (found.row.actor.as_str(), found.row.recipient.as_ref()?.as_str());
    Some([a.min(b), a.max(b)])
}

/// Whence a row is known: its table, and the source where it names one.
pub(super) fn source(found: &Structure) -> String {
    match &found.row.source {
        Some(source) => format!("{}: {source}", found.dataset),
        None => found.dataset.to_string(),
    }
}

fn table<'h>(
    name: &str,
    headings: impl IntoIterator<Item = &'h str>,
    rows: Vec<Vec<String>>,
) -> Table {
    Table::of(name, headings.into_iter().map(str::to_owned).collect(), rows)
}
