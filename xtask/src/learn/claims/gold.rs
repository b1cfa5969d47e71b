//! Marked articles: JSON Lines with `id`, `text` and `attributions` of spans in characters.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use entente_annotate::{Languages, Scope, Scratch};
use entente_code::{Attribution, Lesson, Marked, lessons};
use entente_model::{Annotated, Span};
use entente_read::{BlockCues, Hint, Item};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::Outcome;
use crate::coref::Packs;

/// The file below the folder that is given.
const FILE: &str = "polnear_dev.jsonl.gz";

/// A marked article of the half to learn from.
pub(super) struct Article {
    pub(super) text: Annotated,
    pub(super) marked: Vec<Marked>,
    pub(super) lessons: Vec<Lesson>,
}

/// Reads and annotates the half to learn from; of several annotators' work the first.
pub(super) fn load(data: &Path, known: &Attribution) -> Outcome<Vec<Article>> {
    let mut lines = String::new();
    GzDecoder::new(File::open(data.join(FILE))?).read_to_string(&mut lines)?;
    let packs = Packs::read()?;
    let languages = packs.languages()?;
    let cues = packs.block_cues()?;
    let (mut articles, mut seen) = (Vec::new(), BTreeSet::new());
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line)?;
        let id = record["id"].as_str().ok_or("an article without an id")?.to_owned();
        if is_held(&id) || !seen.insert(id) {
            continue;
        }
        let text = annotate(&record, &languages, &cues)?;
        let marked = attributions(&record, &text.document.text)?;
        let lessons = lessons(&text, known, &marked);
        articles.push(Article { text, marked, lessons });
    }
    Ok(articles)
}

/// Whether an article is kept for acceptance.
fn is_held(id: &str) -> bool {
    Sha256::digest(id.as_bytes())[3] % 2 == 1
}

fn annotate(record: &Value, languages: &Languages, cues: &BlockCues) -> Outcome<Annotated> {
    let plain = json!({"id": record["id"], "text": record["text"], "lang": "en"}).to_string();
    let mut read = entente_read::read(plain.as_bytes(), Hint::new("gold.jsonl", cues));
    let Some(Item::Document(read)) = read.next() else {
        return Err("an article that cannot be read".into());
    };
    let mut scratch = Scratch::default();
    Ok(entente_annotate::annotate(read.value, languages, Scope::News, &mut scratch).value)
}

fn attributions(record: &Value, text: &str) -> Outcome<Vec<Marked>> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let all = record["attributions"].as_array().ok_or("an article without attributions")?;
    let one = |attribution: &Value| {
        let spans = |role: &str| -> Outcome<Vec<Span>> {
            let list = attribution[role].as_array().map_or(&[][..], Vec::as_slice);
            list.iter().map(|span| to_span(span, &bytes)).collect()
        };
        Ok(Marked {
            cue: *spans("cue")?.first().ok_or("an attribution without a cue")?,
            source: spans("source")?.first().copied(),
            content: spans("content")?,
        })
    };
    all.iter().map(one).collect()
}

fn to_span(value: &Value, bytes: &[usize]) -> Outcome<Span> {
    let at = |index: usize| -> Option<usize> {
        bytes.get(usize::try_from(value.get(index)?.as_u64()?).ok()?).copied()
    };
    let (start, end) = at(0).zip(at(1)).ok_or_else(|| format!("expected a span, found {value}"))?;
    Ok(Span::from_range(start..end))
}
