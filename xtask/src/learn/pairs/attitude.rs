//! How one party is disposed towards another.
//!
//! Lessons come by twos, the one way and back, and at most one of both is told.

use super::F1;
use super::judge::{Learned, Lesson, Task, learn as learn_labels, sum};

const TASK: Task = Task { least: 3, shrink: 1.0, smallest: 0.02 };
/// What a label has to reach: the table's base is lower by it. Tried in this order.
const BARS: [f64; 8] = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];
/// The feature that hands what speaks for a type on, and those that only types are judged by.
const JUDGED: &str = "judged";
const MEANING: &str = "meaning|";
const LABELS: [&str; 2] = ["+", "-"];

/// A lesson with what was learned of types in the place of what they were learned from.
pub(super) fn with_types(mut lesson: Lesson, types: &Learned) -> Lesson {
    let judged: Vec<(String, f64)> = types
        .iter()
        .map(|(label, judge)| (format!("{JUDGED}|{label}"), sum(judge, &lesson)))
        .collect();
    lesson.seen.retain(|name, _| !name.starts_with(MEANING));
    lesson.seen.extend(judged);
    lesson
}

/// Weights for and against a good disposition, with the bars that did best by cross-validation.
pub(super) fn learn(lessons: &[Lesson]) -> (Learned, f64) {
    let sums = by_others(lessons);
    let (bars, figure) = best_bars(lessons, &sums);
    let mut learned =
        learn_labels(&lessons.iter().collect::<Vec<_>>(), |l| l.label.as_str(), &TASK);
    for (label, bar) in LABELS.iter().zip(bars) {
        if let Some((base, _)) = learned.get_mut(*label) {
            *base -= bar;
        }
    }
    (learned, figure)
}

/// What speaks for both labels of each lesson, by what the other fifths taught.
fn by_others(lessons: &[Lesson]) -> Vec<[f64; 2]> {
    let mut sums = vec![[0.0; 2]; lessons.len()];
    for fold in 0..5 {
        let others: Vec<&Lesson> = lessons.iter().filter(|l| l.fold != fold).collect();
        let learned = learn_labels(&others, |l| l.label.as_str(), &TASK);
        for (at, lesson) in lessons.iter().enumerate().filter(|(_, l)| l.fold == fold) {
            sums[at] = LABELS.map(|label| learned.get(label).map_or(0.0, |j| sum(j, lesson)));
        }
    }
    sums
}

fn best_bars(lessons: &[Lesson], sums: &[[f64; 2]]) -> ([f64; 2], f64) {
    let mut best = ([BARS[0]; 2], 0.0);
    for favour in BARS {
        for against in BARS {
            let bars = [favour, against];
            let figure = macro_f1(lessons, sums, bars);
            if figure > best.1 {
                best = (bars, figure);
            }
        }
    }
    best
}

/// Mean F1 of five classes: neither way, and each label each way.
fn macro_f1(lessons: &[Lesson], sums: &[[f64; 2]], bars: [f64; 2]) -> f64 {
    let mut f1 = F1::default();
    for (two, sums) in lessons.chunks_exact(2).zip(sums.chunks_exact(2)) {
        let place = |label: &str| LABELS.iter().position(|l| *l == label);
        let is = match (place(&two[0].label), place(&two[1].label)) {
            (Some(at), _) => 1 + at,
            (None, Some(at)) => 3 + at,
            (None, None) => 0,
        };
        let all = sums.iter().flat_map(|one| [one[0] - bars[0], one[1] - bars[1]]).zip(1..);
        let best = all.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(sum, _)| *sum > 0.0);
        f1.add(is, best.map_or(0, |(_, class)| class));
    }
    f1.mean()
}
