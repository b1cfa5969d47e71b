//! Measures annotating and resolving side by side on one thread, for `cargo xtask bench resolve`.
//!
//! The argument is an input of any supported format. Every document is annotated and resolved once
//! to warm up and then [`ROUNDS`] times; the fastest round of each stage is written as
//! `{"tokens", "annotate", "resolve"}`, in seconds.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

mod shared;

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use entente_annotate::{Scope, Scratch};

use self::shared::{atlas, documents, languages};

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
