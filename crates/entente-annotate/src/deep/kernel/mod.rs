//! Products of whole numbers: the same on every processor, since their sums are exact.
//!
//! Weights are bytes from -127 to 127. They lie in blocks of [`OUTPUTS`] outputs by [`INPUTS`]
//! inputs, and inside a block as the processor's instructions want them; so do a row's inputs. The
//! widest instructions are chosen at run time ([`Cpu::detect`]). What is computed in floats beside
//! the products ([`super::float`]) is plain code that the same functions enter, without fused
//! operations and with sums in a fixed order.

#[cfg(target_arch = "x86_64")]
mod x86;

/// Outputs of a block.
pub(super) const OUTPUTS: usize = 16;
/// Inputs of a block.
pub(super) const INPUTS: usize = 4;

/// A block of weights.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Block(pub(super) [i8; OUTPUTS * INPUTS]);

/// The instructions that are used; the processor is known to have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cpu(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// 64 products at a time.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// 16 products at a time.
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
            let avx2 = is_x86_feature_detected!("avx2");
            let avx512 =
                is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw");
            if avx2 && avx512 && is_x86_feature_detected!("avx512vnni") {
                all.push(Cpu(Set::Vnni));
            }
            if avx2 {
                all.push(Cpu(Set::Avx2));
            }
        }
        all.push(Cpu(Set::Portable));
        all
    }

    /// Runs `op` compiled for these instructions.
    #[inline]
    #[cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "enters detected features"))]
    pub(super) fn run<O: Op>(self, op: O) -> O::Output {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: only `all` makes this variant, after detecting the features.
            Set::Vnni => unsafe { x86::vnni(op) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: only `all` makes this variant, after detecting the features.
            Set::Avx2 => unsafe { x86::avx2(op) },
            Set::Portable => op.run::<Portable>(),
        }
    }
}

/// A computation written once for all instruction sets.
///
/// `run` and what it calls must be `#[inline(always)]`, so that it is all compiled with the
/// features of the function that enters it.
pub(super) trait Op {
    type Output;

    fn run<K: Kernel>(self) -> Self::Output;
}

/// How products are computed.
pub(super) trait Kernel {
    /// Whether registers suffice for many panels side by side.
    const IS_WIDE: bool;
    /// How many words hold the inputs of a block.
    const WORDS: usize;
    /// What is added to each input before it is a word's part.
    const SHIFT: i32;

    /// The sums of a block's outputs for one row.
    type Sums: Copy;
    /// The weights of a block.
    type Weights: Copy;

    fn zero() -> Self::Sums;

    fn load(block: &Block) -> Self::Weights;

    /// Adds the products of a block with `WORDS` words.
    fn add(sums: Self::Sums, weights: Self::Weights, words: &[u32]) -> Self::Sums;

    fn store(sums: Self::Sums) -> [i32; OUTPUTS];

    /// Where in a block the weight of an input and an output lies.
    fn place(output: usize, input: usize) -> usize;

    /// Turns the inputs of a block into its words.
    fn pack(inputs: [i8; INPUTS], words: &mut [u32]);
}

/// Multiplies `ROWS` rows with `PANELS` panels of `blocks` blocks each.
#[inline(always)]
pub(super) fn product<K: Kernel, const ROWS: usize, const PANELS: usize>(
    rows: [&[u32]; ROWS],
    panels: [&[Block]; PANELS],
) -> [[K::Sums; PANELS]; ROWS] {
    let blocks = panels[0].len();
    let rows = rows.map(|row| &row[..blocks * K::WORDS]);
    let panels = panels.map(|panel| &panel[..blocks]);
    let mut sums = [[K::zero(); PANELS]; ROWS];
    for at in 0..blocks {
        // No closure, which would be compiled without the features, and a loop that is unrolled.
        let mut weights = [K::load(&panels[0][at]); PANELS];
        for (weights, panel) in weights.iter_mut().zip(&panels) {
            *weights = K::load(&panel[at]);
        }
        for (sums, row) in sums.iter_mut().zip(rows) {
            let words = &row[at * K::WORDS..][..K::WORDS];
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = K::add(*sum, weights, words);
            }
        }
    }
    sums
}

/// Two inputs a word, sixteen bits each.
pub(super) fn pairs(inputs: [i8; INPUTS], words: &mut [u32]) {
    let wide = inputs.map(|input| u32::from(i16::from(input).cast_unsigned()));
    words[0] = wide[0] | wide[1] << 16;
    words[1] = wide[2] | wide[3] << 16;
}

/// Plain code.
pub(super) struct Portable;

impl Kernel for Portable {
    const IS_WIDE: bool = false;
    const WORDS: usize = 2;
    const SHIFT: i32 = 0;

    type Sums = [i32; OUTPUTS];
    type Weights = Block;

    #[inline(always)]
    fn zero() -> Self::Sums {
        [0; OUTPUTS]
    }

    #[inline(always)]
    fn load(block: &Block) -> Block {
        *block
    }

    #[inline(always)]
    fn add(mut sums: Self::Sums, weights: Block, words: &[u32]) -> Self::Sums {
        for (input, weights) in weights.0.as_chunks::<OUTPUTS>().0.iter().enumerate() {
            let value = i32::from((words[input / 2] >> (16 * (input % 2))) as i16);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * i32::from(*weight);
            }
        }
        sums
    }

    #[inline(always)]
    fn store(sums: Self::Sums) -> [i32; OUTPUTS] {
        sums
    }

    #[inline(always)]
    fn place(output: usize, input: usize) -> usize {
        input * OUTPUTS + output
    }

    #[inline(always)]
    fn pack(inputs: [i8; INPUTS], words: &mut [u32]) {
        pairs(inputs, words);
    }
}
