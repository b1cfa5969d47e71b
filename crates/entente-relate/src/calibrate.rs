//! How well counts foretell a tie of another kind, such as a pact or a dispute.
//!
//! What is known of each pair from counts alone becomes a row of [`Features`]; a logistic
//! regression with all products of two of them is fitted on some years and scores others. It is
//! a check on what counts can show, beside the bare volume of reports, not a forecast: pairs recur
//! from year to year.

/// Counts by quad class between states, weighed by age: `[class][actor][recipient]`.
///
/// The classes are verbal and material cooperation, then verbal and material conflict.
pub type Quads = [Vec<Vec<f64>>; 4];

/// What counts say of each unordered pair, in order of the first, then the second state.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// The pairs.
    pub pairs: Vec<(usize, usize)>,
    /// A row a pair.
    pub rows: Vec<[f64; FEATURES]>,
}

/// Features of a pair.
pub const FEATURES: usize = 18;

/// Pseudo-acts in the ratios.
const KAPPA: f64 = 2.0;

/// Computes the features of all pairs.
pub fn features(quads: &Quads) -> Features {
    let n = quads[0].len();
    let both = |of: &[usize]| -> Vec<Vec<f64>> {
        let cell = |a: usize, b: usize| of.iter().map(|&q| quads[q][a][b] + quads[q][b][a]).sum();
        (0..n).map(|a| (0..n).map(|b| cell(a, b)).collect()).collect()
    };
    let sides = [both(&[0, 1]), both(&[2, 3])];
    let volume = both(&[0, 1, 2, 3]);
    let volumes: Vec<f64> = volume.iter().map(|row| row.iter().sum()).collect();
    let coverage = crate::coverage::Coverage::fit(&volumes);
    let total: f64 = volumes.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let ratio = |counts: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let share = counts.iter().flatten().sum::<f64>() / total;
        let cell = |a: usize, b: usize| {
            let expected = coverage.expected(a, b) * share;
            if a == b { 0.0 } else { libm::log((counts[a][b] + KAPPA) / (expected + KAPPA)) }
        };
        (0..n).map(|a| (0..n).map(|b| cell(a, b)).collect()).collect()
    };
    let singles: Vec<Vec<Vec<f64>>> = (0..4).map(|quad| both(&[quad])).collect();
    let ratios = [ratio(&sides[0]), ratio(&sides[1]), ratio(&singles[1]), ratio(&singles[3])];
    let above: Vec<Vec<Vec<f64>>> = ratios[..2].iter().map(|side| above(side)).collect();
    let products = [product(&above[0], &above[0]), product(&above[1], &above[1])];
    let crossed = product(&above[0], &above[1]);
    let pairs: Vec<(usize, usize)> = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).collect();
    let row = |&(a, b): &(usize, usize)| {
        let log = libm::log1p;
        let least = |of: &[usize]| {
            let way = |a: usize, b: usize| of.iter().map(|&q| quads[q][a][b]).sum::<f64>();
            log(way(a, b).min(way(b, a)))
        };
        let alike = |side: usize| {
            let norm = |a: usize| libm::sqrt(products[side][a][a]) + 1e-9;
            products[side][a][b] / (norm(a) * norm(b))
        };
        [
            log(singles[0][a][b]),
            log(singles[1][a][b]),
            log(singles[2][a][b]),
            log(singles[3][a][b]),
            ratios[0][a][b],
            ratios[1][a][b],
            ratios[2][a][b],
            ratios[3][a][b],
            log(coverage.expected(a, b)),
            (sides[1][a][b] + 1.0) / (volume[a][b] + 3.0),
            least(&[2, 3]),
            least(&[0]),
            log(volumes[a]) + log(volumes[b]),
            (log(volumes[a]) - log(volumes[b])).abs(),
            alike(0),
            log(products[0][a][b]),
            alike(1),
            log(crossed[a][b] + crossed[b][a]),
        ]
    };
    let rows = pairs.iter().map(row).collect();
    Features { pairs, rows }
}

fn above(ratios: &[Vec<f64>]) -> Vec<Vec<f64>> {
    ratios.iter().map(|row| row.iter().map(|x| x.max(0.0)).collect()).collect()
}

/// `x` times the transpose of `y`, both with states as rows.
fn product(x: &[Vec<f64>], y: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
    x.iter().map(|a| y.iter().map(|b| dot(a, b)).collect()).collect()
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    means: Vec<f64>,
    scales: Vec<f64>,
    weights: Vec<f64>,
}

impl Fit {
    /// Fits on rows and whether the tie was there, with a ridge on all weights but the constant.
    ///
    /// Newton's method; it stops where the weights settle.
    pub fn new(rows: &[[f64; FEATURES]], truth: &[bool], ridge: f64) -> Self {
        const ROUNDS: usize = 15;
        let (means, scales) = moments(rows);
        let mut fit = Self { means, scales, weights: Vec::new() };
        let wide: Vec<Vec<f64>> = rows.iter().map(|row| fit.widen(row)).collect();
        let k = wide.first().map_or(1, Vec::len);
        fit.weights = vec![0.0; k];
        for _ in 0..ROUNDS {
            let (gradient, curvature) = fit.slopes(&wide, truth, ridge);
            let step = solve(curvature, gradient);
            fit.weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight -= step);
            if step.iter().all(|step| step.abs() < 1e-6) {
                break;
            }
        }
        fit
    }

    /// The logarithm of the odds of the tie.
    pub fn score(&self, row: &[f64; FEATURES]) -> f64 {
        self.widen(row).iter().zip(&self.weights).map(|(x, w)| x * w).sum()
    }

    /// A constant, the standardised features, and their products.
    fn widen(&self, row: &[f64; FEATURES]) -> Vec<f64> {
        let standard = |at: usize| (row[at] - self.means[at]) / self.scales[at];
        let x: Vec<f64> = (0..FEATURES).map(standard).collect();
        let mut wide = Vec::with_capacity(1 + FEATURES + FEATURES * (FEATURES + 1) / 2);
        wide.push(1.0);
        wide.extend(&x);
        for a in 0..FEATURES {
            wide.extend((a..FEATURES).map(|b| x[a] * x[b]));
        }
        wide
    }

    fn slopes(&self, wide: &[Vec<f64>], truth: &[bool], ridge: f64) -> (Vec<f64>, Vec<Vec<f64>>) {
        let k = self.weights.len();
        let mut gradient: Vec<f64> = self.weights.iter().map(|weight| ridge * weight).collect();
        gradient[0] = 0.0;
        let mut curvature = vec![vec![0.0; k]; k];
        (0..k).for_each(|at| curvature[at][at] = ridge);
        for (x, &truth) in wide.iter().zip(truth) {
            let odds: f64 = x.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + libm::exp(-odds));
            let miss = p - f64::from(u8::from(truth));
            let spread = p * (1.0 - p);
            gradient.iter_mut().zip(x).for_each(|(g, x)| *g += miss * x);
            // Most pairs are certain and bend nothing.
            if spread > 1e-9 {
                for (a, row) in curvature.iter_mut().enumerate() {
                    let scaled = spread * x[a];
                    row[..=a].iter_mut().zip(x).for_each(|(cell, x)| *cell += scaled * x);
                }
            }
        }
        (gradient, curvature)
    }
}

fn moments(rows: &[[f64; FEATURES]]) -> (Vec<f64>, Vec<f64>) {
    let n = rows.len().max(1) as f64;
    let mean = |at: usize| rows.iter().map(|row| row[at]).sum::<f64>() / n;
    let means: Vec<f64> = (0..FEATURES).map(mean).collect();
    let squares = |at: usize| rows.iter().map(|row| (row[at] - means[at]).powi(2)).sum::<f64>();
    let scales = (0..FEATURES).map(|at| libm::sqrt(squares(at) / n) + 1e-9).collect();
    (means, scales)
}

/// Solves a symmetric positive definite system, of which the lower half is given (Cholesky).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let k = right.len();
    for i in 0..k {
        let (done, rest) = matrix.split_at_mut(i);
        let row = &mut rest[0];
        for (j, above) in done.iter().enumerate() {
            let known: f64 = row[..j].iter().zip(&above[..j]).map(|(a, b)| a * b).sum();
            row[j] = (row[j] - known) / above[j];
        }
        let known: f64 = row[..i].iter().map(|a| a * a).sum();
        row[i] = libm::sqrt((row[i] - known).max(1e-12));
        let sum: f64 = row[..i].iter().zip(&right).map(|(a, x)| a * x).sum();
        right[i] = (right[i] - sum) / row[i];
    }
    for i in (0..k).rev() {
        right[i] /= matrix[i][i];
        let x = right[i];
        for j in 0..i {
            right[j] -= matrix[i][j] * x;
        }
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    #[test]
    fn a_system_is_solved() {
        let matrix = vec![vec![4.0, 0.0], vec![2.0, 3.0]];
        let found = solve(matrix, vec![10.0, 8.0]);
        assert!((found[0] - 1.75).abs() < 1e-12 && (found[1] - 1.5).abs() < 1e-12);
    }

    #[test]
    fn what_decides_is_learned() {
        let mut chance = Chance::new(9);
        let rows: Vec<[f64; FEATURES]> =
            (0..2_400).map(|_| std::array::from_fn(|_| chance.normal())).collect();
        let truth: Vec<bool> = rows.iter().map(|row| row[2] + 0.5 * row[5] > 0.3).collect();
        let fit = Fit::new(&rows[..2_000], &truth[..2_000], 10.0);
        let right = |at: &usize| (fit.score(&rows[*at]) > 0.0) == truth[*at];
        assert!((2_000..2_400).filter(right).count() > 360);
    }

    #[test]
    fn pairs_that_deal_more_than_usual_stand_out() {
        let mut quads: Quads = std::array::from_fn(|_| vec![vec![1.0; 5]; 5]);
        quads.iter_mut().for_each(|quad| (0..5).for_each(|a| quad[a][a] = 0.0));
        quads[3][0][1] = 40.0;
        let found = features(&quads);
        assert_eq!((found.pairs.len(), found.pairs[0]), (10, (0, 1)));
        assert!(found.rows.iter().skip(1).all(|row| row[7] < found.rows[0][7]));
        assert!(found.rows.iter().flatten().all(|x| x.is_finite()));
    }
}
