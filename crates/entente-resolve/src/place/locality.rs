//! The answer: names with their places, and what no gazetteer has, placed where the text plays.
//!
//! A street or a school that no gazetteer knows lies, as far as one can tell, in the town that the
//! text speaks of around it. It gets that town as its place, with a low score.

use std::cmp::Reverse;

use entente_model::{Entity, PlaceCandidate, Span, Toponym};

use super::context::Weighed;
use super::gazetteer::PlaceKind;
use super::spot::Name;
use crate::atlas::Sort;
use crate::scene::Scene;

/// Senses that a name hands on.
const MOST: usize = 8;
/// A sense is not handed on below this chance, unless it is the best.
const LEAST: f64 = 0.01;
/// The score of a place that is only where the text plays.
const BY_LOCALITY: f32 = 0.3;

/// The names with their candidates, in order, and the features that the gazetteers lack.
pub(super) fn place(scene: &Scene<'_>, names: &[Name], weighed: &Weighed) -> Vec<Toponym> {
    let read = names.iter().zip(weighed).map(|(name, chances)| Toponym {
        span: span(scene, name.first, name.last),
        first: name.first,
        last: name.last,
        candidates: candidates(scene, name, chances),
    });
    let mut found: Vec<Toponym> = read.filter(|t| !t.candidates.is_empty()).collect();
    let towns: Vec<(u32, PlaceCandidate)> = towns(names, weighed, &found);
    let lacking = scene.text.entities.iter().filter(|e| is_lacking(scene, e, &found));
    let placed: Vec<Toponym> = lacking.filter_map(|e| by_locality(e, &towns)).collect();
    found.extend(placed);
    found.sort_by_key(|t| (t.first, Reverse(t.last)));
    found
}

fn span(scene: &Scene<'_>, first: u32, last: u32) -> Span {
    let token = |t: u32| scene.text.tokens.get(t as usize).map(|t| t.span);
    let ends = token(first).zip(last.checked_sub(1).and_then(token));
    ends.map_or_else(Span::default, |(from, to)| from.join(to))
}

fn candidates(scene: &Scene<'_>, name: &Name, chances: &[f64]) -> Vec<PlaceCandidate> {
    let mut order: Vec<usize> = (0..name.senses.len()).collect();
    order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]));
    let best = order.first().copied();
    let kept = order.into_iter().filter(|at| chances[*at] >= LEAST || Some(*at) == best);
    #[expect(clippy::cast_possible_truncation, reason = "a chance needs no more digits")]
    let candidate = |at: usize| {
        let place = name.senses[at].place(scene)?;
        Some(PlaceCandidate { place, score: chances[at] as f32 })
    };
    kept.take(MOST).filter_map(candidate).collect()
}

/// The towns of the text with their first tokens, where the best sense is one.
fn towns(names: &[Name], weighed: &Weighed, found: &[Toponym]) -> Vec<(u32, PlaceCandidate)> {
    let is_town = |(name, chances): (&Name, &Vec<f64>)| {
        let best = (0..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b]));
        let kind = best.map(|at| name.senses[at].kind);
        let is = kind.is_some_and(|k| k >= PlaceKind::District && k <= PlaceKind::Quarter);
        is.then_some(name.first)
    };
    let firsts = names.iter().zip(weighed).filter_map(is_town);
    let of = |first: u32| {
        let at = found.binary_search_by_key(&first, |t| t.first).ok()?;
        Some((first, found[at].candidates.first()?.clone()))
    };
    firsts.filter_map(of).collect()
}

/// Whether an entity is a place in which no name of a place was found.
fn is_lacking(scene: &Scene<'_>, entity: &Entity, found: &[Toponym]) -> bool {
    let sort = scene.sort_at(entity.first);
    let after = found.partition_point(|t| t.last <= entity.first);
    matches!(sort, Some(Sort::Feature | Sort::State))
        && found.get(after).is_none_or(|t| t.first >= entity.last)
}

/// The town named last before an entity, or else first after it.
fn by_locality(entity: &Entity, towns: &[(u32, PlaceCandidate)]) -> Option<Toponym> {
    let after = towns.partition_point(|(first, _)| *first < entity.first);
    let (_, town) = after.checked_sub(1).map_or_else(|| towns.first(), |at| towns.get(at))?;
    let candidate = PlaceCandidate { place: town.place.clone(), score: BY_LOCALITY * town.score };
    let Entity { first, last, span, .. } = *entity;
    Some(Toponym { span, first, last, candidates: vec![candidate] })
}
