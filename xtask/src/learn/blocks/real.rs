//! Pages of which it is known what is of the article and no more: those of `learn pages`.
//!
//! What is their article is told to the judge of blocks as `learn pages` tells it of pages of other
//! sites, so that it learns how far that is to be trusted.

use std::path::Path;

use entente_read::training::Blocks;
use rayon::prelude::*;

use super::super::gold::{self, Page};
use super::super::label::{Label, labels};
use super::super::{Texts, file, judges};
use crate::Outcome;

/// In how many parts sites are split, each read by what was learned from the others.
const PARTS: usize = 3;
/// Of so many pieces one is learned from: they are many.
const STRIDE: usize = 3;
/// What a piece counts on average, and the most that one counts beside the others.
const COUNT: f32 = 0.5;
const MOST: f32 = 4.0;

/// A page cut into pieces, and what is known of each.
pub(super) struct Real {
    blocks: Blocks,
    labels: Vec<Label>,
}

/// The features of a piece, whether it is of the article, and what it counts.
pub(super) type Row = (Vec<f32>, bool, f32);

/// Loads all pages.
pub(super) fn load(data: &Path, texts: &Texts) -> Outcome<Vec<Real>> {
    let pages = gold::load(data, &texts.pages(&[])?)?;
    let mut known = Vec::new();
    for part in 0..PARTS {
        let others: Vec<&Page> = pages.iter().filter(|page| page.fold(PARTS) != part).collect();
        known.push(texts.pages(&file::write(&judges::learn(&others)))?);
    }
    let real = |page: &Page| {
        let blocks = Blocks::of_page(&page.bytes, &known[page.fold(PARTS)], &texts.cues);
        let pieces: Vec<&str> = blocks.texts.iter().map(String::as_str).collect();
        Real { labels: labels(&pieces, &page.gold), blocks }
    };
    Ok(pages.par_iter().map(real).collect())
}

/// What is learned from of all pages, by a judge of words.
pub(super) fn rows(pages: &[Real], words: &[u8]) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    let known = pages.iter().flat_map(|page| &page.labels).filter(|label| label.weight > 0.0);
    let weights: Vec<f32> = known.map(|label| label.weight.min(MOST)).collect();
    let share = COUNT * weights.len() as f32 / weights.iter().sum::<f32>();
    let mut n_known = 0;
    for Real { blocks, labels } in pages {
        let worded = blocks.worded(words)?;
        for ((row, more), label) in blocks.first.iter().zip(worded).zip(labels) {
            n_known += usize::from(label.weight > 0.0);
            if label.weight > 0.0 && n_known % STRIDE == 0 {
                let row = [&row[..], &more].concat();
                rows.push((row, label.is_article, label.weight.min(MOST) * share));
            }
        }
    }
    Ok(rows)
}
