//! Whether a clause looks back or forward, so that `Monday` can be told from `Monday`.

use entente_model::{Annotated, BlockKind, FrameKind, Mood, Pos, Relation, Tense};

use super::lattice::Lattice;
use super::word::Word;

/// A time expression's verb is sought so far up.
const HIGHEST: usize = 8;

/// On which side of the day of writing an expression is likely to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Future,
    /// Ahead for sure: `will meet`.
    Ahead,
    /// What was planned and then came to something else: `the march planned for Saturday was banned`.
    Open,
    Unknown,
}

impl Side {
    /// Whether it lies ahead, sure or not.
    pub(super) fn is_ahead(self) -> bool {
        matches!(self, Self::Future | Self::Ahead | Self::Open)
    }
}

/// The side that the words around an expression are on: a preposition that ends there (`until
/// Monday`), else a possessive (`Monday's talks` are over), else the verb above. `token` is the one
/// that hangs outside the expression; `ends` are its first token with what modifies it and without.
/// What modifies it may stand between, where the verb is not in the past: `until early March`.
pub(super) fn side(text: &Annotated, lattice: &Lattice<'_>, ends: [u32; 2], token: u32) -> Side {
    let is_limit = |word: &Word| matches!(word, Word::Tense(sign) if *sign > 0);
    let verb = verb_above(text, token);
    let [begins, first] = ends;
    let is_open = |v: &u32| by_form(text, *v) != Side::Past;
    let is_limited = lattice.ending_at(first, is_limit).is_some()
        || verb.is_none_or(|v| is_open(&v)) && lattice.ending_at(begins, is_limit).is_some();
    if is_limited {
        let is_over = verb.is_some_and(|verb| is_negated_past(text, verb));
        return if is_over { Side::Past } else { Side::Future };
    }
    // `would meet`, or `starts`, `planned a march`, where the verb itself says what is to come.
    let helpers = verb.into_iter().flat_map(|v| text.children(v));
    let helpers = helpers.filter(|t| text.pos(*t) == Pos::Aux).chain(verb);
    // `elections are due in May`
    let due = verb.filter(is_open).into_iter().flat_map(|v| text.children(v));
    let due = due.filter(|t| text.relation(*t) == Relation::AdjectiveComplement);
    let signs =
        helpers.chain(due).flat_map(|t| lattice.words(t)).filter_map(|(_, word)| match word {
            Word::Tense(sign) if *sign > 0 => Some(*sign),
            _ => None,
        });
    match signs.max() {
        Some(sign) if sign > 1 => return Side::Ahead,
        Some(_) if verb.is_some_and(|v| is_told_of(text, v)) => return Side::Open,
        Some(_) => return Side::Future,
        None => {}
    }
    if text.relation(token) == Relation::Possessor {
        return Side::Past;
    }
    let Some(verb) = verb else { return Side::Unknown };
    let side = by_predicate(text, verb).unwrap_or_else(|| by_form(text, verb));
    let is_ahead = side == Side::Unknown && is_timetabled(text, verb, token);
    if is_ahead { Side::Future } else { side }
}

/// Whether a participle beside a noun only says what it is that something was done to.
fn is_told_of(text: &Annotated, verb: u32) -> bool {
    let is_aside = matches!(text.relation(verb), Relation::NounClause);
    let above = is_aside.then(|| verb_above(text, text.head(verb))).flatten();
    above.is_some_and(|above| by_form(text, above) == Side::Past)
}

/// Whether a time hangs straight on a verb in the present of the running text: `she leaves on
/// Friday`, which in a headline would be past.
fn is_timetabled(text: &Annotated, verb: u32, token: u32) -> bool {
    let up = text.head(token);
    let hangs = up == verb || text.pos(up) == Pos::Adp && text.head(up) == verb;
    let block = text.sentence_of(verb).and_then(|s| text.document.blocks.get(s.block as usize));
    let is_running = block.is_some_and(|block| block.kind == BlockKind::Paragraph);
    let is_present =
        text.pos(verb) == Pos::Verb && text.morph(verb).contains("Tense=Pres|VerbForm=Fin");
    hangs && is_running && is_present
}

fn verb_above(text: &Annotated, token: u32) -> Option<u32> {
    let is_verb = |t: &u32| matches!(text.pos(*t), Pos::Verb | Pos::Aux);
    let above = std::iter::successors(Some(token), |t| Some(text.head(*t)).filter(|h| h != t));
    above.take(HIGHEST).find(is_verb)
}

/// Whether something had not come about (`until Monday they had not met`).
fn is_negated_past(text: &Annotated, verb: u32) -> bool {
    let mut group = text.children(verb).filter(|t| text.pos(*t) == Pos::Aux).chain([verb]);
    group.any(|t| text.morph(t).contains("Tense=Past|VerbForm=Fin")) && is_denied(text, verb)
}

fn is_denied(text: &Annotated, verb: u32) -> bool {
    text.children(verb).any(|t| text.relation(t) == Relation::Negation)
}

/// By what the predicate on a verb is known to say.
fn by_predicate(text: &Annotated, verb: u32) -> Option<Side> {
    let predicate = text.predicates.get(text.predicates_at(verb)).and_then(<[_]>::first)?;
    // What was asked for may be ahead, but it was asked for then.
    let is_over = predicate.tense == Tense::Past;
    let is_ahead = |kind| kind == FrameKind::Intends || (kind == FrameKind::Asks && !is_over);
    if predicate.mood == Mood::Future || predicate.frames.iter().any(|f| is_ahead(f.kind)) {
        return Some(Side::Future);
    }
    is_over.then_some(Side::Past)
}

/// By the forms of a verb and its auxiliaries: the first of them is finite or says what is ahead.
fn by_form(text: &Annotated, verb: u32) -> Side {
    let helpers = || text.children(verb).filter(|t| text.pos(*t) == Pos::Aux);
    let first = helpers().next().unwrap_or(verb);
    let is_past = |t: u32| text.morph(t).contains("Tense=Past");
    // A present auxiliary with a past participle is a perfect (`has met`), unless it makes a
    // passive, which may be ahead (`is expected`).
    let is_perfect = || {
        text.relation(first) == Relation::Auxiliary && helpers().skip(1).chain([verb]).any(is_past)
    };
    // What was done in order to do something is over too, or may be: `met to mark the day`.
    let is_aside = matches!(
        text.relation(verb),
        Relation::AdverbialClause | Relation::NounClause | Relation::PrepClause
    );
    if is_past(first) || is_perfect() {
        Side::Past
    } else if text.morph(verb).contains("VerbForm=Inf") && !is_aside && !is_denied(text, verb) {
        Side::Future
    } else {
        Side::Unknown
    }
}
