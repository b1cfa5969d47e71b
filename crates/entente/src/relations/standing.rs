//! The network of what structural tables say of a year, for pictures and for other programs.

use std::collections::BTreeMap;

use entente_store::Structure;
use jiff::civil::Date;

use super::recorded::pair;
use super::{BalanceRow, Network, Recorded, TieEdge};
use crate::import::Structural;

impl Recorded {
    /// The ties of a year with their signs, and the states by the blocs of their balance.
    ///
    /// A pair that is both bound and parted is a pair of engaged rivals, without a sign. A tie
    /// weighs by its rows, and lasts from the first of them to the end of the last.
    pub fn network(&self, year: i16, meaning: &Structural, balance: &BalanceRow) -> Network {
        let mut pairs = BTreeMap::<[&str; 2], Vec<(&Structure, i8)>>::new();
        for found in self.in_year(year).filter(|found| found.row.value > 0.0) {
            let sign = meaning.signs.get(&*found.row.measure);
            if let Some((pair, sign)) = pair(found).zip(sign) {
                pairs.entry(pair).or_default().push((found, *sign));
            }
        }
        let states = balance.states.iter().map(|state| (state.name.clone(), state.bloc, None));
        let tie = |([a, b], rows): (&[&str; 2], &Vec<(&Structure, i8)>)| self.tie(a, b, rows);
        Network { states: states.collect(), ties: pairs.iter().map(tie).collect() }
    }

    fn tie(&self, a: &str, b: &str, rows: &[(&Structure, i8)]) -> TieEdge {
        let is = |wanted: i8| rows.iter().any(|(_, sign)| *sign == wanted);
        let (kind, sign) = match (is(1), is(-1)) {
            (true, false) => ("friendly", 1),
            (false, _) => ("hostile", -1),
            (true, true) => ("engaged rivals", 0),
        };
        let end = |found: &Structure| found.row.last.unwrap_or_else(|| self.until(found));
        let first = rows.iter().map(|(found, _)| found.row.first).min();
        let last = rows.iter().map(|(found, _)| end(found)).max();
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        TieEdge {
            a: a.to_owned(),
            b: b.to_owned(),
            kind,
            sign,
            cooperation: None,
            conflict: None,
            n: rows.len(),
            n_clusters: 0,
            span: [day(first), day(last)],
            last: Vec::new(),
        }
    }

    /// The end of the last year that a row without an end is known to hold for.
    fn until(&self, found: &Structure) -> Date {
        let year = (*self.years(found).end()).max(found.row.first.year());
        Date::new(year, 12, 31).unwrap_or(found.row.first)
    }

    /// The tables that end before a year, each with its last: nothing is known of them in that
    /// year.
    pub fn ended(&self, year: i16) -> Vec<(&str, i16)> {
        let tables = self.last_years().filter(|(_, last)| *last < year);
        tables.collect()
    }
}
