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
