//! A linear layer for many rows at once.

use super::lanes::Lanes;
use super::product::{lay_out, product};
use super::{Cpu, Op, Rows, blocks, tiles};

/// A panel has this many registers.
const REGS: usize = 2;
/// Rows computed with one panel before the next: both then stay near the processor.
const BLOCK: usize = 96;
/// Outputs are padded to a multiple of this, on every processor.
const PAD: usize = 32;

/// The weights of a linear layer.
#[derive(Debug)]
pub struct Linear {
    cpu: Cpu,
    inputs: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Lays out the weights `[outputs][inputs]` and one bias an output.
    pub fn new(cpu: Cpu, weights: &[f32], bias: &[f32]) -> Self {
        let outputs = bias.len();
        let inputs = weights.len().checked_div(outputs).unwrap_or(0);
        let padded = outputs.next_multiple_of(PAD);
        let weight = |column: usize, k: usize| {
            if column < outputs { weights[column * inputs + k] } else { 0.0 }
        };
        let panels = lay_out(padded, REGS * cpu.width(), inputs, weight);
        let mut bias = bias.to_vec();
        bias.resize(padded, 0.0);
        Linear { cpu, inputs, panels, bias }
    }

    /// Returns how many floats a row of results has: the outputs, padded with zeros.
    pub fn padded(&self) -> usize {
        self.bias.len()
    }

    /// Computes the layer for each row; the rows of `out` start `stride` floats apart.
    pub fn apply(&self, rows: Rows<'_>, stride: usize, out: &mut [f32]) {
        self.cpu.run(Apply { layer: self, rows, stride, out });
    }
}

struct Apply<'a> {
    layer: &'a Linear,
    rows: Rows<'a>,
    stride: usize,
    out: &'a mut [f32],
}

impl Op for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes, H: Lanes>(mut self) {
        if L::WIDTH == 16 { self.tiled::<L, 12>() } else { self.tiled::<L, 5>() }
    }
}

impl Apply<'_> {
    #[inline(always)]
    fn tiled<L: Lanes, const ROWS: usize>(&mut self) {
        if self.rows.count < ROWS {
            for first in 0..self.rows.count {
                self.block::<L, 1>(first, 1);
            }
        } else {
            for (first, count) in blocks(self.rows.count, BLOCK, ROWS) {
                self.block::<L, ROWS>(first, count);
            }
        }
    }

    /// Computes `count` rows, at least `ROWS`.
    #[inline(always)]
    fn block<L: Lanes, const ROWS: usize>(&mut self, first: usize, count: usize) {
        let layer = self.layer;
        let panels = layer.panels.chunks_exact(REGS * L::WIDTH * layer.inputs);
        for (n, (panel, bias)) in panels.zip(layer.bias.chunks_exact(REGS * L::WIDTH)).enumerate() {
            for tile in tiles(count, ROWS) {
                let rows = self.rows.get::<ROWS>(first + tile, layer.inputs);
                let sums = product::<L, ROWS, REGS>(rows, panel);
                for (row, sums) in sums.into_iter().enumerate() {
                    let at = (first + tile + row) * self.stride + n * REGS * L::WIDTH;
                    let out = &mut self.out[at..][..REGS * L::WIDTH];
                    for (reg, sum) in sums.into_iter().enumerate() {
                        let sum = sum.add(L::load(&bias[reg * L::WIDTH..]));
                        sum.store(&mut out[reg * L::WIDTH..]);
                    }
                }
            }
        }
    }
}
