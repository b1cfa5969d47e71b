//! Fine part-of-speech tags: the best label for each token by itself.

use super::kernel::{Cpu, Linear, Rows, WIDTH};
use super::pack::{Pack, PackError};

/// The output layer of the tagger.
#[derive(Debug)]
pub struct Tagger {
    output: Linear,
    /// The tags, in the order of the output layer.
    pub labels: Vec<String>,
}

impl Tagger {
    /// Reads the sections `tagger/…`.
    pub fn from_pack(cpu: Cpu, pack: &Pack<'_>) -> Result<Self, PackError> {
        const LABELS: &str = "tagger/labels";
        let labels: Vec<String> = pack.text(LABELS)?.lines().map(str::to_owned).collect();
        if labels.is_empty() || labels.len() > usize::from(u16::MAX) {
            return Err(PackError::content(LABELS, "expected a label a line"));
        }
        let weights = pack.tensor("tagger/w", &[labels.len(), WIDTH])?;
        let bias = pack.tensor("tagger/b", &[labels.len()])?;
        Ok(Tagger { output: Linear::new(cpu, &weights, &bias), labels })
    }

    /// Appends the tag of each token to `tags`, from encodings of [`WIDTH`] floats a token.
    pub fn apply(&self, encoded: &[f32], scores: &mut Vec<f32>, tags: &mut Vec<u16>) {
        let count = encoded.len() / WIDTH;
        let width = self.output.padded();
        scores.resize(count * width, 0.0);
        let rows = Rows { data: encoded, stride: WIDTH, count };
        self.output.apply(rows, width, scores);
        let rows = scores.chunks_exact(width).take(count);
        tags.extend(rows.map(|row| highest(&row[..self.labels.len()])));
    }
}

/// Returns the index of the highest score, the first of equals.
fn highest(scores: &[f32]) -> u16 {
    let mut best = 0;
    for (n, &score) in (0..).zip(scores) {
        if score > scores[usize::from(best)] {
            best = n;
        }
    }
    best
}
