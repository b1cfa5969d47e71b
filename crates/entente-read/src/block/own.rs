//! What a piece gives away by itself, through its wording, its shape and its element.

use entente_model::BlockKind;

use super::Piece;
use super::shape::{
    count_words, is_address, is_credited, is_dated_reference, is_item, is_numbered_title,
    is_quotation, is_rule, is_title, is_trail,
};
use crate::cue::{Cue, Wording};
use crate::layout::ends_sentence;
use crate::{BlockCues, date};

/// The share of links from which on a piece is one.
const LINKED: f32 = 0.8;

/// A piece on its way to becoming a block.
#[derive(Clone, Debug)]
pub(super) struct Draft<'t> {
    pub(super) text: &'t str,
    pub(super) looks: Option<BlockKind>,
    pub(super) wording: Wording,
    /// What it was found to be.
    pub(super) found: Option<BlockKind>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(piece: &Piece, text: &'t str, cues: &BlockCues) -> Self {
        let text = piece.span.of(text);
        let wording = cues.of(text);
        let found = own(text, piece, wording.cue);
        Self { text, looks: piece.looks, wording, found }
    }

    /// What it is in the end.
    pub(super) fn kind(&self) -> BlockKind {
        self.found.or(self.looks).unwrap_or(BlockKind::Paragraph)
    }

    /// Whether nothing was found yet.
    pub(super) fn is_open(&self) -> bool {
        self.found.is_none()
    }

    /// Whether it is open and reads as running text: it ends a sentence.
    pub(super) fn is_prose(&self) -> bool {
        self.is_open() && ends_sentence(self.text) && self.looks != Some(BlockKind::Subhead)
    }

    /// Whether it ends as a sentence does.
    pub(super) fn is_sentence(&self) -> bool {
        ends_sentence(self.text)
    }

    /// Whether it is open and reads as a title.
    pub(super) fn is_title(&self) -> bool {
        self.is_open() && is_title(self.text)
    }

    pub(super) fn is_numbered(&self) -> bool {
        self.is_open() && is_numbered_title(self.text)
    }

    /// Whether it opens a list of other texts: `Related stories`.
    pub(super) fn opens_links(&self) -> bool {
        self.wording.cue == Some(Cue::Links) && !ends_sentence(self.text)
    }
}

fn own(text: &str, piece: &Piece, cue: Option<Cue>) -> Option<BlockKind> {
    use BlockKind::{
        Boilerplate, Caption, CrossReference, Headline, ListItem, Quote, Standfirst, Subhead,
    };
    match (cue, piece.looks) {
        (_, Some(Headline | Boilerplate)) => return None,
        (Some(Cue::Kind(kind)), _) => return Some(kind),
        (Some(Cue::Links), _) if !ends_sentence(text) => return Some(Boilerplate),
        (_, Some(kind @ (Caption | CrossReference | BlockKind::Paywall | Quote | Standfirst))) => {
            return Some(kind);
        }
        (_, Some(Subhead)) => return None,
        _ => {}
    }
    let is_link = piece.links >= LINKED && count_words(text) > 2 && !ends_sentence(text);
    match text {
        _ if is_rule(text) => Some(Boilerplate),
        _ if is_address(text) || is_dated_reference(text) || is_link => Some(CrossReference),
        _ if date::filling(text).is_some() || is_trail(text) => Some(Boilerplate),
        _ if is_credited(text) => Some(Caption),
        // Its number may be that of a heading.
        _ if is_numbered_title(text) => None,
        _ if is_item(text) || piece.looks == Some(ListItem) => Some(ListItem),
        _ if is_quotation(text) => Some(Quote),
        _ => None,
    }
}
