//! Annotates paragraphs from standard input, for comparison with the reference pipeline.
//!
//! Reads lines of `{"id", "text"}`, each text one paragraph, and writes for each the sentences,
//! tokens and entities in the public shape of `entente annotate`. `--model PATH` takes another
//! pack than the one of the repository.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use entente_annotate::model::{LabelNames, Model, Parsed, Scratch};
use serde_json::{Value, json};

const DEFAULT_PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/lang/en/model.bin");

/// Lines annotated together.
const LINES: usize = 512;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = match (args.next().as_deref(), args.next()) {
        (None, _) => DEFAULT_PACK.to_owned(),
        (Some("--model"), Some(path)) => path,
        _ => return Err("expected `--model PATH`".into()),
    };
    let model = Model::from_pack(std::fs::read(path)?)?;
    let mut lines = std::io::stdin().lock().lines();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut scratch, mut parsed) = (Scratch::default(), Vec::new());
    loop {
        let records = lines.by_ref().take(LINES).map(|line| Ok(serde_json::from_str(&line?)?));
        let records: Vec<Value> = records.collect::<Result<_, Box<dyn Error>>>()?;
        if records.is_empty() {
            return Ok(out.flush()?);
        }
        let texts: Vec<&str> =
            records.iter().map(|record| record["text"].as_str().unwrap_or_default()).collect();
        model.annotate(&texts, &mut scratch, &mut parsed);
        for (record, parsed) in records.iter().zip(&parsed) {
            writeln!(out, "{}", shape(&record["id"], parsed, model.labels()))?;
        }
    }
}

/// Returns the public shape of an annotated paragraph.
fn shape(id: &Value, parsed: &Parsed, labels: LabelNames<'_>) -> Value {
    let span = |first: usize, last: usize| {
        json!([parsed.tokens[first].start, parsed.tokens[last - 1].end])
    };
    let starts: Vec<usize> = (0..parsed.tokens.len())
        .filter(|&token| parsed.tokens[token].starts_sentence)
        .chain([parsed.tokens.len()])
        .collect();
    let sentences = starts.windows(2).map(|pair| span(pair[0], pair[1]));
    let tokens = parsed.tokens.iter().map(|token| {
        json!({
            "span": [token.start, token.end],
            "lemma": parsed.lemmas.get(token.lemma),
            "pos": token.pos.as_str(),
            "tag": labels.tags[usize::from(token.tag)],
            "head": token.head,
            "dep": labels.deps[usize::from(token.dep)],
            "morph": labels.morphs[usize::from(token.morph)],
        })
    });
    let entities = parsed.entities.iter().map(|entity| {
        let label = &labels.entities[usize::from(entity.label)];
        json!({ "span": span(entity.first as usize, entity.last as usize), "label": label })
    });
    json!({
        "id": id,
        "sentences": sentences.collect::<Vec<_>>(),
        "tokens": tokens.collect::<Vec<_>>(),
        "entities": entities.collect::<Vec<_>>(),
    })
}
