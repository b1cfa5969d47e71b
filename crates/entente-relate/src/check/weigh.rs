//! From items to a verdict: masses, thresholds, and what would turn it.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Cluster, Item, Sign};
use super::rules::{Found, Rule};
use crate::sources::{Origin, Repetition, effective};

/// What a proposition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The record bears it out.
    Supported,
    /// The record shows the contrary.
    Refuted,
    /// There is evidence on both sides, or the difference is within the margin.
    Contested,
    /// The record does not tell.
    NotEnoughEvidence,
}

impl Ruling {
    /// All, in order.
    pub const ALL: [Self; 4] =
        [Self::Supported, Self::Refuted, Self::Contested, Self::NotEnoughEvidence];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Refuted => "refuted",
            Self::Contested => "contested",
            Self::NotEnoughEvidence => "not enough evidence",
        }
    }
}

/// What is asked of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Mass from which a side without a record settles a question.
    pub enough: f64,
    /// The most that the other side may have, as a share of it.
    pub at_most: f64,
    /// Clusters from which a side without a record settles a question.
    pub clusters: usize,
    /// Mass from which a side counts at all.
    pub counts: f64,
    /// How many times the other's mass a side must have for the verdict to lean to it.
    pub leans: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { enough: 1.5, at_most: 0.25, clusters: 2, counts: 0.3, leans: 2.0 }
    }
}

/// A verdict on a proposition, as of the day it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The verdict.
    pub ruling: Ruling,
    /// The side that it leans to, where there is not enough evidence.
    pub leaning: Option<Sign>,
    /// All items, the heaviest first within a side.
    pub items: Vec<Item>,
    /// The mass of each side.
    pub masses: [f64; 2],
    /// Effective number of independent stories among the items.
    pub n_effective: f64,
    /// What was looked for, and whether anything was found.
    pub looked_for: Vec<(String, usize)>,
    /// What can be said of the rule in words (why nothing is ever supported, what a margin is).
    pub remarks: Vec<String>,
    /// Single clusters without which the verdict were another.
    pub flips: Vec<Flip>,
    /// What was asked.
    pub thresholds: Thresholds,
}

/// A cluster that a verdict hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// It.
    pub without: Cluster,
    /// What the verdict were.
    pub becomes: Ruling,
}

/// Weighs what was found.
pub(super) fn weigh(rule: Rule, found: Found, thresholds: Thresholds) -> Verdict {
    let Found { mut items, looked_for, remarks } = found;
    items.sort_by(|a, b| {
        let heavier = b.weight().total_cmp(&a.weight());
        a.sign
            .cmp(&b.sign)
            .then(heavier)
            .then_with(|| (a.days, &a.origin).cmp(&(b.days, &b.origin)))
    });
    let all: Vec<&Item> = items.iter().collect();
    let scales = Scales::new(&all);
    let (ruling, leaning) = match rule {
        Rule::Weigh => (scales.ruling(thresholds), scales.leaning(thresholds)),
        Rule::Never => (Ruling::NotEnoughEvidence, None),
    };
    let flips = match rule {
        Rule::Weigh => flips(&all, ruling, thresholds),
        Rule::Never => Vec::new(),
    };
    let leaning = leaning.filter(|_| ruling == Ruling::NotEnoughEvidence);
    let Scales { masses, n_effective, .. } = scales;
    Verdict { ruling, leaning, items, masses, n_effective, looked_for, remarks, flips, thresholds }
}

fn flips(items: &[&Item], ruling: Ruling, thresholds: Thresholds) -> Vec<Flip> {
    let clusters: BTreeSet<&Cluster> = items.iter().map(|item| &item.cluster).collect();
    let flip = |cluster: &Cluster| {
        let rest: Vec<&Item> =
            items.iter().copied().filter(|item| item.cluster != *cluster).collect();
        let becomes = Scales::new(&rest).ruling(thresholds);
        (becomes != ruling).then(|| Flip { without: cluster.clone(), becomes })
    };
    clusters.into_iter().filter_map(flip).collect()
}

/// Both sides, weighed.
struct Scales {
    masses: [f64; 2],
    clusters: [usize; 2],
    has_record: [bool; 2],
    is_direct: [bool; 2],
    n_effective: f64,
}

impl Scales {
    fn new(items: &[&Item]) -> Self {
        let of = |sign: Sign| items.iter().copied().filter(move |item| item.sign == sign);
        let sides = [Sign::For, Sign::Against].map(|sign| best(of(sign)));
        let has = |sign: Sign, test: fn(&Item) -> bool| of(sign).any(test);
        Self {
            masses: [mass(&sides[0]), mass(&sides[1])],
            clusters: [sides[0].len(), sides[1].len()],
            has_record: [has(Sign::For, Item::is_record), has(Sign::Against, Item::is_record)],
            is_direct: [has(Sign::For, Item::is_direct), has(Sign::Against, Item::is_direct)],
            n_effective: stories(best(items.iter().copied()).values().copied()).0,
        }
    }

    fn ruling(&self, thresholds: Thresholds) -> Ruling {
        let Thresholds { enough, at_most, clusters, counts, .. } = thresholds;
        let settles = |side: usize| {
            let told = self.masses[side] >= enough && self.clusters[side] >= clusters;
            // A table that covers the pair weighs as much as it takes.
            let weight = if self.has_record[side] {
                self.masses[side].max(enough)
            } else {
                self.masses[side]
            };
            let is_met = self.is_direct[side] && (told || self.has_record[side]);
            is_met && !self.has_record[1 - side] && self.masses[1 - side] < at_most * weight
        };
        let is_contested = (0..2).all(|side| self.masses[side] >= counts && self.is_direct[side]);
        match (settles(0), settles(1)) {
            (true, false) => Ruling::Supported,
            (false, true) => Ruling::Refuted,
            _ if is_contested => Ruling::Contested,
            _ => Ruling::NotEnoughEvidence,
        }
    }

    fn leaning(&self, thresholds: Thresholds) -> Option<Sign> {
        let Thresholds { counts, leans, .. } = thresholds;
        let leans = |side: usize| {
            self.masses[side] >= counts && self.masses[side] >= leans * self.masses[1 - side]
        };
        match (leans(0), leans(1)) {
            (true, false) => Some(Sign::For),
            (false, true) => Some(Sign::Against),
            _ => None,
        }
    }
}

/// The heaviest item of each cluster.
fn best<'i>(items: impl Iterator<Item = &'i Item>) -> BTreeMap<&'i Cluster, &'i Item> {
    let mut best = BTreeMap::<&Cluster, &Item>::new();
    for item in items {
        let kept = best.entry(&item.cluster).or_insert(item);
        if item.weight() > kept.weight() {
            *kept = item;
        }
    }
    best
}

/// Sums a side over its clusters; stories of one outlet count for less than as many of several.
fn mass(side: &BTreeMap<&Cluster, &Item>) -> f64 {
    let (n_effective, n) = stories(side.values().copied());
    let share = if n == 0 { 1.0 } else { (n_effective / n as f64).min(1.0) };
    let weight = |(cluster, item): (&&Cluster, &&Item)| match cluster {
        Cluster::Story(_) => item.weight() * share,
        _ => item.weight(),
    };
    side.iter().map(weight).sum()
}

/// How many stories there are, in effect and in number.
fn stories<'i>(items: impl Iterator<Item = &'i Item>) -> (f64, usize) {
    let origins: Vec<Origin<'_>> = items
        .filter_map(|item| match item.cluster {
            Cluster::Story(cluster) => {
                Some(Origin { cluster, publisher: item.publisher.as_deref() })
            }
            _ => None,
        })
        .collect();
    let n = origins.len();
    (effective(origins, Repetition::default()), n)
}
