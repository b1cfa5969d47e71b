//! The arithmetic of the networks: the same bits on every processor.
//!
//! Each output of a matrix product is one chain of fused multiply-adds over the inputs, in order;
//! only the number of outputs computed side by side differs between processors. The widest
//! instructions are chosen at run time ([`Cpu::detect`]). Processors without fused multiply-add
//! get the same numbers in software, slowly: they are the floor of what is supported.

mod actions;
mod lanes;
mod layer;
mod linear;
mod product;

pub use actions::Actions;
pub use layer::Layer;
pub use linear::Linear;

use lanes::Lanes;

/// How many floats the encoders give each token.
pub const WIDTH: usize = 96;

/// The instructions the kernel uses; the processor is known to have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cpu(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// 16 floats at a time.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// 8 floats at a time.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// What the compiler makes of plain code.
    Portable,
}

impl Cpu {
    /// Returns the best instructions this processor has.
    pub fn detect() -> Self {
        Self::all()[0]
    }

    /// Returns all that this processor can run, the best first.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if avx2 && is_x86_feature_detected!("avx512f") {
                all.push(Cpu(Set::Avx512));
            }
            if avx2 {
                all.push(Cpu(Set::Avx2));
            }
        }
        all.push(Cpu(Set::Portable));
        all
    }

    /// Returns how many floats one register holds.
    fn width(self) -> usize {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => lanes::Avx512::WIDTH,
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => lanes::Avx2::WIDTH,
            Set::Portable => lanes::Portable::WIDTH,
        }
    }

    /// Runs `op` compiled for these instructions.
    #[inline]
    #[cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "enters detected features"))]
    fn run<O: Op>(self, op: O) -> O::Output {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: only `all` makes this variant, after detecting the features.
            Set::Avx512 => unsafe { x86::avx512(op) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: only `all` makes this variant, after detecting the features.
            Set::Avx2 => unsafe { x86::avx2(op) },
            Set::Portable => op.run::<lanes::Portable, lanes::Portable>(),
        }
    }
}

/// A computation written once for all instruction sets.
///
/// `run` and what it calls must be `#[inline(always)]`, so that it is all compiled with the
/// features of the function that enters it.
trait Op {
    type Output;

    /// `L` is the widest register, `H` one of eight floats.
    fn run<L: Lanes, H: Lanes>(self) -> Self::Output;
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Op;
    use super::lanes::{Avx2, Avx512};

    #[target_feature(enable = "avx512f,avx2,fma")]
    pub(super) fn avx512<O: Op>(op: O) -> O::Output {
        op.run::<Avx512, Avx2>()
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn avx2<O: Op>(op: O) -> O::Output {
        op.run::<Avx2, Avx2>()
    }
}

/// Rows of floats in one buffer; they may overlap.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The buffer.
    pub data: &'a [f32],
    /// The distance between the starts of two rows.
    pub stride: usize,
    /// How many rows there are.
    pub count: usize,
}

impl<'a> Rows<'a> {
    #[inline(always)]
    fn get<const N: usize>(&self, first: usize, length: usize) -> [&'a [f32]; N] {
        let mut rows: [&[f32]; N] = [&[]; N];
        for (n, row) in rows.iter_mut().enumerate() {
            *row = &self.data[(first + n) * self.stride..][..length];
        }
        rows
    }
}

/// Cuts `count` rows into blocks of `block`: the first row and the number of rows of each.
///
/// Every block has at least `least` rows, where there are as many; the last may overlap the one
/// before it, as with [`tiles`].
#[inline(always)]
fn blocks(count: usize, block: usize, least: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).step_by(block).map(move |first| {
        let first = first.min(count - least);
        (first, (count - first).min(block))
    })
}

/// Returns the first rows of the tiles of `tile` rows that cover `count` rows, at least `tile`.
///
/// The last tile overlaps the one before it where the rows do not divide evenly: computing a row
/// twice gives the same bits.
#[inline(always)]
fn tiles(count: usize, tile: usize) -> impl Iterator<Item = usize> {
    (0..count.div_ceil(tile)).map(move |n| (n * tile).min(count - tile))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Floats between -1 and 1, the same for the same seed.
    fn floats(seed: u64, n: usize) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(seed | 1);
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    /// One output, as the module's introduction defines it.
    fn chain(row: &[f32], weights: &[f32], bias: f32) -> f32 {
        row.iter().zip(weights).fold(0.0, |sum, (x, w)| x.mul_add(*w, sum)) + bias
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn a_linear_layer_has_the_same_bits_everywhere() {
        let (weights, bias) = (floats(1, 70 * 64), floats(2, 70));
        for count in [0, 1, 5, 6, 11, 12, 13, 95, 96, 97, 200] {
            let data = floats(3, count * 64);
            for cpu in Cpu::all() {
                let layer = Linear::new(cpu, &weights, &bias);
                assert_eq!(layer.padded(), 96);
                let mut out = vec![f32::NAN; count * 96];
                layer.apply(Rows { data: &data, stride: 64, count }, 96, &mut out);
                for (row, out) in data.chunks_exact(64).zip(out.chunks_exact(96)) {
                    let weights = weights.chunks_exact(64);
                    let expected: Vec<f32> = weights
                        .zip(&bias)
                        .map(|(weights, &bias)| chain(row, weights, bias))
                        .collect();
                    assert_eq!(bits(&out[..70]), bits(&expected), "{cpu:?}, {count} rows");
                }
            }
        }
    }

    #[test]
    fn a_layer_has_the_same_bits_everywhere() {
        let inputs = 3 * WIDTH;
        let weights = floats(1, WIDTH * Layer::PIECES * inputs);
        let bias = floats(2, WIDTH * Layer::PIECES);
        let [gain, shift] = [3, 4].map(|seed| floats(seed, WIDTH).try_into().expect("as long"));
        for count in [1, 2, 7, 8, 9, 23, 24, 25, 50] {
            let data = floats(5, (count + 2) * WIDTH);
            let rows = Rows { data: &data, stride: WIDTH, count };
            let results = Cpu::all().into_iter().map(|cpu| {
                let layer = Layer::new(cpu, &weights, &bias, gain, shift);
                let mut out = vec![f32::NAN; count * WIDTH];
                layer.apply_residual(rows, WIDTH, &mut out);
                bits(&out)
            });
            let results: Vec<_> = results.collect();
            assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "{count} rows");
            assert!(results[0].iter().all(|&bits| f32::from_bits(bits).is_finite()));
        }
    }

    #[test]
    fn normalised_rows_have_mean_zero_and_variance_one() {
        let layer = Layer::new(
            Cpu::detect(),
            &floats(1, WIDTH * Layer::PIECES * WIDTH),
            &floats(2, WIDTH * Layer::PIECES),
            [1.0; WIDTH],
            [0.0; WIDTH],
        );
        let mut out = [0.0; WIDTH];
        layer.apply(Rows { data: &floats(3, WIDTH), stride: WIDTH, count: 1 }, &mut out);
        let mean = out.iter().sum::<f32>() / WIDTH as f32;
        let variance = out.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / WIDTH as f32;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{mean}, {variance}");
    }

    #[test]
    fn the_best_action_is_the_same_everywhere_and_the_first_of_equals() {
        let mut weights = floats(1, 150 * Actions::HIDDEN);
        let mut bias = floats(2, 150);
        // Action 149 equals action 30.
        let copy = weights[30 * Actions::HIDDEN..][..Actions::HIDDEN].to_vec();
        weights[149 * Actions::HIDDEN..].copy_from_slice(&copy);
        bias[149] = bias[30];
        let hidden = floats(3, Actions::HIDDEN * Actions::PIECES).try_into().expect("as long");
        for seed in 10..40 {
            let rows = floats(seed, 3 * Actions::HIDDEN * Actions::PIECES);
            let row = |n: usize| &rows[n * Actions::HIDDEN * Actions::PIECES..];
            for cpu in Cpu::all() {
                let actions = Actions::new(cpu, hidden, &weights, &bias);
                let best = |mask: &[f32]| actions.best([row(0), row(1), row(2)], mask);
                let expected = Actions::new(Cpu::detect(), hidden, &weights, &bias)
                    .best([row(0), row(1), row(2)], &actions.mask(|n| n < 150));
                assert_eq!(best(&actions.mask(|n| n < 150)), expected, "{cpu:?}");
                assert_eq!(best(&actions.mask(|n| n == 30 || n == 149)), Some(30));
                assert_eq!(best(&actions.mask(|n| n == 149)), Some(149));
                assert_eq!(best(&actions.mask(|_| false)), None);
            }
        }
    }
}
