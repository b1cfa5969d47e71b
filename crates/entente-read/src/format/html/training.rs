//! What learning to tell an article from its page needs: a page's pieces and their features.

use super::feature::{Known, Measured};
use super::head::Head;
use super::piece::{self, Piece};
use super::tree::Tree;
use super::{Pages, charset};

/// A page cut into pieces.
#[derive(Debug)]
pub struct Sample {
    tree: Tree,
    pieces: Vec<Piece>,
    head: Head,
    roles: Vec<u32>,
}

impl Sample {
    /// Reads a page, of which only the names of elements are looked up.
    pub fn new(bytes: &[u8], pages: &Pages) -> Self {
        let tree = Tree::parse(&charset::decode(bytes, None));
        let (pieces, head) = (piece::pieces(&tree), Head::of(&tree));
        Self { roles: pages.names.all(&tree), tree, pieces, head }
    }

    /// The text of each piece.
    pub fn texts(&self) -> Vec<&str> {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Each piece's features that need no judgement.
    pub fn first(&self) -> Vec<Vec<f32>> {
        let measured = self.measured();
        (0..self.pieces.len()).map(|at| measured.first(at)).collect()
    }

    /// The features that follow from a first judgement of every piece, from 0 to 1 each.
    pub fn second(&self, likely: &[f32]) -> Vec<Vec<f32>> {
        self.measured().second(likely).into_iter().map(|row| row.to_vec()).collect()
    }

    fn measured(&self) -> Measured<'_> {
        Measured::new(&self.tree, &self.pieces, &self.roles, &Known::of(&self.head))
    }
}
