//! Clauses that tell of no one time: what people do, what a body is for, what anyone may do.

use entente_model::{Annotated, FrameKind, Mood, Pos, Predicate, Relation, Role, Tense};

use super::cues::{Cue, Little};
use super::{Words, frame};

/// The kind of nouns that, bare and plural, stand for all of their sort (`users`, `investors`).
const FOLK: &str = "folk";

/// Whether a clause in the simple present speaks of no one time, by who acts in it.
pub(super) fn is_generic(
    text: &Annotated,
    words: &Words,
    verb: u32,
    predicate: &Predicate,
) -> bool {
    let is_habit = || is_usual(text, words, verb) || is_beside(text, words, verb);
    if predicate.tense == Tense::Present && is_habit() {
        return true;
    }
    let is_told = predicate.frames.iter().any(|f| f.kind == FrameKind::Intends);
    matches!(predicate.tense, Tense::Present | Tense::None)
        && !is_told
        && predicate.fillers(Role::Subject).any(|subject| {
            words.cues.little(text.lemma(subject)) == Some(Little::Anybody)
                || is_share(text, words, subject)
                || is_folk(text, words, subject)
                || is_defined(text, words, subject, verb)
        })
}

/// `N., who opposes taxes`, `when it talks with them`: a stance or habit told beside the main clause.
fn is_beside(text: &Annotated, words: &Words, verb: u32) -> bool {
    let opens = |t: u32| words.cues.little(text.lemma(t)) == Some(Little::Moment);
    let main = text.head(verb);
    match text.relation(verb) {
        Relation::RelativeClause => words.cues.is(text, verb, Cue::Attitude),
        Relation::AdverbialClause => {
            text.children(verb).any(opens)
                && frame::tense(text, main) == Tense::Present
                && frame::mood(text, words, main) == Mood::Indicative
        }
        _ => false,
    }
}

/// `normally meets them`
fn is_usual(text: &Annotated, words: &Words, verb: u32) -> bool {
    let is_adverb = |t: &u32| text.relation(*t) == Relation::Adverb;
    let says = |t: u32| words.cues.little(&text.text(t).to_lowercase());
    text.children(verb).filter(is_adverb).any(|t| says(t) == Some(Little::Anybody))
}

/// `most voters want it`: a share of people that only a poll can tell.
fn is_share(text: &Annotated, words: &Words, noun: u32) -> bool {
    let says = |t: u32| words.cues.little(&text.text(t).to_lowercase());
    text.children(noun)
        .filter(|&t| text.relation(t) == Relation::Modifier)
        .any(|t| says(t) == Some(Little::Anybody))
}

/// `users appreciate it`: a bare plural of people at large.
fn is_folk(text: &Annotated, words: &Words, noun: u32) -> bool {
    let is_bare = || {
        text.children(noun).all(|t| {
            let is_named = text.entity_at(t).is_some();
            !is_named && matches!(text.relation(t), Relation::Modifier | Relation::Conjunct)
                || matches!(text.relation(t), Relation::Coordinator | Relation::Punctuation)
        })
    };
    text.morph(noun).contains("Number=Plur") && words.selection.is(text, noun, FOLK) && is_bare()
}

/// `a body that helps refugees`: a relative clause that says what something unnamed is.
fn is_defined(text: &Annotated, words: &Words, noun: u32, verb: u32) -> bool {
    let is_indefinite = |t: u32| {
        text.relation(t) == Relation::Determiner
            && words.cues.little(text.lemma(t)) == Some(Little::Indefinite)
    };
    text.relation(verb) == Relation::RelativeClause
        && text.head(verb) == noun
        && text.pos(noun) == Pos::Noun
        && text.children(noun).any(is_indefinite)
}
