//! `cargo xtask learn pairs`: weights by which `pair` requests are judged, from marked sentences.
//!
//! Types are learned from sentences of our own, `eval/truth/pairs`, and from `events/plv_train.jsonl`
//! without the third that is held back for scoring, attitudes from
//! `claims/directed_sentiment_train.tsv.gz`. Figures are those of fifths of the texts, by their
//! hash, each judged by what the others taught.

mod attitude;
mod f1;
pub(super) mod gold;
pub(super) mod gradient;
mod judge;
mod table;
mod types;

use std::collections::BTreeMap;
use std::path::Path;

use entente::{Engine, Input, Item, Knowledge, Reader, Settings};
use entente_code::Masked;
use entente_model::{Document, Noted};
use rayon::prelude::*;
use serde_json::json;

pub(super) use self::f1::F1;
use self::gold::Asked;
use self::judge::Lesson;
use crate::{Outcome, root, say};

const TABLE: &str = "packs/ontology/plover/pairs.tsv";
/// Features of what rules say begin so.
const OF_RULES: [&str; 3] = ["rules|", "rules' best|", "no rule"];

/// Learns and writes the weights.
pub(super) fn run(data: &Path) -> Outcome {
    let school = School::open()?;
    let mut asked = gold::own()?;
    asked.append(&mut gold::events(data)?);
    let own = school.lessons(&asked, |lesson| lesson);
    say(&format!("{} pairs with types", own.len()));
    let quads = types::quads()?;
    let right = types::cross_validate(&own, &quads);
    say(&format!("types: {right:.3} right, judged by what others taught"));
    let mut learned = types::learn(&own.iter().collect::<Vec<_>>(), &quads);
    let attitudes = school.lessons(&gold::attitudes(data)?, |l| attitude::with_types(l, &learned));
    say(&format!("{} pairs with attitudes", attitudes.len()));
    let (mut disposed, figure) = attitude::learn(&attitudes);
    say(&format!("attitudes: macro F1 {figure:.3}, judged by what others taught"));
    learned.append(&mut disposed);
    std::fs::write(root().join(TABLE), table::write(&learned, right, figure))?;
    Ok(())
}

/// The engine as it is without weights.
pub(super) struct School {
    engine: Engine,
    reader: Reader,
}

impl School {
    pub(super) fn open() -> Outcome<Self> {
        let mut files = Vec::new();
        gather(&root().join("packs"), "", &mut files)?;
        let knowledge = Knowledge::from_files(files);
        let settings = Settings::default();
        let engine = Engine::new(&knowledge, &settings)?;
        Ok(Self { engine, reader: Reader::new(&knowledge, &settings)? })
    }

    /// What is seen of each text; those that cannot be read are left out.
    fn lessons(&self, asked: &[Asked], finish: impl Fn(Lesson) -> Lesson + Sync) -> Vec<Lesson> {
        asked.par_iter().filter_map(|asked| Some(finish(self.lesson(asked)?))).collect()
    }

    fn lesson(&self, asked: &Asked) -> Option<Lesson> {
        let Asked { label, fold, trusts_rules, .. } = asked;
        let mut seen: BTreeMap<String, f64> = BTreeMap::new();
        for (name, value) in self.engine.seen_of_pair(self.read(asked)?) {
            if *trusts_rules || !OF_RULES.iter().any(|start| name.starts_with(start)) {
                *seen.entry(name).or_default() += f64::from(value);
            }
        }
        Some(Lesson { seen, label: label.clone(), fold: *fold })
    }

    /// What is seen of a pair when names are covered.
    pub(super) fn masked(&self, asked: &Asked) -> Option<Masked> {
        self.engine.masked_of_pair(self.read(asked)?)
    }

    fn read(&self, Asked { text, actor, recipient, .. }: &Asked) -> Option<Noted<Document>> {
        let pair = json!({"actor": [actor.0, actor.1], "recipient": [recipient.0, recipient.1]});
        let record = json!({"text": text, "lang": "en", "pair": pair}).to_string();
        match self.reader.read(Input::of_bytes("gold.jsonl", record)).next() {
            Some(Item::Document(read)) => Some(*read),
            _ => None,
        }
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
