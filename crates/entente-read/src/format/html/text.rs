//! From an article to a document's text: its paragraphs apart by blank lines, each with its kind.

use entente_model::{Block, BlockKind, Span};

use super::Article;
use super::aside::{self, aside, looks};
use crate::{BlockCues, block};

/// Puts the text together and says what each part is.
///
/// Besides the article it holds the headline, and what stands around its paragraphs and is worth
/// keeping for what it is.
pub(super) fn lay_out(
    page: &Article<'_>,
    title: &mut Option<String>,
    cues: &BlockCues,
) -> (String, Vec<Block>) {
    let mut draft = Draft::default();
    let has_text = page.chosen.iter().any(|chosen| *chosen);
    let headline = page.headline.filter(|at| !page.chosen[*at]);
    if let Some(title) = title.as_deref().filter(|_| headline.is_some() || !has_text) {
        draft.add(title, Some(BlockKind::Headline), 0.0, false);
    }
    for at in aside::range(page).filter(|at| has_text && Some(*at) != headline) {
        let (piece, is_chosen) = (&page.pieces[at], page.chosen[at]);
        let looks = if is_chosen { looks(page, at) } else { aside(page, at, cues) };
        if is_chosen || looks.is_some() {
            draft.add(&piece.text, looks, piece.link_share(), is_chosen);
        }
    }
    let Draft { text, pieces, chosen } = draft;
    let mut blocks = block::classify(&text, &pieces, title, cues);
    for ((block, piece), is_chosen) in blocks.iter_mut().zip(&pieces).zip(chosen) {
        // What was left out of the article is there for what it is, never as running text.
        let looks = piece.looks.filter(|_| !is_chosen && block.kind.is_news());
        block.kind = looks.unwrap_or(block.kind);
    }
    (text, blocks)
}

#[derive(Default)]
struct Draft {
    text: String,
    pieces: Vec<block::Piece>,
    chosen: Vec<bool>,
}

impl Draft {
    fn add(&mut self, words: &str, looks: Option<BlockKind>, links: f32, is_chosen: bool) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        let span = Span::from_range(start..self.text.len());
        self.pieces.push(block::Piece { span, looks, links });
        self.chosen.push(is_chosen);
    }
}
