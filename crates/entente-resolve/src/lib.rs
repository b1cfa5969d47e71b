//! Says which actor, place and time each mention means on that day, or that it does not know.
//!
//! [`Atlas::load`] reads the tables once; [`resolve`] then looks a document up in them. Names and
//! offices count as of [`entente_model::DocMeta::as_of`]. What fits nothing stays unresolved, what
//! fits several keeps them all, best first, each with the reason why.

mod actor;
mod atlas;
mod coref;
mod dictionary;
mod phrase;
mod place;
mod quick;
mod scene;
mod sight;
mod table;
mod time;

use entente_model::{Annotated, Noted, Resolved, When};

pub use atlas::{Atlas, AtlasText, PackError};
pub use coref::{Lesson, Lessons, lessons};
pub use dictionary::{Dictionary, Problem};
pub use place::{GazetteerError, GazetteerWriter, NewId, NewPlace, PlaceKind, check_gazetteer};

/// Resolves each mention to the actors and places it may mean, and finds the times.
pub fn resolve(text: &Annotated, atlas: &Atlas) -> Noted<Resolved> {
    let mut scene = scene::Scene::new(text, atlas);
    scene.toponyms = place::read(&scene);
    let coref::Told { actors, chains, together } = coref::Cast::read(&scene).finish();
    let references = coref::chains(&scene, &actors);
    place::add_told(&mut scene, &actors);
    let places = place::of_mentions(text, &scene.toponyms);
    let time::Times { times, occasions, told } = atlas.calendar.find(&scene);
    let toponyms = scene.toponyms;
    Noted::clean(Resolved {
        actors,
        together,
        places,
        toponyms,
        times,
        occasions,
        told,
        period: None,
        chains,
        references,
    })
}

/// The days of which a text tells, as its annotated title says: `The month in brief, May 2021`.
/// A day that the title names is that of one story and no such period.
pub fn period(title: &Annotated, atlas: &Atlas) -> Option<When> {
    time::period_of(title, &atlas.calendar.find(&scene::Scene::new(title, atlas)).times)
}
