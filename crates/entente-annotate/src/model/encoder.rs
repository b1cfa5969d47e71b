//! An encoder: from tokens by themselves to tokens in their context.
//!
//! Four layers each see a token and its two neighbours. Paragraphs are laid end to end with
//! [`GAP`] empty rows around each, so that none sees another; these rows are computed like any
//! other, which only their distance makes harmless.

use super::embed::{Embedding, layer};
use super::kernel::{Cpu, Layer, Rows, WIDTH};
use super::pack::{Pack, PackError};

/// Layers that see the neighbours.
const DEPTH: usize = 4;
/// Empty rows between paragraphs: as far as [`DEPTH`] layers can see.
const GAP: usize = DEPTH;

/// The weights of an encoder.
#[derive(Debug)]
pub struct Encoder {
    /// The first layer, whose results [`super::cache`] keeps.
    pub embedding: Embedding,
    windows: Vec<Layer>,
}

impl Encoder {
    /// Reads the sections `<prefix>/…`.
    pub fn from_pack(
        cpu: Cpu,
        pack: &Pack<'_>,
        prefix: &str,
        vector_width: usize,
    ) -> Result<Self, PackError> {
        let embedding = Embedding::from_pack(cpu, pack, prefix, vector_width)?;
        let windows = (1..=DEPTH)
            .map(|n| layer(cpu, pack, &format!("{prefix}/layer{n}"), 3 * WIDTH))
            .collect::<Result<_, _>>()?;
        Ok(Encoder { embedding, windows })
    }

    /// Turns the rows of `batch` into their encoding.
    pub fn apply(&self, batch: &mut Batch) {
        for window in &self.windows {
            let rows = Rows { data: &batch.rows, stride: WIDTH, count: batch.count() };
            window.apply_residual(rows, WIDTH, &mut batch.next[WIDTH..]);
            std::mem::swap(&mut batch.rows, &mut batch.next);
        }
    }
}

/// The rows of some paragraphs on their way through an encoder.
///
/// The first and the last row of the buffer stand outside of the computation and stay zero.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Vec<f32>,
    next: Vec<f32>,
}

impl Batch {
    /// Empties the batch.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.rows.resize((1 + GAP) * WIDTH, 0.0);
    }

    /// Adds a token of the current paragraph.
    pub fn push(&mut self, embedding: &[f32]) {
        self.rows.extend_from_slice(embedding);
    }

    /// Ends the current paragraph.
    pub fn end_paragraph(&mut self) {
        self.rows.resize(self.rows.len() + GAP * WIDTH, 0.0);
    }

    /// Makes the batch ready for [`Encoder::apply`].
    pub fn seal(&mut self) {
        self.rows.resize(self.rows.len() + WIDTH, 0.0);
        self.next.clear();
        self.next.resize(self.rows.len(), 0.0);
    }

    /// Returns the rows of a paragraph, given the tokens and paragraphs before it.
    pub fn paragraph(
        &self,
        tokens_before: usize,
        paragraphs_before: usize,
        tokens: usize,
    ) -> &[f32] {
        let first = 1 + GAP + tokens_before + GAP * paragraphs_before;
        &self.rows[first * WIDTH..][..tokens * WIDTH]
    }

    /// The rows that are computed: all but the first and the last.
    fn count(&self) -> usize {
        (self.rows.len() / WIDTH).saturating_sub(2)
    }
}
