//! What stands around an article's paragraphs and is kept for what it is: captions, references to
//! other texts, requests to pay, a summary above the text, headings inside it.
//!
//! Judges that tell the article from its page leave most of these out. They are no running text,
//! but later stages want to know of them.

use entente_model::BlockKind;

use super::Article;
use super::look::{overlap, shingles};
use super::names::{
    BYLINE, CAPTION, FOOT, LEAD, MEDIA, NAV, PAYWALL, QUOTE, RELATED, Roles, SHARE,
};
use super::tag::Tag;
use super::tree::NodeId;
use crate::BlockCues;
use crate::cue::Cue;

/// The share of links from which on what was left out of the article is a reference.
const LINKED: f32 = 0.6;
/// The fewest words of a reference among the text, of one after it, and of anything else.
const WORDS: (usize, usize, usize) = (4, 3, 2);
/// The longest caption, and the longest request to pay, in words.
const LONGEST: usize = 60;
/// How far after the text something is still its own, in pieces.
const AFTER: usize = 24;
/// How far above a headline or a text other things are looked for, and how far under a text, in
/// pieces.
const BEFORE: usize = 8;
const BELOW: usize = 48;
/// The longest list of links whose heading is looked for, in pieces.
const LIST: usize = 16;
/// How far under the headline a summary may stand, in pieces.
const ABOVE: usize = 4;
/// The share of a summary that the page says of itself.
const DESCRIBED: f32 = 0.5;
/// The most nodes of an element that holds a picture and its caption.
const FIGURE: NodeId = 16;

/// The pieces that may be kept: those from the headline to some after the text.
pub(super) fn range(page: &Article<'_>) -> std::ops::Range<usize> {
    page.from..(page.last + AFTER + 1).min(page.pieces.len())
}

/// The pieces that a judge of blocks looks at: more of those above and under the text.
pub(super) fn wide_range(page: &Article<'_>) -> std::ops::Range<usize> {
    page.from.saturating_sub(BEFORE)..(page.last + BELOW + 1).min(page.pieces.len())
}

/// What the element of a piece of the article makes of it.
pub(super) fn looks(page: &Article<'_>, at: usize) -> Option<BlockKind> {
    if Some(at) == page.headline {
        return Some(BlockKind::Headline);
    }
    let node = page.pieces[at].node;
    let near = || page.tree.path(node).take(3);
    if at > page.to && near().any(|id| is_apart(page, id) && page.roles[id as usize] & BYLINE != 0)
    {
        return Some(BlockKind::Boilerplate);
    }
    let by_tag = near().map(|id| page.tree.tag(id)).find_map(|tag| match tag {
        _ if tag.is_heading() => Some(BlockKind::Subhead),
        Tag::Li | Tag::Dt | Tag::Dd => Some(BlockKind::ListItem),
        Tag::Blockquote => Some(BlockKind::Quote),
        Tag::Figcaption | Tag::Caption => Some(BlockKind::Caption),
        _ => None,
    });
    let is_in = |roles| near().any(|id| is_apart(page, id) && page.roles[id as usize] & roles != 0);
    match by_tag {
        Some(BlockKind::Quote) | None if is_in(QUOTE) => Some(BlockKind::Quote),
        Some(BlockKind::Subhead) | None if at <= page.to && is_in(LEAD) => {
            Some(BlockKind::Standfirst)
        }
        _ => by_tag,
    }
}

/// What a piece is that was left out of the article, if it is worth keeping.
pub(super) fn aside(page: &Article<'_>, at: usize, cues: &BlockCues) -> Option<BlockKind> {
    let piece = &page.pieces[at];
    let n_words = piece.text.split_whitespace().count();
    if !(WORDS.2..=LONGEST).contains(&n_words) {
        return None;
    }
    let is_among = at <= page.last;
    let is_linked = piece.link_share() >= LINKED;
    let is_reference = match is_among {
        true => is_linked && n_words >= WORDS.0,
        false => {
            let is_named = || page.roles_near(piece.node, 4) & RELATED != 0;
            is_linked && n_words >= WORDS.1 && (is_named() || is_headed(page, at, cues))
        }
    };
    let is_of_site = page.roles_near(piece.node, 4) & (NAV | FOOT | SHARE) != 0;
    if is_reference && (is_among || !is_of_site) {
        return Some(BlockKind::CrossReference);
    }
    let is_near = is_among || at <= page.last + AFTER / 2;
    if is_near
        && (has_role(page, at, PAYWALL)
            || cues.of(&piece.text).cue == Some(Cue::Kind(BlockKind::Paywall)))
    {
        return Some(BlockKind::Paywall);
    }
    match () {
        () if !is_among => None,
        () if is_standfirst(page, at) => Some(BlockKind::Standfirst),
        () if is_subhead(page, at) => Some(BlockKind::Subhead),
        () if !is_linked && is_quote(page, at) => Some(BlockKind::Quote),
        () if !is_linked && is_caption(page, at) => Some(BlockKind::Caption),
        () => None,
    }
}

/// Whether a piece stands in a list of links whose heading says that they are other texts.
fn is_headed(page: &Article<'_>, at: usize, cues: &BlockCues) -> bool {
    let before = page.pieces[..at].iter().rev().take(LIST);
    let mut heading = before.skip_while(|piece| piece.link_share() >= LINKED);
    heading.next().is_some_and(|piece| cues.of(&piece.text).cue == Some(Cue::Links))
}

/// Whether an element close around a piece, which does not hold the text, has one of some roles.
fn has_role(page: &Article<'_>, at: usize, roles: Roles) -> bool {
    let mut near = page.tree.path(page.pieces[at].node).take(3);
    near.any(|id| is_apart(page, id) && page.roles[id as usize] & roles != 0)
}

/// Whether an element does not hold the beginning of the text or its headline.
fn is_apart(page: &Article<'_>, id: NodeId) -> bool {
    let holds = |at: usize| page.tree.is_in(page.pieces[at].node, id) && page.pieces[at].node != id;
    let begins = page.chosen.get(page.to) == Some(&true) && holds(page.to);
    !(begins || page.headline.is_some_and(holds))
}

/// Whether a piece left out stands between the headline and the text and is named as a summary, and
/// what the page says of itself, if it says anything, agrees.
fn is_standfirst(page: &Article<'_>, at: usize) -> bool {
    let is_described = || {
        let known = page.head.description().map(shingles);
        known.is_none_or(|known| {
            overlap(&shingles(&page.pieces[at].text), &known, false) >= DESCRIBED
        })
    };
    at < page.to && at <= page.from + ABOVE && has_role(page, at, LEAD) && is_described()
}

/// Whether a piece left out is a heading with text of the article before it and right after it.
fn is_subhead(page: &Article<'_>, at: usize) -> bool {
    let is_heading = |id: NodeId| page.tree.tag(id).is_heading();
    let is_heading = page.tree.path(page.pieces[at].node).take(2).any(is_heading);
    let is_between = at > page.to && page.chosen.get(at + 1) == Some(&true);
    is_heading && is_between && !page.is_elsewhere(page.pieces[at].node)
}

/// Whether a piece left out is named a quotation, stands among the text and is not said there too.
fn is_quote(page: &Article<'_>, at: usize) -> bool {
    let node = page.pieces[at].node;
    let is_set_apart = |id| page.tree.tag(id) == Tag::Blockquote;
    let is_quoted = page.tree.path(node).take(3).any(is_set_apart) || has_role(page, at, QUOTE);
    let is_said = || {
        let text = &page.pieces[at].text;
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        let mut texts = page.pieces.iter().zip(&page.chosen).filter(|(_, chosen)| **chosen);
        texts.any(|(piece, _)| piece.text.contains(bare))
    };
    at > page.to && is_quoted && !page.is_elsewhere(node) && !is_said()
}

/// Whether a piece left out stands by a picture.
fn is_caption(page: &Article<'_>, at: usize) -> bool {
    let is_figure = |id: NodeId| {
        let is_named = page.roles[id as usize] & (CAPTION | MEDIA) != 0;
        let is_small = page.tree.end(id) - id <= FIGURE;
        let has_picture = || page.tree.below(id).any(|id| page.tree.tag(id) == Tag::Img);
        is_named && is_small && has_picture()
    };
    let near = || page.tree.path(page.pieces[at].node).take(3);
    let is_tag = |id| matches!(page.tree.tag(id), Tag::Figcaption | Tag::Figure);
    has_role(page, at, CAPTION) || near().any(is_tag) || near().any(is_figure)
}
