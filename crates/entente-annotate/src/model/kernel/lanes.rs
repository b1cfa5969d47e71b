//! Floats side by side: one register of the processor, or its portable stand-in.
//!
//! The operations are the few whose result IEEE 754 fixes to the bit, fused multiply-add included,
//! so every implementation gives the same numbers.

/// A short row of floats that are computed together.
pub(super) trait Lanes: Copy {
    /// How many floats.
    const WIDTH: usize;

    fn splat(value: f32) -> Self;

    /// Reads the first [`Lanes::WIDTH`] floats.
    fn load(from: &[f32]) -> Self;

    /// Writes the first [`Lanes::WIDTH`] floats.
    fn store(self, to: &mut [f32]);

    fn add(self, other: Self) -> Self;

    fn sub(self, other: Self) -> Self;

    fn mul(self, other: Self) -> Self;

    /// Returns `self * factor + term`, rounded once.
    fn mul_add(self, factor: Self, term: Self) -> Self;

    /// Returns the greater of each pair, and `other` where neither is.
    fn max(self, other: Self) -> Self;
}

/// Eight floats in plain code, which the compiler may turn into vectors.
#[derive(Clone, Copy)]
pub(super) struct Portable([f32; 8]);

impl Portable {
    #[inline(always)]
    fn zip(self, other: Self, op: impl Fn(f32, f32) -> f32) -> Self {
        Portable(std::array::from_fn(|n| op(self.0[n], other.0[n])))
    }
}

impl Lanes for Portable {
    const WIDTH: usize = 8;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Portable([value; 8])
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        Portable(std::array::from_fn(|n| from[..8][n]))
    }

    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        to[..8].copy_from_slice(&self.0);
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }

    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        Portable(std::array::from_fn(|n| self.0[n].mul_add(factor.0[n], term.0[n])))
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::{Avx2, Avx512};

/// The registers of x86-64.
///
/// SAFETY of every block below: values of these types are made only inside functions compiled for
/// the feature, which [`super::Cpu::run`] enters only after detecting it; and loads and stores
/// touch exactly `WIDTH` floats of a slice that was just cut to that length.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "the processor's own instructions")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Lanes;

    macro_rules! register {
        ($(#[$doc:meta])* $name:ident($inner:ty) = $width:literal:
            $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident
            $mul_add:ident $max:ident) => {
            $(#[$doc])*
            #[derive(Clone, Copy)]
            pub(in super::super) struct $name($inner);

            impl Lanes for $name {
                const WIDTH: usize = $width;

                #[inline(always)]
                fn splat(value: f32) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($splat(value)) }
                }

                #[inline(always)]
                fn load(from: &[f32]) -> Self {
                    let from = &from[..$width];
                    // SAFETY: see the module.
                    unsafe { $name($load(from.as_ptr())) }
                }

                #[inline(always)]
                fn store(self, to: &mut [f32]) {
                    let to = &mut to[..$width];
                    // SAFETY: see the module.
                    unsafe { $store(to.as_mut_ptr(), self.0) }
                }

                #[inline(always)]
                fn add(self, other: Self) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($add(self.0, other.0)) }
                }

                #[inline(always)]
                fn sub(self, other: Self) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($sub(self.0, other.0)) }
                }

                #[inline(always)]
                fn mul(self, other: Self) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($mul(self.0, other.0)) }
                }

                #[inline(always)]
                fn mul_add(self, factor: Self, term: Self) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($mul_add(self.0, factor.0, term.0)) }
                }

                #[inline(always)]
                fn max(self, other: Self) -> Self {
                    // SAFETY: see the module.
                    unsafe { $name($max(self.0, other.0)) }
                }
            }
        };
    }

    register! {
        /// Eight floats, with AVX2 and FMA.
        Avx2(__m256) = 8: _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps
            _mm256_sub_ps _mm256_mul_ps _mm256_fmadd_ps _mm256_max_ps
    }

    register! {
        /// Sixteen floats, with AVX-512.
        Avx512(__m512) = 16: _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps
            _mm512_sub_ps _mm512_mul_ps _mm512_fmadd_ps _mm512_max_ps
    }
}
