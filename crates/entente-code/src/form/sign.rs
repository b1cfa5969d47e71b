//! Whether what a form says is affirmed, and whether it is so already.

use entente_model::{Annotated, Pos, Relation};

use super::reach::Reach;
use super::words::Hit;

/// The concept of words that deny (`no`, `never`, `without`, `lack`).
const DENIES: &str = "denies";
/// Of those that tell of what is to come or meant (`will`, `plan`).
const AHEAD: &str = "ahead";
/// Of those that leave open whether it is so (`if`, `could`, `call for`).
const OPEN: &str = "open";

/// What surrounds a form's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    /// Whether it is affirmed.
    pub(crate) is_affirmed: bool,
    /// Whether it is only to come.
    pub(crate) is_ahead: bool,
    /// Whether it is left open.
    pub(crate) is_open: bool,
}

/// Reads the signs that hang on what a form's words reach.
pub(super) fn read(text: &Annotated, hits: &[Hit], hit: &Hit, reach: &Reach) -> Sign {
    let count = |concept: &str| {
        let of_concept = || hits.iter().filter(|h| &*h.concept == concept);
        // `no` in `no longer` is no second denial.
        let is_part =
            |h: &Hit| of_concept().any(|o| o != h && o.first <= h.first && h.last <= o.last);
        let whole = of_concept().filter(|h| !is_part(h));
        let path = if concept == AHEAD { reach.timed() } else { reach.signed() };
        // What is only meant or called for is so however deep it stands.
        let is_above = |h: &Hit| concept != DENIES && reach.above.contains(&h.head);
        let mut heads: Vec<u32> =
            whole.filter(|h| hangs(text, h, hit, path) || is_above(h)).map(|h| h.head).collect();
        heads.dedup();
        heads
    };
    let mut denials = count(DENIES);
    let negations = reach.signed().iter().flat_map(|&t| text.children(t));
    let negations = negations.filter(|&t| text.relation(t) == Relation::Negation);
    denials.extend(negations.filter(|t| !within(hit, *t)));
    denials.sort_unstable();
    denials.dedup();
    Sign {
        is_affirmed: denials.len() % 2 == 0,
        is_ahead: !count(AHEAD).is_empty(),
        is_open: !count(OPEN).is_empty(),
    }
}

/// Whether a wording bears on what a path is of: a verb, noun or adposition only from above (`lacks
/// allies`), an auxiliary or adjective also from beside, a small word also through a noun (`no state
/// can`).
fn hangs(text: &Annotated, sign: &Hit, hit: &Hit, path: &[u32]) -> bool {
    if within(hit, sign.head) {
        return false;
    }
    let head = text.head(sign.head);
    let above = text.head(head);
    let near = match text.pos(sign.head) {
        Pos::Verb | Pos::Noun | Pos::Propn | Pos::Adp => &[sign.head][..],
        Pos::Aux | Pos::Adj => &[sign.head, head],
        _ if matches!(text.pos(head), Pos::Verb | Pos::Aux) => &[sign.head, head],
        _ => &[sign.head, head, above],
    };
    near.iter().any(|t| path.contains(t))
}

fn within(hit: &Hit, token: u32) -> bool {
    (hit.first..hit.last).contains(&token)
}
