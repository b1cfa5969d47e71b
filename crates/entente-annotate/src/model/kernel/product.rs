//! Weights laid out in panels, and the product of some rows with one panel.

use super::lanes::Lanes;

/// Re-lays weights so that the kernel reads them in one sweep.
///
/// `weight(column, k)` gives the weight of input `k` for output `column`. The columns are cut into
/// panels of `panel`; inside a panel the weights of one input stand side by side.
pub(super) fn lay_out(
    columns: usize,
    panel: usize,
    inputs: usize,
    weight: impl Fn(usize, usize) -> f32,
) -> Vec<f32> {
    let mut laid = Vec::with_capacity(columns.next_multiple_of(panel) * inputs);
    for first in (0..columns).step_by(panel) {
        for k in 0..inputs {
            let column = |c| if c < columns { weight(c, k) } else { 0.0 };
            laid.extend((first..first + panel).map(column));
        }
    }
    laid
}

/// Multiplies `ROWS` rows with a panel of `REGS` registers.
///
/// Each output starts at zero and adds one product an input, in order.
#[inline(always)]
pub(super) fn product<L: Lanes, const ROWS: usize, const REGS: usize>(
    rows: [&[f32]; ROWS],
    panel: &[f32],
) -> [[L; REGS]; ROWS] {
    let inputs = panel.len() / (REGS * L::WIDTH);
    let mut cut: [&[f32]; ROWS] = [&[]; ROWS];
    for (cut, row) in cut.iter_mut().zip(rows) {
        *cut = &row[..inputs];
    }
    let mut sums = [[L::splat(0.0); REGS]; ROWS];
    for (k, weights) in panel.chunks_exact(REGS * L::WIDTH).enumerate().take(inputs) {
        let mut columns = [L::splat(0.0); REGS];
        for (column, weights) in columns.iter_mut().zip(weights.chunks_exact(L::WIDTH)) {
            *column = L::load(weights);
        }
        for (sums, row) in sums.iter_mut().zip(cut) {
            let input = L::splat(row[k]);
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum = input.mul_add(column, *sum);
            }
        }
    }
    sums
}
