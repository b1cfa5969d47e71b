//! Ideal points: where states stand on the line that votes fall along, and how sure that is.
//!
//! Points come with quantiles of their posterior (Bailey, Strezhnev and Voeten 2017). Whether one
//! state is closer to a second than to a third is a probability over draws of all three. Points of
//! different years may be compared; raw agreement may not, since the agenda changes.

use crate::chance::Chance;

/// A point with the spread of its posterior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IdealPoint {
    /// Its median.
    pub median: f64,
    /// Its standard deviation, taken as normal.
    pub deviation: f64,
}

/// The 95 % quantile of the standard normal distribution.
const Z: f64 = 1.644_853_626_951_472_2;

impl IdealPoint {
    /// From the 5 %, 50 % and 95 % quantiles.
    pub fn from_quantiles(low: f64, median: f64, high: f64) -> Self {
        Self { median, deviation: (high - low).abs() / (2.0 * Z) }
    }

    fn draw(self, chance: &mut Chance) -> f64 {
        self.median + self.deviation * chance.normal()
    }
}

/// The median distance between two points with its 90 % interval.
pub fn distance(a: IdealPoint, b: IdealPoint, draws: usize, seed: u64) -> (f64, (f64, f64)) {
    let mut chance = Chance::new(seed);
    let mut apart: Vec<f64> =
        (0..draws.max(1)).map(|_| (a.draw(&mut chance) - b.draw(&mut chance)).abs()).collect();
    apart.sort_by(f64::total_cmp);
    let at = |share: f64| apart[((apart.len() as f64 - 1.0) * share).round() as usize];
    (at(0.5), (at(0.05), at(0.95)))
}

/// The probability that a state is closer to one other than to a third.
pub fn closer(state: IdealPoint, to: IdealPoint, than: IdealPoint, draws: usize, seed: u64) -> f64 {
    let mut chance = Chance::new(seed);
    let is_closer = |_: &usize| {
        let at = state.draw(&mut chance);
        let (near, far) = (to.draw(&mut chance), than.draw(&mut chance));
        (at - near).abs() < (at - far).abs()
    };
    (0..draws.max(1)).filter(is_closer).count() as f64 / draws.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_points_give_sure_answers_and_vague_ones_do_not() {
        let sure = |median| IdealPoint { median, deviation: 0.01 };
        assert_eq!(closer(sure(0.0), sure(0.5), sure(-2.0), 500, 1), 1.0);
        let vague = IdealPoint { median: 0.0, deviation: 5.0 };
        let even = closer(vague, sure(-1.0), sure(1.0), 4_000, 1);
        assert!((even - 0.5).abs() < 0.05, "{even}");
        let (median, (low, high)) = distance(sure(0.0), sure(1.0), 1_000, 1);
        assert!((median - 1.0).abs() < 0.01 && low < 1.0 && high > 1.0);
    }
}
