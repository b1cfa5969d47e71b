//! Ridge regression by conjugate gradients: many examples, many features, few of them in each.

/// The features that an example has, by number, and their values.
pub(in crate::learn) type Row = Vec<(usize, f64)>;

/// How many steps are taken at most, and when they are short enough.
const STEPS: usize = 60;
const SHORT: f64 = 1e-4;

/// Mean of the values and weights of the features for what departs from it.
pub(in crate::learn) fn ridge(
    rows: &[Row],
    n: usize,
    values: &[f64],
    shrink: f64,
) -> (f64, Vec<f64>) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let target: Vec<f64> = values.iter().map(|v| v - mean).collect();
    (mean, bend(rows, n, &target, shrink))
}

/// Weights of the features for values that are nothing on the whole.
pub(in crate::learn) fn bend(rows: &[Row], n: usize, target: &[f64], shrink: f64) -> Vec<f64> {
    let mut weights = vec![0.0; n];
    let mut rest = across(rows, target, n);
    let mut way = rest.clone();
    let mut length = norm(&rest);
    let first = length;
    for _ in 0..STEPS {
        if length <= SHORT * first {
            break;
        }
        let along = across(rows, &down(rows, &way), n);
        let bent: Vec<f64> = along.iter().zip(&way).map(|(a, w)| a + shrink * w).collect();
        let step = length / way.iter().zip(&bent).map(|(w, b)| w * b).sum::<f64>();
        for at in 0..n {
            weights[at] += step * way[at];
            rest[at] -= step * bent[at];
        }
        let next = norm(&rest);
        for at in 0..n {
            way[at] = rest[at] + next / length * way[at];
        }
        length = next;
    }
    weights
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|v| v * v).sum()
}

fn down(rows: &[Row], weights: &[f64]) -> Vec<f64> {
    rows.iter().map(|row| row.iter().map(|(at, v)| v * weights[*at]).sum()).collect()
}

fn across(rows: &[Row], values: &[f64], n: usize) -> Vec<f64> {
    let mut sums = vec![0.0; n];
    for (row, value) in rows.iter().zip(values) {
        row.iter().for_each(|(at, v)| sums[*at] += v * value);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_tells_gets_the_weight() {
        let rows = vec![vec![(0, 1.0)], vec![(0, 1.0), (1, 1.0)], vec![(1, 1.0)], vec![]];
        let (mean, weights) = ridge(&rows, 2, &[1.0, 1.0, 0.0, 0.0], 0.01);
        assert_eq!(mean, 0.5);
        assert!(weights[0] > 0.5 && weights[1].abs() < weights[0], "{weights:?}");
    }
}
