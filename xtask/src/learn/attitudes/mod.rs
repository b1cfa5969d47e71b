//! `cargo xtask learn attitudes`: how a sentence tells that one of two parties is well or ill disposed
//! towards the other, names being covered.
//!
//! Learned from `claims/directed_sentiment_train.tsv.gz`, of whose sentences an eighth stands there
//! twice. It says by cross-validation what is to be expected, once of fifths of the rows, where some
//! sentences have a copy among what was learned from, and once of fifths of the sentences, where
//! none has. The same rows give the same bytes on any machine.

mod record;

use std::collections::BTreeMap;
use std::path::Path;

use entente_code::{BUCKETS, LABELS, Masked, pack_attitudes};
use rayon::prelude::*;

use super::pairs::gold::{self, Asked};
use super::pairs::gradient::{Row, bend};
use super::pairs::{F1, School};
use crate::{Outcome, root, say};

const PACK: &str = "packs/ontology/plover/attitudes.bin";
/// How strongly weights are drawn to nothing.
const SHRINK: f64 = 0.1;

/// A row: what is seen, which label holds, and in which fifth of the sentences it falls.
struct Lesson {
    features: Vec<u32>,
    label: usize,
    fold: u8,
}

type Learned = [(f64, Vec<f64>); LABELS];

/// Learns from the rows below a folder; writes nothing where only checked.
pub(super) fn run(data: &Path, check: bool) -> Outcome {
    let school = School::open()?;
    let asked = gold::attitudes(data)?;
    let twos: Vec<&[Asked]> = asked.chunks_exact(2).collect();
    let lessons: Vec<Lesson> = twos.par_iter().filter_map(|two| lesson(&school, two)).collect();
    say(&format!("{} of {} pairs are seen", lessons.len(), twos.len()));
    let path = root().join(PACK);
    let learned = pack_attitudes(&learn(&lessons.iter().collect::<Vec<_>>()));
    if check {
        return super::same_bytes(PACK, &learned);
    }
    std::fs::write(&path, &learned)?;
    let rows = cross_validate(&lessons, |at, _| (at % 5) as u8);
    say(&format!("macro F1 of fifths of the rows {rows:.3}"));
    let sentences = cross_validate(&lessons, |_, lesson| lesson.fold);
    say(&format!("macro F1 of fifths of the sentences {sentences:.3}"));
    record::write(&learned, lessons.len(), [rows, sentences])
}

/// What is to be learned of a pair that is asked about both ways.
fn lesson(school: &School, two: &[Asked]) -> Option<Lesson> {
    let Masked { actor_first, features } = school.masked(&two[0])?;
    let (first, second) = if actor_first { (&two[0], &two[1]) } else { (&two[1], &two[0]) };
    let label = match (first.label.as_str(), second.label.as_str()) {
        ("+", _) => 1,
        (_, "+") => 2,
        ("-", _) => 3,
        (_, "-") => 4,
        _ => 0,
    };
    Some(Lesson { features, label, fold: first.fold })
}

/// Base and weights of each label against the rest, by ridge regression. A label that is rare counts
/// more, by the root of how much rarer it is than none.
fn learn(lessons: &[&Lesson]) -> Learned {
    let mut counts = [0.0_f64; LABELS];
    lessons.iter().for_each(|l| counts[l.label] += 1.0);
    let share = counts.map(|n| (counts[0].max(1.0) / n.max(1.0)).sqrt());
    let row = |l: &&Lesson| -> Row {
        let value = (share[l.label] / l.features.len().max(1) as f64).sqrt();
        l.features.iter().map(|f| (*f as usize, value)).collect()
    };
    let rows: Vec<Row> = lessons.par_iter().map(row).collect();
    let all: f64 = counts.iter().zip(share).map(|(n, s)| n * s).sum();
    let one = |label: usize| {
        let base = counts[label] * share[label] / all.max(1.0);
        let target =
            |l: &&Lesson| (f64::from(u8::from(l.label == label)) - base) * share[l.label].sqrt();
        let target: Vec<f64> = lessons.iter().map(target).collect();
        (base, bend(&rows, BUCKETS, &target, SHRINK))
    };
    let mut learned: BTreeMap<usize, (f64, Vec<f64>)> =
        (0..LABELS).into_par_iter().map(|label| (label, one(label))).collect();
    std::array::from_fn(|label| learned.remove(&label).unwrap_or_default())
}

/// The macro F1 of fifths, each judged by what the others taught.
fn cross_validate(lessons: &[Lesson], fold: impl Fn(usize, &Lesson) -> u8) -> f64 {
    let mut f1 = F1::default();
    for part in 0..5 {
        let (held, others): (Vec<_>, Vec<_>) =
            lessons.iter().enumerate().partition(|(at, l)| fold(*at, l) == part);
        let learned = learn(&others.into_iter().map(|(_, l)| l).collect::<Vec<_>>());
        held.iter().for_each(|(_, l)| f1.add(l.label, best(&learned, l)));
    }
    f1.mean()
}

fn best(learned: &Learned, lesson: &Lesson) -> usize {
    let length = (lesson.features.len().max(1) as f64).sqrt();
    let sum = |(base, weights): &(f64, Vec<f64>)| {
        base + lesson.features.iter().map(|f| weights[*f as usize]).sum::<f64>() / length
    };
    let sums = learned.iter().map(sum).enumerate();
    sums.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(label, _)| label)
}
