//! A place that a name may mean, with all that is weighed.

use std::sync::Arc;

use entente_model::Place;

use super::gazetteer::{PlaceKind, Record};
use super::key::fold;
use super::layers::Spot;
use crate::atlas::PlaceAt;
use crate::scene::Scene;

/// Senses that a name keeps; the least likely of a longer list are not looked at.
pub(super) const MOST_SENSES: usize = 40;

/// What a name in another language or of another time takes from the prior.
const OTHER_NAME: f64 = 4.9;

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    pub(super) filed: Filed,
    pub(super) kind: PlaceKind,
    pub(super) country: Option<Arc<str>>,
    /// What lies above it: its district or division, then the next.
    pub(super) above: [Option<Spot>; 2],
    /// Whether it is meant by the name it is shown with, or by the beginning of that.
    pub(super) is_by_own_name: bool,
    /// Where it lies, as a point on the unit sphere.
    pub(super) point: [f64; 3],
    /// How likely it is before anything else is known, as a logarithm.
    pub(super) prior: f64,
}

/// Where a place is on file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Filed {
    /// In a gazetteer.
    Gazetteer(Spot),
    /// In `places.tsv`.
    Atlas(PlaceAt),
}

impl Sense {
    /// A place of a gazetteer.
    pub(super) fn filed(scene: &Scene<'_>, spot: Spot, record: &Record, key: &str) -> Self {
        let all = &scene.atlas.gazetteers;
        let mut own = String::new();
        fold(all.name(spot, record), scene.atlas.reference.letters(), &mut own);
        // The names of features are all their own: the table has no translations.
        let is_by_own_name = record.kind >= PlaceKind::Feature || own.starts_with(key);
        let first = all.above(spot);
        Self {
            filed: Filed::Gazetteer(spot),
            kind: record.kind,
            country: all.country(spot, record),
            above: [first, first.and_then(|above| all.above(above))],
            is_by_own_name,
            point: point(record.lat, record.lon),
            prior: prior(record.kind, record.population)
                - if is_by_own_name { 0.0 } else { OTHER_NAME },
        }
    }

    /// A place of `places.tsv`.
    pub(super) fn atlas(scene: &Scene<'_>, at: PlaceAt, kind: PlaceKind) -> Self {
        let Place { lat, lon, country, .. } = &scene.atlas.places.get(at).place;
        Self {
            filed: Filed::Atlas(at),
            kind,
            country: country.clone(),
            above: [None, None],
            is_by_own_name: true,
            point: point(*lat, *lon),
            prior: prior(kind, 1_000_000),
        }
    }

    /// The place as other stages know it.
    pub(super) fn place(&self, scene: &Scene<'_>) -> Option<Place> {
        match self.filed {
            Filed::Gazetteer(spot) => scene.atlas.gazetteers.place(spot),
            Filed::Atlas(at) => Some(scene.atlas.places.get(at).place.clone()),
        }
    }

    /// Whether it lies in another, which is a country, division or district.
    pub(super) fn lies_in(&self, other: &Self) -> bool {
        if other.kind == PlaceKind::Country {
            return self.kind != PlaceKind::Country && self.country == other.country;
        }
        matches!(other.filed, Filed::Gazetteer(spot) if self.above.contains(&Some(spot)))
    }

    /// Whether both lie in the same first-order division.
    pub(super) fn shares_division(&self, other: &Self) -> bool {
        let top = |sense: &Self| sense.above[1].or(sense.above[0]);
        top(self).is_some() && top(self) == top(other)
    }

    /// Kilometres between two places.
    pub(super) fn km(&self, other: &Self) -> f64 {
        self.km_to(other.point)
    }

    /// Kilometres to a point on the unit sphere.
    pub(super) fn km_to(&self, other: [f64; 3]) -> f64 {
        let square: f64 = self.point.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
        6371.0 * square.sqrt()
    }
}

/// How likely a place is meant when nothing else is known.
fn prior(kind: PlaceKind, people: u32) -> f64 {
    let size = libm::log(f64::from(people) + 1.0);
    match kind {
        PlaceKind::Country => 14.3,
        PlaceKind::Region => 12.0,
        PlaceKind::Division => 3.1 + 0.37 * size,
        PlaceKind::Capital => 0.8 + 0.75 * size,
        PlaceKind::Town => 0.7 * size,
        PlaceKind::Feature => 0.9 + 0.63 * size,
        PlaceKind::District => 0.47 * size - 3.4,
        PlaceKind::Quarter => 0.64 * size - 4.8,
    }
}

/// Degrees as a point on the unit sphere.
pub(super) fn point(lat: f64, lon: f64) -> [f64; 3] {
    let (lat, lon) = (lat.to_radians(), lon.to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)]
}
