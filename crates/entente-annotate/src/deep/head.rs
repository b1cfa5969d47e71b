//! Questions about two parties, and the labels that answer them.

use std::sync::Arc;

use entente_model::Chances;

use super::float::{softmax, sum, tanh};
use super::kernel::Cpu;
use super::linear::Linear;
use crate::model::pack::{Pack, PackError};

/// The section with the questions about two parties: a line each, its name and its labels, with
/// tabs between.
pub(super) const HEADS: &str = "heads";
/// That with the question about an event.
pub(super) const EVENTS: &str = "events";
/// That with the question about a word.
pub(super) const WORDS: &str = "words";

/// A question and its weights.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) name: Arc<str>,
    labels: Vec<Arc<str>>,
    dense: Linear,
    /// A row a label.
    out: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    /// Reads the questions of a section, which rows of `inputs` numbers are asked; a pack may ask
    /// nothing.
    pub(super) fn all(
        cpu: Cpu,
        pack: &Pack<'_>,
        section: &str,
        inputs: usize,
    ) -> Result<Vec<Self>, PackError> {
        let lines = if pack.section(section).is_ok() { pack.text(section)? } else { "" };
        lines.lines().map(|line| Self::from_pack(cpu, pack, line, inputs)).collect()
    }

    fn from_pack(cpu: Cpu, pack: &Pack<'_>, line: &str, inputs: usize) -> Result<Self, PackError> {
        let mut cells = line.split('\t').map(Arc::<str>::from);
        let name = cells.next().unwrap_or_default();
        let labels: Vec<_> = cells.collect();
        if labels.is_empty() {
            return Err(PackError::content(HEADS, format!("expected labels of `{name}`")));
        }
        let section = |part: &str| format!("head/{name}/{part}");
        let width = pack.section(&section("dense"))?.dims.first().copied().unwrap_or(0);
        Ok(Self {
            dense: Linear::from_pack(cpu, pack, &section("dense"), [width, inputs])?,
            out: pack.finite(&section("out"), &[labels.len(), width])?,
            bias: pack.finite(&section("out/bias"), &[labels.len()])?,
            name,
            labels,
        })
    }

    /// The labels with their probabilities, in the order of the pack.
    pub(super) fn answer(&self, row: &[f32]) -> Chances {
        let mut chances = self.logits(row);
        softmax(&mut chances);
        self.labels.iter().cloned().zip(chances).collect()
    }

    /// What speaks for each label.
    pub(super) fn logits(&self, row: &[f32]) -> Vec<f32> {
        let mut hidden = self.dense.apply(row);
        hidden.iter_mut().for_each(|value| *value = tanh(*value));
        let rows = self.out.chunks_exact(hidden.len()).zip(&self.bias);
        let mut products = vec![0.0; hidden.len()];
        let logit = |(weights, bias): (&[f32], &f32)| {
            for ((product, weight), value) in products.iter_mut().zip(weights).zip(&hidden) {
                *product = weight * value;
            }
            sum(&products, |value| value) + bias
        };
        rows.map(logit).collect()
    }
}
