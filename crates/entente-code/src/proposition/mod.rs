//! Propositions: what a clause, a sentence or a heading comes to, so that it can be checked.
//!
//! Of the forms that are said in it (`form/`) the one that ranks highest is taken; where none is,
//! the event that it tells (`event.rs`). What fits no form comes to nothing, and [`near()`] says which
//! forms lie nearest.

mod author;
mod event;
mod near;
#[cfg(test)]
mod tests;

use entente_model::{
    Annotated, Coded, Event, Proposition, PropositionKind, Resolved, RuleId, Span,
};

pub use self::near::{Near, near};
use crate::form::{Forms, Found, Line};

/// A proposition and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// What is said.
    pub proposition: Proposition,
    /// The words that bear it.
    pub span: Span,
    /// The form it has, or the rule of the event it tells.
    pub form: RuleId,
}

/// What a stretch of one sentence comes to; `None` where it fits no form.
///
/// `events` are those of the document, in order of their triggers.
pub fn proposition(
    text: &Annotated,
    who: &Resolved,
    forms: &Forms,
    events: &[Event],
    span: Span,
) -> Option<Proposition> {
    stated(text, who, forms, events, span).map(|stated| stated.proposition)
}

/// The same with the words and the form that it rests on.
pub fn stated(
    text: &Annotated,
    who: &Resolved,
    forms: &Forms,
    events: &[Event],
    span: Span,
) -> Option<Stated> {
    let line = forms.line(text, who, span)?;
    let best = best(&line, forms);
    let told = event::told(&line, events, span);
    match (best, told) {
        (Some(best), Some(told)) if told.rank > best.rank => Some(told.stated),
        (Some(best), _) => Some(of_form(best)),
        (None, told) => told.map(|told| told.stated),
    }
}

/// The form that ranks highest; the first of equal ones.
fn best<'f>(line: &Line<'_>, forms: &'f Forms) -> Option<Found<'f, PropositionKind>> {
    let mut best: Option<Found<'f, PropositionKind>> = None;
    for found in line.find(forms.propositions(), &mut Vec::new()) {
        if best.as_ref().is_none_or(|best| found.rank > best.rank) {
            best = Some(found);
        }
    }
    best
}

fn of_form(found: Found<'_, PropositionKind>) -> Stated {
    let Found { form, span, args, sign, .. } = found;
    let proposition = Proposition { kind: form.kind, args, positive: sign.is_affirmed };
    Stated { proposition, span, form: form.id.clone() }
}

/// Says what each claim of a document comes to, and adds the author's own.
pub fn propose(text: &Annotated, who: &Resolved, forms: &Forms, coded: &mut Coded) {
    if forms.is_empty() {
        return;
    }
    for claim in &mut coded.claims {
        let mut pieces = claim.content.iter();
        claim.proposition =
            pieces.find_map(|&piece| proposition(text, who, forms, &coded.events, piece));
    }
    author::add_claims(text, who, forms, &mut coded.claims);
}
