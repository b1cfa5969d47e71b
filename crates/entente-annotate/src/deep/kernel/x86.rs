//! Products with the instructions of x86-64.
//!
//! SAFETY of every block below: these kernels run only inside [`vnni`] and [`avx2`], which
//! [`super::Cpu::run`] enters after detecting the features; a block is 64 bytes, and stores write
//! whole registers to arrays of their size.

#![expect(unsafe_code, reason = "the processor's own instructions")]

use std::arch::x86_64::*;

use super::{Block, INPUTS, Kernel, OUTPUTS, Op, pairs};

#[target_feature(enable = "avx512f,avx512bw,avx512vnni,avx2")]
pub(super) fn vnni<O: Op>(op: O) -> O::Output {
    op.run::<Vnni>()
}

#[target_feature(enable = "avx2")]
pub(super) fn avx2<O: Op>(op: O) -> O::Output {
    op.run::<Avx2>()
}

/// Bytes by bytes, four products a lane; inputs are made positive for it.
pub(super) struct Vnni;

impl Kernel for Vnni {
    const IS_WIDE: bool = true;
    const WORDS: usize = 1;
    const SHIFT: i32 = 128;

    type Sums = __m512i;
    type Weights = __m512i;

    #[inline(always)]
    fn zero() -> __m512i {
        // SAFETY: see the module.
        unsafe { _mm512_setzero_si512() }
    }

    #[inline(always)]
    fn load(block: &Block) -> __m512i {
        // SAFETY: see the module.
        unsafe { _mm512_loadu_si512(block.0.as_ptr().cast()) }
    }

    #[inline(always)]
    fn add(sums: __m512i, weights: __m512i, words: &[u32]) -> __m512i {
        // SAFETY: see the module.
        unsafe { _mm512_dpbusd_epi32(sums, _mm512_set1_epi32(words[0].cast_signed()), weights) }
    }

    #[inline(always)]
    fn store(sums: __m512i) -> [i32; OUTPUTS] {
        let mut out = [0; OUTPUTS];
        // SAFETY: see the module.
        unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), sums) };
        out
    }

    #[inline(always)]
    fn place(output: usize, input: usize) -> usize {
        output * INPUTS + input
    }

    #[inline(always)]
    fn pack(inputs: [i8; INPUTS], words: &mut [u32]) {
        words[0] = u32::from_le_bytes(inputs.map(i8::cast_unsigned)) ^ 0x8080_8080;
    }
}

/// Sixteen bits by sixteen, two products a lane.
pub(super) struct Avx2;

impl Avx2 {
    /// Widens sixteen bytes of a block.
    #[inline(always)]
    fn wide(block: &Block, quarter: usize) -> __m256i {
        let bytes = &block.0[16 * quarter..][..16];
        // SAFETY: see the module; sixteen bytes were just cut.
        unsafe { _mm256_cvtepi8_epi16(_mm_loadu_si128(bytes.as_ptr().cast())) }
    }
}

impl Kernel for Avx2 {
    const IS_WIDE: bool = false;
    const WORDS: usize = 2;
    const SHIFT: i32 = 0;

    type Sums = [__m256i; 2];
    type Weights = [__m256i; 4];

    #[inline(always)]
    fn zero() -> Self::Sums {
        // SAFETY: see the module.
        unsafe { [_mm256_setzero_si256(); 2] }
    }

    #[inline(always)]
    fn load(block: &Block) -> Self::Weights {
        [Self::wide(block, 0), Self::wide(block, 1), Self::wide(block, 2), Self::wide(block, 3)]
    }

    #[inline(always)]
    fn add(sums: Self::Sums, weights: Self::Weights, words: &[u32]) -> Self::Sums {
        let [low, high] = sums;
        // SAFETY: see the module.
        unsafe {
            let first = _mm256_set1_epi32(words[0].cast_signed());
            let second = _mm256_set1_epi32(words[1].cast_signed());
            let low = _mm256_add_epi32(low, _mm256_madd_epi16(first, weights[0]));
            let high = _mm256_add_epi32(high, _mm256_madd_epi16(first, weights[1]));
            [
                _mm256_add_epi32(low, _mm256_madd_epi16(second, weights[2])),
                _mm256_add_epi32(high, _mm256_madd_epi16(second, weights[3])),
            ]
        }
    }

    #[inline(always)]
    fn store(sums: Self::Sums) -> [i32; OUTPUTS] {
        let mut out = [[0; 8]; 2];
        for (out, sums) in out.iter_mut().zip(sums) {
            // SAFETY: see the module.
            unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), sums) };
        }
        std::array::from_fn(|n| out[n / 8][n % 8])
    }

    /// Pairs of inputs, each for all outputs.
    #[inline(always)]
    fn place(output: usize, input: usize) -> usize {
        (input / 2) * 2 * OUTPUTS + 2 * output + input % 2
    }

    #[inline(always)]
    fn pack(inputs: [i8; INPUTS], words: &mut [u32]) {
        pairs(inputs, words);
    }
}
