//! What the parser and the entity recogniser share: scoring the actions of a state.
//!
//! A state is seen through `N` of its tokens. What each token contributes in each of the `N`
//! places is computed for all tokens at once; a step then adds up `N` rows and applies one layer.

use super::kernel::{Actions, Cpu, Linear, Rows, WIDTH};
use super::pack::{Pack, PackError};

/// Stands for a token that a state does not have.
pub const NONE: u32 = u32::MAX;

/// What one token contributes in one place.
const FEATURE: usize = Actions::PIECES * Actions::HIDDEN;

/// The layers that score actions.
#[derive(Debug)]
pub struct Scorer<const N: usize> {
    project: Linear,
    lower: Linear,
    /// What a missing token contributes, by place.
    pad: Vec<f32>,
    /// Scores actions and picks one.
    pub actions: Actions,
}

/// The contributions of the tokens of some paragraphs.
#[derive(Debug, Default)]
pub struct Features {
    projected: Vec<f32>,
    rows: Vec<f32>,
}

impl<const N: usize> Scorer<N> {
    /// Reads the sections `<prefix>/{project,lower,upper}/…`.
    pub fn from_pack(
        cpu: Cpu,
        pack: &Pack<'_>,
        prefix: &str,
        n_actions: usize,
    ) -> Result<Self, PackError> {
        const HIDDEN: usize = Actions::HIDDEN;
        const PIECES: usize = Actions::PIECES;
        let tensor = |name: &str, dims: &[usize]| pack.tensor(&format!("{prefix}/{name}"), dims);
        let project = tensor("project/w", &[HIDDEN, WIDTH])?;
        let project = Linear::new(cpu, &project, &tensor("project/b", &[HIDDEN])?);
        // The pack has pieces inside units; the kernel wants units inside pieces.
        let lower = tensor("lower/w", &[N, HIDDEN, PIECES, HIDDEN])?;
        let lower = pieces_outside(&lower, HIDDEN);
        let lower = Linear::new(cpu, &lower, &vec![0.0; N * FEATURE]);
        let pad = pieces_outside(&tensor("lower/pad", &[1, N, HIDDEN, PIECES])?, 1);
        let bias = pieces_outside(&tensor("lower/b", &[HIDDEN, PIECES])?, 1);
        let bias = bias.try_into().expect("the shape was checked");
        let upper = tensor("upper/w", &[n_actions, HIDDEN])?;
        let actions = Actions::new(cpu, bias, &upper, &tensor("upper/b", &[n_actions])?);
        Ok(Scorer { project, lower, pad, actions })
    }

    /// Computes the contributions of tokens from their encodings, [`WIDTH`] floats a token.
    pub fn features(&self, encoded: &[f32], features: &mut Features) {
        let count = encoded.len() / WIDTH;
        let width = self.project.padded();
        features.projected.resize(count * width, 0.0);
        features.rows.resize(count * N * FEATURE, 0.0);
        let rows = Rows { data: encoded, stride: WIDTH, count };
        self.project.apply(rows, width, &mut features.projected);
        let rows = Rows { data: &features.projected, stride: width, count };
        self.lower.apply(rows, N * FEATURE, &mut features.rows);
    }

    /// Returns the best action that `mask` allows in the state with these tokens.
    ///
    /// The tokens are counted from `first`, the first token of their paragraph.
    #[inline]
    pub fn best(
        &self,
        features: &Features,
        first: usize,
        tokens: [u32; N],
        mask: &[f32],
    ) -> Option<usize> {
        let mut rows: [&[f32]; N] = [&[]; N];
        for (place, (row, token)) in rows.iter_mut().zip(tokens).enumerate() {
            let at = place * FEATURE;
            *row = if token == NONE {
                &self.pad[at..][..FEATURE]
            } else {
                &features.rows[(first + token as usize) * N * FEATURE + at..][..FEATURE]
            };
        }
        self.actions.best(rows, mask)
    }
}

/// Turns `[…][HIDDEN][PIECES][inner]` into `[…][PIECES][HIDDEN][inner]`.
fn pieces_outside(values: &[f32], inner: usize) -> Vec<f32> {
    let mut turned = Vec::with_capacity(values.len());
    for block in values.chunks_exact(FEATURE * inner) {
        for piece in 0..Actions::PIECES {
            for unit in 0..Actions::HIDDEN {
                let at = (unit * Actions::PIECES + piece) * inner;
                turned.extend_from_slice(&block[at..][..inner]);
            }
        }
    }
    turned
}
