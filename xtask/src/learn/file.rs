//! Writes learned judges; the layout is described at the reader, `entente_read`'s `forest`.

use super::boosting::{Forest, Node};

/// The bytes of a pack of judges.
pub(super) fn write(judges: &[Forest]) -> Vec<u8> {
    let mut out = b"EPF1".to_vec();
    number(&mut out, judges.len());
    for Forest { n_features, base, trees } in judges {
        number(&mut out, *n_features);
        out.extend(base.to_le_bytes());
        number(&mut out, trees.len());
        for tree in trees {
            let mut rows = Vec::with_capacity(tree.len());
            lay_out(tree, 0, &mut rows);
            number(&mut out, rows.len());
            for (feature, right, value) in rows {
                number(&mut out, feature);
                number(&mut out, right);
                out.extend(value.to_le_bytes());
            }
        }
    }
    out
}

/// Lays out a tree so that the left child follows its parent: feature, right child, number.
fn lay_out(tree: &[Node], at: usize, rows: &mut Vec<(usize, usize, f32)>) {
    match tree[at] {
        Node::Leaf(worth) => rows.push((0, 0, worth)),
        Node::Split { feature, bin: _, limit, left, right } => {
            let own = rows.len();
            rows.push((feature, 0, limit));
            lay_out(tree, left, rows);
            rows[own].1 = rows.len();
            lay_out(tree, right, rows);
        }
    }
}

fn number(out: &mut Vec<u8>, number: usize) {
    let number = u16::try_from(number).expect("forests have fewer than 65,536 of anything");
    out.extend(number.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_left_child_follows_and_the_right_is_counted_from_the_root() {
        let split = |left, right| Node::Split { feature: 1, bin: 0, limit: 3.0, left, right };
        let tree = [split(2, 1), Node::Leaf(5.0), split(3, 4), Node::Leaf(6.0), Node::Leaf(7.0)];
        let mut rows = Vec::new();
        lay_out(&tree, 0, &mut rows);
        assert_eq!(rows, [(1, 4, 3.0), (1, 3, 3.0), (0, 0, 6.0), (0, 0, 7.0), (0, 0, 5.0)]);
        let forest = Forest { n_features: 2, base: 0.0, trees: vec![tree.to_vec()] };
        let bytes = write(&[forest.clone(), forest]);
        assert_eq!(bytes.len(), 6 + 2 * (8 + 2 + 5 * 8));
    }
}
