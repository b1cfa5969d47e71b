//! Who did what is told without a doer, from the deed told just before: `Police fired on the crowd.
//! Two people were killed.`
//!
//! A rule says of which deeds (`doer-of`). It counts only where the text names no doer, no means and
//! no other occasion, and where the deed before came about, in the same sentence or the one before it
//! in the paragraph. A rule that needs a `doer` reads nothing without one (`Two people died.`).

use entente_model::{Annotated, Predicate, Relation, Role, Sense};

use crate::factuality::factuality;
use crate::inherit::Sign;
use crate::party::Found;
use crate::rule::Side;
use crate::select::{Draft, counts};

/// Gives drafts without an actor that of the deed told just before.
pub(crate) fn doers(text: &Annotated, drafts: &mut [Draft<'_>]) {
    for at in 0..drafts.len() {
        let found = doer(text, drafts, at);
        if !found.is_empty() {
            drafts[at].actors = found;
        }
        let needs_doer = drafts[at].rule.needs.contains(&Side::Doer);
        if needs_doer && !drafts[at].actors.iter().any(Found::is_known) {
            drafts[at].dropped.get_or_insert_with(|| "nothing before tells who did it".into());
        }
    }
}

fn doer(text: &Annotated, drafts: &[Draft<'_>], at: usize) -> Vec<Found> {
    let draft = &drafts[at];
    let senses = &draft.rule.doer_of;
    let predicate = &text.predicates[draft.predicate];
    let is_open = draft.actors.is_empty() && counts(draft.factuality.status) && !senses.is_empty();
    if !is_open || !is_untold(text, predicate, senses) {
        return Vec::new();
    }
    let head = predicate.head;
    let is_before = |d: &&Draft<'_>| {
        let deed = &text.predicates[d.predicate];
        senses.contains(&deed.sense) && deed.head < head && d.dropped.is_none()
    };
    // Another deed in between has a doer of its own.
    let is_between = |d: &&Draft<'_>| {
        d.rule.kind == draft.rule.kind
            && d.dropped.is_none()
            && text.predicates[d.predicate].head < head
    };
    let last = drafts.iter().rfind(is_between).filter(is_before);
    let Some(last) = last else { return Vec::new() };
    let deed = &text.predicates[last.predicate];
    let came_about = counts(factuality(deed).status) && !last.is_mere;
    if !came_about || !is_near(text, deed.head, head) {
        return Vec::new();
    }
    let lent = |found: &Found| Found { inherited: Some(Sign::Deed), ..found.clone() };
    last.actors.iter().map(lent).collect()
}

/// Whether neither a doer nor a means or another occasion is told.
fn is_untold(text: &Annotated, predicate: &Predicate, senses: &[Sense]) -> bool {
    let is_told = |role| predicate.has(role);
    let is_other = |t: u32| {
        let mut said = text.predicates[text.predicates_at(t)].iter();
        said.any(|p| !senses.contains(&p.sense))
    };
    !predicate.is_nominal
        && ![Role::Subject, Role::Means, Role::Origin, Role::Partner].into_iter().any(is_told)
        && !predicate.fillers(Role::Place).any(is_other)
}

/// Whether a clause follows another in its sentence, without standing under it (`fired after two were
/// killed`, `fired on men who had killed two`), or in the next sentence of its paragraph.
fn is_near(text: &Annotated, before: u32, token: u32) -> bool {
    let (Some(first), Some(second)) = (text.sentence_of(before), text.sentence_of(token)) else {
        return false;
    };
    if first.first == second.first {
        let mut above = std::iter::successors(Some(token), |&t| {
            let up = text.head(t);
            let is_aside = match text.relation(t) {
                Relation::AdverbialClause | Relation::PrepClause => true,
                Relation::RelativeClause => has_auxiliary(text, t),
                _ => false,
            };
            (up != t && !is_aside).then_some(up)
        });
        return above.any(|t| t == before || text.head(t) == t);
    }
    first.last == second.first && first.block == second.block
}

/// `where two had died`, `who may die`: told of another time.
fn has_auxiliary(text: &Annotated, verb: u32) -> bool {
    text.children(verb).any(|t| text.relation(t) == Relation::Auxiliary)
}
