//! Features that a text calls after a state without their names: `Oman and its eponymous gulf`.
//!
//! The language's table says which words do so, and how features are called after states; the
//! gazetteers then have the feature or not. Of several the one nearest to what else the text speaks
//! of is meant.

use entente_model::{Candidate, PlaceCandidate, Relation, Span, Toponym};

use super::footing::footing;
use super::gazetteer::PlaceKind;
use super::key::fold;
use super::sense::{Sense, point};
use crate::atlas::{ActorAt, NameKind};
use crate::scene::Scene;

/// The score of a feature that was told and not named.
const TOLD: f32 = 0.6;

/// The features of a document that are told so, in order. `actors` has the candidates of mentions.
pub(crate) fn told(scene: &Scene<'_>, actors: &[Vec<Candidate>]) -> Vec<Toponym> {
    let tokens = 0..u32::try_from(scene.text.tokens.len()).unwrap_or(u32::MAX);
    tokens.filter_map(|token| at(scene, actors, token)).collect()
}

fn at(scene: &Scene<'_>, actors: &[Vec<Candidate>], token: u32) -> Option<Toponym> {
    let text = scene.text;
    if !scene.atlas.toponyms.is_eponymous(text.text(token)) {
        return None;
    }
    let noun = text.head(token);
    let is_owner = |t: &u32| text.relation(*t) == Relation::Possessor;
    let owner = text.children(noun).find(is_owner).filter(|_| token < noun)?;
    let country = actors.get(text.mention_at(owner)?)?.first()?.country.as_deref()?;
    let state = scene.atlas.actors.find(country)?;
    let found = called_after(scene, state, text.lemma(noun));
    let place = nearest(scene, country, &found)?.place(scene)?;
    let span = |t: u32| scene.text.tokens.get(t as usize).map_or_else(Span::default, |t| t.span);
    Some(Toponym {
        span: span(token).join(span(noun)),
        first: token,
        last: noun + 1,
        footing: footing(scene, token, noun + 1),
        candidates: vec![PlaceCandidate { place, score: TOLD }],
    })
}

/// The features of a sort that bear the name of a state.
fn called_after(scene: &Scene<'_>, state: ActorAt, sort: &str) -> Vec<Sense> {
    let atlas = scene.atlas;
    let is_of_land = |kind| matches!(kind, NameKind::Name | NameKind::Adjective);
    let names = atlas.names.iter().filter(|n| n.actor == state && is_of_land(n.kind));
    let mut found: Vec<Sense> = Vec::new();
    for name in names.filter(|n| n.sector.is_none()) {
        for called in atlas.toponyms.called_after(&name.surface, sort) {
            let mut folded = String::new();
            fold(&called, atlas.reference.letters(), &mut folded);
            let filed = atlas.gazetteers.find(&folded);
            let senses = filed.map(|(spot, record)| Sense::filed(scene, spot, &record, &folded));
            let is_feature = |s: &Sense| matches!(s.kind, PlaceKind::Feature | PlaceKind::Region);
            for sense in senses.filter(is_feature) {
                if found.iter().all(|s| s.filed != sense.filed) {
                    found.push(sense);
                }
            }
        }
    }
    found
}

/// Of some features the one nearest to the other places of the text, else the best known.
fn nearest<'a>(scene: &Scene<'_>, country: &str, found: &'a [Sense]) -> Option<&'a Sense> {
    let others = scene.toponyms.iter().filter_map(|t| t.candidates.first());
    let others = others.filter(|c| c.place.country.as_deref() != Some(country));
    let points: Vec<[f64; 3]> = others.map(|c| point(c.place.lat, c.place.lon)).collect();
    let away = |sense: &Sense| points.iter().map(|p| sense.km_to(*p)).sum::<f64>();
    found.iter().min_by(|a, b| {
        let known = b.prior.total_cmp(&a.prior);
        away(a).total_cmp(&away(b)).then(known)
    })
}
