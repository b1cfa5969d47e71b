//! `cargo xtask learn claims`: the weights that find cues, sources and contents.
//!
//! Learned from the half of PolNeAR's development part whose ids' SHA-256 begin with an even number
//! of 32 bits; the other half is never read here. It says by cross-validation over articles what
//! is to be expected of other articles, then learns from all and writes the pack and its record.
//! The same articles give the same bytes on any machine.

mod figures;
mod gold;
mod logit;
mod record;

use std::path::Path;

use entente_code::{Attribution, Lesson, pack};
use rayon::prelude::*;

use self::figures::Figures;
use self::gold::Article;
use crate::{Outcome, root, say};

/// In how many parts articles are split to learn from all but one and score that one.
const FOLDS: usize = 5;
/// Where the weights, and the words that they build on, lie in the repository.
const PACK: &str = "packs/lang/en/claims.bin";
const WORDS: &str = "packs/lang/en/claims.tsv";

/// Learns from the articles below a folder; writes nothing where only checked.
pub(super) fn run(data: &Path, check: bool) -> Outcome {
    let words = std::fs::read_to_string(root().join(WORDS))?;
    let known = Attribution::load(&words, &[])?;
    let articles = gold::load(data, &known)?;
    let n_lessons: usize = articles.iter().map(|a| a.lessons.len()).sum();
    say(&format!("{} articles, {n_lessons} choices", articles.len()));
    let all: Vec<&Lesson> = articles.iter().flat_map(|a| &a.lessons).collect();
    let path = root().join(PACK);
    if check {
        return super::same_bytes(PACK, &pack(&logit::learn(&all)));
    }
    let figures = cross_validate(&articles, &words)?;
    say(&figures.to_string());
    let learned = pack(&logit::learn(&all));
    std::fs::write(&path, &learned)?;
    record::write(&learned, articles.len(), &figures)
}

/// Scores each part of the articles by what was learned from the others.
fn cross_validate(articles: &[Article], words: &str) -> Outcome<Figures> {
    let scored = (0..FOLDS).into_par_iter().map(|fold| {
        let (held, others): (Vec<_>, Vec<_>) =
            articles.iter().enumerate().partition(|(at, _)| at % FOLDS == fold);
        let lessons: Vec<&Lesson> = others.iter().flat_map(|(_, a)| &a.lessons).collect();
        let weights = pack(&logit::learn(&lessons));
        let known = Attribution::load(words, &weights).map_err(|e| e.to_string())?;
        let mut figures = Figures::default();
        held.iter().for_each(|(_, article)| figures.add(article, &known));
        Ok(figures)
    });
    let scored: Result<Vec<Figures>, String> = scored.collect();
    Ok(scored?.iter().fold(Figures::default(), |sum, part| sum.plus(part)))
}
