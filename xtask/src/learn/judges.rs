//! The two judges of pieces: the first knows the page alone, the second what the first held.

use rayon::prelude::*;

use super::boosting::{self, Example, Forest, Growth};
use super::gold::Page;

/// In how many parts pages are split so that the second judge learns from judgements of pages that
/// the first had not seen.
const PARTS: usize = 3;
const FIRST: Growth = Growth {
    n_trees: 120,
    n_leaves: 16,
    rate: 0.08,
    features: 0.2,
    examples: 0.5,
    least: 3.0,
    shrinkage: 10.0,
};
const SECOND: Growth = Growth { n_leaves: 12, rate: 0.06, ..FIRST };

/// The features of each piece of a page.
type Rows = Vec<Vec<f32>>;

/// Learns both judges from marked pages.
pub(super) fn learn(pages: &[&Page]) -> [Forest; 2] {
    let first: Vec<Rows> = pages.par_iter().map(|page| page.sample.first()).collect();
    let mut second: Vec<Rows> = vec![Rows::new(); pages.len()];
    for part in 0..PARTS {
        let forest = fit(pages, &first, |page| page.part(PARTS) != part, &FIRST);
        for (at, page) in pages.iter().enumerate().filter(|(_, page)| page.part(PARTS) == part) {
            let likely: Vec<f32> = first[at].iter().map(|row| forest.judge(row)).collect();
            let more = page.sample.second(&likely);
            second[at] =
                first[at].iter().zip(more).map(|(row, more)| [&row[..], &more].concat()).collect();
        }
    }
    [fit(pages, &first, |_| true, &FIRST), fit(pages, &second, |_| true, &SECOND)]
}

/// Learns from the pieces of some pages of which something is known.
fn fit(pages: &[&Page], rows: &[Rows], is_used: impl Fn(&Page) -> bool, growth: &Growth) -> Forest {
    let used = pages.iter().zip(rows).filter(|(page, _)| is_used(page));
    let examples: Vec<Example<'_>> = used
        .flat_map(|(page, rows)| rows.iter().zip(&page.labels))
        .filter(|(_, label)| label.weight > 0.0)
        .map(|(row, label)| (row.as_slice(), label.is_article, label.weight))
        .collect();
    boosting::learn(&examples, growth)
}
