//! Learns in what order kinds of blocks stand; the layout of the file is described at the reader,
//! `entente_read`'s `block/order`.
//!
//! How much oftener than by chance a kind comes after another is counted. The number is drawn to 1
//! by its eighth root, which is what pages of sites that were not learned from are read best with,
//! and which square roots give alike on any machine.

use entente_read::training::Blocks;

const N: usize = Blocks::KINDS.len();
/// What stands for the start of a page, and in its own column for the end.
const EDGE: usize = N;
/// What is added to each count.
const MORE: f64 = 0.5;

/// The bytes of the section, from the kinds of the blocks of each page.
pub(super) fn learn<'k>(pages: impl Iterator<Item = &'k [Option<usize>]>) -> Vec<u8> {
    let mut counts = [[MORE; N + 1]; N + 1];
    for page in pages {
        let mut last = EDGE;
        for kind in page.iter().flatten().chain([&EDGE]) {
            counts[last][*kind] += 1.0;
            last = *kind;
        }
    }
    let column = |to: usize| counts.iter().map(|row| row[to]).sum::<f64>();
    let columns: Vec<f64> = (0..=N).map(column).collect();
    let all: f64 = columns.iter().sum();
    let mut out = b"EPO1".to_vec();
    for row in &counts {
        let whole: f64 = row.iter().sum();
        for (count, column) in row.iter().zip(&columns) {
            let times = (count / whole) / (column / all);
            out.extend((times.sqrt().sqrt().sqrt() as f32).to_le_bytes());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_oftener_counts_more() {
        let pages: Vec<Vec<Option<usize>>> =
            vec![vec![Some(0), None, Some(1), Some(2), Some(2)]; 9];
        let section = learn(pages.iter().map(Vec::as_slice));
        let number = |from: usize, to: usize| {
            let at = 4 + 4 * (from * (N + 1) + to);
            f32::from_le_bytes([0, 1, 2, 3].map(|byte| section[at + byte]))
        };
        assert!(number(EDGE, 0) > 1.0 && number(0, 1) > 1.0 && number(0, 2) < 1.0);
        assert_eq!(section.len(), 4 + 4 * (N + 1) * (N + 1));
    }
}
