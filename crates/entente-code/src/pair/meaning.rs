//! What the words about two parties mean, as the mean of their vectors in each place.
//!
//! Words never seen in learning have vectors like those of words that were.

use std::collections::BTreeMap;

use entente_model::{Annotated, Pos};

use super::feature::Sink;

/// How long the mean vector of a place is, beside a word.
const LENGTH: f32 = 1.0;

/// Sums of vectors by place.
pub(super) struct Meaning<'a> {
    text: &'a Annotated,
    places: BTreeMap<&'static str, Vec<f32>>,
}

impl<'a> Meaning<'a> {
    pub(super) fn new(text: &'a Annotated) -> Self {
        Self { text, places: BTreeMap::new() }
    }

    /// Adds a word in a place; names and small words say nothing.
    pub(super) fn add(&mut self, place: &'static str, token: u32) {
        let says = matches!(
            self.text.pos(token),
            Pos::Verb | Pos::Noun | Pos::Adj | Pos::Adv | Pos::Adp | Pos::Part | Pos::Aux
        );
        let vector = self.text.vectors.of(token);
        if !says || vector.is_empty() {
            return;
        }
        let sum = self.places.entry(place).or_insert_with(|| vec![0.0; vector.len()]);
        let length = length(vector).max(f32::MIN_POSITIVE);
        sum.iter_mut().zip(vector).for_each(|(sum, v)| *sum += v / length);
    }

    /// Hands out the directions of the places' means, number by number.
    pub(super) fn features(&self, out: &mut Sink<'_>) {
        for (place, sum) in &self.places {
            let length = length(sum).max(f32::MIN_POSITIVE);
            for (at, value) in sum.iter().enumerate() {
                out(&["meaning", place, &at.to_string()], LENGTH * value / length);
            }
        }
    }
}

fn length(vector: &[f32]) -> f32 {
    vector.iter().map(|v| v * v).sum::<f32>().sqrt()
}
