//! What carries a sense in a role: the filler itself, or the noun that it measures or lends.

use entente_model::{Annotated, Pos, Predicate, Relation, Role, Sense};

/// Whether what fills a role has one of the senses; an empty list asks only that it is filled.
pub(super) fn has_sense(
    text: &Annotated,
    predicate: &Predicate,
    role: Role,
    senses: &[Sense],
) -> bool {
    predicate.fillers(role).any(|token| {
        senses.is_empty()
            || carriers(text, token)
                .any(|t| predicates_said(text, t).any(|p| senses.contains(&p.sense)))
    })
}

/// The predicates that a token heads, or that a light verb says with its noun (`hold talks`).
fn predicates_said(text: &Annotated, token: u32) -> impl Iterator<Item = &Predicate> {
    const MAX_NOUN: u32 = 16;
    let own = text.predicates_at(token);
    let is_verb = matches!(text.pos(token), Pos::Verb | Pos::Aux);
    let span = text.tokens.get(token as usize).map(|t| t.span);
    let after = text.predicates[own.end..]
        .iter()
        .take_while(move |p| p.head <= token.saturating_add(MAX_NOUN))
        .filter(move |p| is_verb && !p.is_nominal && span.is_some_and(|s| p.trigger.contains(s)));
    text.predicates[own].iter().chain(after)
}

/// A token and the noun under its `of`-phrase: `a round of talks` are talks.
fn carriers(text: &Annotated, token: u32) -> impl Iterator<Item = u32> + '_ {
    let below = text.predicates_at(token).is_empty().then(|| {
        text.children(token)
            .filter(|&t| text.relation(t) == Relation::Preposition)
            .flat_map(move |t| text.children(t))
            .find(|&t| text.relation(t) == Relation::PrepObject)
    });
    std::iter::once(token).chain(below.flatten())
}
