//! The tense in which a verb tells, read from it and its auxiliaries.

use entente_model::{Annotated, BlockKind, Pos, Relation};

/// Whether a verb tells what was before something else: `had left`.
pub(super) fn is_pluperfect(text: &Annotated, verb: u32) -> bool {
    auxiliary(text, verb).is_some_and(|t| text.morph(t).contains("Tense=Past"))
}

/// Whether two verbs are in the same tense, so that what is said of the time of one may hold of the
/// other; nouns and verbs without a tense go along with any.
pub(super) fn tells_alike(text: &Annotated, one: u32, two: u32) -> bool {
    let tense = |verb: u32| {
        let is_finite = |t: &u32| text.morph(*t).contains("VerbForm=Fin");
        let helpers = text.children(verb).filter(|t| text.pos(*t) == Pos::Aux);
        let finite = helpers.chain([verb]).find(is_finite)?;
        Some((text.morph(finite).contains("Tense=Past"), auxiliary(text, verb).is_some()))
    };
    tense(one).zip(tense(two)).is_none_or(|(one, two)| one == two)
}

/// Whether the running text tells of something in the plain present, which in a headline would be
/// past.
pub(super) fn is_told_as_present(text: &Annotated, verb: u32) -> bool {
    let block = text.sentence_of(verb).and_then(|s| text.document.blocks.get(s.block as usize));
    block.is_some_and(|block| block.kind == BlockKind::Paragraph)
        && text.pos(verb) == Pos::Verb
        && text.morph(verb).contains("Tense=Pres|VerbForm=Fin")
}

/// Whether a verb is in the simple past.
pub(super) fn is_told_as_past(text: &Annotated, verb: u32) -> bool {
    let has_helper = text.children(verb).any(|t| text.pos(t) == Pos::Aux);
    !has_helper && text.morph(verb).contains("Tense=Past|VerbForm=Fin")
}

/// The auxiliary of a perfect tense, a verb's own or that of the first of coordinated verbs.
pub(super) fn auxiliary(text: &Annotated, verb: u32) -> Option<u32> {
    let mut at = verb;
    loop {
        let is_auxiliary = |t: &u32| {
            text.relation(*t) == Relation::Auxiliary && text.morph(*t).contains("VerbForm=Fin")
        };
        let found = text.children(at).find(is_auxiliary);
        let is_participle = text.morph(at).contains("Aspect=Perf");
        match found.filter(|_| is_participle) {
            Some(found) => return Some(found),
            None if text.relation(at) == Relation::Conjunct && text.head(at) != at => {
                at = text.head(at);
            }
            None => return None,
        }
    }
}

/// Whether a verb has a subject of its own.
pub(super) fn has_subject(text: &Annotated, verb: u32) -> bool {
    let mut children = text.children(verb).map(|t| text.relation(t));
    children.any(|r| matches!(r, Relation::Subject | Relation::PassiveSubject))
}
