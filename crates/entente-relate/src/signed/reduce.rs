//! Makes a frustration problem smaller without changing its answer.
//!
//! Ties carry weights: positive between those who belong together, negative between foes. What a
//! node with at most three neighbours costs depends on their sides alone and can be written as
//! ties among them, so it is taken out; a tie that weighs at least as much as all others at one
//! of its ends is kept by some best split, so its ends become one. Most of a news or trust network
//! vanishes this way. Each step is recorded and undone on the way back.

use std::collections::{BTreeMap, BTreeSet};

/// What one tie of the original graph weighs. Taking out a node of three neighbours halves
/// weights; with this scale they stay whole numbers for twenty steps in a row.
pub(super) const UNIT: i64 = 1 << 20;

/// A weighted problem: choose a side for each node so that the weight of frustrated ties is least.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighted {
    /// Ties of each node that is left, both ways; never zero.
    near: Vec<BTreeMap<usize, i64>>,
    /// Cost of any split, from what was taken out.
    pub(super) offset: i64,
    steps: Vec<Step>,
}

/// What was done, to be undone in reverse.
#[derive(Clone, Debug)]
enum Step {
    /// The node goes where its ties pull it.
    Out { node: usize, ties: Vec<(usize, i64)> },
    /// The node goes with another, or against it.
    Joined { node: usize, with: usize, same: bool },
}

impl Weighted {
    pub(super) fn new(n: usize, ties: impl IntoIterator<Item = (usize, usize, i64)>) -> Self {
        let mut made = Self { near: vec![BTreeMap::new(); n], offset: 0, steps: Vec::new() };
        ties.into_iter().for_each(|(a, b, weight)| made.add(a, b, weight));
        made
    }

    /// How many nodes there were.
    pub(super) fn len(&self) -> usize {
        self.near.len()
    }

    /// The ties that are left, each once.
    pub(super) fn ties(&self) -> Vec<(usize, usize, i64)> {
        let of = |(a, near): (usize, &BTreeMap<usize, i64>)| {
            let later = near.range(a + 1..);
            later.map(move |(&b, &weight)| (a, b, weight)).collect::<Vec<_>>()
        };
        self.near.iter().enumerate().flat_map(of).collect()
    }

    /// Adds a tie; against one of the other sign, the lesser weight is frustrated in any split.
    fn add(&mut self, a: usize, b: usize, weight: i64) {
        let old = self.near[a].get(&b).copied().unwrap_or(0);
        if (old < 0) != (weight < 0) {
            self.offset += old.abs().min(weight.abs());
        }
        if old + weight == 0 {
            self.near[a].remove(&b);
            self.near[b].remove(&a);
        } else {
            self.near[a].insert(b, old + weight);
            self.near[b].insert(a, old + weight);
        }
    }

    /// Takes a node out of the graph and returns its ties.
    fn isolate(&mut self, node: usize) -> Vec<(usize, i64)> {
        let ties: Vec<_> = std::mem::take(&mut self.near[node]).into_iter().collect();
        for &(other, _) in &ties {
            self.near[other].remove(&node);
        }
        ties
    }

    /// Makes two nodes one: on the same side or on opposite ones.
    pub(super) fn join(&mut self, node: usize, with: usize, same: bool) {
        let sign = if same { 1 } else { -1 };
        for (other, weight) in self.isolate(node) {
            if other == with {
                self.offset += (-sign * weight).max(0);
            } else {
                self.add(with, other, sign * weight);
            }
        }
        self.steps.push(Step::Joined { node, with, same });
    }

    /// Does all that can be done.
    pub(super) fn reduce(&mut self) {
        let mut open: BTreeSet<usize> = (0..self.near.len()).collect();
        while let Some(node) = open.pop_first() {
            let touched: Vec<usize> = self.near[node].keys().copied().collect();
            if !touched.is_empty() && self.shrink(node) {
                // Degrees and sums change at neighbours and at theirs.
                open.extend(touched);
            }
        }
    }

    /// Tries the rules at a node; whether one fitted.
    fn shrink(&mut self, node: usize) -> bool {
        let near = &self.near[node];
        let total: i64 = near.values().map(|weight| weight.abs()).sum();
        let heaviest = near.iter().max_by_key(|(_, weight)| weight.abs());
        let Some((&with, &weight)) = heaviest else { return false };
        if 2 * weight.abs() >= total {
            self.join(node, with, weight > 0);
            return true;
        }
        if near.len() == 3 && total % 2 == 0 {
            self.star_to_triangle(node);
            return true;
        }
        false
    }

    /// Replaces a node of three neighbours, none of which outweighs the others, by three ties.
    fn star_to_triangle(&mut self, node: usize) {
        let ties = self.isolate(node);
        for (left_out, i, j) in [(0, 1, 2), (1, 0, 2), (2, 0, 1)] {
            let (a, w) = ties[i];
            let (b, v) = ties[j];
            let weight = (w.abs() + v.abs() - ties[left_out].1.abs()) / 2;
            if weight > 0 {
                self.add(a, b, weight * w.signum() * v.signum());
            }
        }
        self.steps.push(Step::Out { node, ties });
    }

    /// The sides of all nodes, from those of the nodes that are left.
    pub(super) fn unfold(&self, mut sides: Vec<bool>) -> Vec<bool> {
        for step in self.steps.iter().rev() {
            match step {
                Step::Joined { node, with, same } => sides[*node] = sides[*with] == *same,
                Step::Out { node, ties } => {
                    let pull: i64 = ties.iter().map(|&(o, w)| if sides[o] { w } else { -w }).sum();
                    sides[*node] = pull >= 0;
                }
            }
        }
        sides
    }
}

/// The weight of ties against a split.
pub(super) fn cost(ties: &[(usize, usize, i64)], sides: &[bool]) -> i64 {
    let against = |&&(a, b, weight): &&(usize, usize, i64)| (sides[a] == sides[b]) != (weight > 0);
    ties.iter().filter(against).map(|(_, _, weight)| weight.abs()).sum()
}
