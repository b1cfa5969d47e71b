//! Mentions that name an actor: a state, its capital or an organ, an organisation, a group.

use entente_model::{Pos, Relation};

use super::{Identity, Reading, compose, part, state};
use crate::atlas::{Link, Meaning, Name, NameKind, Sort};
use crate::coref::Cast;
use crate::scene::Scene;
use crate::sight::Sighting;
use crate::table::{Era, Interval};

/// How far a name still counts that is here one of a place in another state.
const ELSEWHERE: f32 = 0.4;

/// Reads a mention as one row of `names.tsv`, if grammar and dates allow it.
pub(super) fn read(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    head: u32,
    sighting: &Sighting<Meaning>,
    at: usize,
) -> Option<Reading> {
    let name = &scene.atlas.names[at];
    if name.is_own {
        return own(scene, sighting, at);
    }
    let (score, dates) = dated(scene, name)?;
    let free = stands_free(scene, head, sighting, name);
    let free = free.or_else(|| alone(scene, cast, sighting, name))?;
    let here = if part::is_elsewhere(scene, sighting, at) { ELSEWHERE } else { 1.0 };
    let score = score * of_kind(scene, head, name)? * free * here;
    let words = scene.words_of(sighting);
    let actor = scene.atlas.actors.get(name.actor);
    let is_part = !name.kind.is_whole() || name.sector.is_some();
    if let Some(other) = is_part.then(|| elsewhere(scene, cast, head, sighting, name)).flatten() {
        return Some(other);
    }
    let reason =
        format!("`{words}` is {} of {} in names.tsv{dates}", name.kind.words(), actor.id.as_str());
    let shown = if is_part { name.surface.clone() } else { actor.name.clone() };
    let sector = name.sector.as_ref().or(actor.sector.as_ref());
    let single =
        || scene.atlas.reference.individuals().filter(|_| are_individuals(scene, head, name));
    let sector = sector.or_else(single);
    let candidate = compose::candidate(scene, name.actor, sector, shown, score, reason);
    Some(Reading { candidate, identity: Identity::Actor(name.actor, is_part.then_some(at)) })
}

/// Reads a name that the user gave: it holds on its days, whatever else the words may mean.
fn own(scene: &Scene<'_>, sighting: &Sighting<Meaning>, at: usize) -> Option<Reading> {
    let name = &scene.atlas.names[at];
    if !scene.fits_entity(sighting, |_| false) || !name.held.holds(scene.day) {
        return None;
    }
    let is_dated = name.held != Interval::default();
    let (score, dates) = match scene.day {
        Some(_) if is_dated => (0.99, format!(", {}", name.held.words())),
        None if is_dated => (0.96, format!(", {}, in a text without a date", name.held.words())),
        _ => (0.98, String::new()),
    };
    let actor = scene.atlas.actors.get(name.actor);
    let words = scene.words_of(sighting);
    let reason = format!("`{words}` is a name of {} in your own actors{dates}", actor.id.as_str());
    let is_part = !name.kind.is_whole() || name.sector.is_some();
    // A dictionary in capitals, or without names for its states, is not fit to be shown.
    let shown = match (is_part, name.is_cased) {
        (true, true) => name.surface.clone(),
        (false, _) if *actor.name != *actor.id.as_str() => actor.name.clone(),
        _ => words.into(),
    };
    let sector = name.sector.as_ref().or(actor.sector.as_ref());
    let candidate = compose::candidate(scene, name.actor, sector, shown, score, reason);
    Some(Reading { candidate, identity: Identity::Actor(name.actor, is_part.then_some(at)) })
}

/// How far a name holds on the day, and the dates in words.
///
/// Before its first day a name means nothing. After its last it still means its actor, if less
/// surely (`Burma`); a former capital does not stand for a government any more. In a text without
/// a date what has ended comes after what still is.
fn dated(scene: &Scene<'_>, name: &Name) -> Option<(f32, String)> {
    let actor = scene.atlas.actors.get(name.actor);
    let has_ended = name.held.to.or(actor.held.to).is_some();
    if scene.day.is_none() && has_ended {
        return Some((0.6, format!(", {}, in a text without a date", name.held.words())));
    }
    match (name.held.era(scene.day), actor.held.era(scene.day)) {
        (Era::Before, _) => None,
        (Era::Within, Era::After) => Some((0.6, format!(", which existed {}", actor.held.words()))),
        (Era::Within, _) if name.held == Interval::default() => Some((1.0, String::new())),
        (Era::Within, _) => Some((1.0, format!(", {}", name.held.words()))),
        (Era::After, _) if name.kind.outlives_its_dates() => {
            Some((0.6, format!(", {}, a former name", name.held.words())))
        }
        (Era::After, _) => None,
    }
}

/// How well the kind of name goes with the grammar around it.
fn of_kind(scene: &Scene<'_>, head: u32, name: &Name) -> Option<f32> {
    let text = scene.text;
    let is_adjective = text.pos(head) == Pos::Adj;
    let located = scene.tie(head).is_some_and(|(_, link)| link == Link::Location);
    let compound = text.relation(head) == Relation::Compound;
    Some(match name.kind {
        _ if compound && names_an_accord(scene, head, name) => return None,
        NameKind::Adjective if is_adjective => 0.6,
        NameKind::Adjective => 0.5,
        NameKind::People if is_adjective => return None,
        NameKind::People if compound || text.relation(head) == Relation::Modifier => 0.5,
        NameKind::People => 0.85,
        NameKind::Capital if located => 0.35,
        NameKind::Capital if compound => 0.45,
        NameKind::Capital if scene.tie(head).is_some() => 0.6,
        NameKind::Capital => 0.75,
        NameKind::Region | NameKind::City if located => 0.3,
        NameKind::Region | NameKind::City => 0.45,
        _ if located => 0.7,
        _ if compound => 0.6,
        NameKind::Metonym | NameKind::Organ | NameKind::Acronym => 0.92,
        NameKind::Name => 0.95,
    })
}

/// `the Lomé accord`, `the Uruguay Round`: whether a noun is called after the place, which is no
/// party to it.
fn names_an_accord(scene: &Scene<'_>, head: u32, name: &Name) -> bool {
    let noun = scene.text.lemma(scene.text.head(head)).to_lowercase();
    let is_state = || scene.atlas.actors.get(name.actor).kind.is_country();
    match scene.atlas.reference.called_after(&noun) {
        Some(any) => match name.kind {
            NameKind::Capital | NameKind::City | NameKind::Region => true,
            NameKind::Name => any && is_state(),
            _ => false,
        },
        None => false,
    }
}

/// Whether single persons of a nation are meant: `a Malian`, `forty Malians`.
fn are_individuals(scene: &Scene<'_>, head: u32, name: &Name) -> bool {
    let text = scene.text;
    // Thousands are an army or a people.
    let is_few = |t: u32| text.text(t).chars().filter(char::is_ascii_digit).count() < 4;
    let counts = |t: u32| {
        text.pos(t) == Pos::Num && is_few(t)
            || text.relation(t) == Relation::Determiner && text.morph(t).contains("Definite=Ind")
    };
    name.kind == NameKind::People && text.children(head).any(counts)
}

/// How far the name stands for itself rather than as a part of another name.
fn stands_free(
    scene: &Scene<'_>,
    head: u32,
    sighting: &Sighting<Meaning>,
    name: &Name,
) -> Option<f32> {
    if in_longer_name(scene, head, sighting) || !scene.fits_entity(sighting, |_| false) {
        return None;
    }
    let is_vouched = scene.vouches_for(name.actor);
    if name.is_common && !is_vouched {
        return None;
    }
    let is_sure = !name.is_ambiguous || is_vouched;
    let free = match scene.sort_at(head) {
        Some(Sort::State | Sort::People | Sort::Body) => 1.0,
        Some(Sort::Person) if is_sure => 0.7,
        Some(Sort::Person) => return None,
        Some(Sort::Feature) => 0.85,
        Some(Sort::Time | Sort::Thing) => 0.7,
        None => 0.95,
    };
    let usual = if name.is_second { 0.5 } else { 1.0 };
    Some(free * usual * if name.kind.is_whole() || is_sure { 1.0 } else { 0.6 })
}

/// How far a name of a state that is a person's name as well, and stands where nobody of that name
/// has been named, is the state's all the same.
fn alone(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    sighting: &Sighting<Meaning>,
    name: &Name,
) -> Option<f32> {
    let person = scene.person_at(sighting.first)?;
    let is_all = (person.first, person.last) == (sighting.first, sighting.last);
    let is_state = name.kind == NameKind::Name && !name.is_common && !name.is_second;
    (is_all && is_state && !cast.knows_other(scene, sighting)).then_some(0.45)
}

/// Whether the name hangs by an `of` on a proper noun of which the atlas knows nothing, as in
/// `Gulf of Tonkin` or `Battle of Britain`; `King Abdullah of Jordan` is another matter.
fn in_longer_name(scene: &Scene<'_>, head: u32, sighting: &Sighting<Meaning>) -> bool {
    let Some((adposition, Link::Whole)) = scene.tie(head) else { return false };
    let above = scene.text.head(adposition);
    scene.text.pos(above) == Pos::Propn
        && !(sighting.first..sighting.last).contains(&above)
        && scene.roles.at(above).is_none()
        && scene.proper.at(above).is_none()
        && scene.person_at(above).is_none()
}

/// The same organ of another state, where the text names that state: `India's Supreme Court` is
/// not the one that the table means.
fn elsewhere(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    head: u32,
    sighting: &Sighting<Meaning>,
    name: &Name,
) -> Option<Reading> {
    let sector = name.sector.as_ref()?;
    let stated =
        state::of(scene, cast, head, (sighting.first, sighting.last)).into_iter().next()?;
    if stated.actor == name.actor || !scene.atlas.actors.get(stated.actor).kind.is_country() {
        return None;
    }
    let words = scene.words_of(sighting);
    let reason = format!("`{words}` is an organ in names.tsv, of {}", stated.reason);
    let shown = name.surface.clone();
    let candidate = compose::candidate(scene, stated.actor, Some(sector), shown, 0.7, reason);
    Some(Reading { candidate, identity: Identity::Actor(stated.actor, None) })
}
