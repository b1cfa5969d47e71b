//! How a name of a place stands in its sentence.

use entente_model::{Footing, Pos};

use crate::atlas::Link;
use crate::scene::Scene;

/// A dateline is over after this many tokens: `PORT LOUIS, Mauritius, June 3 (Agency) -`.
const LONGEST_DATELINE: u32 = 14;

/// How the name made of some tokens stands in its sentence.
pub(super) fn footing(scene: &Scene<'_>, first: u32, last: u32) -> Footing {
    if (first..last).any(|token| is_located(scene, token)) {
        Footing::Located
    } else if is_dateline(scene, first, last) {
        Footing::Dateline
    } else {
        Footing::Plain
    }
}

/// Whether an adposition says that something is where a token names.
pub(super) fn is_located(scene: &Scene<'_>, token: u32) -> bool {
    scene.tie(token).is_some_and(|(_, link)| link == Link::Location)
}

/// Whether an adposition ties a token to something as places are tied.
pub(super) fn is_tied(scene: &Scene<'_>, token: u32) -> bool {
    scene.tie(token).is_some_and(|(_, link)| link != Link::Seat)
}

/// Whether a name begins its sentence and is followed by a dash, with nothing before that but
/// names, numbers and marks.
pub(super) fn is_dateline(scene: &Scene<'_>, first: u32, last: u32) -> bool {
    let text = scene.text;
    let Some(sentence) = text.sentence_of(first).filter(|s| s.first == first) else { return false };
    for token in last..sentence.last.min(first + LONGEST_DATELINE) {
        match text.text(token) {
            "--" | "–" | "—" => return true,
            // A hyphen ties words; a dash stands by itself.
            "-" => return !touches(scene, token),
            _ => {}
        }
        if !matches!(text.pos(token), Pos::Propn | Pos::Num | Pos::Punct | Pos::Sym) {
            return false;
        }
    }
    false
}

/// Whether nothing stands between a token and the one before it.
fn touches(scene: &Scene<'_>, token: u32) -> bool {
    let span = |token: u32| scene.text.tokens.get(token as usize).map(|t| t.span);
    let before = token.checked_sub(1).and_then(span);
    before.zip(span(token)).is_some_and(|(before, own)| before.end() == own.start())
}
