//! Sums over pieces: those below an element, those set alike, all of a page.

use super::super::piece::Piece;
use super::ratio;

/// Sums over some pieces.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) n: u32,
    pub(super) n_chars: u32,
    pub(super) n_linked: u32,
    /// Characters of pieces that look like running text.
    pub(super) prose: f32,
    /// Characters, each as likely as its piece.
    pub(super) likely: f32,
}

impl Sum {
    pub(super) fn add(&mut self, piece: &Piece, prose: f32) {
        self.n += 1;
        self.n_chars += piece.n_chars;
        self.n_linked += piece.n_linked;
        self.prose += prose;
    }

    pub(super) fn links(&self) -> f32 {
        ratio(self.n_linked, self.n_chars)
    }

    /// How likely its characters are on average.
    pub(super) fn share(&self) -> f32 {
        self.likely / self.n_chars.max(1) as f32
    }
}
