//! Measures the stages side by side on one thread, for `cargo xtask bench resolve` and `claims`.
//!
//! The argument is an input of any supported format. Every document goes through all stages once
//! to warm up and then [`ROUNDS`] times; the fastest round of each stage is written as
//! `{"tokens", "annotate", "resolve", "code", "claims"}`, in seconds.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

mod shared;

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use entente_annotate::{Languages, Scope, Scratch};
use entente_code::{Attribution, Keep, Ontology};
use entente_model::Document;
use entente_resolve::Atlas;

use self::shared::{atlas, attribution, documents, languages, ontology};

/// Rounds that are measured; the fastest counts, for other work only ever slows one down.
const ROUNDS: usize = 3;
const STAGES: [&str; 4] = ["annotate", "resolve", "code", "claims"];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file] = &args[..] else { return Err("expected an input".into()) };
    let documents = documents(file)?;
    let stages = Stages {
        languages: languages()?,
        atlas: atlas()?,
        ontology: ontology()?,
        attribution: attribution()?,
    };
    let mut scratch = Scratch::default();
    let mut fastest = [f64::INFINITY; STAGES.len()];
    let mut tokens = 0;
    for round in 0..=ROUNDS {
        let mut spent = [0.0; STAGES.len()];
        tokens =
            documents.iter().map(|document| stages.run(document, &mut scratch, &mut spent)).sum();
        if round > 0 {
            fastest.iter_mut().zip(spent).for_each(|(least, spent)| *least = least.min(spent));
        }
    }
    let mut line = serde_json::json!({ "tokens": tokens });
    for (name, seconds) in STAGES.into_iter().zip(fastest) {
        line[name] = seconds.into();
    }
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// What the stages know.
struct Stages {
    languages: Languages,
    atlas: Atlas,
    ontology: Ontology,
    attribution: Attribution,
}

impl Stages {
    /// Takes a document through all stages, adds what each spent, and returns how many tokens the
    /// document has.
    fn run(&self, document: &Document, scratch: &mut Scratch, spent: &mut [f64; 4]) -> usize {
        let document = document.clone();
        let mut started = Instant::now();
        let mut lap = |stage: usize| {
            spent[stage] += started.elapsed().as_secs_f64();
            started = Instant::now();
        };
        let read =
            entente_annotate::annotate(document, &self.languages, Scope::Everything, scratch);
        lap(0);
        let resolved = entente_resolve::resolve(&read.value, &self.atlas);
        lap(1);
        let who = &resolved.value;
        let coded = entente_code::code(&read.value, who, &self.ontology, Keep::default());
        lap(2);
        let events = &coded.value.events;
        let claims = entente_code::claims(&read.value, who, &self.attribution, events);
        lap(3);
        drop(claims);
        read.value.tokens.len()
    }
}
