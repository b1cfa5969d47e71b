//! The signed graph of a system: who is tied to whom, as friend or as foe.
//!
//! [`SignedGraph`] holds the ties; [`mod@triads`] counts the four kinds of triangle, [`frustration()`]
//! finds the least number of ties against any split into two blocs, exactly, [`blocs()`] allows
//! any number of them, [`walks()`] gives two measures without a search, and [`shuffles()`] says how
//! far all this is from what the same ties would give with their signs dealt out by chance.

mod blocks;
pub mod blocs;
mod cuts;
pub mod frustration;
mod local;
mod packing;
mod reduce;
pub mod shuffles;
pub mod triads;
pub mod walks;

use std::collections::BTreeMap;

pub use blocs::{Blocs, blocs};
pub use frustration::{Effort, Frustration, frustration};
pub use shuffles::{Shuffles, shuffles};
pub use triads::{Triad, TriadCounts, triads};
pub use walks::{Walks, walks};

/// Nodes by name and the signs between them; at most one tie a pair, none to oneself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedGraph {
    names: Vec<String>,
    edges: Vec<SignedEdge>,
}

/// A tie between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignedEdge {
    /// The node that stands first in the graph's order.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// Whether the tie is friendly.
    pub is_positive: bool,
}

impl SignedGraph {
    /// Builds a graph from weights between named nodes, in either direction.
    ///
    /// The weights of a pair are summed and only the sign is kept; a sum of zero is no tie, though
    /// its nodes stay. A tie of a node to itself says nothing and is dropped.
    pub fn new<'n>(ties: impl IntoIterator<Item = (&'n str, &'n str, i64)>) -> Self {
        let mut sums = BTreeMap::<(&str, &str), i64>::new();
        for (a, b, weight) in ties {
            *sums.entry((a.min(b), a.max(b))).or_default() += weight;
        }
        let mut index: BTreeMap<&str, usize> =
            sums.keys().flat_map(|&(a, b)| [(a, 0), (b, 0)]).collect();
        index.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let signed = sums.iter().filter(|((a, b), sum)| a != b && **sum != 0);
        let edge = |(&(a, b), &sum): (&(&str, &str), &i64)| SignedEdge {
            a: index[a],
            b: index[b],
            is_positive: sum > 0,
        };
        let edges = signed.map(edge).collect();
        Self { names: index.keys().map(|&name| name.to_owned()).collect(), edges }
    }

    /// Builds a graph from nodes whose names are sorted, and ties sorted by their nodes.
    pub fn of(names: Vec<String>, edges: Vec<SignedEdge>) -> Self {
        debug_assert!(names.is_sorted() && edges.is_sorted_by_key(|edge| (edge.a, edge.b)));
        Self { names, edges }
    }

    /// The names of the nodes, sorted; nodes are numbered in this order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The ties, sorted by their nodes.
    pub fn edges(&self) -> &[SignedEdge] {
        &self.edges
    }

    /// The same ties with other signs, one an edge.
    #[must_use]
    pub fn with_signs(&self, mut is_positive: impl FnMut(usize, SignedEdge) -> bool) -> Self {
        let sign = |(at, &edge)| SignedEdge { is_positive: is_positive(at, edge), ..edge };
        let edges = self.edges.iter().enumerate().map(sign).collect();
        Self { names: self.names.clone(), edges }
    }

    /// The neighbours of each node with the number of the edge, sorted.
    pub(crate) fn neighbours(&self) -> Vec<Vec<(usize, usize)>> {
        let mut near = vec![Vec::new(); self.names.len()];
        for (at, edge) in self.edges.iter().enumerate() {
            near[edge.a].push((edge.b, at));
            near[edge.b].push((edge.a, at));
        }
        near.iter_mut().for_each(|list| list.sort_unstable());
        near
    }

    /// The connected component of each node, numbered by their first nodes.
    pub fn components(&self) -> Vec<usize> {
        let near = self.neighbours();
        let mut of = vec![usize::MAX; near.len()];
        let mut n = 0;
        for start in 0..near.len() {
            if of[start] != usize::MAX {
                continue;
            }
            let mut open = vec![start];
            of[start] = n;
            while let Some(node) = open.pop() {
                for &(next, _) in &near[node] {
                    if of[next] == usize::MAX {
                        of[next] = n;
                        open.push(next);
                    }
                }
            }
            n += 1;
        }
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_summed_and_signed() {
        let graph = SignedGraph::new([("b", "a", 2), ("a", "b", -1), ("c", "c", 1), ("c", "d", 0)]);
        assert_eq!(graph.names(), ["a", "b", "c", "d"]);
        assert_eq!(graph.edges(), [SignedEdge { a: 0, b: 1, is_positive: true }]);
        assert_eq!(graph.components(), [0, 0, 1, 2]);
    }
}
