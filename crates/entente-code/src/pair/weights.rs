//! The ontology's `pairs.tsv`: what features of two parties weigh for each type, and for and against
//! the one being well or ill disposed towards the other.
//!
//! A row is `feature  LABEL=weight LABEL=weight …`. A label is a type, or `+` or `-`, the
//! attitudes; the feature `base` is what stands before any other.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher;
use std::sync::Arc;

use fnv::FnvHasher;

use crate::ontology::PackError;

/// What stands between the parts of a feature's name.
pub(super) const JOIN: &str = "|";
/// The feature that always counts.
const BASE: &str = "base";

/// Learned weights of pairs.
#[derive(Debug, Default)]
pub(crate) struct PairWeights {
    labels: Vec<Arc<str>>,
    /// By the hash of the feature's name: labels by number, and weights.
    features: HashMap<u64, Vec<(u16, f32)>>,
}

impl PairWeights {
    /// Reads the table; an empty one has no weights.
    ///
    /// # Errors
    ///
    /// Names the line, what was expected and what was found.
    pub(crate) fn read(table: &str) -> Result<Self, PackError> {
        let mut weights = Self::default();
        let lines = table.lines().enumerate();
        for (at, line) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let Some((feature, cells)) = line.split_once('\t') else {
                return Err(wrong(at, "a feature and its weights", line));
            };
            let each = cells.split(' ').map(|cell| weights.weight(cell, at));
            let each = each.collect::<Result<Vec<_>, _>>()?;
            weights.features.insert(hash(&[feature]), each);
        }
        Ok(weights)
    }

    fn weight(&mut self, cell: &str, at: usize) -> Result<(u16, f32), PackError> {
        let read = cell.split_once('=').and_then(|(label, weight)| {
            let weight = weight.parse().ok().filter(|w: &f32| w.is_finite())?;
            Some((self.label(label)?, weight))
        });
        read.ok_or_else(|| wrong(at, "`LABEL=weight`", cell))
    }

    fn label(&mut self, label: &str) -> Option<u16> {
        let known = self.labels.iter().position(|l| **l == *label);
        let at = known.unwrap_or_else(|| {
            self.labels.push(label.into());
            self.labels.len() - 1
        });
        u16::try_from(at).ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// Sums before any feature.
    pub(super) fn sums(&self) -> Sums<'_> {
        let mut sums = Sums { weights: self, values: vec![0.0; self.labels.len()] };
        sums.add(&[BASE], 1.0);
        sums
    }
}

/// What speaks for each label while features are added.
pub(super) struct Sums<'w> {
    weights: &'w PairWeights,
    values: Vec<f32>,
}

impl Sums<'_> {
    pub(super) fn add(&mut self, parts: &[&str], value: f32) {
        for (label, weight) in self.weights.features.get(&hash(parts)).into_iter().flatten() {
            self.values[usize::from(*label)] += value * weight;
        }
    }

    /// What speaks for each label.
    pub(super) fn all(&self) -> BTreeMap<Arc<str>, f32> {
        self.weights.labels.iter().cloned().zip(self.values.iter().copied()).collect()
    }
}

#[cold]
fn wrong(at: usize, expected: &str, found: &str) -> PackError {
    PackError::Value {
        file: format!("pairs.tsv, line {}", at + 1),
        expected: expected.into(),
        found: found.into(),
    }
}

/// FNV-1a of a feature's parts as if they were joined.
pub(super) fn hash(parts: &[&str]) -> u64 {
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
    fn weights_add_up_by_label() {
        let table = "# a comment\nbase\tX=0.5\ntop|praise\tX=1 +=2\n";
        let weights = PairWeights::read(table).expect("the table is well formed");
        let mut sums = weights.sums();
        sums.add(&["top", "praise"], 0.5);
        let all: Vec<(String, f32)> =
            sums.all().into_iter().map(|(label, sum)| (label.to_string(), sum)).collect();
        assert_eq!(all, [("+".to_owned(), 1.0), ("X".to_owned(), 1.0)]);
    }

    #[test]
    fn a_weight_that_is_none_is_named() {
        let error = PairWeights::read("base\tX=high").expect_err("high is no number");
        assert!(error.to_string().contains("X=high"), "{error}");
    }
}
