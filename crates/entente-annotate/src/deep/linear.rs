//! Linear layers with weights in whole numbers.
//!
//! A row of inputs is scaled so that its greatest is 127 and rounded; so was, long ago, the row of
//! weights of each output. Their product is exact, and is scaled back.

use super::float::{maximum, round};
use super::kernel::{Block, Cpu, INPUTS, Kernel, OUTPUTS, Op, product};
use crate::model::pack::{Pack, PackError};

/// The greatest whole number that inputs and weights are scaled to.
const FULL: f32 = 127.0;
/// The most inputs; the sum of so many products fits in 32 bits.
const MOST: usize = 1 << 15;
/// Rows that are multiplied side by side.
const ROWS: usize = 4;
/// Panels that are multiplied side by side, where there are enough registers.
const WIDE: usize = 4;

/// A layer from rows of `inputs` to rows of `outputs` numbers.
#[derive(Debug)]
pub(super) struct Linear {
    cpu: Cpu,
    /// Panels of [`OUTPUTS`] outputs, one block after the other.
    blocks: Vec<Block>,
    /// What a sum holds too much, as the kernel shifts its inputs.
    excess: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl Linear {
    /// Reads the sections `<name>`, `<name>/scale` and `<name>/bias` of a pack.
    pub(super) fn from_pack(
        cpu: Cpu,
        pack: &Pack<'_>,
        name: &str,
        [outputs, inputs]: [usize; 2],
    ) -> Result<Self, PackError> {
        let fits = |n: usize| n > 0 && n <= MOST && n.is_multiple_of(OUTPUTS);
        if !fits(outputs) || !fits(inputs) {
            let why = format!("expected multiples of 16 up to {MOST}, found {outputs} by {inputs}");
            return Err(PackError::content(name, why));
        }
        let weights = pack.i8s(name, &[outputs, inputs])?;
        let scales = pack.finite(&format!("{name}/scale"), &[outputs])?;
        let bias = pack.finite(&format!("{name}/bias"), &[outputs])?;
        let (blocks, excess) = cpu.run(LayOut { weights: &weights, inputs });
        Ok(Self { cpu, blocks, excess, scales, bias, inputs })
    }

    /// Numbers of an output row.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Computes the outputs of some rows, one after the other.
    pub(super) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() / self.inputs * self.outputs()];
        self.cpu.run(Apply { layer: self, rows, out: &mut out });
        out
    }
}

/// Cuts weights into blocks, and sums up those of each output.
struct LayOut<'a> {
    weights: &'a [i8],
    inputs: usize,
}

impl Op for LayOut<'_> {
    type Output = (Vec<Block>, Vec<i32>);

    #[inline(always)]
    fn run<K: Kernel>(self) -> Self::Output {
        let mut blocks = Vec::with_capacity(self.weights.len() / (OUTPUTS * INPUTS));
        for panel in self.weights.chunks_exact(OUTPUTS * self.inputs) {
            for first in (0..self.inputs).step_by(INPUTS) {
                let mut block = Block([0; OUTPUTS * INPUTS]);
                for (output, row) in panel.chunks_exact(self.inputs).enumerate() {
                    for (input, weight) in row[first..first + INPUTS].iter().enumerate() {
                        block.0[K::place(output, input)] = *weight;
                    }
                }
                blocks.push(block);
            }
        }
        let sum = |row: &[i8]| K::SHIFT * row.iter().map(|w| i32::from(*w)).sum::<i32>();
        (blocks, self.weights.chunks_exact(self.inputs).map(sum).collect())
    }
}

struct Apply<'a> {
    layer: &'a Linear,
    rows: &'a [f32],
    out: &'a mut [f32],
}

impl Op for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<K: Kernel>(self) {
        let Self { layer, rows, out } = self;
        let rows = Whole::of::<K>(rows, layer.inputs);
        let tiles = rows.scales.len().div_ceil(ROWS);
        let panels = layer.blocks.len() / (layer.inputs / INPUTS);
        // All rows meet a few panels, which stay close by, and then the next.
        let wide = if K::IS_WIDE { panels / WIDE * WIDE } else { 0 };
        for panel in (0..wide).step_by(WIDE) {
            for tile in 0..tiles {
                multiply::<K, WIDE>(layer, &rows, tile, panel, out);
            }
        }
        for panel in wide..panels {
            for tile in 0..tiles {
                multiply::<K, 1>(layer, &rows, tile, panel, out);
            }
        }
    }
}

/// Multiplies one tile of rows with some panels and writes what it gives.
#[inline(always)]
fn multiply<K: Kernel, const PANELS: usize>(
    layer: &Linear,
    rows: &Whole,
    tile: usize,
    panel: usize,
    out: &mut [f32],
) {
    let (first, depth) = (tile * ROWS, layer.inputs / INPUTS);
    let words = std::array::from_fn(|n| &rows.words[(first + n) * depth * K::WORDS..]);
    let panels = std::array::from_fn(|n| &layer.blocks[(panel + n) * depth..][..depth]);
    let sums = product::<K, ROWS, PANELS>(words, panels);
    for (row, sums) in (first..rows.scales.len()).zip(sums) {
        let scale = rows.scales[row];
        for (panel, sums) in (panel..).zip(sums) {
            let from = panel * OUTPUTS;
            let out = &mut out[row * layer.outputs() + from..][..OUTPUTS];
            let excess = &layer.excess[from..][..OUTPUTS];
            let scales = &layer.scales[from..][..OUTPUTS];
            let bias = &layer.bias[from..][..OUTPUTS];
            for (n, sum) in K::store(sums).into_iter().enumerate() {
                out[n] = (sum - excess[n]) as f32 * (scale * scales[n]) + bias[n];
            }
        }
    }
}

/// Rows in whole numbers, as the kernel wants them; followed by empty rows, up to a full tile.
struct Whole {
    words: Vec<u32>,
    /// What a one of each row stands for.
    scales: Vec<f32>,
}

impl Whole {
    #[inline(always)]
    fn of<K: Kernel>(rows: &[f32], width: usize) -> Self {
        let count = rows.len() / width;
        let words = width / INPUTS * K::WORDS;
        let mut whole = Self {
            words: vec![0; count.next_multiple_of(ROWS) * words],
            scales: Vec::with_capacity(count),
        };
        let mut bytes = vec![0; width];
        for (row, words) in rows.chunks_exact(width).zip(whole.words.chunks_exact_mut(words)) {
            whole.scales.push(scale(row, &mut bytes));
            let cut = bytes.as_chunks().0.iter();
            for (inputs, words) in cut.zip(words.chunks_exact_mut(K::WORDS)) {
                K::pack(*inputs, words);
            }
        }
        whole
    }
}

/// Writes a row in whole numbers, and returns what a one stands for.
#[inline(always)]
fn scale(row: &[f32], bytes: &mut [i8]) -> f32 {
    let greatest = maximum(row, f32::abs);
    let factor = if greatest > 0.0 { FULL / greatest } else { 0.0 };
    for (byte, value) in bytes.iter_mut().zip(row) {
        *byte = round(value * factor) as i8;
    }
    greatest / FULL
}
