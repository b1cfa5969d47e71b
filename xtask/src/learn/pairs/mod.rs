//! `cargo xtask learn pairs`: weights by which `pair` requests are judged, from marked sentences.
//!
//! Types are learned from `events/plv_train.jsonl` without the third that is held back for scoring,
//! attitudes from `claims/directed_sentiment_train.tsv.gz`. The figure is that of fifths of the
//! texts, by the hash of their id, each judged by what the others taught.

mod gold;
mod gradient;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use entente::{Engine, Input, Item, Knowledge, Reader, Settings};
use rayon::prelude::*;
use serde_json::json;

use self::gold::Asked;
use self::gradient::{Row, ridge};
use crate::{Outcome, root, say};

const TABLE: &str = "packs/ontology/plover/pairs.tsv";
const HEADER: &str = "\
# How much each feature of two parties weighs for a type, and for the one being well (`+`) or ill (`-`) disposed towards
# the other. Written by `cargo xtask learn pairs --data ../shared/data`; features are named in `pair/` of entente-code.
# The numbers were learned from marked sentences, of which they hold single words: types from those of Zero-Shot PLOVER
# (Hu et al. 2024, two thirds of its train part; research use), attitudes from Park, Pan and Joo (2021; use with citation).
";
/// What a label has to reach: the table's base is lower by it.
const ATTITUDE: f64 = 0.4;

/// How a set of labels is learned.
struct Task {
    /// A feature is learned if it was seen so often.
    least: usize,
    /// How strongly weights are drawn to nothing.
    shrink: f64,
    /// Weights below it are left out.
    smallest: f64,
}

const TYPES: Task = Task { least: 2, shrink: 1.5, smallest: 0.01 };
const ATTITUDES: Task = Task { least: 3, shrink: 0.5, smallest: 0.04 };

/// What is seen of a pair, and what holds of it.
struct Lesson {
    seen: BTreeMap<String, f64>,
    label: String,
    fold: u8,
}

/// Weights by label and feature.
type Learned = BTreeMap<String, (f64, BTreeMap<String, f64>)>;

/// Learns and writes the weights.
pub(super) fn run(data: &Path) -> Outcome {
    let school = School::open()?;
    let types = school.lessons(&gold::events(data)?);
    say(&format!("{} pairs with types", types.len()));
    let figure = cross_validate(&types);
    say(&format!("types: {figure:.3} right, judged by what others taught"));
    let attitudes = school.lessons(&gold::attitudes(data)?);
    say(&format!("{} pairs with attitudes", attitudes.len()));
    let mut learned = learn(&types.iter().collect::<Vec<_>>(), &TYPES);
    let mut disposed = learn(&attitudes.iter().collect::<Vec<_>>(), &ATTITUDES);
    disposed.values_mut().for_each(|(base, _)| *base -= ATTITUDE);
    learned.append(&mut disposed);
    std::fs::write(root().join(TABLE), table(&learned, figure))?;
    Ok(())
}

/// The engine as it is without weights.
struct School {
    engine: Engine,
    reader: Reader,
}

impl School {
    fn open() -> Outcome<Self> {
        let mut files = Vec::new();
        gather(&root().join("packs"), "", &mut files)?;
        let knowledge = Knowledge::from_files(files);
        let settings = Settings::default();
        let engine = Engine::new(&knowledge, &settings)?;
        Ok(Self { engine, reader: Reader::new(&knowledge, &settings)? })
    }

    fn lessons(&self, asked: &[Asked]) -> Vec<Lesson> {
        asked.par_iter().filter_map(|asked| self.lesson(asked)).collect()
    }

    fn lesson(&self, asked: &Asked) -> Option<Lesson> {
        let Asked { text, actor, recipient, label, fold } = asked;
        let pair = json!({"actor": actor.map(|(s, e)| [s, e]),
            "recipient": recipient.map(|(s, e)| [s, e])});
        let record = json!({"text": text, "lang": "en", "pair": pair}).to_string();
        let input = Input::of_bytes("gold.jsonl", record);
        let Some(Item::Document(read)) = self.reader.read(input).next() else { return None };
        let mut seen: BTreeMap<String, f64> = BTreeMap::new();
        for (name, value) in self.engine.seen_of_pair(*read) {
            *seen.entry(name).or_default() += f64::from(value);
        }
        Some(Lesson { seen, label: label.clone(), fold: *fold })
    }
}

fn gather(folder: &Path, below: &str, files: &mut Vec<(String, Vec<u8>)>) -> Outcome {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        if path.is_dir() {
            gather(&path, &name, files)?;
        } else {
            files.push((name, std::fs::read(&path)?));
        }
    }
    Ok(())
}

fn cross_validate(lessons: &[Lesson]) -> f64 {
    let right = |fold: u8| {
        let (held, others): (Vec<&Lesson>, Vec<&Lesson>) =
            lessons.iter().partition(|l| l.fold == fold);
        let learned = learn(&others, &TYPES);
        held.iter().filter(|l| best(&learned, l).as_deref() == Some(l.label.as_str())).count()
    };
    (0..5).map(right).sum::<usize>() as f64 / lessons.len().max(1) as f64
}

fn best(learned: &Learned, lesson: &Lesson) -> Option<String> {
    let sum = |(base, weights): &(f64, BTreeMap<String, f64>)| {
        base + lesson.seen.iter().filter_map(|(n, v)| Some(v * weights.get(n)?)).sum::<f64>()
    };
    let all = learned.iter().map(|(label, weights)| (sum(weights), label));
    all.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, label)| label.clone())
}

fn learn(lessons: &[&Lesson], task: &Task) -> Learned {
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
    let labels: BTreeSet<&str> =
        lessons.iter().map(|l| l.label.as_str()).filter(|l| !l.is_empty()).collect();
    let names: Vec<&str> = numbers.keys().copied().collect();
    let labels: Vec<&str> = labels.into_iter().collect();
    let one = |label: &&str| {
        let is = |l: &&Lesson| f64::from(u8::from(l.label == **label));
        let values: Vec<f64> = lessons.iter().map(is).collect();
        let (base, weights) = ridge(&rows, names.len(), &values, task.shrink);
        let kept = names.iter().zip(weights).filter(|(_, w)| w.abs() >= task.smallest);
        ((*label).to_owned(), (base, kept.map(|(name, w)| ((*name).to_owned(), w)).collect()))
    };
    labels.par_iter().map(one).collect()
}

fn table(learned: &Learned, figure: f64) -> String {
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    let mut base = String::from("base");
    for (label, (start, weights)) in learned {
        let space = if base == "base" { '\t' } else { ' ' };
        _ = write!(base, "{space}{label}={start:.3}");
        for (name, weight) in weights {
            let row = rows.entry(name).or_default();
            let space = if row.is_empty() { "" } else { " " };
            _ = write!(row, "{space}{label}={weight:.2}");
        }
    }
    let mut text = format!(
        "{HEADER}# Of the fifths judged by what others taught, {figure:.3} types were right.\n"
    );
    text += "# feature\tLABEL=weight …\n";
    text += &base;
    text.push('\n');
    for (name, row) in rows {
        _ = writeln!(text, "{name}\t{row}");
    }
    text
}
