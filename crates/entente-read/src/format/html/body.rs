//! Which pieces of a page are the article.
//!
//! Two learned forests judge every piece, the second knowing what the first held of its
//! neighbours; what stands apart from the bulk of what they chose must be likelier than the rest.

use std::collections::HashMap;

use super::feature::{Known, Measured, N_FIRST, N_SECOND};
use super::home;
use super::names::Roles;
use super::piece::Piece;
use super::tree::{NodeId, Tree};
use crate::forest::{Forest, Rows};

/// How likely a piece must be.
const LIKELY: f32 = 0.6;
/// How likely one must be that stands apart.
const APART: f32 = 0.87;
/// The share of the chosen text that the bulk holds.
const BULK: f32 = 0.7;
/// Pieces shorter than this may come twice, in characters.
const SHORT: u32 = 50;

/// The learned judges; without them a plain rule decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Judges(Option<[Forest; 2]>);

impl Judges {
    /// Reads the two forests, or says what is wrong with them.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let forests = <[Forest; 2]>::try_from(Forest::parse(bytes)?);
        let forests = forests.map_err(|_| "expected two forests")?;
        match forests.each_ref().map(Forest::n_features) == [N_FIRST, N_FIRST + N_SECOND] {
            true => Ok(Self(Some(forests))),
            false => Err("expected forests over the features of this version"),
        }
    }
}

/// Says for each piece whether it is part of the article.
pub(super) fn choose(
    tree: &Tree,
    pieces: &[Piece],
    roles: &[Roles],
    known: &Known<'_>,
    judges: &Judges,
) -> Vec<bool> {
    let mut measured = Measured::new(tree, pieces, roles, known);
    let all = 0..pieces.len();
    let likely: Vec<f32> = match &judges.0 {
        None => all.map(|at| measured.plain(at)).collect(),
        Some([first, second]) => {
            let mut rows = Rows::new(&all.map(|at| measured.first(at)).collect::<Vec<_>>());
            let likely = first.judge_all(&rows);
            rows.extend(&measured.second(&likely));
            second.judge_all(&rows)
        }
    };
    settle(tree, pieces, &likely)
}

/// Says for each piece whether it is part of the article, by how likely each is.
pub(super) fn settle(tree: &Tree, pieces: &[Piece], likely: &[f32]) -> Vec<bool> {
    let mut chosen: Vec<bool> = likely.iter().map(|likely| *likely > LIKELY).collect();
    let homes = home::homes(tree, pieces);
    drop_repeats(pieces, &homes, &mut chosen);
    drop_apart(tree, pieces, likely, &mut chosen);
    home::restore(tree, pieces, &homes, likely, &mut chosen);
    chosen
}

/// Drops what was chosen twice, word for word: pages hold one text for two sizes of screen, and a
/// summary that the text says again. The copy stays that stands among most of the text.
fn drop_repeats(pieces: &[Piece], homes: &[NodeId], chosen: &mut [bool]) {
    let mass = home::mass(pieces, homes, chosen);
    let first = chosen.iter().position(|chosen| *chosen);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        if !chosen[at] || piece.n_chars < SHORT {
            continue;
        }
        let Some(before) = seen.insert(&piece.text, at) else { continue };
        // A summary may stand right above the text that begins with it.
        if homes[at] == homes[before] && Some(before) == first {
            continue;
        }
        let others = |at: usize| mass[&homes[at]] - pieces[at].n_chars;
        if others(at) > 2 * others(before) {
            chosen[before] = false;
        } else {
            chosen[at] = false;
            seen.insert(&piece.text, before);
        }
    }
}

/// Drops what stands outside the smallest element that holds the bulk of what was chosen.
fn drop_apart(tree: &Tree, pieces: &[Piece], likely: &[f32], chosen: &mut [bool]) {
    let mut mass = vec![0.0_f32; tree.len() as usize];
    let mut whole = 0.0;
    for at in (0..pieces.len()).filter(|at| chosen[*at]) {
        let own = pieces[at].n_chars as f32 * likely[at];
        whole += own;
        tree.path(pieces[at].node).for_each(|around| mass[around as usize] += own);
    }
    // Of two elements that hold the bulk one is inside the other: the last begins last.
    let holds_bulk = |id: &NodeId| mass[*id as usize] >= BULK * whole;
    let Some(bulk) = (1..tree.len()).rev().find(holds_bulk).filter(|_| whole > 0.0) else { return };
    for at in 0..pieces.len() {
        chosen[at] &= tree.is_in(pieces[at].node, bulk) || likely[at] >= APART;
    }
}
