//! One layer of an encoder: maxout over three pieces, then normalisation.

use super::lanes::Lanes;
use super::product::{lay_out, product};
use super::{Cpu, Op, Rows, WIDTH, blocks, tiles};

const PIECES: usize = Layer::PIECES;
/// Rows computed with one panel before the next: it then stays near the processor.
const BLOCK: usize = 24;
/// Keeps the normalisation from dividing by zero.
const EPSILON: f32 = 1e-8;

/// The weights of a layer with [`WIDTH`] outputs.
#[derive(Debug)]
pub struct Layer {
    cpu: Cpu,
    inputs: usize,
    panels: Vec<f32>,
    /// As `panels`: by register, piece, lane.
    bias: Vec<f32>,
    gain: [f32; WIDTH],
    shift: [f32; WIDTH],
}

impl Layer {
    /// Each output is the greatest of this many sums.
    pub const PIECES: usize = 3;

    /// Lays out the weights `[WIDTH][PIECES][inputs]` and the bias `[WIDTH][PIECES]`.
    pub fn new(
        cpu: Cpu,
        weights: &[f32],
        bias: &[f32],
        gain: [f32; WIDTH],
        shift: [f32; WIDTH],
    ) -> Self {
        let inputs = weights.len() / (WIDTH * PIECES);
        let lanes = cpu.width();
        // The column of a panel: all lanes of the first piece, then those of the next.
        let source = |column: usize| {
            let (panel, piece) = (column / (PIECES * lanes), column / lanes % PIECES);
            (panel * lanes + column % lanes) * PIECES + piece
        };
        let columns = WIDTH * PIECES;
        let panels =
            lay_out(columns, PIECES * lanes, inputs, |c, k| weights[source(c) * inputs + k]);
        let bias = (0..columns).map(|c| bias[source(c)]).collect();
        Layer { cpu, inputs, panels, bias, gain, shift }
    }

    /// Returns how many inputs a row has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Computes the layer for each row into `out`, [`WIDTH`] floats a row.
    pub fn apply(&self, rows: Rows<'_>, out: &mut [f32]) {
        self.cpu.run(Apply { layer: self, rows, out, residual: None });
    }

    /// As [`Layer::apply`], and adds to each row its own floats from `residual` on.
    pub fn apply_residual(&self, rows: Rows<'_>, residual: usize, out: &mut [f32]) {
        self.cpu.run(Apply { layer: self, rows, out, residual: Some(residual) });
    }
}

struct Apply<'a> {
    layer: &'a Layer,
    rows: Rows<'a>,
    out: &'a mut [f32],
    /// Where in its row a token's own values start, if they are added to the result.
    residual: Option<usize>,
}

impl Op for Apply<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes, H: Lanes>(mut self) {
        if L::WIDTH == 16 { self.tiled::<L, H, 8>() } else { self.tiled::<L, H, 3>() }
    }
}

impl Apply<'_> {
    #[inline(always)]
    fn tiled<L: Lanes, H: Lanes, const ROWS: usize>(&mut self) {
        if self.rows.count < ROWS {
            for first in 0..self.rows.count {
                self.block::<L, H, 1>(first, 1);
            }
        } else {
            for (first, count) in blocks(self.rows.count, BLOCK, ROWS) {
                self.block::<L, H, ROWS>(first, count);
            }
        }
    }

    /// Computes `count` rows, at least `ROWS` and at most [`BLOCK`].
    #[inline(always)]
    fn block<L: Lanes, H: Lanes, const ROWS: usize>(&mut self, first: usize, count: usize) {
        let layer = self.layer;
        let mut hidden = [[0.0; WIDTH]; BLOCK];
        let panels = layer.panels.chunks_exact(PIECES * L::WIDTH * layer.inputs);
        let biases = layer.bias.chunks_exact(PIECES * L::WIDTH);
        for (n, (panel, bias)) in panels.zip(biases).enumerate() {
            for tile in tiles(count, ROWS) {
                let rows = self.rows.get::<ROWS>(first + tile, layer.inputs);
                let sums = product::<L, ROWS, PIECES>(rows, panel);
                for (hidden, pieces) in hidden[tile..].iter_mut().zip(sums) {
                    let mut best = pieces[0].add(L::load(bias));
                    for piece in 1..PIECES {
                        let value = pieces[piece].add(L::load(&bias[piece * L::WIDTH..]));
                        best = best.max(value);
                    }
                    best.store(&mut hidden[n * L::WIDTH..]);
                }
            }
        }
        let outs = self.out[first * WIDTH..][..count * WIDTH].chunks_exact_mut(WIDTH);
        for (n, (out, hidden)) in outs.zip(&hidden).enumerate() {
            let [row] = self.rows.get(first + n, layer.inputs);
            let residual = self.residual.map(|at| &row[at..at + WIDTH]);
            layer.normalise::<H>(hidden, residual, out);
        }
    }
}

impl Layer {
    /// Brings a row to mean zero and variance one, then to its learned gain and shift.
    #[inline(always)]
    fn normalise<H: Lanes>(&self, row: &[f32; WIDTH], residual: Option<&[f32]>, out: &mut [f32]) {
        const N: f32 = WIDTH as f32;
        let mut sum = H::splat(0.0);
        for part in row.chunks_exact(H::WIDTH) {
            sum = sum.add(H::load(part));
        }
        let mean = H::splat(total(sum) / N);
        let mut squares = H::splat(0.0);
        for part in row.chunks_exact(H::WIDTH) {
            let centred = H::load(part).sub(mean);
            squares = centred.mul_add(centred, squares);
        }
        let scale = H::splat(1.0 / (total(squares) / N + EPSILON).sqrt());
        for at in (0..WIDTH).step_by(H::WIDTH) {
            let centred = H::load(&row[at..]).sub(mean);
            let scaled = centred.mul(scale).mul(H::load(&self.gain[at..]));
            let mut value = scaled.add(H::load(&self.shift[at..]));
            if let Some(residual) = residual {
                value = value.add(H::load(&residual[at..]));
            }
            value.store(&mut out[at..]);
        }
    }
}

/// Adds up eight floats, always in the same order.
#[inline(always)]
fn total<H: Lanes>(lanes: H) -> f32 {
    let mut v = [0.0; 8];
    lanes.store(&mut v);
    ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
}
