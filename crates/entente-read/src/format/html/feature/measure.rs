//! What must be known of a whole page before its pieces can be measured.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::look::{hash_of, overlap, shingles};
use super::super::tag::Tag;
use super::super::tree::{NodeId, Tree};
use super::{Measured, Sum};

impl Measured<'_> {
    pub(super) fn sum_up(&mut self) {
        for (at, piece) in self.pieces.iter().enumerate() {
            let prose = self.prose(at);
            self.n_before.push(self.total.n_chars);
            self.total.add(piece, prose);
            let n_same = self.repeats.entry(self.looks[at].hash).or_insert(0);
            *n_same += 1;
            self.turns.push(*n_same);
            self.groups.entry(self.group_of[at]).or_default().add(piece, prose);
            for around in self.tree.path(piece.node) {
                self.sums[around as usize].add(piece, prose);
            }
        }
    }

    /// How many of a piece's characters count as running text.
    pub(super) fn prose(&self, at: usize) -> f32 {
        let (piece, look) = (&self.pieces[at], &self.looks[at]);
        let is_running = look.n_words >= 8 && look.n_commas + look.n_stops > 0;
        let rest = 1.0 - piece.link_share();
        if is_running { piece.n_chars as f32 * rest * rest } else { 0.0 }
    }

    pub(super) fn measure_prose(&mut self) {
        let running = (0..self.pieces.len()).filter(|at| self.prose(*at) > 0.0);
        let mut lengths: Vec<u32> = running.map(|at| self.pieces[at].n_chars).collect();
        lengths.sort_unstable();
        self.n_prose = lengths.len() as u32;
        self.usual = lengths.get(lengths.len() / 2).map_or(self.usual, |n| *n as f32);
        let longer = |a: &usize, b: &usize| self.prose(*a).total_cmp(&self.prose(*b));
        self.longest = (0..self.pieces.len()).max_by(longer).unwrap_or_default();
    }

    /// The element whose own paragraphs weigh most, and its inner elements' half as much.
    pub(super) fn find_top(&self) -> NodeId {
        let mut weights = vec![0.0_f32; self.tree.len() as usize];
        for (piece, look) in self.pieces.iter().zip(&self.looks).filter(|(p, _)| p.n_chars >= 25) {
            let length = (piece.n_chars as f32 / 100.0).min(3.0);
            let weight = (1.0 + look.n_commas as f32 + length) * (1.0 - piece.link_share());
            for (around, share) in self.tree.ancestors(piece.node).zip([1.0, 0.5]) {
                weights[around as usize] += weight * share;
            }
        }
        let heavier = |best: (NodeId, f32), next| if next > best { next } else { best };
        let weighed = (0..).zip(weights);
        weighed
            .fold((0, 0.0), |best, (id, w)| if w > best.1 { heavier(best, (id, w)) } else { best })
            .0
    }

    /// The smallest element that holds a share of something; more than half of it, so that of two
    /// such elements one is inside the other.
    pub(super) fn main(&self, share: f32, of: impl Fn(&Sum) -> f32) -> NodeId {
        let whole = of(&self.total);
        let holds = |id: &NodeId| whole > 0.0 && of(&self.sums[*id as usize]) >= share * whole;
        (1..self.tree.len()).rev().find(holds).unwrap_or_default()
    }

    pub(super) fn find_headline(&self) -> Option<usize> {
        let title = self.known[0].as_ref();
        let worth = |at: usize| {
            let piece = &self.pieces[at];
            let tag = self.tag_near(piece.node);
            let alike = |title| overlap(&shingles(&piece.text), title, true);
            let heading = match tag {
                Tag::H1 => 0.5,
                _ if tag.is_heading() => 0.2,
                _ => 0.0,
            };
            title.map_or(0.0, |title| alike(title)) + heading
        };
        let is_short = |at: &usize| (8..=300).contains(&self.pieces[*at].n_chars);
        let mut best: Option<(usize, f32)> = None;
        for at in (0..self.pieces.len()).filter(is_short) {
            let worth = worth(at);
            if worth > best.map_or(0.45, |(_, most)| most) {
                best = Some((at, worth));
            }
        }
        best.map(|(at, _)| at)
    }

    /// The heading at or close around a block, else the block.
    pub(super) fn tag_near(&self, node: NodeId) -> Tag {
        let mut near = self.tree.path(node).take(3).map(|id| self.tree.tag(id));
        near.find(|tag| tag.is_heading()).unwrap_or_else(|| self.tree.tag(node))
    }
}

/// Names the way that a piece is set: its element and the one around it, with their classes.
pub(super) fn group(tree: &Tree, node: NodeId) -> u64 {
    let mut hasher = DefaultHasher::new();
    for id in tree.path(node).take(2) {
        tree.tag(id).hash(&mut hasher);
        hash_of(tree.attribute(id, "class").unwrap_or_default()).hash(&mut hasher);
    }
    hasher.finish()
}
