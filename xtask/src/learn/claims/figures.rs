//! How well sources, cues and contents are found: exact spans, white space at the edges aside.

use std::collections::BTreeSet;
use std::fmt;

use entente_code::{Attribution, Marked, marked};
use entente_model::Span;

use super::gold::Article;

/// Right, found and marked spans of sources, cues and contents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures([Count; 3]);

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    found: usize,
    marked: usize,
}

impl Figures {
    /// Adds what is found in an article.
    pub(super) fn add(&mut self, article: &Article, known: &Attribution) {
        let text = &article.text.document.text;
        let found = spans(&marked(&article.text, known), text);
        let gold = spans(&article.marked, text);
        for (count, (found, gold)) in self.0.iter_mut().zip(found.iter().zip(&gold)) {
            count.right += found.intersection(gold).count();
            count.found += found.len();
            count.marked += gold.len();
        }
    }

    pub(super) fn plus(self, other: &Self) -> Self {
        let mut sum = self;
        for (count, more) in sum.0.iter_mut().zip(&other.0) {
            count.right += more.right;
            count.found += more.found;
            count.marked += more.marked;
        }
        sum
    }

    /// F1 of sources, cues and contents.
    pub(super) fn f1(&self) -> [f64; 3] {
        self.0.map(|Count { right, found, marked }| {
            2.0 * right as f64 / (found + marked).max(1) as f64
        })
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [source, cue, content] = self.f1();
        write!(f, "F1 source {source:.4}, cue {cue:.4}, content {content:.4} {:?}", self.0)
    }
}

fn spans(all: &[Marked], text: &str) -> [BTreeSet<Span>; 3] {
    let bare = |span: Span| {
        let words = span.of(text);
        let start = span.start() as usize + words.len() - words.trim_start().len();
        Span::from_range(start..start + words.trim().len())
    };
    [
        all.iter().filter_map(|m| m.source).map(bare).collect(),
        all.iter().map(|m| bare(m.cue)).collect(),
        all.iter().flat_map(|m| m.content.iter().copied()).map(bare).collect(),
    ]
}
