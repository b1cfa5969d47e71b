//! Putting candidates together.

use std::sync::Arc;

use entente_model::{ActorId, Candidate};

use crate::atlas::{ActorAt, ActorKind};
use crate::scene::Scene;

/// The actor that is a sector of another: `RUS` and `MIL` make `RUS.MIL`.
///
/// Bodies that are no states keep their id whatever the sector, and a group its own sector.
pub(super) fn candidate(
    scene: &Scene<'_>,
    actor: ActorAt,
    sector: Option<&Arc<str>>,
    name: Arc<str>,
    score: f32,
    reason: String,
) -> Candidate {
    let actor = scene.atlas.actors.get(actor);
    let sector = match actor.kind {
        ActorKind::Group | ActorKind::Ngo => actor.sector.as_ref().or(sector),
        _ => sector,
    };
    let id = match sector.filter(|_| actor.kind.is_country()) {
        Some(sector) => ActorId::new(format!("{}.{sector}", actor.id)),
        None => actor.id.clone(),
    };
    let (country, sector) = (actor.country.clone(), sector.cloned());
    Candidate { id: Some(id), country, sector, name, score, reason }
}

/// A sector of nobody knows which state.
pub(super) fn stateless(
    sector: &Arc<str>,
    name: Arc<str>,
    score: f32,
    reason: String,
) -> Candidate {
    Candidate { id: None, country: None, sector: Some(sector.clone()), name, score, reason }
}
