//! Two measures of balance that need no search: closed walks, and the least eigenvalue.

use super::SignedGraph;

/// Measures by eigenvalues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walks {
    /// Closed walks weighted by `1 / length!`, signed over unsigned (Estrada and Benzi 2014): 1 if
    /// balanced. It is swamped by nodes of many ties.
    pub balance: f64,
    /// Least eigenvalue of the signed Laplacian of the largest component: 0 if balanced.
    pub least: f64,
    /// Nodes of that component.
    pub largest: usize,
}

/// Nodes beyond which the eigenvalues are not computed: their cost grows with the third power.
pub const MOST: usize = 1_000;

/// Measures a graph; `None` if it has no ties or more than [`MOST`] nodes.
pub fn walks(graph: &SignedGraph) -> Option<Walks> {
    let n = graph.names().len();
    if n > MOST || graph.edges().is_empty() {
        return None;
    }
    let signed = |is_positive| if is_positive { 1.0 } else { -1.0 };
    let sum = |sign: fn(f64) -> f64| {
        let mut matrix = vec![vec![0.0; n]; n];
        for edge in graph.edges() {
            let value = sign(signed(edge.is_positive));
            matrix[edge.a][edge.b] = value;
            matrix[edge.b][edge.a] = value;
        }
        eigenvalues(matrix)
    };
    let (with, without) = (sum(|s| s), sum(f64::abs));
    // Both sums are taken relative to the largest eigenvalue, so that neither overflows.
    let top = without.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exp = |values: &[f64]| values.iter().map(|x| libm::exp(x - top)).sum::<f64>();
    let (least, largest) = least_of_largest(graph);
    Some(Walks { balance: exp(&with) / exp(&without), least, largest })
}

/// The least eigenvalue of the signed Laplacian of the largest component, and its nodes.
fn least_of_largest(graph: &SignedGraph) -> (f64, usize) {
    let components = graph.components();
    let mut sizes = vec![0; components.iter().max().map_or(0, |last| last + 1)];
    components.iter().for_each(|&component| sizes[component] += 1);
    // The first of equals.
    let most = sizes.iter().copied().max().unwrap_or(0);
    let largest = sizes.iter().position(|&size| size == most).unwrap_or(0);
    let mut place = vec![usize::MAX; components.len()];
    let inside = (0..components.len()).filter(|&node| components[node] == largest);
    inside.enumerate().for_each(|(at, node)| place[node] = at);
    let mut laplacian = vec![vec![0.0; most]; most];
    for edge in graph.edges().iter().filter(|edge| components[edge.a] == largest) {
        let (a, b) = (place[edge.a], place[edge.b]);
        let sign = if edge.is_positive { 1.0 } else { -1.0 };
        laplacian[a][b] = -sign;
        laplacian[b][a] = -sign;
        laplacian[a][a] += 1.0;
        laplacian[b][b] += 1.0;
    }
    (eigenvalues(laplacian).into_iter().fold(f64::INFINITY, f64::min), most)
}

/// Eigenvalues of a symmetric matrix, in no order: Householder's reduction to three diagonals,
/// then QL steps with implicit shifts (Golub and Van Loan, 8.3).
fn eigenvalues(mut matrix: Vec<Vec<f64>>) -> Vec<f64> {
    let (mut diagonal, mut beside) = tridiagonal(&mut matrix);
    let n = diagonal.len();
    for low in 0..n {
        // Thirty steps a value are ample; a value that has not settled by then is good to many digits.
        for _ in 0..60 {
            let small = |&m: &usize| {
                let scale = diagonal[m].abs() + diagonal[m + 1].abs();
                beside[m].abs() <= f64::EPSILON * scale
            };
            let m = (low..n - 1).find(small).unwrap_or(n - 1);
            if m == low {
                break;
            }
            ql_step(&mut diagonal, &mut beside, low, m);
        }
    }
    diagonal
}

fn ql_step(diagonal: &mut [f64], beside: &mut [f64], low: usize, m: usize) {
    let g = (diagonal[low + 1] - diagonal[low]) / (2.0 * beside[low]);
    let r = libm::hypot(g, 1.0).copysign(g);
    let mut g = diagonal[m] - diagonal[low] + beside[low] / (g + r);
    let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
    for i in (low..m).rev() {
        let (f, b) = (s * beside[i], c * beside[i]);
        let r = libm::hypot(f, g);
        beside[i + 1] = r;
        if r == 0.0 {
            diagonal[i + 1] -= p;
            beside[m] = 0.0;
            return;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        let r = (diagonal[i] - g) * s + 2.0 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
    }
    diagonal[low] -= p;
    beside[low] = g;
    beside[m] = 0.0;
}

/// The diagonal, and the one beside it with a zero at its end.
fn tridiagonal(matrix: &mut [Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let n = matrix.len();
    let mut beside = vec![0.0; n];
    for k in 0..n.saturating_sub(2) {
        let norm = libm::sqrt((k + 1..n).map(|i| matrix[i][k] * matrix[i][k]).sum());
        if norm == 0.0 {
            continue;
        }
        let alpha = -norm.copysign(matrix[k + 1][k]);
        let mut v: Vec<f64> = (k + 1..n).map(|i| matrix[i][k]).collect();
        v[0] -= alpha;
        let square: f64 = v.iter().map(|x| x * x).sum();
        beside[k] = alpha;
        // Two-sided reflection of what is left: A - v w' - w v'.
        let rows = k + 1..n;
        let product = |i: usize| -> f64 { (0..v.len()).map(|j| matrix[i][k + 1 + j] * v[j]).sum() };
        let p: Vec<f64> = rows.clone().map(|i| 2.0 * product(i) / square).collect();
        let along: f64 = p.iter().zip(&v).map(|(a, b)| a * b).sum::<f64>() / square;
        let w: Vec<f64> = p.iter().zip(&v).map(|(p, v)| p - along * v).collect();
        for i in 0..v.len() {
            for j in 0..v.len() {
                matrix[k + 1 + i][k + 1 + j] -= v[i] * w[j] + w[i] * v[j];
            }
        }
    }
    if n >= 2 {
        beside[n - 2] = matrix[n - 1][n - 2];
    }
    ((0..n).map(|i| matrix[i][i]).collect(), beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_of_known_matrices() {
        let mut found = eigenvalues(vec![
            vec![2.0, -1.0, 0.0, 0.0],
            vec![-1.0, 2.0, -1.0, 0.0],
            vec![0.0, -1.0, 2.0, -1.0],
            vec![0.0, 0.0, -1.0, 2.0],
        ]);
        found.sort_by(f64::total_cmp);
        for (at, value) in found.iter().enumerate() {
            let angle = std::f64::consts::PI * (at as f64 + 1.0) / 5.0;
            assert!((value - (2.0 - 2.0 * libm::cos(angle))).abs() < 1e-12);
        }
        let mut full = eigenvalues(vec![vec![1.0; 5]; 5]);
        full.sort_by(f64::total_cmp);
        assert!((full[4] - 5.0).abs() < 1e-12 && full[..4].iter().all(|x| x.abs() < 1e-12));
    }

    #[test]
    fn balanced_graphs_measure_one_and_zero() {
        let graph = SignedGraph::new([("a", "b", 1), ("a", "c", -1), ("b", "c", -1)]);
        let measured = walks(&graph).expect("it has ties");
        assert!((measured.balance - 1.0).abs() < 1e-12);
        assert!(measured.least.abs() < 1e-12);
    }
}
