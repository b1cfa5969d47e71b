//! How alike the portfolios of two states are: their alliances, votes or other dealings.
//!
//! All measures compare two rows over the same items. [`Similarity::pi_squared`] is the one to
//! report: S is inflated by what both leave undone, as most states have no pact with most others.

use std::collections::BTreeMap;

/// Measures over the items that both rows have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// Items compared.
    pub n: usize,
    /// S with absolute distances (Signorino and Ritter 1999), in [-1, 1].
    pub s_absolute: f64,
    /// S with squared distances.
    pub s_squared: f64,
    /// Scott's pi with squared distances (Häge 2011); none if both rows are one constant.
    pub pi_squared: Option<f64>,
    /// Cohen's kappa with squared distances; none if both rows are one constant.
    pub kappa_squared: Option<f64>,
    /// Kendall's tau-b; none if a row is constant.
    pub tau_b: Option<f64>,
}

/// Compares two rows whose values differ by at most `widest`; `None` without a common item.
///
/// A missing value (`NaN`) is no value: the item is left out.
pub fn similarity(x: &[f64], y: &[f64], widest: f64) -> Option<Similarity> {
    let both = x.iter().zip(y).map(|(x, y)| (*x, *y));
    let pairs: Vec<(f64, f64)> = both.filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
    let n = pairs.len() as f64;
    if pairs.is_empty() {
        return None;
    }
    let sum = |of: &dyn Fn((f64, f64)) -> f64| pairs.iter().map(|&pair| of(pair)).sum::<f64>();
    let (mean_x, mean_y) = (sum(&|(x, _)| x) / n, sum(&|(_, y)| y) / n);
    let middle = (mean_x + mean_y) / 2.0;
    let squared = sum(&|(x, y)| square(x - y));
    let around = |a: f64, b: f64| sum(&|(x, y)| square(x - a) + square(y - b));
    let agreement = |by_chance: f64| (by_chance > 0.0).then(|| 1.0 - squared / by_chance);
    Some(Similarity {
        n: pairs.len(),
        s_absolute: 1.0 - 2.0 * sum(&|(x, y)| (x - y).abs()) / (n * widest),
        s_squared: 1.0 - 2.0 * squared / (n * widest * widest),
        pi_squared: agreement(around(middle, middle)),
        kappa_squared: agreement(around(mean_x, mean_y) + n * square(mean_x - mean_y)),
        tau_b: tau_b(&pairs),
    })
}

/// The mean of `1 - |x - y| / widest` over the items on which not all agree, and how many there
/// are; an absent voter is not counted as voting no.
///
/// `is_contested` tells, item by item, whether any two states differ on it.
pub fn agreement(x: &[f64], y: &[f64], widest: f64, is_contested: &[bool]) -> Option<(f64, usize)> {
    let items = x.iter().zip(y).zip(is_contested).filter(|(_, contested)| **contested);
    let shares = items.map(|((x, y), _)| 1.0 - (x - y).abs() / widest);
    let shares: Vec<f64> = shares.filter(|share| !share.is_nan()).collect();
    let n = shares.len();
    (n > 0).then(|| (shares.iter().sum::<f64>() / n as f64, n))
}

fn square(x: f64) -> f64 {
    x * x
}

/// Kendall's tau with ties, from the table of how often each two values meet.
fn tau_b(pairs: &[(f64, f64)]) -> Option<f64> {
    let mut cells = BTreeMap::<(u64, u64), f64>::new();
    let (mut rows, mut columns) = (BTreeMap::<u64, f64>::new(), BTreeMap::<u64, f64>::new());
    for &(x, y) in pairs {
        let (x, y) = (ordered(x), ordered(y));
        *cells.entry((x, y)).or_default() += 1.0;
        *rows.entry(x).or_default() += 1.0;
        *columns.entry(y).or_default() += 1.0;
    }
    let mut score = 0.0;
    for (&(x, y), n) in &cells {
        for (&(u, v), m) in &cells {
            if u > x && v != y {
                score += if v > y { n * m } else { -n * m };
            }
        }
    }
    let n = pairs.len() as f64;
    let untied = |counts: &BTreeMap<u64, f64>| {
        let tied: f64 = counts.values().map(|m| m * (m - 1.0)).sum();
        (n * (n - 1.0) - tied) / 2.0
    };
    let both = untied(&rows) * untied(&columns);
    (both > 0.0).then(|| score / libm::sqrt(both))
}

/// A number whose order is that of the float.
fn ordered(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_rows_are_alike_and_opposite_ones_are_not() {
        let (x, y) = ([0.0, 3.0, 1.0, 3.0], [3.0, 0.0, 2.0, 0.0]);
        let same = similarity(&x, &x, 3.0).expect("there are items");
        assert_eq!((same.s_absolute, same.pi_squared, same.tau_b), (1.0, Some(1.0), Some(1.0)));
        let other = similarity(&x, &y, 3.0).expect("there are items");
        assert!(other.s_absolute < -0.5 && other.pi_squared.expect("they vary") < -0.9);
        assert!((other.tau_b.expect("they vary") + 1.0).abs() < 1e-12);
    }

    #[test]
    fn shared_absence_inflates_s_alone() {
        let x: Vec<f64> = (0..50).map(|at| if at == 0 { 3.0 } else { 0.0 }).collect();
        let y: Vec<f64> = (0..50).map(|at| if at == 1 { 3.0 } else { 0.0 }).collect();
        let found = similarity(&x, &y, 3.0).expect("there are items");
        assert!(found.s_absolute > 0.9 && found.pi_squared.expect("they vary") < 0.0);
    }

    #[test]
    fn what_is_missing_is_left_out() {
        let x = [1.0, f64::NAN, 3.0, 3.0];
        let y = [1.0, 2.0, f64::NAN, 1.0];
        assert_eq!(similarity(&x, &y, 2.0).expect("two are common").n, 2);
        assert_eq!(agreement(&x, &y, 2.0, &[true, true, true, true]), Some((0.5, 2)));
        assert_eq!(agreement(&x, &y, 2.0, &[true, true, true, false]), Some((1.0, 1)));
        assert_eq!(similarity(&[f64::NAN], &[1.0], 2.0), None);
    }
}
