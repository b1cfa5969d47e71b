//! Boosted trees: numbers learned from marked pages, read from a pack.
//!
//! The file holds, least byte first: `EPF1`, the number of forests (two bytes), and for each the
//! number of features (two), the base (a float of four) and the number of trees (two). A tree is
//! its number of nodes (two), and for each node the feature (two), the right child (two, 0 for a
//! leaf) and a float: the limit up to which one goes left, to the next node, or the leaf's worth.

//!
//! Trees are asked as in QuickScorer (Lucchese and others, SIGIR 2015): every test of a tree is made,
//! and one that fails rules out the leaves to its left; the first leaf that is left is the answer.
//! That goes for several rows side by side and never has to guess which way a row will turn.

/// Trees whose leaves add up to the odds of something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forest {
    n_features: usize,
    base: f32,
    tests: Vec<Test>,
    /// What the leaves are worth, tree by tree from left to right.
    leaves: Vec<f32>,
    /// The number of leaves of each tree; it has one test fewer.
    trees: Vec<usize>,
}

/// A fork of a tree: one goes left up to the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Test {
    feature: u16,
    limit: f32,
    /// The leaves that can be reached from above the limit, a bit each.
    above: u32,
}

/// The most leaves a tree may have.
const MAX_LEAVES: usize = u32::BITS as usize;
/// How many rows are judged side by side.
const ABREAST: usize = 8;

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
        let n_nodes = u16::from_le_bytes(take(rest)?);
        let mut n_leaves = 0;
        // Tests of which the right child is still to come: that child, the test, its first leaf.
        let mut open: Vec<(u16, usize, usize)> = Vec::new();
        for at in 0..n_nodes {
            let feature = u16::from_le_bytes(take(rest)?);
            let right = u16::from_le_bytes(take(rest)?);
            let number = f32::from_le_bytes(take(rest)?);
            if let Some((_, test, first)) = open.pop_if(|(right, ..)| *right == at) {
                self.tests[test].above = !(bits(n_leaves) & !bits(first));
            }
            if right == 0 {
                self.leaves.push(number);
                n_leaves += 1;
                continue;
            }
            let is_inside = open.last().is_none_or(|(around, ..)| right < *around);
            if right <= at.saturating_add(1) || right >= n_nodes || !is_inside {
                return Err("expected every node to lead forward inside its tree");
            }
            if usize::from(feature) >= self.n_features {
                return Err("expected every test to be of a feature of its forest");
            }
            open.push((right, self.tests.len(), n_leaves));
            self.tests.push(Test { feature, limit: number, above: 0 });
        }
        self.trees.push(n_leaves);
        match n_leaves {
            1..=MAX_LEAVES if open.is_empty() && usize::from(n_nodes) + 1 == 2 * n_leaves => Ok(()),
            _ => Err("expected 1 to 32 leaves in every tree and one test fewer"),
        }
    }

    /// The number of features that it looks at.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// How likely something is by the features of each row, from 0 to 1.
    pub(crate) fn judge_all(&self, rows: &Rows) -> Vec<f32> {
        let odds = rows.eights.iter().flat_map(|features| self.odds(features));
        odds.take(rows.len).map(squash).collect()
    }

    /// The odds of eight rows at once; `features` holds each feature of all eight.
    fn odds(&self, features: &[[f32; ABREAST]]) -> [f32; ABREAST] {
        let mut odds = [self.base; ABREAST];
        let (mut tests, mut leaves) = (self.tests.as_slice(), self.leaves.as_slice());
        for n_leaves in &self.trees {
            let (own, others) = tests.split_at(n_leaves - 1);
            let mut open = [u32::MAX; ABREAST];
            for Test { feature, limit, above } in own.iter().copied() {
                let numbers = &features[usize::from(feature)];
                // No branches, so that all eight are compared at once.
                let within = numbers.map(|number| u32::from(number <= limit).wrapping_neg());
                open.iter_mut().zip(within).for_each(|(open, within)| *open &= within | above);
            }
            for (odds, open) in odds.iter_mut().zip(open) {
                *odds += leaves[open.trailing_zeros() as usize];
            }
            (tests, leaves) = (others, &leaves[*n_leaves..]);
        }
        odds
    }
}

/// The features of many things, laid out by eights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    len: usize,
    /// Of each eight things, every feature of all eight.
    eights: Vec<Vec<[f32; ABREAST]>>,
}

impl Rows {
    /// Takes rows of equally many features.
    pub(crate) fn new<R: AsRef<[f32]>>(rows: &[R]) -> Self {
        let mut all = Self::default();
        all.eights.resize_with(rows.len().div_ceil(ABREAST), Vec::new);
        all.len = rows.len();
        all.extend(rows);
        all
    }

    /// The number of things.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Adds features to those of each thing.
    pub(crate) fn extend<R: AsRef<[f32]>>(&mut self, more: &[R]) {
        for (eight, rows) in self.eights.iter_mut().zip(more.chunks(ABREAST)) {
            let n = rows[0].as_ref().len();
            let first = eight.len();
            eight.resize(first + n, [0.0; ABREAST]);
            for (at, row) in rows.iter().enumerate() {
                let cells = eight[first..].iter_mut().zip(row.as_ref());
                cells.for_each(|(cell, number)| cell[at] = *number);
            }
        }
    }
}

/// As many bits from the least on.
fn bits(n: usize) -> u32 {
    1_u32.checked_shl(n as u32).map_or(u32::MAX, |bit| bit - 1)
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

    /// One forest over two features with one tree of such nodes: feature, right child, number.
    fn forest(nodes: &[(u16, u16, f32)]) -> Vec<u8> {
        let node = |(feature, right, number): &(u16, u16, f32)| {
            let [feature, right] = [feature, right].map(|n| n.to_le_bytes());
            [&feature[..], &right, &number.to_le_bytes()].concat()
        };
        let head = [b"EPF1", &1_u16.to_le_bytes()[..], &2_u16.to_le_bytes(), &[0; 4]].concat();
        let tree = [1_u16.to_le_bytes(), (nodes.len() as u16).to_le_bytes()].concat();
        [head, tree, nodes.iter().flat_map(node).collect()].concat()
    }

    /// Up to 3 in the second feature, odds 1, else -2.
    fn file(right: u16) -> Vec<u8> {
        forest(&[(1, right, 3.0), (0, 0, 1.0), (0, 0, -2.0)])
    }

    /// Above each whole number one leaf further to the right, which is worth that number.
    fn stairs(n_leaves: u16) -> Vec<u8> {
        let step = |at: u16| [(0, 2 * at + 2, f32::from(at)), (0, 0, f32::from(at))];
        let mut nodes: Vec<(u16, u16, f32)> = (0..n_leaves - 1).flat_map(step).collect();
        nodes.push((0, 0, f32::from(n_leaves - 1)));
        forest(&nodes)
    }

    #[test]
    fn every_leaf_is_found() {
        let forest = &Forest::parse(&stairs(32)).expect("well-formed")[0];
        let rows: Vec<[f32; 2]> = (0_u8..40).map(|n| [f32::from(n), 0.0]).collect();
        let expected: Vec<f32> = rows.iter().map(|row| squash(row[0].min(31.0))).collect();
        assert_eq!(forest.judge_all(&Rows::new(&rows)), expected);
        assert!(Forest::parse(&stairs(33)).is_err());
    }

    #[test]
    fn features_decide_the_way() {
        let forest = &Forest::parse(&file(2)).expect("well-formed")[0];
        let mut rows = Rows::new(&[[0.0], [0.0]]);
        rows.extend(&[[3.5], [3.0]]);
        assert_eq!(forest.judge_all(&rows), [squash(-2.0), squash(1.0)]);
        let rows = Rows::new(&[[0.0, 9.0]; ABREAST + 1]);
        assert_eq!(forest.judge_all(&rows), [squash(-2.0); ABREAST + 1]);
        assert!(squash(1.0) > 0.7 && squash(-2.0) < 0.2);
    }

    #[test]
    fn what_would_run_on_is_refused() {
        assert!(Forest::parse(&file(1)).is_err());
        assert!(Forest::parse(&file(3)).is_err());
        assert!(Forest::parse(&file(2)[..20]).is_err());
        assert!(Forest::parse(&[file(2), vec![0]].concat()).is_err());
        assert!(Forest::parse(b"").is_err());
    }
}
