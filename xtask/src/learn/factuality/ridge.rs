//! Ridge regression in its dual form: few examples, many features.

/// A row: the features it has, by number, and their values; in order of the numbers.
pub(super) type Row = Vec<(u32, f64)>;

/// The product of two rows.
pub(super) fn dot(a: &Row, b: &Row) -> f64 {
    let (mut at, mut sum) = (0, 0.0);
    for (feature, value) in a {
        while at < b.len() && b[at].0 < *feature {
            at += 1;
        }
        match b.get(at) {
            Some((other, same)) if other == feature => sum += value * same,
            Some(_) => {}
            None => break,
        }
    }
    sum
}

/// Solves (K + Λ) a = y for a symmetric K, given by its lower rows, and a diagonal Λ.
pub(super) fn solve(kernel: Vec<Vec<f64>>, lambda: &[f64], y: &[f64]) -> Vec<f64> {
    let factor = decompose(kernel, lambda);
    let mut a = y.to_vec();
    forth(&factor, &mut a);
    back(&factor, &mut a);
    a
}

/// Cholesky's factor of K + Λ, by lower rows.
pub(super) fn decompose(mut kernel: Vec<Vec<f64>>, lambda: &[f64]) -> Vec<Vec<f64>> {
    for at in 0..kernel.len() {
        let (done, rest) = kernel.split_at_mut(at);
        let row = &mut rest[0];
        row[at] += lambda[at];
        for col in 0..at {
            let known = &done[col];
            let sum: f64 = (0..col).map(|k| row[k] * known[k]).sum();
            row[col] = (row[col] - sum) / known[col];
        }
        let sum: f64 = row[..at].iter().map(|v| v * v).sum();
        row[at] = (row[at] - sum).max(f64::MIN_POSITIVE).sqrt();
    }
    kernel
}

/// Divides by a factor.
pub(super) fn forth(factor: &[Vec<f64>], a: &mut [f64]) {
    for at in 0..a.len() {
        let sum: f64 = (0..at).map(|k| factor[at][k] * a[k]).sum();
        a[at] = (a[at] - sum) / factor[at][at];
    }
}

/// Divides by a factor's transpose.
pub(super) fn back(factor: &[Vec<f64>], a: &mut [f64]) {
    for at in (0..a.len()).rev() {
        a[at] /= factor[at][at];
        let value = a[at];
        for k in 0..at {
            a[k] -= factor[at][k] * value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let kernel = vec![vec![4.0], vec![2.0, 5.0], vec![0.0, 1.0, 3.0]];
        let a = solve(kernel, &[1.0; 3], &[5.0, 9.0, 13.0]);
        let back = [5.0 * a[0] + 2.0 * a[1], 2.0 * a[0] + 6.0 * a[1] + a[2], a[1] + 4.0 * a[2]];
        for (got, want) in back.iter().zip([5.0, 9.0, 13.0]) {
            assert!((got - want).abs() < 1e-9);
        }
    }

    #[test]
    fn rows_meet_where_they_share_features() {
        assert_eq!(dot(&vec![(1, 2.0), (4, 1.0)], &vec![(0, 9.0), (4, 3.0)]), 3.0);
    }
}
