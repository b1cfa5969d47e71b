//! Which places the names in a text mean.
//!
//! [`spot`] finds the names with all that they may mean in the atlas and the gazetteers;
//! [`context`] weighs the meanings against each other over the whole document; [`locality`] places
//! what no gazetteer has where the text plays. The names inside other names count as well (the
//! city in a university's), though the bearers of those names are no places.

mod context;
mod eponym;
mod footing;
mod gazetteer;
mod key;
mod layers;
mod list;
mod locality;
mod seat;
mod sense;
mod spot;
#[cfg(test)]
mod tests;
mod trust;
mod writer;

use entente_model::{Annotated, Candidate, PlaceCandidate, Toponym};

pub use gazetteer::{GazetteerError, PlaceKind, check_gazetteer};
pub(crate) use key::fold;
pub(crate) use layers::Gazetteers;
pub use writer::{GazetteerWriter, NewId, NewPlace};

use crate::scene::Scene;

/// The names of places in a document, in order, with what they may mean, best first.
pub(crate) fn read(scene: &Scene<'_>) -> Vec<Toponym> {
    let mut names = spot::all(scene);
    let weighed = context::weigh(&mut names);
    locality::place(scene, &names, &weighed)
}

/// Takes in the features that are told by whom they are called after.
pub(crate) fn add_told(scene: &mut Scene<'_>, actors: &[Vec<Candidate>]) {
    let told = eponym::told(scene, actors);
    if !told.is_empty() {
        scene.toponyms.extend(told);
        scene.toponyms.sort_by_key(|t| t.first);
    }
}

/// The places that mentions mean: those whose head is a name of a place.
pub(crate) fn of_mentions(text: &Annotated, names: &[Toponym]) -> Vec<Vec<PlaceCandidate>> {
    let of = |head: u32| {
        let after = names.partition_point(|n| n.first <= head);
        names[..after].last().filter(|n| head < n.last)
    };
    let mentions = text.mentions.iter().map(|m| of(m.head));
    mentions.map(|name| name.map_or_else(Vec::new, |n| n.candidates.clone())).collect()
}
