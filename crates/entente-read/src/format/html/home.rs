//! A second look at what the judges left out: a sentence among the paragraphs of an article is one of
//! them, however short it is, and so is an item of a list whose other items are.

use std::collections::HashMap;

use super::look::Look;
use super::piece::Piece;
use super::tag::Tag;
use super::tree::{NodeId, Tree};

/// How likely a sentence must be that stands between two paragraphs of the article, or beside one.
const BETWEEN: f32 = 0.06;
const BESIDE: f32 = 0.25;
/// The share of what is around it that must be chosen.
const CHOSEN: f32 = 0.6;
/// The share of all that is chosen that must stand there.
const WHOLE: f32 = 0.4;
/// The share of links from which on a piece is none of the text.
const LINKED: f32 = 0.4;
/// The fewest words of a sentence.
const WORDS: u32 = 3;

/// The element in which each piece stands beside others: its own block if that holds several, or
/// the one around it.
pub(super) fn homes(tree: &Tree, pieces: &[Piece]) -> Vec<NodeId> {
    let mut n_own: HashMap<NodeId, u32> = HashMap::new();
    pieces.iter().for_each(|piece| *n_own.entry(piece.node).or_default() += 1);
    let home =
        |piece: &Piece| if n_own[&piece.node] > 1 { piece.node } else { tree.parent(piece.node) };
    pieces.iter().map(home).collect()
}

/// How many chosen characters stand in each home.
pub(super) fn mass(pieces: &[Piece], homes: &[NodeId], chosen: &[bool]) -> HashMap<NodeId, u32> {
    let mut mass = HashMap::new();
    for (at, home) in homes.iter().enumerate() {
        *mass.entry(*home).or_default() += u32::from(chosen[at]) * pieces[at].n_chars;
    }
    mass
}

/// Takes back sentences and items that stand among what was chosen.
pub(super) fn restore(
    tree: &Tree,
    pieces: &[Piece],
    homes: &[NodeId],
    likely: &[f32],
    chosen: &mut [bool],
) {
    let all = mass(pieces, homes, &vec![true; pieces.len()]);
    let own = mass(pieces, homes, chosen);
    let whole: u32 = own.values().sum();
    let is_text = |home: NodeId| {
        let [own, all] = [&own, &all].map(|mass| mass[&home] as f32);
        own >= CHOSEN * all && own >= WHOLE * whole as f32
    };
    let judged = chosen.to_vec();
    let before = neighbours(homes, &judged, 0..pieces.len());
    let after = neighbours(homes, &judged, (0..pieces.len()).rev());
    for at in (0..pieces.len()).filter(|at| !judged[*at] && likely[*at] >= BETWEEN) {
        let is_enough = (before[at] && after[at]) || likely[at] >= BESIDE;
        let is_one = before[at] && is_sentence(&pieces[at]) && is_text(homes[at]);
        let is_item = tree.tag(pieces[at].node) == Tag::Li
            && pieces[at].link_share() < LINKED
            && own[&homes[at]] as f32 >= 0.5 * all[&homes[at]] as f32;
        chosen[at] = is_enough && (is_one || is_item);
    }
}

/// Whether the last piece of the same home was chosen, for each piece, in an order.
fn neighbours(homes: &[NodeId], chosen: &[bool], order: impl Iterator<Item = usize>) -> Vec<bool> {
    let (mut last, mut found) = (HashMap::new(), vec![false; homes.len()]);
    for at in order {
        found[at] = last.insert(homes[at], chosen[at]).unwrap_or_default();
    }
    found
}

/// Whether a piece reads as a sentence.
fn is_sentence(piece: &Piece) -> bool {
    let look = Look::of(&piece.text);
    let is_told = look.ends && look.n_words >= WORDS && !look.starts_lower;
    is_told && look.n_signs == 0 && piece.link_share() < LINKED
}
