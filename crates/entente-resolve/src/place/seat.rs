//! Where a text plays around one of its words.

use entente_model::PlaceCandidate;

use super::gazetteer::PlaceKind;
use super::sense::Sense;
use super::spot::Name;
use crate::scene::Scene;

/// The score of a place that is only where the text plays.
const BY_LOCALITY: f64 = 0.3;
/// Names on either side of a word that are looked at.
const AROUND: usize = 12;
/// Tokens away at which a name counts a quarter.
const WITHIN: f64 = 60.0;
/// Kilometres away at which one place speaks a quarter for another.
const NEAR: f64 = 40.0;

/// A name with its likeliest sense.
pub(super) struct Seat<'a> {
    /// Its first token.
    pub(super) first: u32,
    pub(super) sense: &'a Sense,
    chance: f64,
}

impl<'a> Seat<'a> {
    /// The likeliest sense of a name.
    pub(super) fn of(name: &'a Name, chances: &[f64]) -> Option<Self> {
        let best = (0..chances.len()).rev().max_by(|a, b| chances[*a].total_cmp(&chances[*b]))?;
        Some(Self { first: name.first, sense: name.senses.get(best)?, chance: chances[best] })
    }

    /// Whether it is no larger than a district.
    pub(super) fn is_town(&self) -> bool {
        self.weight() > 0.5
    }

    /// How well a place tells where exactly a text plays.
    fn weight(&self) -> f64 {
        match self.sense.kind {
            PlaceKind::Capital | PlaceKind::Town | PlaceKind::Quarter | PlaceKind::District => 1.0,
            PlaceKind::Feature => 0.3,
            PlaceKind::Division => 0.1,
            PlaceKind::Country => 0.01,
            PlaceKind::Region => 0.0,
        }
    }
}

/// The place that the names around a word speak of together.
pub(super) fn nearest(
    scene: &Scene<'_>,
    token: u32,
    seats: &[&Seat<'_>],
) -> Option<PlaceCandidate> {
    let after = seats.partition_point(|seat| seat.first < token);
    let around = after.saturating_sub(AROUND)..seats.len().min(after + AROUND);
    let around: Vec<(&Seat<'_>, f64)> = seats[around]
        .iter()
        .map(|seat| (*seat, seat.weight() * seat.chance * fading(seat.first.abs_diff(token))))
        .collect();
    let support = |(seat, own): &(&Seat<'_>, f64)| {
        let others = around.iter().map(|(other, weight)| {
            let near = 1.0 + other.sense.km(seat.sense) / NEAR;
            weight / (near * near)
        });
        own * others.sum::<f64>()
    };
    let scored = around.iter().map(|one| (support(one), one.0));
    let (_, best) = scored.filter(|(s, _)| *s > 0.0).max_by(|a, b| a.0.total_cmp(&b.0))?;
    #[expect(clippy::cast_possible_truncation, reason = "a chance needs no more digits")]
    let score = (BY_LOCALITY * best.chance) as f32;
    Some(PlaceCandidate { place: best.sense.place(scene)?, score })
}

/// How much a name counts so many tokens away.
fn fading(tokens: u32) -> f64 {
    let far = 1.0 + f64::from(tokens) / WITHIN;
    1.0 / (far * far)
}
