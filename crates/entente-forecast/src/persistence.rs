//! The baseline: what was will be.
//!
//! The chance of conflict in a month is how often the dyad's last months had any, by Laplace's
//! rule: `(hits + 1) / (months + 2)`. Several months ahead are taken to be independent.

use entente_model::{Forecast, Panel, PanelCell};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{CONFLICT, Forecaster, Horizon};

pub(crate) const NAME: &str = "persistence";

/// How many months back count.
const MEMORY: i32 = 12;

pub(crate) fn new() -> Box<dyn Forecaster> {
    Box::new(Persistence)
}

/// Needs no fitting: it is all in the dyad's own past.
#[derive(Debug)]
struct Persistence;

impl Forecaster for Persistence {
    fn fit(&mut self, _: &Panel) {}

    fn forecast(&self, panel: &Panel, horizon: Horizon) -> Vec<Forecast> {
        let periods = || panel.cells.iter().map(|cell| cell.period);
        let (Some(first), Some(last)) = (periods().min(), periods().max()) else {
            return Vec::new();
        };
        let months = i32::from(horizon.months.max(1));
        let by = last.saturating_add(months.months()).last_of_month();
        let since = first.max(last.saturating_sub((MEMORY - 1).months()));
        let dyads = panel.cells.chunk_by(|a, b| a.dyad == b.dyad);
        let forecast = |cells: &[PanelCell]| Forecast {
            dyad: cells[0].dyad.clone(),
            outcome: CONFLICT.into(),
            by,
            as_of: panel.as_of,
            probability: within(months, monthly(cells, since, last)),
            model: NAME.into(),
        };
        dyads.map(forecast).collect()
    }
}

/// The chance in one month, by the months from `since` to `last`.
fn monthly(cells: &[PanelCell], since: Date, last: Date) -> f64 {
    let is_hit = |cell: &&PanelCell| cell.period >= since && cell.conflict > 0;
    let hits = u32::try_from(cells.iter().filter(is_hit).count()).unwrap_or(u32::MAX);
    f64::from(hits.saturating_add(1)) / f64::from(months_between(since, last) + 1 + 2)
}

/// The chance in at least one of several months.
fn within(months: i32, monthly: f64) -> f64 {
    1.0 - (0..months).fold(1.0, |none, _| none * (1.0 - monthly))
}

fn months_between(from: Date, to: Date) -> i32 {
    (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month() - from.month())
}

#[cfg(test)]
mod tests {
    use entente_model::{ActorId, Dyad};

    use super::*;

    /// A panel of one letter a month from January 2020, `c` for conflict and `.` for none, by dyad.
    fn panel(rows: &[(&str, &str)]) -> Panel {
        let january: Date = "2020-01-01".parse().expect("a date");
        let cells = rows.iter().flat_map(|(recipient, months)| {
            let dyad = Dyad { actor: ActorId::new("AAA"), recipient: ActorId::new(*recipient) };
            (0_i32..).zip(months.chars()).map(move |(n, month)| PanelCell {
                dyad: dyad.clone(),
                period: january.saturating_add(n.months()),
                cooperation: 1,
                conflict: if month == 'c' { 3 } else { 0 },
            })
        });
        let cells: Vec<_> = cells.collect();
        let last = cells.iter().map(|cell| cell.period.last_of_month()).max();
        Panel { as_of: last.unwrap_or(january), cells }
    }

    /// Forecasts as `recipient probability by`.
    fn show(months: u8, panel: &Panel) -> Vec<String> {
        let line = |f: &Forecast| format!("{} {:.4} {}", f.dyad.recipient, f.probability, f.by);
        Persistence.forecast(panel, Horizon { months }).iter().map(line).collect()
    }

    #[test]
    fn the_past_months_with_conflict_count_by_laplaces_rule() {
        let past = panel(&[("BBB", "c.cc"), ("CCC", "...."), ("DDD", "cccc")]);
        let expect = ["BBB 0.6667 2020-05-31", "CCC 0.1667 2020-05-31", "DDD 0.8333 2020-05-31"];
        assert_eq!(show(1, &past), expect);
        assert_eq!(show(1, &panel(&[])), [""; 0]);
    }

    #[test]
    fn only_a_year_is_remembered() {
        let past = panel(&[("BBB", "cccccccc............"), ("CCC", "........c...........")]);
        assert_eq!(show(1, &past), ["BBB 0.0714 2021-09-30", "CCC 0.1429 2021-09-30"]);
    }

    #[test]
    fn months_without_a_cell_are_quiet_ones() {
        let past = panel(&[("BBB", "c"), ("CCC", "....")]);
        assert_eq!(show(1, &past)[0], "BBB 0.3333 2020-05-31");
    }

    #[test]
    fn longer_horizons_are_riskier() {
        let past = panel(&[("BBB", "c.")]);
        assert_eq!(show(1, &past), ["BBB 0.5000 2020-03-31"]);
        assert_eq!(show(2, &past), ["BBB 0.7500 2020-04-30"]);
        assert_eq!(show(0, &past), show(1, &past));
        assert_eq!(show(255, &past), ["BBB 1.0000 2041-05-31"]);
    }

    #[test]
    fn scores_follow_from_a_later_panel() {
        let past = panel(&[("BBB", "cc"), ("CCC", ".."), ("DDD", ".c")]);
        let forecasts = Persistence.forecast(&past, Horizon { months: 1 });
        assert_eq!(crate::outcomes(&forecasts, &past), []);
        let later = panel(&[("BBB", "ccc."), ("CCC", "...c"), ("DDD", ".c..")]);
        let outcomes = crate::outcomes(&forecasts, &later);
        let shown: Vec<_> = outcomes.iter().map(|o| (o.probability, o.came_true)).collect();
        assert_eq!(shown, [(0.75, true), (0.25, false), (0.5, false)]);
        let score = crate::brier(&outcomes).expect("three outcomes");
        assert!((score - 0.125).abs() < 1e-12, "{score}");
        let skill = crate::skill(&outcomes).expect("some came true");
        assert!((skill - 0.4375).abs() < 1e-12, "{skill}");
    }

    #[test]
    fn every_row_makes_a_forecaster_that_signs_with_its_name() {
        let past = panel(&[("BBB", "c.c"), ("CCC", "...")]);
        for row in crate::FORECASTERS {
            let mut forecaster = (row.new)();
            forecaster.fit(&past);
            let forecasts = forecaster.forecast(&past, Horizon { months: 1 });
            assert_eq!(forecasts.len(), 2);
            for forecast in forecasts {
                assert_eq!((&*forecast.model, &*forecast.outcome), (row.name, CONFLICT));
                assert_eq!(forecast.as_of, past.as_of);
                assert!((0.0..=1.0).contains(&forecast.probability));
            }
        }
    }

    #[test]
    fn scores_of_nothing_are_none() {
        assert_eq!((crate::brier(&[]), crate::skill(&[])), (None, None));
        let sure = crate::Outcome { probability: 1.0, came_true: true };
        assert_eq!((crate::brier(&[sure]), crate::skill(&[sure])), (Some(0.0), None));
    }
}
