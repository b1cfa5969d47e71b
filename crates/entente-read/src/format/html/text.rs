//! From an article to a document's text: its paragraphs apart by blank lines, each with its kind.

use entente_model::{Block, BlockKind, Span};

use super::Article;
use super::names::CAPTION;
use super::tag::Tag;
use crate::{BlockCues, block};

/// The share of links from which on what was left out of the article is a reference.
const LINKED: f32 = 0.6;
/// The fewest words of a reference, and of a caption.
const WORDS: (usize, usize) = (4, 2);

/// Puts the text together and says what each part is.
///
/// Besides the article it holds the headline, and what stands among its paragraphs and is worth
/// keeping for what it is: captions and links to other texts.
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
    for at in (page.from..=page.last).filter(|at| has_text && Some(*at) != headline) {
        let (piece, is_chosen) = (&page.pieces[at], page.chosen[at]);
        let looks = if is_chosen { looks(page, at) } else { aside(page, at) };
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

/// What the element of a piece of the article makes of it.
fn looks(page: &Article<'_>, at: usize) -> Option<BlockKind> {
    if Some(at) == page.headline {
        return Some(BlockKind::Headline);
    }
    let near = page.tree.path(page.pieces[at].node).take(3);
    near.map(|id| page.tree.tag(id)).find_map(|tag| match tag {
        _ if tag.is_heading() => Some(BlockKind::Subhead),
        Tag::Li | Tag::Dt | Tag::Dd => Some(BlockKind::ListItem),
        Tag::Blockquote => Some(BlockKind::Quote),
        Tag::Figcaption | Tag::Caption => Some(BlockKind::Caption),
        _ => None,
    })
}

/// What a piece is that stands among those of the article and was left out, if it is worth keeping.
fn aside(page: &Article<'_>, at: usize) -> Option<BlockKind> {
    let piece = &page.pieces[at];
    let n_words = piece.text.split_whitespace().count();
    let is_figure = |id| matches!(page.tree.tag(id), Tag::Figcaption | Tag::Figure);
    let is_caption = page.roles_near(piece.node, 3) & CAPTION != 0
        || page.tree.path(piece.node).take(3).any(is_figure);
    if piece.link_share() >= LINKED && n_words >= WORDS.0 {
        Some(BlockKind::CrossReference)
    } else {
        (is_caption && n_words >= WORDS.1).then_some(BlockKind::Caption)
    }
}
