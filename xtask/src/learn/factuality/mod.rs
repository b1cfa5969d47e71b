//! `cargo xtask learn factuality`: weights by which predicates are rated, from rated texts.
//!
//! The gold is the folder of claims. Half of the texts, by the hash of the text or its id, are held
//! back: the figures of the record are those of weights learned from the other half. The weights
//! that are written are learned from all. The same texts give the same bytes.

mod gold;
mod lesson;
mod places;
mod ridge;
mod table;

use std::path::Path;

use self::gold::Set;
use self::lesson::{Lesson, Teacher};
use self::table::Learned;
use crate::{Outcome, root, say};

const TABLE: &str = "packs/lang/en/factuality.tsv";

/// Where to write instead of into the packs.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    /// What is seen of each predicate.
    pub(super) dump: Option<&'a Path>,
    /// The weights learned from the open half, to score the held one with.
    pub(super) open: Option<&'a Path>,
}

/// Learns, says what is to be expected of other texts, and writes the weights.
pub(super) fn run(data: &Path, check: bool, files: Files<'_>) -> Outcome {
    let gold = gold::load(data)?;
    let teacher = Teacher::read()?;
    let lessons = teacher.lessons(&gold)?;
    let reports = teacher.votes(&gold::reports()?)?;
    say(&format!("{} texts, {} ratings", gold.len(), lessons.len()));
    if let Some(path) = files.dump {
        return lesson::dump(&gold, &lessons, path);
    }
    let (held, open): (Vec<&Lesson>, Vec<&Lesson>) = lessons.iter().partition(|l| l.is_held);
    let from_half = table::learn(&open, &reports);
    let figures: Vec<(Set, usize, f64)> = Set::ALL
        .iter()
        .map(|&set| {
            let own: Vec<&Lesson> = held.iter().copied().filter(|l| l.set == set).collect();
            (set, own.len(), correlation(&from_half, &own))
        })
        .collect();
    for (set, n, r) in &figures {
        say(&format!("{}: r {r:.3} on {n} held ratings", set.name()));
        if *r < set.floor() {
            return Err(format!("{}: expected r of {:.3}", set.name(), set.floor()).into());
        }
    }
    if let Some(path) = files.open {
        return Ok(std::fs::write(path, from_half.write(&figures))?);
    }
    let all: Vec<&Lesson> = lessons.iter().collect();
    let text = table::learn(&all, &reports).write(&figures);
    let path = root().join(TABLE);
    if check {
        let is_same = std::fs::read_to_string(&path)? == text;
        return if is_same { Ok(()) } else { Err(format!("{TABLE}: expected the same").into()) };
    }
    Ok(std::fs::write(path, text)?)
}

/// Pearson's r of what people rated and what the weights say.
fn correlation(learned: &Learned, lessons: &[&Lesson]) -> f64 {
    let pairs: Vec<(f64, f64)> = lessons.iter().map(|l| (l.value, learned.rate(l))).collect();
    let n = pairs.len().max(1) as f64;
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in &pairs {
        xy += (a - x) * (b - y);
        xx += (a - x) * (a - x);
        yy += (b - y) * (b - y);
    }
    xy / (xx * yy).sqrt().max(f64::MIN_POSITIVE)
}
