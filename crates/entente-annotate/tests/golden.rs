//! Agreement with the reference pipeline on texts of our own.
//!
//! `golden/en.jsonl` holds one paragraph a line with its annotation, made by spaCy 3.8 with the
//! pipeline that the English pack was converted from. The pack has weights in half precision, so
//! a near tie may fall the other way; on these texts none does.

use std::collections::BTreeMap;

use entente_annotate::model::{Parsed, Scratch};
use serde_json::Value;

use crate::english::MODEL;

const GOLDEN: &str = include_str!("golden/en.jsonl");

/// Texts, with what the reference says about them as text.
fn golden() -> Vec<(String, Vec<String>)> {
    let lines = GOLDEN.lines().map(|line| serde_json::from_str(line).expect("the file is JSON"));
    lines.map(|record: Value| (text(&record["text"]), reference(&record))).collect()
}

/// Writes an annotation of the reference as lines: one a token, then one an entity.
fn reference(record: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let starts: Vec<u64> =
        list(&record["sentences"]).iter().map(|span| span[0].as_u64().expect("a byte")).collect();
    let token = |token: Value| {
        let starts = starts.contains(&token["span"][0].as_u64().expect("a byte"));
        let [lemma, pos, tag, dep, morph] =
            ["lemma", "pos", "tag", "dep", "morph"].map(|column| text(&token[column]));
        let (from, to, head) = (&token["span"][0], &token["span"][1], &token["head"]);
        format!("{from}-{to} {lemma} {pos} {tag} {head} {dep} {morph} {starts}")
    };
    let entity = |entity: Value| {
        format!("{}-{} {}", entity["span"][0], entity["span"][1], text(&entity["label"]))
    };
    let tokens = list(&record["tokens"]).into_iter().map(token);
    tokens.chain(list(&record["entities"]).into_iter().map(entity)).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// Writes our annotation as [`reference`] does.
pub(crate) fn lines(parsed: &Parsed) -> Vec<String> {
    let labels = MODEL.labels();
    let tokens = parsed.tokens.iter().map(|token| {
        let (lemma, pos) = (parsed.lemmas.get(token.lemma), token.pos.as_str());
        let (tag, dep) =
            (&labels.tags[usize::from(token.tag)], &labels.deps[usize::from(token.dep)]);
        let morph = &labels.morphs[usize::from(token.morph)];
        let (from, to, head) = (token.start, token.end, token.head);
        format!("{from}-{to} {lemma} {pos} {tag} {head} {dep} {morph} {}", token.starts_sentence)
    });
    let entities = parsed.entities.iter().map(|entity| {
        let from = parsed.tokens[entity.first as usize].start;
        let to = parsed.tokens[entity.last as usize - 1].end;
        format!("{from}-{to} {}", labels.entities[usize::from(entity.label)])
    });
    tokens.chain(entities).collect()
}

#[test]
fn every_column_is_that_of_the_reference() {
    let golden = golden();
    let texts: Vec<&str> = golden.iter().map(|(text, _)| text.as_str()).collect();
    let mut parsed = Vec::new();
    MODEL.annotate(&texts, &mut Scratch::default(), &mut parsed);
    assert_eq!(parsed.len(), golden.len());
    let mut differing = BTreeMap::new();
    for ((text, expected), parsed) in golden.iter().zip(&parsed) {
        let found = lines(parsed);
        assert_eq!(found.len(), expected.len(), "{text}");
        for (found, expected) in found.into_iter().zip(expected) {
            if found != *expected {
                differing.insert(expected.clone(), found);
            }
        }
    }
    assert!(golden.len() >= 40 && parsed.iter().map(|p| p.tokens.len()).sum::<usize>() > 1200);
    assert_eq!(differing, BTreeMap::new());
}

/// Returns the golden texts alone.
pub(crate) fn texts() -> Vec<String> {
    golden().into_iter().map(|(text, _)| text).collect()
}
