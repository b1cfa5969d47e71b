//! An alarm while months come in (Adams and MacKay 2007): how long has the present rate held?

use super::Month;

/// Chance that a rate ends after any month.
pub const HAZARD: f64 = 1.0 / 36.0;

/// Months below which a run is new.
const NEW: usize = 3;
/// The prior of a rate: shape and exposure of a gamma around 1.
const PRIOR: (f64, f64) = (1.0, 1.0);

/// After each month, the probability that the present run is shorter than three months.
///
/// Counts are Poisson with a gamma prior on the rate against expected coverage. Before the third
/// month every run is short, which is no news: the probability is 0 there.
pub fn alarm(months: &[Month], hazard: f64) -> Vec<f64> {
    // Runs by length: their probability, and shape and exposure of their rate.
    let mut runs = vec![(1.0, PRIOR.0, PRIOR.1)];
    let mut alarms = Vec::with_capacity(months.len());
    for month in months {
        let exposure = month.expected.max(1e-3);
        let mut next = vec![(0.0, PRIOR.0, PRIOR.1)];
        for (probability, shape, seen) in runs {
            let likely = probability * libm::exp(predictive(month.count, shape, seen, exposure));
            next[0].0 += likely * hazard;
            next.push((likely * (1.0 - hazard), shape + month.count, seen + exposure));
        }
        let total: f64 = next.iter().map(|run| run.0).sum();
        if total > 0.0 {
            next.iter_mut().for_each(|run| run.0 /= total);
        } else {
            // Nothing foresaw this month: a new run begins.
            next = vec![(1.0, PRIOR.0, PRIOR.1)];
        }
        runs = next;
        let short: f64 = runs.iter().take(NEW).map(|run| run.0).sum();
        alarms.push(if alarms.len() < NEW { 0.0 } else { short });
    }
    alarms
}

/// Logarithm of the chance of a count: negative binomial.
fn predictive(count: f64, shape: f64, seen: f64, exposure: f64) -> f64 {
    let choose = libm::lgamma(shape + count) - libm::lgamma(shape) - libm::lgamma(count + 1.0);
    let total = seen + exposure;
    choose + shape * libm::log(seen / total) + count * libm::log(exposure / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_raises_the_alarm_and_a_steady_rate_does_not() {
        let count = |at: usize| if at < 30 { 2.0 } else { 12.0 };
        let months: Vec<Month> =
            (0..40).map(|at| Month { count: count(at), expected: 2.0 }).collect();
        let found = alarm(&months, HAZARD);
        assert!(found[..30].iter().all(|p| *p < 0.5), "{found:?}");
        assert!(found[30] > 0.5 || found[31] > 0.5, "{found:?}");
        assert!(found[36..].iter().all(|p| *p < 0.5), "{found:?}");
    }
}
