//! Happenings summed by dyad and month.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{Dyad, Happening, Panel, PanelCell};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::Graph;

/// Which months a panel covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelSpec {
    /// A day in the first month.
    pub from: Date,
    /// A day in the last month; months that were not over on the graph's day are left out.
    pub to: Date,
}

impl Graph {
    /// Sums happenings by dyad and month: cooperation where their tone is positive, conflict where
    /// it is negative.
    ///
    /// Every dyad of the graph has a cell for every month, so that quiet months count as such. A
    /// happening of which the month is not known is in no cell.
    pub fn panel(&self, spec: &PanelSpec) -> Panel {
        let months = self.months(spec);
        let mut counts = BTreeMap::<(&Dyad, Date), (u32, u32)>::new();
        for happening in self.happenings() {
            let Some(month) = month(happening) else { continue };
            let (cooperation, conflict) = counts.entry((&happening.dyad, month)).or_default();
            *cooperation += u32::from(happening.tone > 0.0);
            *conflict += u32::from(happening.tone < 0.0);
        }
        let dyads: BTreeSet<&Dyad> = self.happenings().iter().map(|h| &h.dyad).collect();
        let pairs = dyads.iter().flat_map(|&dyad| months.iter().map(move |&month| (dyad, month)));
        let cell = |(dyad, period)| {
            let (cooperation, conflict) = counts.get(&(dyad, period)).copied().unwrap_or_default();
            PanelCell { dyad: dyad.clone(), period, cooperation, conflict }
        };
        Panel { as_of: self.day(), cells: pairs.map(cell).collect() }
    }

    /// The first days of the months asked for that were over on the graph's day.
    fn months(&self, spec: &PanelSpec) -> Vec<Date> {
        let is_over =
            |month: &Date| month.last_of_month() <= self.day().min(spec.to.last_of_month());
        let first = spec.from.first_of_month();
        let nth = |n: i32| first.checked_add(Span::new().months(n)).ok();
        (0..).map_while(nth).take_while(is_over).collect()
    }
}

/// The first day of the month that a happening surely fell in.
fn month(happening: &Happening) -> Option<Date> {
    let when = happening.when?;
    let month = when.from.first_of_month();
    // Weeks run over the end of a month; seven days or less count where they begin.
    let is_known =
        when.to <= when.from.last_of_month() || when.to <= when.from.saturating_add(6.days());
    is_known.then_some(month)
}
