//! Biconnected blocks: no negative cycle runs through two of them, so each is solved alone.

/// The ties of each block, as numbers into `ties` (Hopcroft and Tarjan 1973, without recursion).
pub(super) fn blocks(n: usize, ties: &[(usize, usize, i64)]) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); n];
    for (at, &(a, b, _)) in ties.iter().enumerate() {
        near[a].push((b, at));
        near[b].push((a, at));
    }
    let mut walk =
        Walk { order: vec![0; n], low: vec![0; n], seen: 0, kept: vec![], found: vec![] };
    for start in 0..n {
        if walk.order[start] == 0 && !near[start].is_empty() {
            walk.from(start, &near);
        }
    }
    walk.found
}

struct Walk {
    /// When a node was met, from 1; 0 if not yet.
    order: Vec<usize>,
    /// The earliest node that can be reached from below.
    low: Vec<usize>,
    seen: usize,
    /// Ties of blocks that are not closed yet.
    kept: Vec<usize>,
    found: Vec<Vec<usize>>,
}

/// A node on the way down: the tie it was reached by and how many of its own were followed.
struct Place {
    node: usize,
    by: usize,
    next: usize,
}

impl Walk {
    fn meet(&mut self, node: usize) {
        self.seen += 1;
        self.order[node] = self.seen;
        self.low[node] = self.seen;
    }

    fn from(&mut self, start: usize, near: &[Vec<(usize, usize)>]) {
        self.meet(start);
        let mut way = vec![Place { node: start, by: usize::MAX, next: 0 }];
        while let Some(place) = way.last_mut() {
            let node = place.node;
            if let Some(&(other, tie)) = near[node].get(place.next) {
                place.next += 1;
                if tie == place.by || self.order[other] > self.order[node] {
                    continue;
                }
                self.kept.push(tie);
                if self.order[other] == 0 {
                    self.meet(other);
                    way.push(Place { node: other, by: tie, next: 0 });
                } else {
                    self.low[node] = self.low[node].min(self.order[other]);
                }
                continue;
            }
            let by = place.by;
            way.pop();
            if let Some(above) = way.last() {
                self.climb(above.node, node, by);
            }
        }
    }

    /// Goes back up a tie, which closes a block unless something below reaches beyond it.
    fn climb(&mut self, above: usize, node: usize, by: usize) {
        self.low[above] = self.low[above].min(self.low[node]);
        if self.low[node] >= self.order[above] {
            let first = self.kept.iter().rposition(|&tie| tie == by);
            self.found.push(self.kept.split_off(first.expect("it was kept on the way down")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_and_a_bridge_are_three_blocks() {
        let ties = [(0, 1, 1), (1, 2, 1), (0, 2, 1), (2, 3, 1), (3, 4, 1), (4, 5, 1), (3, 5, 1)];
        let mut found = blocks(7, &ties);
        found.iter_mut().for_each(|block| block.sort_unstable());
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3], vec![4, 5, 6]]);
    }
}
