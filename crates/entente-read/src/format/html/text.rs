//! From an article to a document's text: its paragraphs apart by blank lines, each with its kind.

use entente_model::{Block, BlockKind, Span};

use super::Article;
use super::aside::{self, aside, looks};
use super::names::{
    BYLINE, CAPTION, COMMENT, DATE, FOOT, HEADLINE, LEAD, MEDIA, NAV, PAYWALL, RELATED, Roles,
    SHARE,
};
use crate::{BlockCues, block};

/// The roles that a judge of blocks is told of, each by its bit.
const NAMED: [Roles; 13] = [
    LEAD,
    HEADLINE,
    CAPTION,
    MEDIA,
    BYLINE,
    DATE,
    COMMENT,
    RELATED,
    SHARE,
    NAV,
    FOOT,
    PAYWALL,
    super::names::QUOTE,
];
/// The elements around a piece whose roles are looked at.
const NEAR: usize = 4;

/// Puts the text together and says what each part is.
///
/// Besides the article it holds the headline, what stands around its paragraphs and is worth keeping
/// for what it is, and, marked as boilerplate, what else stands near it on the page.
pub(super) fn lay_out(
    page: &Article<'_>,
    title: &mut Option<String>,
    known: block::Known<'_>,
) -> Laid {
    let draft = draft(page, title.as_deref(), known.cues, known.judge.is_some());
    let blocks = block::classify(&draft.text, &draft.pieces, title, known);
    let has_headline = draft.pieces.iter().any(|piece| piece.looks == Some(BlockKind::Headline));
    let mut laid_out = Laid::default();
    let pieces = draft.pieces.iter().zip(&draft.places);
    for ((block, is_added), (piece, place)) in blocks.into_iter().zip(pieces) {
        let kind = match place.is_kept {
            _ if piece.is_chosen || is_added => Some(block.kind),
            true => Some(aside_kind(block.kind, piece.looks)),
            false => found(block.kind, has_headline, place.is_among),
        };
        laid_out.add(piece.span.of(&draft.text), kind);
    }
    laid_out
}

/// What was left out of the article is there for what it is, never as running text.
fn aside_kind(kind: BlockKind, looks: Option<BlockKind>) -> BlockKind {
    match looks {
        Some(looks) if kind.is_news() && kind != BlockKind::Caption => looks,
        _ => kind,
    }
}

/// What is kept of the page around the article: that which is no running text of its own, and among
/// the article's paragraphs what is set apart from them.
fn found(kind: BlockKind, has_headline: bool, is_among: bool) -> Option<BlockKind> {
    use BlockKind::{
        Caption, CrossReference, Headline, ListItem, Paywall, Quote, Standfirst, Subhead,
    };
    let is_kept = match kind {
        Caption | CrossReference | Paywall => true,
        Standfirst | Subhead | Quote | ListItem => is_among,
        Headline => !has_headline,
        _ => false,
    };
    is_kept.then_some(kind)
}

/// A page laid out in blocks.
#[derive(Default)]
pub(super) struct Laid {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    /// The text without what stands around the article and is boilerplate: what stays the same when
    /// the page is asked for again.
    pub(super) own: String,
}

impl Laid {
    /// Adds a piece; one without a kind is of the page, not of its article.
    fn add(&mut self, words: &str, kind: Option<BlockKind>) {
        let span = append(&mut self.text, words);
        self.blocks.push(Block { kind: kind.unwrap_or(BlockKind::Boilerplate), span });
        if kind.is_some() {
            append(&mut self.own, words);
        }
    }
}

/// Adds a paragraph and says where it is.
fn append(text: &mut String, words: &str) -> Span {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let start = text.len();
    text.push_str(words);
    Span::from_range(start..text.len())
}

/// The pieces of a page that may become blocks.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) pieces: Vec<block::Piece>,
    places: Vec<Place>,
}

/// Where a piece is on its page.
struct Place {
    /// Whether it is of the article or beside it, so that it is kept whatever it is.
    is_kept: bool,
    /// Whether it stands between the headline and the end of the article.
    is_among: bool,
}

/// Collects the pieces; for a judge of blocks also those that may turn out to be worth keeping.
pub(super) fn draft(
    page: &Article<'_>,
    title: Option<&str>,
    cues: &BlockCues,
    is_judged: bool,
) -> Draft {
    let mut draft = Draft::default();
    let has_text = page.chosen.iter().any(|chosen| *chosen);
    if let Some(title) = title.filter(|_| !has_text) {
        let piece = block::Piece { looks: Some(BlockKind::Headline), ..block::Piece::default() };
        draft.add(title, piece, Place { is_kept: true, is_among: true });
    }
    let range = if is_judged { aside::wide_range(page) } else { aside::range(page) };
    for at in range.filter(|_| has_text) {
        let (piece, is_chosen) = (&page.pieces[at], page.chosen[at]);
        let is_near = is_chosen || aside::range(page).contains(&at);
        let looked = match is_chosen || page.headline == Some(at) {
            true => looks(page, at),
            false => is_near.then(|| aside(page, at, cues)).flatten(),
        };
        let is_kept = is_chosen || looked.is_some();
        if !is_kept && !is_judged {
            continue;
        }
        let roles = page.roles_near(piece.node, NEAR);
        let bits = NAMED.iter().enumerate().filter(|(_, role)| roles & **role != 0);
        let looks = if is_kept { looked } else { looks(page, at) };
        let piece_of = block::Piece {
            looks,
            links: piece.link_share(),
            is_chosen,
            named: bits.map(|(bit, _)| 1 << bit).sum(),
            ..block::Piece::default()
        };
        let is_among = (page.from..=page.last).contains(&at);
        draft.add(&piece.text, piece_of, Place { is_kept, is_among });
    }
    draft
}

impl Draft {
    fn add(&mut self, words: &str, piece: block::Piece, place: Place) {
        let span = append(&mut self.text, words);
        self.pieces.push(block::Piece { span, gap: -1.0, indent: -1.0, ..piece });
        self.places.push(place);
    }
}
