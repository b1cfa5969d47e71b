//! Sums of weighted features, one for each label, and how they are learned.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::gradient::{Row, ridge};

/// What is seen of a pair, and what holds of it.
pub(super) struct Lesson {
    pub(super) seen: BTreeMap<String, f64>,
    pub(super) label: String,
    pub(super) fold: u8,
}

/// How a set of labels is learned.
pub(super) struct Task {
    /// A feature is learned if it was seen so often.
    pub(super) least: usize,
    /// How strongly weights are drawn to nothing.
    pub(super) shrink: f64,
    /// Weights below it are left out.
    pub(super) smallest: f64,
}

/// Base and weights by label.
pub(super) type Learned = BTreeMap<String, (f64, BTreeMap<String, f64>)>;

/// What speaks for a label.
pub(super) fn sum((base, weights): &(f64, BTreeMap<String, f64>), lesson: &Lesson) -> f64 {
    base + lesson.seen.iter().filter_map(|(n, v)| Some(v * weights.get(n)?)).sum::<f64>()
}

/// Learns all labels that `label_of` gives to lessons, each against the rest.
pub(super) fn learn<'l>(
    lessons: &[&'l Lesson],
    label_of: impl Fn(&'l Lesson) -> &'l str + Sync,
    task: &Task,
) -> Learned {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for lesson in lessons {
        lesson.seen.keys().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let is_learned =
        |(name, n): &(&str, usize)| *n >= task.least && !name.contains(char::is_control);
    let often = counts.into_iter().filter(is_learned).map(|(name, _)| name);
    let numbers: BTreeMap<&str, usize> = often.zip(0..).collect();
    let row = |l: &&Lesson| -> Row {
        l.seen.iter().filter_map(|(name, v)| Some((*numbers.get(name.as_str())?, *v))).collect()
    };
    let rows: Vec<Row> = lessons.iter().map(row).collect();
    let names: Vec<&str> = numbers.keys().copied().collect();
    let labels: BTreeSet<&str> =
        lessons.iter().map(|l| label_of(l)).filter(|l| !l.is_empty()).collect();
    let labels: Vec<&str> = labels.into_iter().collect();
    let one = |label: &&str| {
        let is = |l: &&'l Lesson| f64::from(u8::from(label_of(l) == *label));
        let values: Vec<f64> = lessons.iter().map(is).collect();
        let (base, weights) = ridge(&rows, names.len(), &values, task.shrink);
        let kept = names.iter().zip(weights).filter(|(_, w)| w.abs() >= task.smallest);
        ((*label).to_owned(), (base, kept.map(|(name, w)| ((*name).to_owned(), w)).collect()))
    };
    labels.par_iter().map(one).collect()
}
