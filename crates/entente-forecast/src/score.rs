//! Scores: how good forecasts were, once it is known what came true.

use entente_model::{Forecast, Panel};
use jiff::civil::Date;

/// A forecast probability and whether the outcome came true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The chance that was given, in [0, 1].
    pub probability: f64,
    /// Whether it came true.
    pub came_true: bool,
}

/// Tells by a later panel which forecasts of conflict came true.
///
/// A forecast's window runs from the month after the last one that was over on its `as_of` to its
/// `by`, which is right for forecasts from panels that reach their own day. Forecasts whose window
/// the panel does not cover are left out.
pub fn outcomes(forecasts: &[Forecast], later: &Panel) -> Vec<Outcome> {
    let ends = later.cells.iter().map(|cell| cell.period.last_of_month());
    let Some(covered) = ends.max() else { return Vec::new() };
    let is_covered = |forecast: &&Forecast| forecast.by <= covered;
    let outcome = |forecast: &Forecast| Outcome {
        probability: forecast.probability,
        came_true: came_true(forecast, later),
    };
    forecasts.iter().filter(is_covered).map(outcome).collect()
}

/// The Brier score: the mean squared distance of probability and outcome, 0 for perfect forecasts;
/// `None` without any.
pub fn brier(outcomes: &[Outcome]) -> Option<f64> {
    let distance = |o: &Outcome| o.probability - f64::from(u8::from(o.came_true));
    mean(outcomes.iter().map(|outcome| distance(outcome) * distance(outcome)))
}

/// The Brier skill score against always forecasting the share that came true: 1 for perfect
/// forecasts, 0 for no better, below 0 for worse; `None` where all or none came true.
pub fn skill(outcomes: &[Outcome]) -> Option<f64> {
    let rate = mean(outcomes.iter().map(|o| f64::from(u8::from(o.came_true))))?;
    let reference = rate * (1.0 - rate);
    (reference > 0.0).then(|| brier(outcomes).map(|score| 1.0 - score / reference))?
}

fn came_true(forecast: &Forecast, later: &Panel) -> bool {
    let start = window_start(forecast.as_of);
    let cells = &later.cells;
    let first = cells.partition_point(|cell| (&cell.dyad, cell.period) < (&forecast.dyad, start));
    let window = cells[first..].iter();
    window
        .take_while(|cell| cell.dyad == forecast.dyad && cell.period <= forecast.by)
        .any(|cell| cell.conflict > 0)
}

/// The first day of the first month that was not over.
fn window_start(as_of: Date) -> Date {
    match as_of == as_of.last_of_month() {
        true => as_of.tomorrow().unwrap_or(Date::MAX),
        false => as_of.first_of_month(),
    }
}

/// The mean, summed in order.
fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let n = u32::try_from(numbers.len()).ok().filter(|&n| n > 0)?;
    Some(numbers.sum::<f64>() / f64::from(n))
}
