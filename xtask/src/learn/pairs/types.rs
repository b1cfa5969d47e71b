//! What one party does to another: types, and the quad classes they belong to.

use std::collections::BTreeMap;
use std::fs;

use super::judge::{Learned, Lesson, Task, learn as learn_labels, sum};
use crate::{Outcome, root};

const ONTOLOGY: &str = "packs/ontology/plover/ontology.toml";
const TASK: Task = Task { least: 2, shrink: 1.0, smallest: 0.005 };
/// How much a quad class says beside a type of it.
const QUAD: f64 = 0.5;

/// Quad classes by type.
pub(super) type Quads = BTreeMap<String, String>;

/// The quad classes of the ontology's types.
pub(super) fn quads() -> Outcome<Quads> {
    let table: toml::Table = fs::read_to_string(root().join(ONTOLOGY))?.parse()?;
    let types = table.get("types").and_then(toml::Value::as_table).ok_or("no types")?;
    let quad = |(name, info): (&String, &toml::Value)| {
        Some((name.clone(), info.get("quad")?.as_str()?.to_owned()))
    };
    Ok(types.iter().filter_map(quad).collect())
}

/// Weights of types and of quad classes.
pub(super) fn learn(lessons: &[&Lesson], quads: &Quads) -> Learned {
    let mut learned = learn_labels(lessons, |l| l.label.as_str(), &TASK);
    let quad_of = |l| quad(quads, l).unwrap_or_default();
    let mut classes = learn_labels(lessons, quad_of, &TASK);
    for (base, weights) in classes.values_mut() {
        *base *= QUAD;
        weights.values_mut().for_each(|weight| *weight *= QUAD);
    }
    learned.append(&mut classes);
    learned
}

fn quad<'a>(quads: &'a Quads, lesson: &Lesson) -> Option<&'a str> {
    quads.get(&lesson.label).map(String::as_str)
}

/// The share of lessons that are judged rightly by what the other fifths taught.
pub(super) fn cross_validate(lessons: &[Lesson], quads: &Quads) -> f64 {
    let right = |fold: u8| {
        let (held, others): (Vec<&Lesson>, Vec<&Lesson>) =
            lessons.iter().partition(|l| l.fold == fold);
        let learned = learn(&others, quads);
        held.iter().filter(|l| best(&learned, quads, l) == Some(l.label.as_str())).count()
    };
    (0..5).map(right).sum::<usize>() as f64 / lessons.len().max(1) as f64
}

fn best<'q>(learned: &Learned, quads: &'q Quads, lesson: &Lesson) -> Option<&'q str> {
    let of = |label: &str| learned.get(label).map(|judge| sum(judge, lesson));
    let score = |(kind, quad): (&'q String, &String)| {
        Some((of(kind)? + of(quad).unwrap_or_default(), kind.as_str()))
    };
    quads.iter().filter_map(score).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, kind)| kind)
}
