//! What is computed in floats: the same bits everywhere, for every operation is one that IEEE 754
//! fixes, in an order that is written here. Nothing is fused, and no library is asked.

use super::kernel::{Cpu, Kernel, Op};

/// Sums are taken in this many parts, which are added up at the end.
pub(super) const LANES: usize = 16;

/// Adding and subtracting it rounds to a whole number, ties to even.
const WHOLE: f32 = 12_582_912.0; // 1.5 · 2²³

/// Rounds a number between ±2²² to the nearest whole one, ties to even.
#[inline(always)]
pub(super) fn round(x: f32) -> i32 {
    (x + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits()).cast_signed()
}

/// e to the power of x, to a few parts in ten million; beyond ±87 that of ±87.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4]; // a short one and the rest
    let x = x.clamp(-87.0, 87.0);
    let whole = x * std::f32::consts::LOG2_E + WHOLE;
    let n = whole - WHOLE;
    let r = (x - n * LN_2[0]) - n * LN_2[1];
    let p = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let power = p[1..].iter().fold(p[0], |sum, p| sum * r + p);
    let exponent = whole.to_bits().wrapping_sub(WHOLE.to_bits()).wrapping_add(127) << 23;
    power * f32::from_bits(exponent)
}

/// The error function, to a few parts in ten million: a rational approximation up to ±4.
#[inline(always)]
pub(super) fn erf(x: f32) -> f32 {
    const ABOVE: [f32; 7] = [
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_4e-5,
        -7.349_906_3e-4,
        -2.954_6e-3,
        -1.609_603_3e-2,
    ];
    const BELOW: [f32; 5] =
        [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_474e-2];
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let horner = |sum: f32, p: &f32| sum * square + p;
    x * ABOVE[1..].iter().fold(ABOVE[0], horner) / BELOW[1..].iter().fold(BELOW[0], horner)
}

/// The hyperbolic tangent.
pub(super) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (exp(2.0 * x) + 1.0)
}

/// The greatest of what `of` makes of some numbers.
#[inline(always)]
pub(super) fn maximum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut most = [f32::MIN; LANES];
    for chunk in chunks {
        for (most, value) in most.iter_mut().zip(chunk) {
            *most = greater(*most, of(*value));
        }
    }
    let greatest = most.into_iter().fold(f32::MIN, greater);
    rest.iter().fold(greatest, |greatest, value| greater(greatest, of(*value)))
}

/// The sum of what `of` makes of some numbers.
#[inline(always)]
pub(super) fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    let rest = rest.iter().fold(0.0, |sum, value| sum + of(*value));
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for n in 0..width {
            sums[n] += sums[n + width];
        }
    }
    sums[0] + rest
}

/// Turns numbers into probabilities.
#[inline(always)]
pub(super) fn softmax(values: &mut [f32]) {
    let greatest = maximum(values, |value| value);
    for value in &mut *values {
        *value = exp(*value - greatest);
    }
    let factor = 1.0 / sum(values, |value| value);
    for value in values {
        *value *= factor;
    }
}

/// Makes each number what it is times the chance that a normal one is smaller.
pub(super) fn gelu(cpu: Cpu, values: &mut [f32]) {
    cpu.run(Gelu(values));
}

struct Gelu<'a>(&'a mut [f32]);

impl Op for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn run<K: Kernel>(self) {
        for value in self.0 {
            *value *= 0.5 + 0.5 * erf(*value * std::f32::consts::FRAC_1_SQRT_2);
        }
    }
}

/// What rows are brought to after each step: a mean and a spread of their own for each column.
#[derive(Debug)]
pub(super) struct Norm {
    /// How far the columns spread.
    pub(super) gain: Vec<f32>,
    /// What they are on average.
    pub(super) shift: Vec<f32>,
}

impl Norm {
    /// Adds `more` to some rows and brings them to this mean and spread.
    pub(super) fn apply(&self, cpu: Cpu, rows: &mut [f32], more: &[f32]) {
        cpu.run(Normalise { norm: self, rows, more });
    }
}

struct Normalise<'a> {
    norm: &'a Norm,
    rows: &'a mut [f32],
    more: &'a [f32],
}

impl Op for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Norm { gain, shift } = self.norm;
        let width = gain.len();
        for (row, more) in self.rows.chunks_exact_mut(width).zip(self.more.chunks_exact(width)) {
            for (value, more) in row.iter_mut().zip(more) {
                *value += more;
            }
            let mean = sum(row, |value| value) / width as f32;
            let variance = sum(row, |value| (value - mean) * (value - mean)) / width as f32;
            let factor = 1.0 / (variance + 1e-12).sqrt();
            for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
                *value = (*value - mean) * factor * gain + shift;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_are_close() {
        for n in -870..=870 {
            let x = n as f32 / 10.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 4e-7, "{x}");
        }
        assert_eq!(exp(-1000.0), exp(-87.0));
    }

    #[test]
    fn the_error_function_is_close() {
        // The first from tables.
        for (x, exact) in [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (2.0, 0.995_322_3)] {
            assert!((erf(x) - exact).abs() < 3e-7, "{x}: {}", erf(x));
            assert!((erf(-x) + exact).abs() < 3e-7, "{x}");
        }
        assert!((erf(9.0) - 1.0).abs() < 3e-7);
        assert!((tanh(0.5) - 0.462_117_16).abs() < 3e-7 && tanh(99.0) == 1.0);
    }

    #[test]
    fn sums_and_maxima_take_all() {
        for n in [0_u8, 1, 15, 16, 17, 40] {
            let values: Vec<f32> = (0..n).map(f32::from).collect();
            let exact = f32::from(n) * (f32::from(n) - 1.0) / 2.0;
            assert!((sum(&values, |x| x) - exact.max(0.0)).abs() < 1e-3);
            assert_eq!(maximum(&values, |x| x), values.last().copied().unwrap_or(f32::MIN));
        }
    }

    #[test]
    fn rounding_goes_to_the_nearest_and_ties_to_even() {
        assert_eq!([0.4, 0.5, 1.5, -2.5, -126.6, 127.0].map(round), [0, 0, 2, -2, -127, 127]);
    }
}
