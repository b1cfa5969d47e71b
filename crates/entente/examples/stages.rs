//! Measures annotating and resolving side by side on one thread, for `cargo xtask bench resolve`.
//!
//! The argument is an input of any supported format. Every document is annotated and resolved once
//! to warm up and then [`ROUNDS`] times; the fastest round of each stage is written as
//! `{"tokens", "annotate", "resolve"}`, in seconds.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use entente::model::Document;
use entente::{Input, Knowledge, Reader, Settings};
use entente_annotate::{GrammarText, LanguageText, Languages, Scope, Scratch};
use entente_read::Item;
use entente_resolve::{Atlas, AtlasText};

/// Rounds that are measured; the fastest counts, for other work only ever slows one down.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file] = &args[..] else { return Err("expected an input".into()) };
    let documents = documents(file)?;
    let (languages, atlas) = (languages()?, atlas()?);
    let mut scratch = Scratch::default();
    let (mut annotate, mut resolve) = (f64::INFINITY, f64::INFINITY);
    let mut tokens = 0;
    for round in 0..=ROUNDS {
        let (mut annotating, mut resolving) = (0.0, 0.0);
        tokens = 0;
        for document in &documents {
            let document = document.clone();
            let started = Instant::now();
            let read =
                entente_annotate::annotate(document, &languages, Scope::Everything, &mut scratch);
            annotating += started.elapsed().as_secs_f64();
            let started = Instant::now();
            let resolved = entente_resolve::resolve(&read.value, &atlas);
            resolving += started.elapsed().as_secs_f64();
            tokens += read.value.tokens.len();
            drop(resolved);
        }
        if round > 0 {
            annotate = annotate.min(annotating);
            resolve = resolve.min(resolving);
        }
    }
    let line = serde_json::json!({ "tokens": tokens, "annotate": annotate, "resolve": resolve });
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// The documents of an input.
fn documents(file: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let reader = Reader::new(&Knowledge::embedded(), &Settings::default())?;
    let bytes = std::fs::read(file)?;
    let read = reader.read(Input::of_bytes(file, bytes)).filter_map(|item| match item {
        Item::Document(read) => Some(read.value),
        Item::Lost { .. } => None,
    });
    Ok(read.collect())
}

fn languages() -> Result<Languages, Box<dyn Error>> {
    let of_lexicon = entente_packs::FILES.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("lang/en/lexicon/")?;
        Some((name, std::str::from_utf8(bytes).ok()?))
    });
    let lexicon: Vec<(&str, &str)> = of_lexicon.collect();
    let grammar = GrammarText {
        lang: text("lang/en/lang.toml")?,
        lexicon: &lexicon,
        cues: text("lang/en/cues.tsv")?,
        kinds: text("lang/en/kinds.tsv")?,
        selection: text("lang/en/selection.tsv")?,
        signatures: text("lang/en/signatures.tsv")?,
        factuality: text("lang/en/factuality.tsv")?,
    };
    let model = bytes("lang/en/model.bin")?.into();
    Ok(Languages::load(&[LanguageText { grammar, model }])?)
}

fn atlas() -> Result<Atlas, Box<dyn Error>> {
    Ok(Atlas::load(&AtlasText {
        actors: text("atlas/actors.tsv")?,
        offices: text("atlas/offices.tsv")?,
        memberships: text("atlas/memberships.tsv")?,
        places: text("atlas/places.tsv")?,
        names: text("lang/en/names.tsv")?,
        roles: text("lang/en/roles.tsv")?,
        times: text("lang/en/times.tsv")?,
        occasions: text("atlas/occasions.tsv")?,
        occasion_words: text("lang/en/occasions.tsv")?,
        reference: text("lang/en/reference.tsv")?,
        coref: text("lang/en/coref.tsv")?,
        coref_weights: text("lang/en/coref-weights.tsv")?,
        nouns: text("lang/en/nouns.tsv")?,
        given_names: text("lang/en/given-names.tsv")?,
        features: text("atlas/features.tsv")?,
        toponyms: text("lang/en/toponyms.tsv")?,
        gazetteers: &[bytes("atlas/gazetteer.bin")?.into()],
        ..AtlasText::default()
    })?)
}

fn text(path: &str) -> Result<&'static str, Box<dyn Error>> {
    Ok(std::str::from_utf8(bytes(path)?)?)
}

fn bytes(path: &str) -> Result<&'static [u8], Box<dyn Error>> {
    let found = entente_packs::FILES.iter().find(|(name, _)| *name == path);
    Ok(found.ok_or_else(|| format!("expected `{path}` in the packs"))?.1)
}
