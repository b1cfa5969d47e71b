//! How well pages are read: the figures that marked pages are scored by, end to end.

use std::fmt::{self, Display, Formatter};

use entente_model::{BlockKind, Document};
use entente_read::{BlockCues, Hint, Item, Pages, read};

use super::gold::{Gold, Page};
use super::words::{fold, runs, shared, words};

/// Kinds of blocks that are not the article's own text.
const NOT_BODY: [BlockKind; 5] = [
    BlockKind::Headline,
    BlockKind::Caption,
    BlockKind::CrossReference,
    BlockKind::Paywall,
    BlockKind::Boilerplate,
];

/// Sums over pages.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Shares of runs, summed over pages, and the number of pages.
    precision: f64,
    recall: f64,
    n_said: u32,
    n_known: u32,
    /// Marked strings: kept, let in, lost.
    kept: u32,
    leaked: u32,
    lost: u32,
}

impl Figures {
    /// Reads a page and adds what it gave.
    pub(super) fn add(&mut self, page: &Page, pages: &Pages, cues: &BlockCues) {
        let hint = Hint { pages: Some(pages), ..Hint::new("page.html", cues) };
        let item = read(page.bytes.as_slice(), hint).next();
        let said = match &item {
            Some(Item::Document(read)) => body(&read.value),
            _ => String::new(),
        };
        match &page.gold {
            Gold::Body(_, known) => {
                let own = runs(&words(&said));
                let n_shared = f64::from(shared(known, &own));
                let [n_known, n_own] =
                    [known, &own].map(|runs| f64::from(runs.values().sum::<u32>()));
                self.n_known += 1;
                self.recall += n_shared / n_known.max(1.0);
                self.n_said += u32::from(n_own > 0.0);
                self.precision += n_shared / n_own.max(1.0);
            }
            Gold::Marks { with, without, comments: _ } => {
                let said = fold(&said);
                let count =
                    |marks: &[String]| marks.iter().filter(|m| said.contains(*m)).count() as u32;
                let kept = count(with);
                self.kept += kept;
                self.lost += with.len() as u32 - kept;
                self.leaked += count(without);
            }
        }
    }

    /// Shingle F1 of the articles' texts.
    pub(super) fn body_f1(&self) -> f64 {
        let precision = self.precision / f64::from(self.n_said.max(1));
        f1(precision, self.recall / f64::from(self.n_known.max(1)))
    }

    /// F1 of the marked strings that are kept.
    pub(super) fn keep_f1(&self) -> f64 {
        let share = |rest: u32| f64::from(self.kept) / f64::from((self.kept + rest).max(1));
        f1(share(self.leaked), share(self.lost))
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let precision = self.precision / f64::from(self.n_said.max(1));
        let recall = self.recall / f64::from(self.n_known.max(1));
        write!(f, "body {:.4} (precision {precision:.4}, recall {recall:.4})", self.body_f1())?;
        let Self { kept, leaked, lost, .. } = self;
        write!(f, ", keep {:.4} ({kept} kept, {leaked} let in, {lost} lost)", self.keep_f1())
    }
}

fn f1(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
}

/// The article's own text of a document.
fn body(document: &Document) -> String {
    let blocks = document.blocks.iter().filter(|block| !NOT_BODY.contains(&block.kind));
    blocks.map(|block| block.span.of(&document.text)).collect::<Vec<_>>().join("\n")
}
