//! The features that a first judgement of all pieces adds.

use super::super::tree::NodeId;
use super::{Measured, N_SECOND};

/// How far, in pieces, a likely one is looked for.
const NEAR: usize = 40;

impl Measured<'_> {
    /// The features that follow from a first judgement of every piece.
    pub(in super::super) fn second(&mut self, likely: &[f32]) -> Vec<[f32; N_SECOND]> {
        self.sum_up_likely(likely);
        let mains = [0.55, 0.7, 0.9].map(|share| self.main(share, |sum| sum.likely));
        let is_likely = |likely: &f32| *likely > 0.5;
        let ends = [likely.iter().position(is_likely), likely.iter().rposition(is_likely)];
        let (mut before, mut since) = (0.0, 0.0);
        let mut rows = Vec::with_capacity(likely.len());
        for (at, piece) in self.pieces.iter().enumerate() {
            let chars = piece.n_chars as f32;
            rows.push(self.second_of(at, likely, mains, ends, [before, since]));
            before += chars * likely[at];
            since = if likely[at] > 0.5 { 0.0 } else { since + chars };
        }
        rows
    }

    fn sum_up_likely(&mut self, likely: &[f32]) {
        for (at, piece) in self.pieces.iter().enumerate() {
            let mass = piece.n_chars as f32 * likely[at];
            self.total.likely += mass;
            self.groups.entry(self.group_of[at]).or_default().likely += mass;
            for around in self.tree.path(piece.node) {
                self.sums[around as usize].likely += mass;
            }
        }
    }

    fn second_of(
        &self,
        at: usize,
        likely: &[f32],
        mains: [NodeId; 3],
        [first, last]: [Option<usize>; 2],
        [before, since]: [f32; 2],
    ) -> [f32; N_SECOND] {
        let piece = &self.pieces[at];
        let near = |step: isize| {
            let near = at.checked_add_signed(step).and_then(|near| likely.get(near));
            near.copied().unwrap_or(-1.0)
        };
        let whole = self.total.likely.max(1.0);
        let mass = piece.n_chars as f32 * likely[at];
        let mut path = self.tree.path(piece.node).map(|id| self.sums[id as usize]);
        let [own, parent, grand] = [0; 3].map(|_| path.next().unwrap_or_default());
        let up = mains.map(|main| {
            let up = self.tree.path(piece.node).position(|id| id == main);
            up.map_or(-1.0, |up| up as f32)
        });
        let group = self.groups[&self.group_of[at]];
        let n_others = group.n_chars - piece.n_chars;
        let others = if n_others > 0 { (group.likely - mass) / n_others as f32 } else { -1.0 };
        [
            likely[at],
            near(-1),
            near(-2),
            near(-3),
            near(1),
            near(2),
            near(3),
            own.share(),
            parent.share(),
            grand.share(),
            parent.likely / whole,
            grand.likely / whole,
            up[0],
            up[1],
            up[2],
            others,
            before / whole,
            (whole - before - mass) / whole,
            first.map_or(-999.0, |first| at as f32 - first as f32),
            last.map_or(-999.0, |last| last as f32 - at as f32),
            since,
            whole,
            mass / whole,
            self.total.share(),
            (-6..=-4).map(near).fold(-1.0, f32::max),
            (4..=6).map(near).fold(-1.0, f32::max),
            self.jump(at, likely),
        ]
    }

    /// How many elements must be left to get from a piece to the nearest likely one.
    fn jump(&self, at: usize, likely: &[f32]) -> f32 {
        let is_likely = |other: &usize| likely[*other] > 0.5;
        let before = (0..at).rev().take(NEAR).find(is_likely);
        let after = (at + 1..likely.len()).take(NEAR).find(is_likely);
        let steps = |other: usize| {
            let other = self.pieces[other].node;
            let path = self.tree.path(self.pieces[at].node);
            path.take_while(|id| !self.tree.is_in(other, *id)).count() as f32
        };
        [before, after].into_iter().flatten().map(steps).fold(99.0, f32::min)
    }
}
