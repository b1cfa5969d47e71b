//! Boosted trees: numbers learned from marked pages, read from a pack.
//!
//! The file holds, least byte first: `EPF1`, the number of forests (two bytes), and for each the
//! number of features (two), the base (a float of four) and the number of trees (two). A tree is
//! its number of nodes (two), and for each node the feature (two), the right child (two, 0 for a
//! leaf) and a float: the limit up to which one goes left, to the next node, or the leaf's worth.

/// Trees whose leaves add up to the odds of something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forest {
    n_features: usize,
    base: f32,
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
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
        let n_nodes = u16::from_le_bytes(take(rest)?);
        self.roots.push(self.nodes.len());
        for at in 0..n_nodes {
            let feature = u16::from_le_bytes(take(rest)?);
            let right = u16::from_le_bytes(take(rest)?);
            let number = f32::from_le_bytes(take(rest)?);
            // Every step goes forward inside the tree, so that no walk runs on or out.
            let is_forward = right > at.saturating_add(1) && right < n_nodes;
            if (right != 0 && !is_forward) || usize::from(feature) >= self.n_features {
                return Err("expected every node to lead forward inside its tree");
            }
            self.nodes.push(Node { feature, right, number });
        }
        if n_nodes == 0 { Err("expected a node in every tree") } else { Ok(()) }
    }

    /// The number of features that it looks at.
    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    /// How likely something is by its features, from 0 to 1.
    pub(crate) fn judge(&self, features: &[f32]) -> f32 {
        squash(self.roots.iter().fold(self.base, |sum, root| sum + self.worth(*root, features)))
    }

    /// The same of many things at once, one tree after the other while it is near.
    pub(crate) fn judge_all(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut odds = vec![self.base; rows.len()];
        for root in &self.roots {
            odds.iter_mut().zip(rows).for_each(|(odds, row)| *odds += self.worth(*root, row));
        }
        odds.into_iter().map(squash).collect()
    }

    /// What a tree adds to the odds.
    fn worth(&self, root: usize, features: &[f32]) -> f32 {
        let mut at = root;
        loop {
            let node = self.nodes[at];
            if node.right == 0 {
                return node.number;
            }
            let goes_left = features[usize::from(node.feature)] <= node.number;
            at = if goes_left { at + 1 } else { root + usize::from(node.right) };
        }
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
        assert!(Forest::parse(&file(2)[..20]).is_err());
        assert!(Forest::parse(&[file(2), vec![0]].concat()).is_err());
        assert!(Forest::parse(b"").is_err());
    }
}
