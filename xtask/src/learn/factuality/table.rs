//! Weights for each register, and the table that holds them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::gold::Set;
use super::lesson::Lesson;
use super::places::Places;
use super::ridge::{Row, dot, solve};

/// How strongly weights are drawn to nothing.
const SHRINK: f64 = 30.0;
/// How much the registers share of a weight, and how freely the base differs.
const SHARED: f64 = 0.2;
const BASE: f64 = 5.0;
/// How much nearness counts beside features, and how much a sentence of our own counts.
const NEAR: f64 = 30.0;
const OWN: f64 = 0.5;
/// A feature is learned if it was seen so often.
const LEAST: usize = 3;
/// How strongly the shares of registers are drawn to nothing.
const SHRINK_SHARES: f64 = 1.0;
/// Weights below it are left out.
const SMALLEST: f64 = 5e-4;
const REGISTERS: usize = 3;

const HEADER: &str = "\
# How much each feature of a predicate weighs in rating it, in reports, in talk and in tales, and how much it weighs to be
# near a place among the views that the model has of predicates (its numbers follow, in sixteenths). Written by
# `cargo xtask learn factuality --data ../shared/data/claims`; features are named in `rating/` of entente-annotate.
# The numbers were learned from MEANTIME (Wikinews; CC BY 4.0), UDS It-Happened 2 on English EWT dev (CC BY-SA 4.0) and
# CommitmentBank, whose texts they do not hold, and from sentences of our own in eval/truth/factuality. Pearson's r on the
# half of each, by SHA-256, that other weights were learned without:
";

type Each = [f64; REGISTERS];

/// Learned weights.
pub(super) struct Learned {
    shares: Vec<(&'static str, Each)>,
    constant: Each,
    base: Each,
    features: BTreeMap<String, Each>,
    places: Places,
    near: Vec<Each>,
}

/// Learns weights from some lessons.
pub(super) fn learn(lessons: &[&Lesson]) -> Learned {
    let mut learned = registers(lessons);
    let numbers = numbers(lessons);
    let row = |l: &&Lesson| -> Row {
        let known = l.seen.iter().filter_map(|(name, v)| Some((*numbers.get(name.as_str())?, *v)));
        known.collect()
    };
    let rows: Vec<Row> = lessons.iter().map(row).collect();
    let likely: Vec<Each> = lessons.iter().map(|l| known(l)).collect();
    let places = Places::of(lessons);
    let near: Vec<Vec<f64>> = lessons.iter().map(|l| places.row(l)).collect();
    let whole: f64 = lessons.iter().map(|l| weight(l)).sum();
    let mean = lessons.iter().map(|l| l.value * weight(l)).sum::<f64>() / whole.max(1.0);
    let shrink: Vec<f64> = lessons.iter().map(|l| SHRINK / weight(l)).collect();
    let values: Vec<f64> = lessons.iter().map(|l| l.value - mean).collect();
    let kernel = (0..rows.len()).map(|at| {
        let one = |other: usize| {
            let same: f64 = likely[at].iter().zip(&likely[other]).map(|(a, b)| a * b).sum();
            let nearness: f64 = near[at].iter().zip(&near[other]).map(|(a, b)| a * b).sum();
            (SHARED + same) * (dot(&rows[at], &rows[other]) + NEAR * nearness) + BASE * same
        };
        (0..=at).map(one).collect()
    });
    let dual = solve(kernel.collect(), &shrink, &values);
    let names: Vec<&str> = numbers.into_keys().collect();
    let mut weights = vec![Each::default(); names.len()];
    learned.base = [mean; REGISTERS];
    learned.near = near_weights(&places, &near, &likely, &dual);
    learned.places = places;
    for ((row, p), a) in rows.iter().zip(&likely).zip(&dual) {
        for register in 0..REGISTERS {
            learned.base[register] += a * BASE * p[register];
            for (feature, value) in row {
                weights[*feature as usize][register] += a * value * (SHARED + p[register]);
            }
        }
    }
    let kept = names.into_iter().zip(weights);
    let kept = kept.filter(|(_, each)| each.iter().any(|w| w.abs() >= SMALLEST));
    learned.features = kept.map(|(name, each)| (name.to_owned(), each)).collect();
    learned
}

/// What nearness to each place weighs in each register.
fn near_weights(places: &Places, near: &[Vec<f64>], likely: &[Each], dual: &[f64]) -> Vec<Each> {
    let mut weights = vec![Each::default(); near.first().map_or(0, Vec::len)];
    for register in 0..REGISTERS {
        let mut turned = vec![0.0; weights.len()];
        for ((row, p), a) in near.iter().zip(likely).zip(dual) {
            let share = a * NEAR * (SHARED + p[register]);
            turned.iter_mut().zip(row).for_each(|(sum, x)| *sum += share * x);
        }
        let back = places.turned_back(turned);
        weights.iter_mut().zip(back).for_each(|(each, weight)| each[register] = weight);
    }
    weights
}

/// How much a lesson counts.
fn weight(lesson: &Lesson) -> f64 {
    lesson.set.weight() * if lesson.is_own { OWN } else { 1.0 }
}

/// The register that a lesson is known to be of.
fn known(lesson: &Lesson) -> Each {
    let mut known = Each::default();
    known[lesson.set.register()] = 1.0;
    known
}

/// Numbers for the features that are seen often enough, in order of their names.
fn numbers<'l>(lessons: &[&'l Lesson]) -> BTreeMap<&'l str, u32> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for lesson in lessons {
        lesson.seen.keys().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let often = counts.into_iter();
    let often = often.filter(|(name, n)| *n >= LEAST && !name.contains(char::is_control));
    often.zip(0..).map(|((name, _), number)| (name, number)).collect()
}

/// Learns which shares go with which register: one text, one vote.
fn registers(lessons: &[&Lesson]) -> Learned {
    let others = lessons.iter().filter(|l| !l.is_own);
    let texts: BTreeMap<usize, &Lesson> = others.map(|l| (l.text, *l)).collect();
    let texts: Vec<&Lesson> = texts.into_values().collect();
    let names: Vec<&'static str> =
        texts.first().map_or(Vec::new(), |l| l.shares.iter().map(|(name, _)| *name).collect());
    let mut learned = Learned {
        shares: names.iter().map(|name| (*name, Each::default())).collect(),
        constant: Each::default(),
        base: Each::default(),
        features: BTreeMap::new(),
        places: Places::default(),
        near: Vec::new(),
    };
    let row = |l: &&Lesson| -> Row {
        l.shares.iter().zip(0..).map(|((_, share), at)| (at, f64::from(*share))).collect()
    };
    let rows: Vec<Row> = texts.iter().map(row).collect();
    for register in 0..REGISTERS {
        let is = |l: &&Lesson| f64::from(u8::from(l.set.register() == register));
        let values: Vec<f64> = texts.iter().map(is).collect();
        // The constant is all but free: a share that is always one and barely drawn to nothing.
        const FREE: f64 = 100.0;
        let kernel = rows
            .iter()
            .enumerate()
            .map(|(at, row)| rows[..=at].iter().map(|other| dot(row, other) + FREE).collect());
        let dual = solve(kernel.collect(), &vec![SHRINK_SHARES; texts.len()], &values);
        for (row, a) in rows.iter().zip(&dual) {
            learned.constant[register] += a * FREE;
            for (at, share) in row {
                learned.shares[*at as usize].1[register] += a * share;
            }
        }
    }
    learned
}

impl Learned {
    /// How likely a text is of each register, as the reader of the table reckons it.
    fn likely(&self, lesson: &Lesson) -> Each {
        let mut likely = self.constant;
        for ((_, share), (_, each)) in lesson.shares.iter().zip(&self.shares) {
            likely.iter_mut().zip(each).for_each(|(sum, w)| *sum += f64::from(*share) * w);
        }
        likely.iter_mut().for_each(|p| *p = p.clamp(0.0, 1.0).powi(2));
        let whole: f64 = likely.iter().sum();
        likely.map(|p| if whole > 0.0 { p / whole } else { 1.0 / REGISTERS as f64 })
    }

    /// The rating of a lesson.
    pub(super) fn rate(&self, lesson: &Lesson) -> f64 {
        let likely = self.likely(lesson);
        let mix = |each: &Each| likely.iter().zip(each).map(|(p, w)| p * w).sum::<f64>();
        let seen = lesson.seen.iter();
        let weighed = seen.filter_map(|(name, v)| Some(v * mix(self.features.get(name)?)));
        let near = self.places.near(lesson);
        let near: f64 = near.iter().zip(&self.near).map(|(near, each)| near * mix(each)).sum();
        (mix(&self.base) + weighed.sum::<f64>() + near).clamp(-3.0, 3.0)
    }

    /// The table, with the figures in its head.
    pub(super) fn write(&self, figures: &[(Set, usize, f64)]) -> String {
        let mut text = HEADER.to_owned();
        for (set, n, r) in figures {
            _ = writeln!(text, "# {} {r:.3} ({n} ratings)", set.name());
        }
        text.push_str("# feature\treport\ttalk\ttale\n");
        let mut row = |name: &str, each: &Each| {
            let [report, talk, tale] = each;
            _ = writeln!(text, "{name}\t{report:.4}\t{talk:.4}\t{tale:.4}");
        };
        row("register|constant", &self.constant);
        self.shares.iter().for_each(|(name, each)| row(&format!("register|{name}"), each));
        row("base", &self.base);
        self.features.iter().for_each(|(name, each)| row(name, each));
        for (steps, [report, talk, tale]) in self.places.steps().zip(&self.near) {
            _ = writeln!(text, "near\t{report:.3}\t{talk:.3}\t{tale:.3}\t{steps}");
        }
        text
    }
}
