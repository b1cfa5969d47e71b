//! What an author offers for or against a claim: what stands in its own grounds.
//!
//! `Mali is to blame, as Chad's army found` gives the ground in a clause under a mark of grounds;
//! `Indeed, …` in the next sentence goes on with one. The words are the language's.

use entente_model::{Claim, Event, Relation, Sentence, Span};

use super::reading::Reading;

/// Among how many of a sentence's first words the one is that goes on with grounds.
const OPENING: u32 = 3;

/// Adds to each claim the ids of the events and claims of its grounds.
pub(super) fn offered(reading: &Reading<'_>, events: &[Event], claims: &mut [Claim]) {
    let places: Vec<(String, Span, Span)> = claims
        .iter()
        .map(|c| (c.id.to_string(), c.evidence.trigger(), c.evidence.sentence()))
        .collect();
    for claim in claims.iter_mut() {
        let grounds: Vec<Span> = grounds(reading, claim);
        if grounds.is_empty() {
            continue;
        }
        let is_ground = |trigger: Span| grounds.iter().any(|g| g.contains(trigger));
        let deeds = events.iter().filter(|e| is_ground(e.evidence.trigger()));
        let said = places
            .iter()
            .filter(|(id, trigger, _)| *id != claim.id.as_str() && is_ground(*trigger));
        let ids = deeds.map(|e| e.id.to_string()).chain(said.map(|(id, ..)| id.clone()));
        claim.offered = ids.map(Into::into).collect();
    }
}

/// The stretches of text that give the grounds of a claim.
fn grounds(reading: &Reading<'_>, claim: &Claim) -> Vec<Span> {
    let sentences = &reading.text.sentences;
    let at = sentences.partition_point(|s| s.span < claim.evidence.sentence());
    let Some(own) = sentences.get(at) else { return Vec::new() };
    let mut found: Vec<Span> = (own.first..own.last)
        .filter(|&t| reading.relation(t) == Relation::Marker && is_ground(reading, t))
        .map(|t| reading.span(reading.below(reading.head(t))))
        .filter(|clause| *clause != own.span && !clause.contains(claim.evidence.trigger()))
        .collect();
    let next = sentences.get(at + 1).filter(|next| next.block == own.block);
    let opens = |s: &&Sentence| {
        (s.first..s.last.min(s.first + OPENING)).any(|token| is_ground(reading, token))
    };
    found.extend(next.filter(opens).map(|s| s.span));
    found
}

fn is_ground(reading: &Reading<'_>, token: u32) -> bool {
    reading.known.is_ground(reading.text.lemma(token))
}
