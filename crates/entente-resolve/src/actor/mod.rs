//! Which actors a mention may mean.
//!
//! A mention is read by its head: as a name ([`name`]), as a person ([`person`]), as a role of
//! some state ([`role`], [`sector`], [`state`]), as a part of a state ([`part`]), then by what stands
//! in apposition to it. Pronouns and later short forms of a name are the business of
//! [`crate::coref`].

mod compose;
mod name;
mod part;
mod person;
mod role;
mod sector;
mod state;
#[cfg(test)]
mod tests;

use entente_model::{Candidate, Mention, Pos, Relation};

use crate::atlas::{ActorAt, Meaning, PersonAt};
use crate::coref::Cast;
use crate::scene::Scene;

/// A candidate, with what it rests on.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) candidate: Candidate,
    pub(crate) identity: Identity,
}

/// What a reading takes the mention to be; equal for mentions of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    /// An actor by name, or an organ of it with a name of its own (row of `names.tsv`).
    Actor(ActorAt, Option<usize>),
    /// A person in `offices.tsv`.
    Person(PersonAt),
    /// A place or a body in an actor, by the first token that names it first.
    Part(ActorAt, u32),
    /// A role (row of `roles.tsv`), of an actor if it is known.
    Role(Option<ActorAt>, usize),
    /// Somebody or something the atlas does not know, by the mention that names it first.
    Stranger(usize),
}

/// Reads a mention that is not a pronoun: all readings, best first.
pub(crate) fn read(scene: &Scene<'_>, cast: &Cast<'_>, mention: &Mention) -> Vec<Reading> {
    if let Some(name) = role::titled(scene, mention.head) {
        return sort(by_itself(scene, cast, name));
    }
    let mut readings = by_itself(scene, cast, mention.head);
    by_apposition(scene, cast, mention.head, &mut readings);
    sort(readings)
}

/// The row of `roles.tsv` that a noun is, or bears as a title.
pub(crate) fn role_row(scene: &Scene<'_>, head: u32) -> Option<usize> {
    role::of(scene, head).map(|title| title.row())
}

/// Readings of a noun phrase from its own words.
fn by_itself(scene: &Scene<'_>, cast: &Cast<'_>, head: u32) -> Vec<Reading> {
    let mut readings = Vec::new();
    let title = role::of(scene, head);
    if let Some(sighting) =
        scene.proper.at(head).filter(|s| may_be_named(scene, head) && scene.heads(s, head))
    {
        let mut has_own = false;
        for meaning in &sighting.found {
            let before = readings.len();
            match *meaning {
                Meaning::Name(at) => readings.extend(name::read(scene, cast, head, sighting, at)),
                Meaning::Person(at) => {
                    readings.extend(person::by_full_name(scene, sighting, at, title));
                }
                Meaning::Surname(at) => {
                    readings.extend(person::by_surname(scene, cast, sighting, at, title));
                }
                Meaning::Place(_) | Meaning::Treaty(_) => {}
            }
            // What the user gave comes first, and the packs' meanings stay behind it.
            if scene.atlas.is_own(*meaning) {
                has_own |= readings.len() > before;
            } else if has_own {
                readings[before..].iter_mut().for_each(|r| r.candidate.score *= 0.5);
            }
        }
    }
    let is_treaty = |m: &Meaning| matches!(m, Meaning::Treaty(_));
    let of_treaty = || scene.proper.at(head).is_some_and(|s| s.found.iter().any(is_treaty));
    if (readings.is_empty() || part::is_other_place(scene, head)) && title.is_none() && !of_treaty()
    {
        readings.extend(part::read(scene, head));
    }
    if let Some(title) = title {
        let is_named = readings.iter().any(|r| r.candidate.score >= 0.8);
        let named = readings.len();
        role::read(scene, cast, head, title, is_named, &mut readings);
        doubt_persons(&mut readings, named);
    }
    readings
}

/// Makes persons less sure whose title, as the text has it, is of another state than the table's.
fn doubt_persons(readings: &mut [Reading], named: usize) {
    let (persons, roles) = readings.split_at_mut(named);
    let is_stated = |r: &&Reading| r.candidate.id.is_some();
    for person in persons.iter_mut().filter(|r| matches!(r.identity, Identity::Person(_))) {
        let root = |r: &Reading| r.candidate.id.as_ref().map(|id| id.root().to_owned());
        let mut stated = roles.iter().filter(is_stated).peekable();
        if stated.peek().is_some() && !stated.any(|r| root(r) == root(person)) {
            person.candidate.score *= 0.8;
        }
    }
}

/// Adds what the words in apposition say: `Sergei Lavrov, Russia's foreign minister`.
fn by_apposition(scene: &Scene<'_>, cast: &Cast<'_>, head: u32, readings: &mut Vec<Reading>) {
    let text = scene.text;
    let below = text.children(head).filter(|t| text.relation(*t) == Relation::Apposition).take(2);
    let above = (text.relation(head) == Relation::Apposition).then(|| text.head(head));
    for other in below.chain(above) {
        if !may_be_one(scene, head, other) {
            continue;
        }
        for mut reading in by_itself(scene, cast, other) {
            let knows_state = reading.candidate.id.is_some();
            let adds = matches!(reading.identity, Identity::Person(_) | Identity::Role(..));
            if knows_state && adds {
                reading.candidate.score *= 0.97;
                reading.candidate.reason += ", in apposition";
                readings.push(reading);
            }
        }
    }
}

/// Whether two nouns in apposition may be one: a person and an office, a body and what it is.
fn may_be_one(scene: &Scene<'_>, head: u32, other: u32) -> bool {
    let is_person = |t| scene.person_at(t).is_some();
    let role = |t| scene.roles.at(t).map(|s| scene.atlas.roles[s.found[0]].kind.is_personal());
    match (role(head), role(other)) {
        (None, Some(personal)) => personal == is_person(head) && may_be_named(scene, head),
        (Some(personal), None) => personal && is_person(other),
        _ => false,
    }
}

/// Whether a word can be a name by its part of speech, or is one by an entity around it.
fn may_be_named(scene: &Scene<'_>, token: u32) -> bool {
    match scene.text.pos(token) {
        Pos::Propn | Pos::Noun | Pos::Adj | Pos::X | Pos::Num | Pos::Sym | Pos::None => true,
        Pos::Pron | Pos::Det | Pos::Adp => false,
        _ => scene.text.entity_at(token).is_some(),
    }
}

/// Best first; of readings that mean the same only the best is kept.
fn sort(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_by(|a, b| b.candidate.score.total_cmp(&a.candidate.score));
    let mut kept: Vec<Reading> = Vec::with_capacity(readings.len());
    for reading in readings {
        let Candidate { id, country, sector, .. } = &reading.candidate;
        let same = |k: &Reading| {
            (&k.candidate.id, &k.candidate.country, &k.candidate.sector) == (id, country, sector)
        };
        // A country as a whole says nothing beside one of its organs.
        let wider =
            |k: &Reading| sector.is_none() && country.is_some() && &k.candidate.country == country;
        if kept.len() < MOST_READINGS && !kept.iter().any(|k| same(k) || wider(k)) {
            kept.push(reading);
        }
    }
    kept
}

/// A mention keeps no more readings than this.
const MOST_READINGS: usize = 6;
