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
/// The shortest piece that may begin a text, in characters.
const LEAD: u32 = 60;
/// The fewest words of a sentence.
const WORDS: u32 = 3;

/// The element in which each piece stands beside others: the smallest around it that holds several.
pub(super) fn homes(tree: &Tree, pieces: &[Piece]) -> Vec<NodeId> {
    let mut n_below = vec![0_u32; tree.len() as usize];
    for piece in pieces {
        tree.path(piece.node).for_each(|around| n_below[around as usize] += 1);
    }
    let is_home = |id: &NodeId| n_below[*id as usize] > 1;
    pieces.iter().map(|piece| tree.path(piece.node).find(is_home).unwrap_or_default()).collect()
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
    let is_told: Vec<bool> = pieces.iter().map(is_sentence).collect();
    // Captions and the like part no paragraphs.
    let counts = |at: &usize| judged[*at] || is_told[*at];
    let before = neighbours(homes, &judged, (0..pieces.len()).filter(counts));
    let after = neighbours(homes, &judged, (0..pieces.len()).rev().filter(counts));
    for at in (0..pieces.len()).filter(|at| !judged[*at] && likely[*at] >= BETWEEN) {
        let piece = &pieces[at];
        let is_enough = (before[at] && after[at]) || likely[at] >= BESIDE;
        let begins = after[at] && piece.n_chars >= LEAD;
        let is_one = is_told[at] && (before[at] || begins) && is_text(homes[at]);
        let is_half = || 2 * own[&homes[at]] >= all[&homes[at]];
        let is_item = tree.tag(piece.node) == Tag::Li && piece.link_share() < LINKED;
        chosen[at] = is_enough && (is_one || (is_item && is_half()));
    }
}

/// Whether the one before it in the same home was chosen, for each piece of some in an order.
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
    is_told && look.n_signs <= 1 && piece.link_share() < LINKED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::html::piece;

    /// Which pieces of a page are the article after a second look, given how likely each is.
    #[track_caller]
    fn check(page: &str, likely: &[f32], expect: &[bool]) {
        let tree = Tree::parse(page);
        let pieces = piece::pieces(&tree);
        let mut chosen: Vec<bool> = likely.iter().map(|likely| *likely > 0.6).collect();
        restore(&tree, &pieces, &homes(&tree, &pieces), likely, &mut chosen);
        assert_eq!(chosen, expect, "{page}");
    }

    #[test]
    fn sentences_among_paragraphs_are_taken_back() {
        let page = "<div><p>The envoy of Borduria left on Monday.<p>Nobody was hurt.<p>Share this\
                    <p>He went home by train at night.</div><p>We use small files here.";
        check(page, &[0.9, 0.1, 0.1, 0.9, 0.3], &[true, true, false, true, false]);
        check(page, &[0.9, 0.01, 0.1, 0.9, 0.3], &[true, false, false, true, false]);
        check(page, &[0.1; 5], &[false; 5]);
    }

    #[test]
    fn items_are_taken_back_where_half_of_their_list_was_chosen() {
        let page = "<ul><li>a ship that was late<li>a train<li>a car that came from Klow</ul>";
        check(page, &[0.9, 0.3, 0.9], &[true; 3]);
        check(page, &[0.9, 0.3, 0.1], &[true, false, false]);
    }
}
