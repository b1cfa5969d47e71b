//! Weights for each register, and the table that holds them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::gold::Set;
use super::lesson::{Lesson, Vote};
use super::places::Places;
use super::ridge::{Row, back, decompose, dot, forth, solve};

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
/// How strongly the weights that tell registers are drawn to nothing.
const SHRINK_REGISTERS: f64 = 400.0;
/// Weights below it are left out.
const SMALLEST: f64 = 5e-4;
const REGISTERS: usize = 3;
/// How often a report votes.
const VOTES: usize = 1;

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
    registers: Vec<(String, Each)>,
    constant: Each,
    base: Each,
    features: BTreeMap<String, Each>,
    places: Places,
    near: Vec<Each>,
}

/// Learns weights from some lessons, and registers from some reports too.
pub(super) fn learn(lessons: &[&Lesson], reports: &[Vote]) -> Learned {
    let mut learned = registers(&votes(lessons, reports));
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

/// The weights of registers for what is stated or told, as the reader of the table reckons them.
fn of_predicate(mut likely: Each, lesson: &Lesson) -> Each {
    const TALE: usize = 2;
    const TOLD: f64 = 0.5;
    const PLAIN: f64 = 0.2;
    let weak = lesson.seen.iter().filter(|(name, _)| {
        name.strip_prefix("told operators|")
            .is_some_and(|operators| operators != "-" && !operators.contains('|'))
    });
    if weak.map(|(_, share)| share).sum::<f64>() > 0.5 {
        likely.iter_mut().for_each(|p| *p *= 1.0 - TOLD);
        likely[TALE] += TOLD;
        return likely;
    }
    likely[TALE] *= PLAIN;
    let whole: f64 = likely.iter().sum();
    likely.map(|p| if whole > 0.0 { p / whole } else { 1.0 / REGISTERS as f64 })
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

/// One vote a text; reports vote [`VOTES`] times, for they alone are as long as what is read.
fn votes(lessons: &[&Lesson], reports: &[Vote]) -> Vec<Vote> {
    let others = lessons.iter().filter(|l| !l.is_own);
    let vote = |l: &Lesson| Vote { register: l.set.register(), told: l.register.clone() };
    let texts: BTreeMap<usize, Vote> = others.map(|l| (l.text, vote(l))).collect();
    let reports = reports.iter().flat_map(|report| std::iter::repeat_n(report.clone(), VOTES));
    texts.into_values().chain(reports).collect()
}

/// Learns which numbers go with which register.
fn registers(texts: &[Vote]) -> Learned {
    let names = texts.first().map_or(Vec::new(), |v| v.told.iter().map(|n| &*n.0).collect());
    let scales: Vec<Scale> = (0..names.len()).map(|at| Scale::of(texts, at)).collect();
    let row = |v: &Vote| -> Vec<f64> {
        v.told.iter().zip(&scales).map(|((_, x), scale)| scale.of_one(*x)).collect()
    };
    let rows: Vec<Vec<f64>> = texts.iter().map(row).collect();
    // The constant is all but free: a number that is always one and barely drawn to nothing.
    const FREE: f64 = 1e5;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() + FREE;
    let kernel = rows.iter().enumerate();
    let kernel = kernel.map(|(at, row)| rows[..=at].iter().map(|o| product(row, o)).collect());
    let factor = decompose(kernel.collect(), &vec![SHRINK_REGISTERS; rows.len()]);
    let mut learned = Learned {
        registers: names.into_iter().map(|name: &str| (name.to_owned(), Each::default())).collect(),
        constant: Each::default(),
        base: Each::default(),
        features: BTreeMap::new(),
        places: Places::default(),
        near: Vec::new(),
    };
    for register in 0..REGISTERS {
        let is = |v: &Vote| f64::from(u8::from(v.register == register));
        let mut dual: Vec<f64> = texts.iter().map(is).collect();
        forth(&factor, &mut dual);
        back(&factor, &mut dual);
        learned.constant[register] = dual.iter().sum::<f64>() * FREE;
        for (at, scale) in scales.iter().enumerate() {
            let weight: f64 = rows.iter().zip(&dual).map(|(row, a)| a * row[at]).sum();
            learned.registers[at].1[register] = weight / scale.spread;
            learned.constant[register] -= weight * scale.mean / scale.spread;
        }
    }
    learned
}

/// Mean and spread of a number over texts.
struct Scale {
    mean: f64,
    spread: f64,
}

impl Scale {
    fn of(texts: &[Vote], at: usize) -> Self {
        const LEAST: f64 = 1e-3;
        let n = texts.len().max(1) as f64;
        let numbers = || texts.iter().map(|l| f64::from(l.told[at].1));
        let mean = numbers().sum::<f64>() / n;
        let spread = (numbers().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt();
        Self { mean, spread: spread.max(LEAST) }
    }

    fn of_one(&self, x: f32) -> f64 {
        (f64::from(x) - self.mean) / self.spread
    }
}

impl Learned {
    /// How likely a text is of each register, as the reader of the table reckons it.
    fn likely(&self, lesson: &Lesson) -> Each {
        let mut likely = self.constant;
        for ((_, x), (_, each)) in lesson.register.iter().zip(&self.registers) {
            likely.iter_mut().zip(each).for_each(|(sum, w)| *sum += f64::from(*x) * w);
        }
        likely.iter_mut().for_each(|p| *p = p.clamp(0.0, 1.0).powi(2));
        let whole: f64 = likely.iter().sum();
        likely.map(|p| if whole > 0.0 { p / whole } else { 1.0 / REGISTERS as f64 })
    }

    /// The rating of a lesson.
    pub(super) fn rate(&self, lesson: &Lesson) -> f64 {
        let likely = of_predicate(self.likely(lesson), lesson);
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
        self.registers.iter().for_each(|(name, each)| row(&format!("register|{name}"), each));
        row("base", &self.base);
        self.features.iter().for_each(|(name, each)| row(name, each));
        for (steps, [report, talk, tale]) in self.places.steps().zip(&self.near) {
            _ = writeln!(text, "near\t{report:.3}\t{talk:.3}\t{tale:.3}\t{steps}");
        }
        text
    }
}
