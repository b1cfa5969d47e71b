//! Which places a mention may mean.
//!
//! Capitals, seats and cities by their rows in `places.tsv`. A country has no row of its own: it is
//! placed at its capital, under its own id, until a gazetteer says better.

use entente_model::{Mention, Place, PlaceCandidate, PlaceId};

use crate::atlas::{ActorAt, Meaning, NameKind};
use crate::scene::Scene;
use crate::sight::Sighting;

/// The places of a mention, best first.
pub(crate) fn read(scene: &Scene<'_>, mention: &Mention) -> Vec<PlaceCandidate> {
    let Some(sighting) = scene.proper.at(mention.head) else { return Vec::new() };
    if !scene.fits_entity(sighting, |_| false) || scene.person_at(mention.head).is_some() {
        return Vec::new();
    }
    let mut found: Vec<PlaceCandidate> = Vec::new();
    for place in sighting.found.iter().filter_map(|m| named(scene, sighting, *m)) {
        if !found.iter().any(|f| f.place.id == place.place.id) {
            found.push(place);
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

fn named(
    scene: &Scene<'_>,
    sighting: &Sighting<Meaning>,
    meaning: Meaning,
) -> Option<PlaceCandidate> {
    let atlas = scene.atlas;
    match meaning {
        Meaning::Place(at) => {
            let namesakes = sighting.found.iter().filter(|m| matches!(m, Meaning::Place(_)));
            let score = if namesakes.count() > 1 { 0.5 } else { 0.9 };
            Some(PlaceCandidate { place: atlas.places.get(at).place.clone(), score })
        }
        Meaning::Name(at) => {
            let name = &atlas.names[at];
            let is_country = matches!(name.kind, NameKind::Name | NameKind::Acronym)
                && name.sector.is_none()
                && atlas.actors.get(name.actor).kind.is_country();
            match name.kind {
                NameKind::Capital => capital(scene, name.actor).map(|place| (place, 0.85)),
                _ if is_country => country(scene, name.actor).map(|place| (place, 0.8)),
                _ => None,
            }
            .map(|(place, score)| PlaceCandidate { place, score })
        }
        Meaning::Person(_) | Meaning::Surname(_) => None,
    }
}

fn capital(scene: &Scene<'_>, of: ActorAt) -> Option<Place> {
    let at = scene.atlas.places.find(&scene.atlas.actors.get(of).capital)?;
    Some(scene.atlas.places.get(at).place.clone())
}

fn country(scene: &Scene<'_>, of: ActorAt) -> Option<Place> {
    let actor = scene.atlas.actors.get(of);
    let Place { lat, lon, .. } = capital(scene, of)?;
    let id = PlaceId::new(actor.id.as_str());
    Some(Place { id, name: actor.name.clone(), lat, lon, country: actor.country.clone() })
}
