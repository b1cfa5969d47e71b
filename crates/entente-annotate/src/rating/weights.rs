//! Learned weights: a table of `feature  report  talk  tale`.
//!
//! Rows `register|NAME` weigh what a text's register is told by, `base` is what stands before
//! any feature, `near` weighs how near a predicate's view is to a place, whose numbers follow in
//! sixteenths; all other rows weigh a feature in each register.

use std::collections::HashMap;
use std::hash::Hasher;

use fnv::FnvHasher;

use super::context::{FURTHEST, VIEW, nearness};
use crate::table::{PackError, Row, rows};

/// What stands between the parts of a feature's name.
pub(super) const JOIN: &str = "|";
/// How many registers there are, and which is that of tales.
const REGISTERS: usize = 3;
const TALE: usize = 2;
/// Of how much the weights of tales are made of clauses that are told under something weak, and
/// how little they say of others.
const TOLD: f32 = 0.5;
const PLAIN: f32 = 0.2;
/// The rows that are not of features.
const REGISTER: &str = "register|";
const BASE: &str = "base";
const NEAR: &str = "near";
/// The name of the register's constant.
const CONSTANT: &str = "constant";

type Each = [f32; REGISTERS];

/// The weights of a language.
#[derive(Debug, Default)]
pub(super) struct Weights {
    registers: Vec<Each>,
    constant: Each,
    base: Each,
    /// By the hash of the feature's name.
    features: HashMap<u64, Each>,
    places: Vec<Place>,
}

/// A place among the views of predicates.
#[derive(Debug)]
struct Place {
    at: Vec<i16>,
    each: Each,
}

impl Weights {
    /// Reads the table.
    pub(super) fn read(name: &str, text: &str) -> Result<Self, PackError> {
        let mut weights =
            Self { registers: vec![Each::default(); super::register::LENGTH], ..Self::default() };
        let names = super::register::names();
        for row in rows(name, text) {
            let feature = row.cell(0);
            let each = each(&row)?;
            if feature == BASE {
                weights.base = each;
            } else if feature == NEAR {
                weights.places.push(Place { at: place(&row)?, each });
            } else if let Some(share) = feature.strip_prefix(REGISTER) {
                weights.register(&row, &names, share, each)?;
            } else {
                weights.features.insert(hash(&[feature]), each);
            }
        }
        Ok(weights)
    }

    fn register(
        &mut self,
        row: &Row<'_>,
        names: &[String],
        share: &str,
        each: Each,
    ) -> Result<(), PackError> {
        if share == CONSTANT {
            self.constant = each;
            return Ok(());
        }
        let at = names.iter().position(|name| name == share);
        let at = at.ok_or_else(|| row.expected("what tells a register", share))?;
        self.registers[at] = each;
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The weights for a text of which these numbers tell: for what it states, and for what it
    /// tells under something weak.
    pub(super) fn mix(&self, numbers: &[f32]) -> [Mixed<'_>; 2] {
        let likely = self.likely(numbers);
        let mut plain = likely;
        plain[TALE] *= PLAIN;
        let whole: f32 = plain.iter().sum();
        let plain = plain.map(|p| if whole > 0.0 { p / whole } else { 1.0 / REGISTERS as f32 });
        let mut told = likely.map(|p| p * (1.0 - TOLD));
        told[TALE] += TOLD;
        [plain, told].map(|likely| {
            let mut mixed = Mixed { weights: self, likely, near: Vec::new() };
            mixed.near = self.places.iter().map(|place| mixed.of(&place.each)).collect();
            mixed
        })
    }

    /// How likely a text is of each register.
    fn likely(&self, shares: &[f32]) -> Each {
        let mut likely = self.constant;
        for (share, each) in shares.iter().zip(&self.registers) {
            for (sum, weight) in likely.iter_mut().zip(each) {
                *sum += share * weight;
            }
        }
        // Squared, so that the likeliest prevails.
        likely.iter_mut().for_each(|p| *p = p.clamp(0.0, 1.0).powi(2));
        let whole: f32 = likely.iter().sum();
        if whole <= 0.0 {
            likely = [1.0 / REGISTERS as f32; REGISTERS];
        } else {
            likely.iter_mut().for_each(|p| *p /= whole);
        }
        likely
    }
}

fn place(row: &Row<'_>) -> Result<Vec<i16>, PackError> {
    let cell = row.cell(1 + REGISTERS);
    let steps: Option<Vec<i16>> = cell.split(' ').map(|step| step.parse().ok()).collect();
    let is_near = |step: &i16| (-FURTHEST..=FURTHEST).contains(step);
    let steps = steps.filter(|steps| steps.len() == VIEW && steps.iter().all(is_near));
    let expected = || format!("{VIEW} whole numbers from -{FURTHEST} to {FURTHEST}");
    steps.ok_or_else(|| row.expected(&expected(), cell))
}

fn each(row: &Row<'_>) -> Result<Each, PackError> {
    let mut each = Each::default();
    for (at, weight) in each.iter_mut().enumerate() {
        let cell = row.cell(at + 1);
        *weight = cell
            .parse()
            .ok()
            .filter(|w: &f32| w.is_finite())
            .ok_or_else(|| row.expected("a weight for each of three registers", cell))?;
    }
    Ok(each)
}

/// Weights for one text.
#[derive(Clone)]
pub(super) struct Mixed<'w> {
    weights: &'w Weights,
    likely: Each,
    /// What nearness to each place weighs.
    near: Vec<f32>,
}

/// A rating while features are added.
pub(super) struct Sum<'m> {
    mixed: &'m Mixed<'m>,
    value: f32,
}

impl Mixed<'_> {
    /// A rating before any feature.
    pub(super) fn sum(&self) -> Sum<'_> {
        Sum { mixed: self, value: self.of(&self.weights.base) }
    }

    fn of(&self, each: &Each) -> f32 {
        self.likely.iter().zip(each).map(|(p, w)| p * w).sum()
    }
}

impl Sum<'_> {
    /// Adds a feature.
    pub(super) fn add(&mut self, parts: &[&str], value: f32) {
        if let Some(each) = self.mixed.weights.features.get(&hash(parts)) {
            self.value += value * self.mixed.of(each);
        }
    }

    /// Adds what nearness to the learned places says.
    pub(super) fn add_near(&mut self, view: &[i16]) {
        for (place, weight) in self.mixed.weights.places.iter().zip(&self.mixed.near) {
            self.value += weight * nearness(view, &place.at);
        }
    }

    /// The rating, from −3 to +3.
    pub(super) fn value(&self) -> f32 {
        self.value.clamp(-3.0, 3.0)
    }
}

/// FNV-1a of a feature's parts as if they were joined.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FnvHasher::default();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hasher.write(JOIN.as_bytes());
        }
        hasher.write(part.as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hash_as_their_join() {
        assert_eq!(hash(&["told class", "know", "n"]), hash(&["told class|know|n"]));
        assert_ne!(hash(&["a", "b"]), hash(&["ab"]));
    }

    #[test]
    fn registers_share_a_rating() {
        let table = "register|constant\t0\t1\t0\nregister|past\t1\t-1\t0\nbase\t2\t0\t0\n\
                     modal|may\t-1\t-2\t0\n";
        let weights = Weights::read("w.tsv", table).expect("the table is well formed");
        let rate = |past: f32| {
            let mut shares = [0.0; super::super::register::LENGTH];
            shares[3] = past;
            let [mixed, _] = weights.mix(&shares);
            let mut sum = mixed.sum();
            sum.add(&["modal", "may"], 1.0);
            sum.value()
        };
        assert_eq!((rate(1.0), rate(0.0)), (1.0, -2.0));
    }

    #[test]
    fn places_weigh_what_is_near_them() {
        let steps = vec!["16"; VIEW].join(" ");
        let table = format!("register|constant\t1\t0\t0\nnear\t2\t0\t0\t{steps}\n");
        let weights = Weights::read("w.tsv", &table).expect("the table is well formed");
        let [mixed, _] = weights.mix(&[0.0; super::super::register::LENGTH]);
        let rate = |x: i16| {
            let mut sum = mixed.sum();
            sum.add_near(&[x; VIEW]);
            sum.value()
        };
        assert_eq!(rate(16), 2.0);
        assert!(rate(0) < 1.0);
        let error = Weights::read("w.tsv", "near\t2\t0\t0\t1 2\n").expect_err("two numbers");
        assert!(error.to_string().contains("288 whole numbers"), "{error}");
    }

    #[test]
    fn a_weight_that_is_none_is_named() {
        let error = Weights::read("w.tsv", "modal|may\t1\tx\t0\n").expect_err("x is no number");
        assert!(error.to_string().contains("w.tsv, line 1"), "{error}");
    }
}
