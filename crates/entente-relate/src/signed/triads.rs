//! Triangles by their signs: which are balanced, and whom the unbalanced ones run through.

use super::SignedGraph;

/// A triangle; its nodes ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Triad {
    /// Its nodes.
    pub nodes: [usize; 3],
    /// Its edges: first and second node, first and third, second and third.
    pub edges: [usize; 3],
    /// How many of the edges are positive.
    pub positive: u8,
}

/// How many triangles there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TriadCounts {
    /// By the number of positive edges: `---`, `+--`, `++-`, `+++`.
    pub by_positive: [u64; 4],
}

impl Triad {
    /// Whether it can be split into two blocs without a tie against the split (Heider, Harary).
    pub fn is_balanced(&self) -> bool {
        self.positive % 2 == 1
    }

    /// The same if three foes of one another may be three blocs (Davis).
    pub fn is_weakly_balanced(&self) -> bool {
        self.positive != 2
    }
}

impl TriadCounts {
    /// All triangles.
    pub fn total(&self) -> u64 {
        self.by_positive.iter().sum()
    }

    /// Share of `+++` and `+--`; none without a triangle.
    pub fn strong(&self) -> Option<f64> {
        let [_, one, _, three] = self.by_positive;
        self.share(one + three)
    }

    /// Share of all but `++-`: three foes of one another can be three blocs (Davis).
    pub fn weak(&self) -> Option<f64> {
        self.share(self.total() - self.by_positive[2])
    }

    fn share(&self, n: u64) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| n as f64 / total as f64)
    }
}

/// Hands out each triangle once, in order of its nodes.
pub fn triads(graph: &SignedGraph, mut each: impl FnMut(Triad)) {
    let near = graph.neighbours();
    let edges = graph.edges();
    for (first, edge) in edges.iter().enumerate() {
        let (a, b) = (edge.a, edge.b);
        for_both(&near[a], &near[b], b, |c, ac, bc| {
            let signs = [first, ac, bc].map(|at| u8::from(edges[at].is_positive));
            let positive = signs.iter().sum();
            each(Triad { nodes: [a, b, c], edges: [first, ac, bc], positive });
        });
    }
}

/// Counts the triangles by kind.
pub fn count(graph: &SignedGraph) -> TriadCounts {
    let mut counts = TriadCounts::default();
    triads(graph, |triad| counts.by_positive[usize::from(triad.positive)] += 1);
    counts
}

/// Walks two sorted lists and hands out what stands in both beyond a node.
fn for_both(
    left: &[(usize, usize)],
    right: &[(usize, usize)],
    beyond: usize,
    mut each: impl FnMut(usize, usize, usize),
) {
    let past = |list: &[(usize, usize)]| list.partition_point(|&(node, _)| node <= beyond);
    let (mut i, mut j) = (past(left), past(right));
    while i < left.len() && j < right.len() {
        match left[i].0.cmp(&right[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(left[i].0, left[i].1, right[j].1);
                i += 1;
                j += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_foes_are_balanced_only_weakly() {
        let of = |positive| Triad { nodes: [0, 1, 2], edges: [0, 1, 2], positive };
        let told = [0, 1, 2, 3].map(|n| (of(n).is_balanced(), of(n).is_weakly_balanced()));
        assert_eq!(told, [(false, true), (true, true), (false, false), (true, true)]);
    }

    #[test]
    fn the_four_kinds_are_told_apart() {
        let kind = |signs: [i64; 3]| {
            let [ab, ac, bc] = signs;
            let graph = SignedGraph::new([("a", "b", ab), ("a", "c", ac), ("b", "c", bc)]);
            let counts = count(&graph);
            (counts.by_positive, counts.strong(), counts.weak())
        };
        assert_eq!(kind([1, 1, 1]), ([0, 0, 0, 1], Some(1.0), Some(1.0)));
        assert_eq!(kind([1, -1, 1]), ([0, 0, 1, 0], Some(0.0), Some(0.0)));
        assert_eq!(kind([-1, 1, -1]), ([0, 1, 0, 0], Some(1.0), Some(1.0)));
        assert_eq!(kind([-1, -1, -1]), ([1, 0, 0, 0], Some(0.0), Some(1.0)));
        assert_eq!(count(&SignedGraph::default()).strong(), None);
    }
}
