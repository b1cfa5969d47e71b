//! `the two countries`, `both neighbours`: two states at once, the two that were spoken of last; and
//! `the former`, `the latter`, which pick one of them.
//!
//! They are sought in the sentence before the words and in the one before that. Three states, or
//! one, leave it open who is meant.

use entente_model::{Candidate, Mention, Relation};

use crate::actor::{Identity, Reading};
use crate::scene::Scene;

/// Mentions that are looked through.
const WINDOW: usize = 40;

/// The states that a mention means together, if it means two and both are known; `before` has the
/// readings of the mentions before it.
pub(super) fn read(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[Vec<Reading>],
) -> Option<Vec<Reading>> {
    let (text, head) = (scene.text, mention.head);
    let reference = &scene.atlas.reference;
    let is_state = reference.describes_a_state(text.lemma(head));
    let is_pair = |t: u32| {
        let is_before = matches!(text.relation(t), Relation::Number | Relation::Determiner);
        is_before && reference.is_pair(text.lemma(t))
    };
    if !scene.is_plural(head)
        || !(is_state || reference.is_of_pairs(text.lemma(head)))
        || !text.children(head).any(is_pair)
        || text.children(head).any(|t| text.relation(t) == Relation::Preposition)
    {
        return None;
    }
    let two = spoken_of(scene, head, before, Near::Here)?;
    let names = two.iter().map(|s| &*s.name).collect::<Vec<_>>().join(" and ");
    let reason = format!("`{}` stands for {names}, spoken of last", text.text(head));
    Some(two.into_iter().filter_map(|state| reading(scene, state, reason.clone())).collect())
}

/// The state that `the former` or `the latter` means, if two were spoken of last.
pub(super) fn pick(
    scene: &Scene<'_>,
    mention: &Mention,
    before: &[Vec<Reading>],
) -> Option<Vec<Reading>> {
    let (text, head) = (scene.text, mention.head);
    let nth = scene.atlas.reference.of_two(text.lemma(head))?;
    let is_noun = matches!(
        text.relation(head),
        Relation::Subject | Relation::PassiveSubject | Relation::Object | Relation::PrepObject
    );
    if !is_noun || !scene.is_definite(head) {
        return None;
    }
    let state = spoken_of(scene, head, before, Near::Before)?.swap_remove(nth);
    let reason = format!("`{}` is {} of the two spoken of last", text.text(head), state.name);
    Some(vec![reading(scene, state, reason)?])
}

/// Where two states are sought first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    /// In the sentence itself.
    Here,
    /// In the sentence before: `the former` may itself stand for one.
    Before,
}

/// The two states that were spoken of last, in the order of the text.
fn spoken_of(
    scene: &Scene<'_>,
    head: u32,
    before: &[Vec<Reading>],
    near: Near,
) -> Option<Vec<Candidate>> {
    let text = scene.text;
    let here = text.tokens.get(head as usize)?.sentence;
    let first = if near == Near::Here { here } else { here.checked_sub(1)? };
    let mentions = text.mentions.iter().zip(before).rev().take(WINDOW);
    let sentence = |m: &Mention| text.tokens.get(m.head as usize).map_or(0, |t| t.sentence);
    let mentions = mentions.take_while(|(m, _)| sentence(m).saturating_add(1) >= here);
    let best = mentions.filter_map(|(m, readings)| Some((sentence(m), readings.first()?)));
    let best: Vec<(u32, &Reading)> = best.collect();
    let now = states(scene, best.iter().filter(|(at, _)| *at == first).map(|(_, r)| *r));
    let two = if now.len() < 2 { states(scene, best.iter().map(|(_, r)| *r)) } else { now };
    (two.len() == 2).then_some(two)
}

fn reading(scene: &Scene<'_>, state: Candidate, reason: String) -> Option<Reading> {
    let actor = scene.atlas.actors.find(state.id.as_ref()?.as_str())?;
    let candidate = Candidate { reason, ..state };
    Some(Reading { candidate, identity: Identity::Actor(actor, None) })
}

/// The states of some readings, each once; the readings go backwards, the states forwards.
fn states<'r>(scene: &Scene<'_>, readings: impl Iterator<Item = &'r Reading>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for Reading { candidate, .. } in readings.filter(|r| r.candidate.score >= 0.5) {
        let state = candidate.country.as_deref().and_then(|code| scene.atlas.actors.find(code));
        let Some(state) = state.map(|at| scene.atlas.actors.get(at)) else { continue };
        if !found.iter().any(|f| f.country == state.country) {
            found.push(Candidate {
                id: Some(state.id.clone()),
                country: state.country.clone(),
                sector: None,
                name: state.name.clone(),
                score: candidate.score * 0.8,
                reason: String::new(),
            });
        }
    }
    found.reverse();
    found
}
