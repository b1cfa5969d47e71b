//! Says which actor, place and time each mention means on that day, or that it does not know.
//!
//! [`Atlas::load`] reads the tables once; [`resolve`] then looks a document up in them. Names and
//! offices count as of [`entente_model::DocMeta::as_of`]. What fits nothing stays unresolved, what
//! fits several keeps them all, best first, each with the reason why.

mod actor;
mod atlas;
mod coref;
mod phrase;
mod place;
mod scene;
mod sight;
mod table;
mod time;

use entente_model::{Annotated, Noted, Resolved};

pub use atlas::{Atlas, AtlasText, PackError};
pub use coref::{Lesson, Lessons, lessons};
pub use place::{GazetteerError, GazetteerWriter, NewId, NewPlace, PlaceKind};

/// Resolves each mention to the actors and places it may mean, and finds the times.
pub fn resolve(text: &Annotated, atlas: &Atlas) -> Noted<Resolved> {
    let scene = scene::Scene::new(text, atlas);
    let (actors, chains) = coref::Cast::read(&scene).finish();
    let references = coref::chains(&scene, &actors);
    let toponyms = place::read(&scene);
    let places = place::of_mentions(text, &toponyms);
    let times = atlas.calendar.find(&scene);
    Noted::clean(Resolved { actors, places, toponyms, times, chains, references })
}
