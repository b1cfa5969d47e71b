//! Whether what is told in the present, or by a noun, is of a day to come or of one gone by.

use entente_model::{
    Annotated, Pos, Predicate, Relation, Resolved, Status, Tense, TimeExpr, TimeLink,
};
use jiff::civil::Date;

use super::hang::{governing, outermost};

/// Whether a predicate in the present or a bare participle is told of a day after publication:
/// `leaves tomorrow`, `a team going there tomorrow`, `is lifting it from tomorrow`; of a noun, which
/// has no tense, its own day tells (`tomorrow's talks`).
pub(crate) fn is_ahead(text: &Annotated, who: &Resolved, predicate: &Predicate) -> bool {
    let Some(published) = text.document.meta.published else { return false };
    let is_present = predicate.tense != Tense::Past;
    let is_beginning =
        |link| link == TimeLink::At || link == TimeLink::Since && predicate.tense == Tense::Ongoing;
    let governing = || governing(text, who, predicate, Status::Planned);
    let is_open = match predicate.is_nominal {
        true => hangs_ahead(text, who, predicate, published),
        false => is_present,
    };
    is_open && governing().is_some_and(|(when, link)| is_beginning(link) && when.from > published)
}

/// Whether a day before publication stands before a noun and says which one is meant (`yesterday's
/// talks`).
pub(crate) fn is_behind(text: &Annotated, who: &Resolved, predicate: &Predicate) -> bool {
    let Some(published) = text.document.meta.published else { return false };
    let is_before = |t: &TimeExpr| {
        let top = outermost(text, t);
        top < predicate.head
            && text.head(top) == predicate.head
            && text.relation(top) == Relation::Possessor
            && t.when.is_some_and(|when| when.to < published)
    };
    predicate.is_nominal && who.times.iter().any(is_before)
}

/// Whether a day to come hangs on a noun itself.
fn hangs_ahead(text: &Annotated, who: &Resolved, noun: &Predicate, published: Date) -> bool {
    let is_below = |t: &TimeExpr| {
        let top = outermost(text, t);
        let up = text.head(top);
        up == noun.head || text.pos(up) == Pos::Adp && text.head(up) == noun.head
    };
    let is_ahead = |t: &TimeExpr| t.when.is_some_and(|when| when.from > published);
    who.times.iter().any(|t| is_ahead(t) && is_below(t))
}
