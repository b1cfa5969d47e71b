//! Which state a role belongs to, by the words around it.
//!
//! `Vietnamese defence minister`, `Moscow's envoy`, `US troops`, `the president of Peru`, `the
//! spokesman of the Iranian army`, `its navy`. A place where somebody is sent (`ambassador to
//! Hanoi`) or is (`embassy in Moscow`) is no such word.

use std::sync::Arc;

use entente_model::{Pos, Relation};

use super::{Identity, Reading, part};
use crate::atlas::{ActorAt, Link, Meaning, NameKind, Sort};
use crate::coref::Cast;
use crate::scene::Scene;
use crate::table::Era;

/// Noun phrases are searched so deep.
const DEEPEST: u32 = 4;
/// A role keeps no more states than this.
const MOST_STATES: usize = 4;

/// A state that the text names for a role.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) actor: ActorAt,
    /// The sector of the organ that was named, if it was one.
    pub(super) sector: Option<Arc<str>>,
    /// Whether it stands right before the noun, as in `Kremlin media`.
    pub(super) is_beside: bool,
    /// Whether the state as a whole was named, not a place in it, an organ or a person.
    pub(super) is_whole: bool,
    pub(super) score: f32,
    /// Which words in which table, without capital or full stop.
    pub(super) reason: String,
}

/// The states named around a noun, other than by the tokens of a phrase that it belongs to.
pub(super) fn of(scene: &Scene<'_>, cast: &Cast<'_>, head: u32, phrase: (u32, u32)) -> Vec<Stated> {
    let mut found = Vec::new();
    search(scene, cast, head, phrase, DEEPEST, &mut found);
    found
}

fn search(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    head: u32,
    phrase: (u32, u32),
    depth: u32,
    found: &mut Vec<Stated>,
) {
    let name = scene.proper.at(head).map(|s| s.first..s.last);
    let is_relational =
        scene.roles.at(head).is_some_and(|s| scene.atlas.roles[s.found[0]].is_relational);
    let is_owner = |t: u32| !is_relational || is_person(scene, cast, t);
    let is_inside = |t: u32| {
        (phrase.0..phrase.1).contains(&t) || name.as_ref().is_some_and(|name| name.contains(&t))
    };
    for child in scene.text.children(head) {
        if found.len() >= MOST_STATES || depth == 0 {
            return;
        }
        let relation = scene.text.relation(child);
        let before = found.len();
        match relation {
            Relation::Possessor if !is_inside(child) && is_owner(child) => {
                found.extend(possessor(scene, cast, child));
            }
            Relation::Compound | Relation::Modifier | Relation::NounModifier
                if !is_inside(child) =>
            {
                let words = scene.with_conjuncts(child).chain(scene.seat_of(child));
                let is_role = scene.roles.at(head).is_some();
                let states = words.filter_map(|t| beside(scene, t, is_role));
                found.extend(states.take(MOST_STATES));
            }
            Relation::Possessor
            | Relation::Compound
            | Relation::Modifier
            | Relation::NounModifier => {}
            _ => continue,
        }
        let is_nominal = matches!(scene.text.pos(child), Pos::Noun | Pos::Propn);
        let is_deeper = is_nominal && relation != Relation::Possessor;
        if found.len() == before && (is_inside(child) || is_deeper) {
            search(scene, cast, child, phrase, depth - 1, found);
        }
    }
    let wholes = scene.tied(head, Link::Whole).filter(|t| !is_inside(*t) && is_owner(*t));
    for whole in wholes.take(MOST_STATES) {
        if found.len() >= MOST_STATES {
            return;
        }
        match named(scene, whole, 0.85) {
            Some(stated) => found.push(stated),
            None => organ(scene, cast, whole, depth, found),
        }
    }
}

/// Whether a word is a person: an ally of a president is of the same state, an ally of a state is
/// of another one.
fn is_person(scene: &Scene<'_>, cast: &Cast<'_>, token: u32) -> bool {
    let reading = cast.reading_at(scene, token);
    reading.is_some_and(|r| matches!(r.identity, Identity::Person(_)))
}

/// The state of an organ under an `of`: `the spokesman of the Iranian army`.
fn organ(scene: &Scene<'_>, cast: &Cast<'_>, whole: u32, depth: u32, found: &mut Vec<Stated>) {
    let Some(sighting) = scene.roles.at(whole) else { return };
    let before = found.len();
    search(scene, cast, whole, (sighting.first, sighting.last), depth.saturating_sub(1), found);
    let sector = &scene.atlas.roles[sighting.found[0]].sector;
    for stated in &mut found[before..] {
        stated.is_whole = false;
        stated.sector = sector.clone().or(stated.sector.take());
        stated.score *= 0.97;
    }
}

/// The state of a possessor: a name, a pronoun, or a noun phrase read before.
fn possessor(scene: &Scene<'_>, cast: &Cast<'_>, token: u32) -> Option<Stated> {
    if scene.text.pos(token) != Pos::Pron
        && let Some(stated) = named(scene, token, 0.87)
    {
        return Some(stated);
    }
    let Reading { candidate, identity } = cast.reading_at(scene, token)?;
    let is_whole = matches!(identity, Identity::Actor(_, None));
    let actor = match *identity {
        Identity::Actor(actor, _) | Identity::Part(actor, _) | Identity::Role(Some(actor), _) => {
            actor
        }
        Identity::Person(person) => {
            let office = scene.atlas.people.get(person).standing(scene.day, None)?;
            office.office().actor
        }
        Identity::Role(None, _) | Identity::Stranger(_) => return None,
    };
    let reason = format!("{}, by `{}`", scene.atlas.actors.get(actor).id, scene.text.text(token));
    let (sector, score) = (candidate.sector.clone(), candidate.score * 0.9);
    Some(Stated { actor, sector, is_beside: false, is_whole, score, reason })
}

/// The state that a modifier names. Persons count beside roles only (`Putin government`); beside
/// other words they are the beginning of a longer name.
fn beside(scene: &Scene<'_>, token: u32, is_role: bool) -> Option<Stated> {
    let is_person = |m: &Meaning| matches!(m, Meaning::Person(_) | Meaning::Surname(_));
    let Some(sighting) = scene.proper.at(token) else { return located(scene, token, 0.7) };
    let found = &sighting.found;
    let stated = (is_role || !found.iter().all(is_person)).then(|| named(scene, token, 0.85));
    stated.flatten().map(|stated| Stated { is_beside: true, ..stated })
}

/// The state that a token names as part of a sighting: itself, an organ of it, its place, or who
/// is in office there.
pub(super) fn named(scene: &Scene<'_>, token: u32, score: f32) -> Option<Stated> {
    let Some(sighting) = scene.proper.at(token) else { return located(scene, token, score * 0.8) };
    let is_adjective = sighting.found.iter().any(|m| is_adjective(scene, *m));
    let fits = match scene.sort_at(token) {
        Some(Sort::Person) | None => scene.fits_entity(sighting, |_| false),
        // A body is called after its state: `Iraq Humanitarian Fund`.
        Some(Sort::Body) => scene.begins_entity(sighting),
        Some(_) => {
            (is_adjective && scene.begins_entity(sighting))
                || scene.fits_entity(sighting, |_| false)
        }
    };
    if !fits {
        return None;
    }
    let is_here =
        |m: &&Meaning| !matches!(**m, Meaning::Name(at) if part::is_elsewhere(scene, sighting, at));
    if !sighting.found.iter().any(|m| is_here(&m)) {
        return located(scene, token, score * 0.9);
    }
    let usual = sighting.found.iter().filter(|m| !is_second(scene, **m));
    let meanings = usual.chain(&sighting.found).filter(is_here);
    let (mut stated, table) = meanings.filter_map(|m| means(scene, *m)).next()?;
    let id = &scene.atlas.actors.get(stated.actor).id;
    stated.reason = format!("{id}, by `{}` in {table}", scene.words_of(sighting));
    // A state by its own name or adjective comes before one by an organ or a person in it.
    stated.score = if stated.is_whole { score } else { score * 0.98 };
    Some(stated)
}

/// The state in which a place of the gazetteer lies.
fn located(scene: &Scene<'_>, token: u32, score: f32) -> Option<Stated> {
    let (actor, name) = part::state_of_place(scene, token)?;
    let reason = format!("{}, by the place `{name}`", scene.atlas.actors.get(actor).id);
    Some(Stated { actor, sector: None, is_beside: false, is_whole: false, score, reason })
}

/// Whether a meaning comes after others: by its remark, or since it is over, in a text without a
/// date if it is over by now.
fn is_second(scene: &Scene<'_>, meaning: Meaning) -> bool {
    let Meaning::Name(at) = meaning else { return false };
    let name = &scene.atlas.names[at];
    let is_over = match scene.day {
        Some(_) => name.held.era(scene.day) == Era::After,
        None => name.held.to.or(scene.atlas.actors.get(name.actor).held.to).is_some(),
    };
    name.is_second || is_over
}

/// Whether a meaning is that of an adjective, which keeps it inside other names as well
/// (`Panamanian Immigration`).
fn is_adjective(scene: &Scene<'_>, meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Name(at) if scene.atlas.names[at].kind == NameKind::Adjective)
}

/// The state that a meaning implies, and the table that says so.
fn means(scene: &Scene<'_>, meaning: Meaning) -> Option<(Stated, &'static str)> {
    let stated = |actor, sector: Option<&Arc<str>>, is_whole| Stated {
        actor,
        sector: sector.cloned(),
        is_beside: false,
        is_whole,
        score: 0.0,
        reason: String::new(),
    };
    match meaning {
        Meaning::Name(at) => {
            let name = &scene.atlas.names[at];
            let holds = match name.held.era(scene.day) {
                Era::Before => false,
                Era::Within => true,
                Era::After => name.kind.outlives_its_dates() && !name.is_own,
            };
            let is_whole = name.kind.is_whole() && name.sector.is_none();
            holds.then(|| (stated(name.actor, name.sector.as_ref(), is_whole), "names.tsv"))
        }
        Meaning::Place(at) => {
            Some((stated(scene.atlas.places.get(at).actor?, None, false), "places.tsv"))
        }
        Meaning::Person(at) | Meaning::Surname(at) => {
            let person = scene.atlas.people.get(at);
            let office = person.standing(scene.day, None)?.office();
            let counts = matches!(meaning, Meaning::Person(_)) || person.in_office(scene.day);
            let stated = || stated(office.actor, office.sector.as_ref(), false);
            counts.then(|| (stated(), "offices.tsv"))
        }
        Meaning::Treaty(_) => None,
    }
}
