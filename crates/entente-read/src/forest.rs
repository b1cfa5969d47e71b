//! Boosted trees: numbers learned from marked pages, read from a pack.
//!
//! The file holds, least byte first: `EPF1`, the number of forests (two bytes), and for each the
//! number of features (two), the base (a float of four) and the number of trees (two). A tree is
//! its number of nodes (two), and for each node the feature (two), the right child (two, 0 for a
//! leaf) and a float: the limit up to which one goes left, to the next node, or the leaf's worth.

use std::ops::Range;

/// Trees whose leaves add up to the odds of something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forest {
    n_features: usize,
    base: f32,
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    trees: Vec<Tree>,
}

/// Where the nodes and leaves of a tree are.
///
/// A tree is not walked: every node is asked, without a branch that a processor would have to guess,
/// and those that lead to the right rule out the leaves on their left. The first leaf that is left
/// is the one that a walk comes to (Lucchese et al. 2015, "QuickScorer").
#[derive(Clone, Debug, Default, PartialEq)]
struct Tree {
    nodes: Range<usize>,
    /// Its first leaf.
    leaf: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    feature: u16,
    /// Up to here a feature leads to the left.
    limit: f32,
    /// The leaves that are left where it leads to the right, a bit each.
    right: u64,
}

/// A node as the file has it.
#[derive(Clone, Copy)]
struct Row {
    feature: u16,
    /// Counted from the root; 0 for a leaf.
    right: u16,
    number: f32,
}

impl Forest {
    /// Reads all forests of a file, or says what is wrong with it.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Self>, &'static str> {
        let mut rest = bytes.strip_prefix(b"EPF1").ok_or("expected `EPF1` at the start")?;
        let n_forests = u16::from_le_bytes(take(&mut rest)?);
        let forests = (0..n_forests).map(|_| Self::read(&mut rest)).collect();
        if rest.is_empty() { forests } else { Err("expected nothing after the last tree") }
    }

    fn read(rest: &mut &[u8]) -> Result<Self, &'static str> {
        let n_features = usize::from(u16::from_le_bytes(take(rest)?));
        let base = f32::from_le_bytes(take(rest)?);
        let n_trees = u16::from_le_bytes(take(rest)?);
        let mut forest = Self { n_features, base, ..Self::default() };
        (0..n_trees).try_for_each(|_| forest.read_tree(rest))?;
        Ok(forest)
    }

    fn read_tree(&mut self, rest: &mut &[u8]) -> Result<(), &'static str> {
        let n_rows = u16::from_le_bytes(take(rest)?);
        let mut rows = Vec::new();
        for _ in 0..n_rows {
            let feature = u16::from_le_bytes(take(rest)?);
            let right = u16::from_le_bytes(take(rest)?);
            rows.push(Row { feature, right, number: f32::from_le_bytes(take(rest)?) });
        }
        if rows.iter().filter(|row| row.right == 0).count() > u64::BITS as usize {
            return Err("expected at most 64 leaves in every tree");
        }
        let (nodes, leaf) = (self.nodes.len(), self.leaves.len());
        self.grow(&rows, 0, rows.len(), leaf)?;
        self.trees.push(Tree { nodes: nodes..self.nodes.len(), leaf });
        Ok(())
    }

    /// Adds the part of a tree that some rows hold, the left child after its parent.
    fn grow(
        &mut self,
        rows: &[Row],
        at: usize,
        end: usize,
        leaf: usize,
    ) -> Result<(), &'static str> {
        let wrong = "expected every node to lead forward inside its tree";
        let row = *rows[..end].get(at).ok_or(wrong)?;
        if usize::from(row.feature) >= self.n_features {
            return Err("expected features of this forest");
        }
        let right = usize::from(row.right);
        if right == 0 && at + 1 == end {
            self.leaves.push(row.number);
            return Ok(());
        }
        if right <= at + 1 || right >= end {
            return Err(wrong);
        }
        let (own, first) = (self.nodes.len(), self.leaves.len() - leaf);
        self.nodes.push(Node { feature: row.feature, limit: row.number, right: 0 });
        self.grow(rows, at + 1, right, leaf)?;
        let n_left = self.leaves.len() - leaf - first;
        self.nodes[own].right = !(((1_u64 << n_left) - 1) << first);
        self.grow(rows, right, end, leaf)
    }

    /// The number of features that it looks at.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// How likely something is by its features, from 0 to 1.
    pub(crate) fn judge(&self, features: &[f32]) -> f32 {
        squash(self.trees.iter().fold(self.base, |sum, tree| sum + self.worth(tree, features)))
    }

    /// The same of many things at once, one tree after the other while it is near.
    pub(crate) fn judge_all(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut odds = vec![self.base; rows.len()];
        for tree in &self.trees {
            odds.iter_mut().zip(rows).for_each(|(odds, row)| *odds += self.worth(tree, row));
        }
        odds.into_iter().map(squash).collect()
    }

    /// What a tree adds to the odds.
    fn worth(&self, tree: &Tree, features: &[f32]) -> f32 {
        let left = self.nodes[tree.nodes.clone()].iter().fold(u64::MAX, |left, node| {
            let leads_left = features[usize::from(node.feature)] <= node.limit;
            left & (node.right | u64::from(leads_left).wrapping_neg())
        });
        self.leaves[tree.leaf + left.trailing_zeros() as usize]
    }
}

/// From odds to a share between 0 and 1: much like the logistic function, but of operations that
/// give the same bits on any machine.
fn squash(odds: f32) -> f32 {
    0.5 + 0.5 * odds / (4.0 + odds * odds).sqrt()
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (first, others) = rest.split_first_chunk::<N>().ok_or("expected more bytes")?;
    *rest = others;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One forest over two features with one tree: up to 3 in the second, odds 1, else -2.
    fn file(right: u16) -> Vec<u8> {
        let node = |feature: u16, right: u16, number: f32| {
            let [feature, right] = [feature, right].map(u16::to_le_bytes);
            [&feature[..], &right, &number.to_le_bytes()].concat()
        };
        let head = [b"EPF1", &1_u16.to_le_bytes()[..], &2_u16.to_le_bytes(), &[0; 4]].concat();
        let tree = [1_u16.to_le_bytes(), 3_u16.to_le_bytes()].concat();
        [head, tree, node(1, right, 3.0), node(0, 0, 1.0), node(0, 0, -2.0)].concat()
    }

    #[test]
    fn features_decide_the_way() {
        let forest = &Forest::parse(&file(2)).expect("well-formed")[0];
        assert_eq!(forest.judge(&[0.0, 3.0]), squash(1.0));
        assert_eq!(forest.judge(&[0.0, 3.5]), squash(-2.0));
        let rows = [vec![0.0, 3.5], vec![0.0, 3.0]];
        assert_eq!(forest.judge_all(&rows), [squash(-2.0), squash(1.0)]);
        assert!(squash(1.0) > 0.7 && squash(-2.0) < 0.2);
    }

    #[test]
    fn what_would_run_on_is_refused() {
        assert!(Forest::parse(&file(1)).is_err());
        assert!(Forest::parse(&file(3)).is_err());
        assert!(Forest::parse(&file(0)).is_err());
        assert!(Forest::parse(&file(2)[..20]).is_err());
        assert!(Forest::parse(&[file(2), vec![0]].concat()).is_err());
        assert!(Forest::parse(b"").is_err());
    }
}
