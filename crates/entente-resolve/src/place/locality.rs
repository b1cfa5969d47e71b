//! The answer: names with their places, and what no gazetteer has, placed where the text plays.
//!
//! A street or a school that no gazetteer knows lies, as far as one can tell, in the town that the
//! text speaks of around it. It gets that town as its place, with a low score. So does a school
//! that bears the name of some far-off town of which nothing else speaks.

use std::cmp::Reverse;

use entente_model::{Entity, PlaceCandidate, Span, Toponym};

use super::context::Weighed;
use super::footing::{footing, is_located};
use super::gazetteer::PlaceKind;
use super::seat::{Seat, nearest};
use super::spot::{Name, folded, is_in_treaty};
use crate::atlas::Sort;
use crate::scene::Scene;

/// Senses that a name hands on.
const MOST: usize = 8;
/// A sense is not handed on below this chance, unless it is the best.
const LEAST: f64 = 0.01;
/// A town from this prior on is known well enough to be meant wherever its name stands.
const WELL_KNOWN: f64 = 8.8;
/// Within so many kilometres places speak for each other.
const TOGETHER: f64 = 150.0;

/// The names with their candidates, in order, and the features that the gazetteers lack.
pub(super) fn place(scene: &Scene<'_>, names: &[Name], weighed: &Weighed) -> Vec<Toponym> {
    let all: Vec<Option<Seat<'_>>> =
        names.iter().zip(weighed).map(|(name, chances)| Seat::of(name, chances)).collect();
    let is_borne = |at: usize| is_borne(scene, &names[at], all[at].as_ref(), names, &all);
    let kept: Vec<usize> = (0..names.len()).filter(|at| !is_borne(*at)).collect();
    let seats: Vec<&Seat<'_>> = kept.iter().filter_map(|at| all[*at].as_ref()).collect();
    let read = kept.iter().map(|at| Toponym {
        span: span(scene, names[*at].first, names[*at].last),
        first: names[*at].first,
        last: names[*at].last,
        footing: footing(scene, names[*at].first, names[*at].last),
        candidates: candidates(scene, &names[*at], &weighed[*at]),
    });
    let mut found: Vec<Toponym> = read.filter(|t| !t.candidates.is_empty()).collect();
    let lacking = scene.text.entities.iter().filter(|e| is_lacking(scene, e, &found));
    let placed: Vec<Toponym> = lacking.filter_map(|e| by_locality(scene, e, &seats)).collect();
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

/// Whether a building merely bears a name: that of a small town, near which nothing else lies.
fn is_borne(
    scene: &Scene<'_>,
    name: &Name,
    seat: Option<&Seat<'_>>,
    names: &[Name],
    all: &[Option<Seat<'_>>],
) -> bool {
    let (Some(seat), Some(entity)) = (seat, scene.text.entity_at(name.first)) else { return false };
    let is_small = matches!(seat.sense.kind, PlaceKind::Town | PlaceKind::Quarter)
        && seat.sense.prior < WELL_KNOWN;
    let is_part = entity.last - entity.first > name.last - name.first;
    let is_outside =
        |other: &&Seat<'_>| !(entity.first..entity.last).contains(&other.first) && other.is_town();
    let others = names.iter().zip(all).filter(|(other, _)| other.folded != name.folded);
    let mut others = others.filter_map(|(_, seat)| seat.as_ref()).filter(is_outside).peekable();
    is_small
        && is_part
        && is_building(scene, entity)
        && others.peek().is_some()
        && others.all(|other| other.sense.km(seat.sense) > TOGETHER)
}

/// Whether an entity is a building or grounds: by its sort, or by one of its words.
fn is_building(scene: &Scene<'_>, entity: &Entity) -> bool {
    let mut tokens = entity.first..entity.last.min(entity.first.saturating_add(16));
    entity.last > entity.first + 1
        && (scene.sort_at(entity.first) == Some(Sort::Feature)
            || tokens.any(|t| scene.atlas.toponyms.is_facility(&folded(scene, t, t + 1))))
}

/// Whether an entity is a place in which no name of a place was found.
fn is_lacking(scene: &Scene<'_>, entity: &Entity, found: &[Toponym]) -> bool {
    let is_place = match scene.sort_at(entity.first) {
        Some(Sort::Feature | Sort::State) => true,
        Some(Sort::Person) if entity.last == entity.first + 1 => is_located(scene, entity.first),
        Some(Sort::Body | Sort::Person | Sort::Thing) => {
            is_building(scene, entity) || is_located(scene, entity.last.saturating_sub(1))
        }
        _ => false,
    };
    let after = found.partition_point(|t| t.last <= entity.first);
    let is_place = is_place && !is_in_treaty(scene, entity.last.saturating_sub(1));
    is_place && found.get(after).is_none_or(|t| t.first >= entity.last)
}

/// An entity in the town of which the text speaks around it.
fn by_locality(scene: &Scene<'_>, entity: &Entity, seats: &[&Seat<'_>]) -> Option<Toponym> {
    let Entity { first, last, span, .. } = *entity;
    let candidate = nearest(scene, first, seats)?;
    let footing = footing(scene, first, last);
    Some(Toponym { span, first, last, footing, candidates: vec![candidate] })
}
