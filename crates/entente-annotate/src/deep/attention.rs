//! Every piece looks at all others, in several ways at once.

use super::float::{LANES, softmax};
use super::kernel::{Cpu, Kernel, Op};

/// What pieces hear from all others.
///
/// A row of `said` is what a piece asks, what it answers to and what it says, `width` numbers each,
/// for `heads` heads side by side. The rows of those `wanted` are returned, `width` numbers each.
pub(super) fn attend(
    cpu: Cpu,
    said: &[f32],
    width: usize,
    heads: usize,
    wanted: &[usize],
) -> Vec<f32> {
    let mut out = vec![0.0; wanted.len() * width];
    for head in 0..heads {
        cpu.run(Attend { said, width, size: width / heads, head, wanted, out: &mut out });
    }
    out
}

struct Attend<'a> {
    said: &'a [f32],
    width: usize,
    /// Numbers of a head, a multiple of [`LANES`].
    size: usize,
    head: usize,
    wanted: &'a [usize],
    out: &'a mut [f32],
}

impl Op for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Self { said, width, size, head, wanted, out } = self;
        let count = said.len() / (3 * width);
        let part =
            |row: usize, which: usize| &said[(3 * row + which) * width + head * size..][..size];
        // What is answered to stands number by number, so that many are compared at once.
        let stride = count.next_multiple_of(LANES);
        let mut answers = vec![0.0; size * stride];
        for row in 0..count {
            for (answers, value) in answers.chunks_exact_mut(stride).zip(part(row, 1)) {
                answers[row] = *value;
            }
        }
        let scale = 1.0 / (size as f32).sqrt();
        let mut weights = vec![0.0; stride];
        for (asker, out) in wanted.iter().zip(out.chunks_exact_mut(width)) {
            compare(part(*asker, 0), &answers, scale, &mut weights);
            let weights = &mut weights[..count];
            softmax(weights);
            let out = &mut out[head * size..][..size];
            for (n, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let mut sums = [0.0; LANES];
                for (row, weight) in weights.iter().enumerate() {
                    let said = &part(row, 2)[n * LANES..][..LANES];
                    for (sum, value) in sums.iter_mut().zip(said) {
                        *sum += weight * value;
                    }
                }
                *out = sums;
            }
        }
    }
}

/// How well what is asked fits each answer.
#[inline(always)]
fn compare(asked: &[f32], answers: &[f32], scale: f32, out: &mut [f32]) {
    let stride = out.len();
    for (n, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let mut sums = [0.0; LANES];
        for (asked, answers) in asked.iter().zip(answers.chunks_exact(stride)) {
            for (sum, value) in sums.iter_mut().zip(&answers[n * LANES..][..LANES]) {
                *sum += asked * value;
            }
        }
        *out = sums.map(|sum| sum * scale);
    }
}
