//! Conditional logistic regression: of several readings the right ones shall have the most odds.
//!
//! The loss is minimised by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno
//! (Nocedal & Wright 2006, algorithms 7.4 and 7.5). Everything is made of operations that give the
//! same bits on any machine, in one order.

use entente_code::{Lesson, WEIGHTS};

/// How strongly weights are drawn to nothing.
const SHRINKAGE: f64 = 2.0;
/// In how many readings a feature must be met.
const LEAST: u32 = 3;
/// How many steps are made, and how many of them are remembered.
const STEPS: usize = 120;
const MEMORY: usize = 8;

/// The weights that fit some lessons best.
pub(super) fn learn(lessons: &[&Lesson]) -> Vec<f32> {
    let (table, kept) = Table::of(lessons);
    let found = minimise(kept.len(), |weights, slope| table.loss(weights, slope));
    let mut all = vec![0.0; WEIGHTS];
    for (feature, weight) in kept.iter().zip(found) {
        all[*feature as usize] = weight as f32;
    }
    all
}

/// All lessons' features, renumbered, in one row.
struct Table {
    features: Vec<u32>,
    /// Where each reading's features end.
    readings: Vec<usize>,
    /// Where each lesson's readings end.
    lessons: Vec<usize>,
    /// Of each reading, whether it is right.
    right: Vec<bool>,
}

impl Table {
    /// The table, and what each of its features was called before.
    fn of(lessons: &[&Lesson]) -> (Self, Vec<u32>) {
        let mut counts = vec![0_u32; WEIGHTS];
        let all = || lessons.iter().flat_map(|l| &l.readings).flatten();
        all().for_each(|&f| counts[f as usize] += 1);
        let kept: Vec<u32> = (0..WEIGHTS as u32).filter(|&f| counts[f as usize] >= LEAST).collect();
        let mut number = vec![u32::MAX; WEIGHTS];
        kept.iter().enumerate().for_each(|(at, &f)| number[f as usize] = at as u32);
        let mut table = Self {
            features: Vec::with_capacity(all().count()),
            readings: Vec::new(),
            lessons: Vec::new(),
            right: Vec::new(),
        };
        for lesson in lessons {
            for (at, reading) in lesson.readings.iter().enumerate() {
                let known = reading.iter().map(|&f| number[f as usize]);
                table.features.extend(known.filter(|&f| f != u32::MAX));
                table.readings.push(table.features.len());
                table.right.push(lesson.right.contains(&at));
            }
            table.lessons.push(table.readings.len());
        }
        (table, kept)
    }

    fn features(&self, reading: usize) -> &[u32] {
        let first = if reading == 0 { 0 } else { self.readings[reading - 1] };
        &self.features[first..self.readings[reading]]
    }

    /// The loss of some weights; writes its slope.
    fn loss(&self, weights: &[f64], slope: &mut [f64]) -> f64 {
        let mut loss = 0.0;
        for (slope, weight) in slope.iter_mut().zip(weights) {
            *slope = SHRINKAGE * weight;
            loss += 0.5 * SHRINKAGE * weight * weight;
        }
        let (mut first, mut shares) = (0, Vec::new());
        for &last in &self.lessons {
            let sum = |at| self.features(at).iter().map(|&f| weights[f as usize]).sum::<f64>();
            shares.clear();
            shares.extend((first..last).map(sum));
            let most = shares.iter().copied().fold(f64::MIN, f64::max);
            shares.iter_mut().for_each(|share| *share = power(*share - most));
            let whole: f64 = shares.iter().sum();
            let right: f64 =
                (first..last).zip(&shares).filter(|(at, _)| self.right[*at]).map(|(_, s)| s).sum();
            let right = right.max(1e-300);
            loss += logarithm(whole / right);
            for (at, share) in (first..last).zip(&shares) {
                let wanted = if self.right[at] { share / right } else { 0.0 };
                let error = share / whole - wanted;
                if error != 0.0 {
                    self.features(at).iter().for_each(|&f| slope[f as usize] += error);
                }
            }
            first = last;
        }
        loss
    }
}

/// The exponential of a number up to 0, by halving and a series: the same bits on any machine.
fn power(x: f64) -> f64 {
    if x < -700.0 {
        return 0.0;
    }
    const HALVINGS: i32 = 12;
    let x = x / f64::from(1 << HALVINGS);
    let series = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x / 120.0))));
    (0..HALVINGS).fold(series, |power, _| power * power)
}

/// The natural logarithm of a number from 1 on: halved until it is small, then by Newton's steps.
fn logarithm(mut x: f64) -> f64 {
    let mut halvings = 0.0;
    while x > 2.0 {
        x *= 0.5;
        halvings += 1.0;
    }
    let ratio = (x - 1.0) / (x + 1.0);
    let square = ratio * ratio;
    let series = (0..14).rev().fold(0.0, |sum, n| sum * square + 1.0 / f64::from(2 * n + 1));
    2.0 * ratio * series + halvings * std::f64::consts::LN_2
}

/// Walks down from nothing.
fn minimise(n: usize, loss: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let (mut at, mut slope) = (vec![0.0; n], vec![0.0; n]);
    let mut value = loss(&at, &mut slope);
    let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..STEPS {
        let way = direction(&slope, &memory);
        let fall = dot(&way, &slope);
        let mut length =
            if memory.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let (mut next, mut next_slope) = (vec![0.0; n], vec![0.0; n]);
        let mut next_value = f64::INFINITY;
        for _ in 0..20 {
            next.iter_mut().zip(&at).zip(&way).for_each(|((x, a), w)| *x = a + length * w);
            next_value = loss(&next, &mut next_slope);
            if next_value <= value + 1e-4 * length * fall {
                break;
            }
            length *= 0.5;
        }
        if value - next_value < 1e-6 * value {
            break;
        }
        let moved: Vec<f64> = next.iter().zip(&at).map(|(a, b)| a - b).collect();
        let bent: Vec<f64> = next_slope.iter().zip(&slope).map(|(a, b)| a - b).collect();
        let curve = dot(&moved, &bent);
        if curve > 1e-12 {
            if memory.len() == MEMORY {
                memory.remove(0);
            }
            memory.push((moved, bent, curve));
        }
        (at, slope, value) = (next, next_slope, next_value);
    }
    at
}

/// The way down, bent by the steps that are remembered.
fn direction(slope: &[f64], memory: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = vec![0.0; memory.len()];
    for (at, (moved, bent, curve)) in memory.iter().enumerate().rev() {
        shares[at] = dot(moved, &way) / curve;
        add(&mut way, bent, -shares[at]);
    }
    if let Some((_, bent, curve)) = memory.last() {
        let scale = curve / dot(bent, bent);
        way.iter_mut().for_each(|w| *w *= scale);
    }
    for (at, (moved, bent, curve)) in memory.iter().enumerate() {
        let share = shares[at] - dot(bent, &way) / curve;
        add(&mut way, moved, share);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_the_right_reading_gets_weight() {
        let readings = vec![vec![1, 2], vec![1, 3], vec![1, 4]];
        let lessons: Vec<Lesson> =
            (0..40).map(|_| Lesson { readings: readings.clone(), right: vec![1] }).collect();
        let weights = learn(&lessons.iter().collect::<Vec<_>>());
        assert!(weights[3] > 1.0 && weights[2] < 0.0 && weights[4] < 0.0, "{:?}", &weights[..5]);
    }

    #[test]
    fn powers_and_logarithms_are_close() {
        for x in [0.0_f64, -0.3, -2.0, -15.0] {
            assert!((power(x) - x.exp()).abs() < 1e-9, "{x}");
        }
        for x in [1.0_f64, 1.4, 3.0, 1e6] {
            assert!((logarithm(x) - x.ln()).abs() < 1e-9, "{x}");
        }
    }
}
