//! Mentions of what lies in a state or is called after it: places that only the gazetteer has, and
//! bodies that no table has.

use super::{Identity, Reading, compose};
use crate::atlas::{ActorAt, Link, Meaning, NameKind, Sort};
use crate::scene::Scene;
use crate::sight::{Sighting, words};

/// A place counts for its state from this score on.
const SURE_PLACE: f32 = 0.55;
/// A place in one state speaks against the name of another from this score on.
const SURE_ELSEWHERE: f32 = 0.65;

/// Reads a head as a place, or else as a body called after a state.
pub(super) fn read(scene: &Scene<'_>, head: u32) -> Option<Reading> {
    place(scene, head).or_else(|| body(scene, head))
}

/// The state in which a place of the gazetteer lies, and its name.
pub(super) fn state_of_place<'a>(scene: &'a Scene<'_>, token: u32) -> Option<(ActorAt, &'a str)> {
    if !matches!(scene.sort_at(token), Some(Sort::State | Sort::Feature) | None) {
        return None;
    }
    let found = scene.toponym_at(token)?.candidates.first()?;
    let country = found.place.country.as_deref().filter(|_| found.score >= SURE_PLACE)?;
    Some((scene.atlas.actors.find(country)?, &found.place.name))
}

/// Whether a name of a state, or of a place in it, is here that of a place in another: the
/// `Lebanon` of Ohio, the `Manchester` of New Hampshire.
pub(super) fn is_elsewhere(scene: &Scene<'_>, sighting: &Sighting<Meaning>, at: usize) -> bool {
    let name = &scene.atlas.names[at];
    let actor = scene.atlas.actors.get(name.actor);
    let is_place = match name.kind {
        NameKind::Name | NameKind::Capital | NameKind::Region | NameKind::City => true,
        NameKind::Adjective | NameKind::People => false,
        NameKind::Metonym | NameKind::Organ | NameKind::Acronym => false,
    };
    if !is_place || name.is_own || !actor.kind.is_country() || actor.held.to.is_some() {
        return false;
    }
    let Some(toponym) = scene.toponym_at(sighting.first) else { return false };
    let is_same = (toponym.first, toponym.last) == (sighting.first, sighting.last);
    let best = toponym.candidates.first().filter(|c| is_same && c.score >= SURE_ELSEWHERE);
    let country = best.and_then(|c| c.place.country.as_deref());
    let other = country.and_then(|country| scene.atlas.actors.find(country));
    other.is_some_and(|other| other != name.actor)
}

/// Whether all names that the atlas has for a word are here those of a place in another state.
pub(super) fn is_other_place(scene: &Scene<'_>, head: u32) -> bool {
    scene.proper.at(head).is_some_and(|s| {
        let is_other = |m: &Meaning| matches!(*m, Meaning::Name(at) if is_elsewhere(scene, s, at));
        s.found.iter().any(is_other) && !is_weighed(scene, s)
    })
}

/// Whether a name counts by its rows in the atlas: a former capital stays out.
fn is_weighed(scene: &Scene<'_>, sighting: &Sighting<Meaning>) -> bool {
    let is_here =
        |m: &Meaning| matches!(*m, Meaning::Name(at) if !is_elsewhere(scene, sighting, at));
    sighting.found.iter().any(is_here)
}

fn place(scene: &Scene<'_>, head: u32) -> Option<Reading> {
    if scene.proper.at(head).is_some_and(|s| is_weighed(scene, s)) {
        return None;
    }
    let (actor, name) = state_of_place(scene, head)?;
    let toponym = scene.toponym_at(head).filter(|t| t.last == head + 1)?;
    let id = &toponym.candidates.first()?.place.id;
    let is_same = |c: &entente_model::PlaceCandidate| c.place.id == *id;
    let same = scene.toponyms.iter().find(|t| t.candidates.first().is_some_and(is_same));
    let located = scene.tie(head).is_some_and(|(_, link)| link == Link::Location);
    let score = if located { 0.28 } else { 0.4 };
    let reason = format!("`{name}` lies in {}", scene.atlas.actors.get(actor).id);
    let candidate = compose::candidate(scene, actor, None, name.into(), score, reason);
    Some(Reading { candidate, identity: Identity::Part(actor, same.unwrap_or(toponym).first) })
}

/// A body that no table has, whose name begins with that of a state: `Iraq Humanitarian Fund`.
fn body(scene: &Scene<'_>, head: u32) -> Option<Reading> {
    let text = scene.text;
    let entity = text.entity_at(head).filter(|_| scene.sort_at(head) == Some(Sort::Body))?;
    let above = text.head(head);
    if above != head && (entity.first..entity.last).contains(&above) {
        return None;
    }
    let mut sightings = (entity.first..head).filter_map(|t| scene.proper.at(t));
    let sighting = sightings.next().filter(|s| s.last <= head && scene.begins_entity(s))?;
    let of_state = |meaning: &Meaning| match *meaning {
        Meaning::Name(at) => {
            let name = &scene.atlas.names[at];
            let is_called = !matches!(name.kind, NameKind::Capital | NameKind::City)
                && name.sector.is_none()
                && !name.is_ambiguous
                && !name.is_second
                && name.held.holds(scene.day);
            is_called.then_some(name.actor)
        }
        _ => None,
    };
    let actor = sighting.found.iter().find_map(of_state)?;
    let actor = Some(actor).filter(|at| scene.atlas.actors.get(*at).kind.is_country())?;
    let roles = (sighting.last..entity.last.min(head + 8)).rev();
    let role = roles.filter_map(|t| scene.roles.at(t)).map(|s| &scene.atlas.roles[s.found[0]]);
    let sector = role.filter_map(|r| r.sector.as_ref()).next();
    let name = words(text, entity.first, entity.last);
    let called = scene.words_of(sighting);
    let reason = format!(
        "a body called after {}, by `{called}` in names.tsv",
        scene.atlas.actors.get(actor).id
    );
    let candidate = compose::candidate(scene, actor, sector, name.into(), 0.5, reason);
    Some(Reading { candidate, identity: Identity::Part(actor, entity.first) })
}
