//! Good splits by local search: the upper bound of the frustration.

use crate::chance::Chance;

use super::reduce::cost;

type Tie = (usize, usize, i64);

/// Neighbours of each node with weights.
pub(super) struct Near(Vec<Vec<(usize, i64)>>);

impl Near {
    pub(super) fn new(n: usize, ties: &[Tie]) -> Self {
        let mut near = vec![Vec::new(); n];
        for &(a, b, weight) in ties {
            near[a].push((b, weight));
            near[b].push((a, weight));
        }
        Self(near)
    }

    /// What the split gains if a node changes sides.
    fn gain(&self, sides: &[bool], node: usize) -> i64 {
        let pull = |&(other, weight): &(usize, i64)| {
            if sides[other] == sides[node] { -weight } else { weight }
        };
        self.0[node].iter().map(pull).sum()
    }

    /// Changes sides while that helps.
    pub(super) fn descend(&self, sides: &mut [bool]) {
        let mut open: Vec<usize> = (0..sides.len()).rev().collect();
        let mut is_open = vec![true; sides.len()];
        while let Some(node) = open.pop() {
            is_open[node] = false;
            if self.gain(sides, node) > 0 {
                sides[node] = !sides[node];
                for &(other, _) in &self.0[node] {
                    if !std::mem::replace(&mut is_open[other], true) {
                        open.push(other);
                    }
                }
            }
        }
    }

    /// One tabu walk from a split: always the best move that was not made lately; the best split
    /// that was met.
    fn walk(&self, sides: &mut Vec<bool>, steps: usize, chance: &mut Chance) {
        let n = sides.len();
        let mut gains: Vec<i64> = (0..n).map(|node| self.gain(sides, node)).collect();
        let mut free_at = vec![0; n];
        let (mut now, mut best, mut kept) = (0, 0, sides.clone());
        for step in 0..steps {
            let free = |node: &usize| free_at[*node] <= step || now + gains[*node] > best;
            let Some(node) = (0..n).filter(free).max_by_key(|&node| gains[node]) else { continue };
            now += gains[node];
            sides[node] = !sides[node];
            gains[node] = -gains[node];
            for &(other, weight) in &self.0[node] {
                gains[other] += if sides[other] == sides[node] { -2 * weight } else { 2 * weight };
            }
            free_at[node] = step + 5 + n / 100 + chance.below(10);
            if now > best {
                best = now;
                kept.clone_from(sides);
            }
        }
        *sides = kept;
    }
}

/// A good split: descents from random trees, then tabu walks from each; so many of them, in each of
/// which at most so many nodes are looked at.
pub(super) fn search(
    n: usize,
    ties: &[Tie],
    (restarts, walk): (usize, usize),
    seed: u64,
) -> Vec<bool> {
    let near = Near::new(n, ties);
    let mut chance = Chance::new(seed);
    let mut best: Option<(i64, Vec<bool>)> = None;
    for _ in 0..restarts.max(1) {
        let mut sides = along_tree(n, ties, |_| chance.share());
        near.descend(&mut sides);
        near.walk(&mut sides, (3 * n + 50).min(walk / n.max(1)), &mut chance);
        let cost = cost(ties, &sides);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, sides));
        }
    }
    best.expect("there is a restart").1
}

/// The split that satisfies a spanning forest of the ties of least length.
pub(super) fn along_tree(
    n: usize,
    ties: &[Tie],
    mut length: impl FnMut(usize) -> f64,
) -> Vec<bool> {
    let mut order: Vec<(f64, usize)> = (0..ties.len()).map(|at| (length(at), at)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let parents = (0..n).map(|node| (node, true)).collect();
    let mut forest = Forest { parents, sizes: vec![1; n] };
    for (_, at) in order {
        let (a, b, weight) = ties[at];
        forest.join(a, b, weight > 0);
    }
    (0..n).map(|node| forest.root(node).1).collect()
}

/// Union-find that also keeps whether a node is on its parent's side.
struct Forest {
    parents: Vec<(usize, bool)>,
    sizes: Vec<usize>,
}

impl Forest {
    /// The root of a node's tree and whether the node is on its side.
    fn root(&mut self, mut node: usize) -> (usize, bool) {
        let mut side = true;
        // Joining by size keeps every path shorter than the logarithm of the number of nodes.
        while self.parents[node].0 != node {
            let (parent, same) = self.parents[node];
            side = side == same;
            node = parent;
        }
        (node, side)
    }

    fn join(&mut self, a: usize, b: usize, same: bool) {
        let ((a, side_a), (b, side_b)) = (self.root(a), self.root(b));
        if a != b {
            let (low, high) = if self.sizes[a] < self.sizes[b] { (a, b) } else { (b, a) };
            self.parents[low] = (high, (side_a == side_b) == same);
            self.sizes[high] += self.sizes[low];
        }
    }
}
