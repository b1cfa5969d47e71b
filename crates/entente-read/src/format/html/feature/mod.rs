//! What can be measured of each piece of a page, to tell the article from what stands around it.
//!
//! First what the page alone says, then what a first judgement of all pieces adds: how likely a
//! piece's neighbours and containers are part of the article. Everything is counted or divided, so
//! that the same page gives the same numbers on any machine. The order of the features is that of
//! the learned judges: who changes it learns them anew.

mod first;
mod measure;
mod second;
mod sum;

use std::collections::HashMap;

use self::measure::group;
use self::sum::Sum;
use super::head::Head;
use super::look::{Look, shingles};
use super::names::{N_ROLES, Roles};
use super::piece::Piece;
use super::tree::{NodeId, Tree};

/// The number of features that the page alone gives.
pub(super) const N_FIRST: usize = N_ROLES + 101;
/// The number of those that a first judgement adds.
pub(super) const N_SECOND: usize = 27;

/// What the page says of itself.
#[derive(Debug, Default)]
pub(super) struct Known<'k> {
    title: Option<&'k str>,
    description: Option<&'k str>,
    /// The text of the article as the page's data give it.
    body: Option<&'k str>,
    /// In how many ways it says that it is an article.
    n_signs: u32,
}

impl<'k> Known<'k> {
    pub(super) fn of(head: &'k Head) -> Self {
        Self {
            title: head.raw_title(),
            description: head.description(),
            body: head.linked.body.as_deref(),
            n_signs: head.n_signs(),
        }
    }
}

/// A page with all that its pieces' features are made of.
pub(super) struct Measured<'p> {
    tree: &'p Tree,
    pieces: &'p [Piece],
    roles: &'p [Roles],
    looks: Vec<Look>,
    /// For each element the sums over the pieces below it, and over all.
    sums: Vec<Sum>,
    total: Sum,
    /// Sums over pieces that are set alike, and which those are.
    groups: HashMap<u64, Sum>,
    group_of: Vec<u64>,
    /// Characters before each piece.
    n_before: Vec<u32>,
    /// How often each text comes, and which of its turns each piece is.
    repeats: HashMap<u64, u32>,
    turns: Vec<u32>,
    /// Runs of words of the title, the description and the text that the page's data give.
    known: [Option<Vec<u64>>; 3],
    n_signs: u32,
    /// The piece that is the headline.
    headline: Option<usize>,
    /// The longest piece of running text, the usual length of one, and how many there are.
    longest: usize,
    usual: f32,
    n_prose: u32,
    /// The element whose own paragraphs weigh most.
    top: NodeId,
    /// The smallest elements that hold two shares of the running text.
    halves: [NodeId; 2],
}

impl<'p> Measured<'p> {
    pub(super) fn new(
        tree: &'p Tree,
        pieces: &'p [Piece],
        roles: &'p [Roles],
        known: &Known<'_>,
    ) -> Self {
        let Known { title, description, body, n_signs } = *known;
        let mut measured = Self {
            tree,
            pieces,
            roles,
            looks: pieces.iter().map(|piece| Look::of(&piece.text)).collect(),
            sums: vec![Sum::default(); tree.len() as usize],
            total: Sum::default(),
            groups: HashMap::new(),
            group_of: pieces.iter().map(|piece| group(tree, piece.node)).collect(),
            n_before: Vec::with_capacity(pieces.len()),
            repeats: HashMap::new(),
            turns: Vec::with_capacity(pieces.len()),
            known: [title, description, body].map(|text| text.map(shingles)),
            n_signs,
            headline: None,
            longest: 0,
            usual: 100.0,
            n_prose: 0,
            top: 0,
            halves: [0; 2],
        };
        measured.sum_up();
        measured.headline = measured.find_headline();
        measured.measure_prose();
        measured.top = measured.find_top();
        measured.halves = [0.6, 0.85].map(|share| measured.main(share, |sum| sum.prose));
        measured
    }

    /// A plain judgement, for want of a learned one: running text with few links in the main part.
    pub(super) fn plain(&self, at: usize) -> f32 {
        let (piece, look) = (&self.pieces[at], &self.looks[at]);
        let is_inside = self.tree.is_in(piece.node, self.halves[1]);
        let is_text = look.ends && piece.link_share() < 0.5;
        flag(is_inside && is_text)
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn ratio(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
}
