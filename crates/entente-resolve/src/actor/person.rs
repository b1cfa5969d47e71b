//! Mentions that name somebody who holds, held or will hold an office.
//!
//! The office of the day decides what the person acts for. A full name is enough; a family name
//! needs support: a title, the full name earlier in the document, or a person's name around it.

use std::sync::Arc;

use entente_model::Pos;

use super::role::Title;
use super::{Identity, Reading, compose, role};
use crate::atlas::{Meaning, Office, PersonAt, Sort, Standing};
use crate::coref::Cast;
use crate::scene::Scene;
use crate::sight::Sighting;

/// Reads a full name.
pub(super) fn by_full_name(
    scene: &Scene<'_>,
    sighting: &Sighting<Meaning>,
    at: PersonAt,
    title: Option<Title<'_>>,
) -> Option<Reading> {
    scene
        .fits_entity(sighting, |_| false)
        .then(|| {
            read(
                scene,
                sighting,
                at,
                title,
                if scene.atlas.people.get(at).is_own { 0.98 } else { 0.95 },
            )
        })
        .flatten()
}

/// Reads a family name, as far as something supports it.
pub(super) fn by_surname(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    sighting: &Sighting<Meaning>,
    at: PersonAt,
    title: Option<Title<'_>>,
) -> Option<Reading> {
    let person = scene.atlas.people.get(at);
    let is_part =
        |t| person.full_names.iter().any(|n| n.split(' ').any(|w| w == scene.text.text(t)));
    // A name alone on its line may be tagged as anything, and is still seen to be an entity.
    let is_whole = scene
        .text
        .entity_at(sighting.first)
        .is_some_and(|e| (e.first, e.last) == (sighting.first, sighting.last));
    // One whom the text has named in full is known again, whatever the name is taken for.
    let pos = scene.text.pos(sighting.first);
    let is_known = matches!(pos, Pos::Noun | Pos::X | Pos::Num) && cast.has_named(at);
    let is_name = pos == Pos::Propn || is_whole || is_known;
    if !is_name || !scene.fits_entity(sighting, is_part) {
        return None;
    }
    let trust = support(scene, cast, sighting, at, title)?;
    read(scene, sighting, at, title, trust)
}

/// How sure a bare family name is.
fn support(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    sighting: &Sighting<Meaning>,
    at: PersonAt,
    title: Option<Title<'_>>,
) -> Option<f32> {
    if cast.has_named(at) {
        return Some(0.92);
    }
    let person = scene.atlas.people.get(at);
    let held = |o: &&Office| Some(&*o.title) == title.map(|t| t.words(scene));
    if title.is_some() && person.offices.iter().any(|o| held(&o)) {
        return Some(if person.in_office(scene.day) { 0.9 } else { 0.6 });
    }
    if !person.in_office(scene.day) || cast.knows_other(scene, sighting) {
        return None;
    }
    let namesakes = namesakes(scene, sighting, at);
    let is_only = namesakes == 0;
    match scene.sort_at(sighting.first) {
        Some(Sort::Person) if is_only => Some(0.7),
        Some(Sort::Person) if namesakes <= 3 => Some(0.35),
        Some(Sort::Body | Sort::State) | None if is_only => Some(0.45),
        _ => None,
    }
}

/// Whether an office ended so shortly before that news still tells of its days: who was killed in
/// it, or has just resigned.
fn left_of_late(scene: &Scene<'_>, office: &Office) -> bool {
    const LATELY: i32 = 45;
    let days = scene.day.zip(office.held.to).map(|(day, to)| (day - to).get_days());
    days.is_some_and(|days| (0..=LATELY).contains(&days))
}

/// So many namings of a person are looked at for a title.
const MOST_NAMED: usize = 40;

/// The sector of the title that the document gives a person beside the full name.
fn told_title<'a>(scene: &'a Scene<'_>, at: PersonAt) -> Option<&'a Arc<str>> {
    let named = scene.proper.iter().filter(|s| s.found.contains(&Meaning::Person(at)));
    let mut titles = named.take(MOST_NAMED).filter_map(|s| role::of(scene, s.last - 1));
    titles.find(|t| t.former.is_none()).and_then(|t| t.sector(scene))
}

/// How many others of that family name hold an office of another state on the day.
fn namesakes(scene: &Scene<'_>, sighting: &Sighting<Meaning>, at: PersonAt) -> usize {
    let actor = |at: PersonAt| {
        let standing = scene.atlas.people.get(at).standing(scene.day, None)?;
        Some(standing.office().actor)
    };
    let is_other = |m: &&Meaning| match **m {
        Meaning::Surname(other) => {
            scene.atlas.people.get(other).in_office(scene.day) && actor(other) != actor(at)
        }
        _ => false,
    };
    sighting.found.iter().filter(is_other).count()
}

/// The reading of a person who is surely enough meant.
fn read(
    scene: &Scene<'_>,
    sighting: &Sighting<Meaning>,
    at: PersonAt,
    title: Option<Title<'_>>,
    trust: f32,
) -> Option<Reading> {
    let person = scene.atlas.people.get(at);
    let said = title.map(|t| t.words(scene));
    let words = scene.words_of(sighting);
    let (office, score, held) = match person.standing(scene.day, said)? {
        Standing::Holds(office) => (office, trust, "holds"),
        Standing::Latest(office) => (office, trust * 0.75, "last held"),
        Standing::Held(office) => (office, trust * 0.8, "held"),
        Standing::Later(office) => (office, trust * 0.6, "is to hold"),
    };
    let agrees = said == Some(&*office.title);
    // A text without a date is read as of the table, unless it gives the title of those days.
    let is_over = held == "last held" && office.held.to.is_some() && !agrees;
    let is_former = is_over || title.is_some_and(|t| t.former.is_some());
    let titled = title.filter(|t| t.former.is_none()).and_then(|t| t.sector(scene));
    let is_untold = title.is_none() && (is_over || held == "is to hold");
    let titled = titled.or_else(|| told_title(scene, at).filter(|_| is_untold));
    let is_said_former = title.is_some_and(|t| t.former.is_some());
    let sector = match held {
        "holds" | "last held" if !is_former => office.sector.as_ref(),
        "held" if !is_said_former && left_of_late(scene, office) => office.sector.as_ref(),
        "is to hold" if titled.is_some() => titled,
        // An office that the table does not know of that day, but the text does.
        _ if titled.is_some() && !agrees => titled,
        _ => scene.atlas.reference.left_office(),
    };
    let score = if agrees { score + (1.0 - score) * 0.5 } else { score };
    let actor = scene.atlas.actors.get(office.actor);
    let reason = format!(
        "`{words}` {held} the office `{}` of {} {} in {}",
        office.title,
        actor.id,
        office.held.words(),
        if person.is_own { "your own actors" } else { "offices.tsv" }
    );
    let candidate =
        compose::candidate(scene, office.actor, sector, person.name.clone(), score, reason);
    Some(Reading { candidate, identity: Identity::Person(at) })
}
