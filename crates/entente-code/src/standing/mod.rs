//! Standing relations: the ties that a text says hold, found by the forms of `form/`.
//!
//! In every sentence each form that is said gives a relation of its two parties; what stands under
//! an `if` or `could` gives none. What is told again is one relation (`once.rs`); both sides of an
//! ambivalent pair, a pact here and a dispute there, are kept.

mod once;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use entente_model::{
    ActorId, Annotated, Argument, Evidence, Holding, RelationId, Resolved, Sentence,
    StandingRelation,
};

use self::once::once;
use crate::form::{Forms, Found, Line, Tie};

/// How sure a form is of what it reads.
const CONFIDENCE: f32 = 0.8;
/// `The ten states are members of` is bounded.
const MAX_PAIRS: usize = 24;

/// All standing relations that a document tells, in order of their words.
pub fn relations(text: &Annotated, who: &Resolved, forms: &Forms) -> Vec<StandingRelation> {
    let mut relations = Vec::new();
    if forms.is_empty() {
        return relations;
    }
    for sentence in &text.sentences {
        if let Some(line) = forms.line(text, who, sentence.span) {
            for found in said(&line, forms) {
                add(&mut relations, text, sentence, &found);
            }
        }
    }
    once(relations)
}

/// The forms that a sentence says: of those that share words the one that ranks highest, of one
/// kind and pair the first.
fn said<'f>(line: &Line<'_>, forms: &'f Forms) -> Vec<Found<'f, Tie>> {
    let mut found = line.find(forms.relations(), &mut Vec::new());
    // Who only means to leave has not left.
    found.retain(|f| !f.sign.is_open && !(f.form.is_ended && (f.sign.is_ahead || f.is_infinitive)));
    found.sort_by_key(|f| std::cmp::Reverse(f.rank));
    let mut kept: Vec<Found<'f, Tie>> = Vec::new();
    for one in found {
        let shares =
            |other: &Found<'f, Tie>| one.tokens.0 < other.tokens.1 && other.tokens.0 < one.tokens.1;
        if !kept.iter().any(shares) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|f| f.tokens);
    kept
}

fn add(
    relations: &mut Vec<StandingRelation>,
    text: &Annotated,
    sentence: &Sentence,
    found: &Found<'_, Tie>,
) {
    let side = |name: &str| match found.args.get(name) {
        Some(Argument::Actor(id)) => std::slice::from_ref(id),
        Some(Argument::Actors(ids)) => ids.as_slice(),
        _ => &[],
    };
    let pairs = side("a").iter().flat_map(|a| side("b").iter().map(move |b| [a, b]));
    for pair in pairs.take(MAX_PAIRS) {
        let is_said = |r: &StandingRelation| {
            r.kind == found.form.kind.kind
                && r.evidence.sentence() == sentence.span
                && is_pair(r, pair)
        };
        if !relations.iter().rev().any(is_said) {
            relations.extend(relation(text, sentence, found, pair));
        }
    }
}

/// Whether a relation is of these two, in either order where order means nothing.
fn is_pair(relation: &StandingRelation, [a, b]: [&ActorId; 2]) -> bool {
    let [first, second] = &relation.pair;
    (first, second) == (a, b) || !relation.directed && (first, second) == (b, a)
}

fn relation(
    text: &Annotated,
    sentence: &Sentence,
    found: &Found<'_, Tie>,
    [a, b]: [&ActorId; 2],
) -> Option<StandingRelation> {
    let Tie { kind, sign, directed, is_never_ahead } = found.form.kind.clone();
    let document = text.document.meta.id.clone();
    let key = format!("{document}\t{}\t{kind}\t{a}\t{b}", found.span);
    let rules = vec![found.form.id.clone()];
    Some(StandingRelation {
        id: RelationId::new(&blake3::hash(key.as_bytes()).to_hex().as_str()[..16]),
        pair: [a.clone(), b.clone()],
        directed,
        kind,
        grade: match found.args.get("grade") {
            Some(Argument::Word(word)) => Some(Arc::clone(word)),
            _ => None,
        },
        sign,
        interval: found.when,
        status: match found.sign {
            sign if !sign.is_affirmed => Holding::Denied,
            sign if sign.is_ahead && !is_never_ahead => Holding::Planned,
            _ => Holding::Asserted,
        },
        confidence: CONFIDENCE,
        evidence: Evidence::new(document, sentence.span, found.span, rules)?,
    })
}
