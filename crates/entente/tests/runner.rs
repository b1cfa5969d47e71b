//! Tests where the stages meet: text in, events out, with the packs of this build.

mod claims;
mod copies;
mod dates;
mod determinism;
mod exchange;
mod pipeline;
mod relations;
mod rules;
mod shelf;
mod tables;

use std::sync::OnceLock;

use entente::{Engine, Input, Knowledge, SAMPLES, Settings};

/// An engine with the embedded packs, loaded once.
fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let load = || Engine::new(&Knowledge::embedded(), &Settings::default());
    ENGINE.get_or_init(|| load().expect("the embedded packs are whole"))
}

fn input(name: &str, text: &str) -> Input {
    Input::of_bytes(name, text)
}

/// The sample documents, one input a file.
fn samples() -> impl Iterator<Item = Input> + Send {
    SAMPLES.iter().map(|(name, bytes)| Input::of_bytes(*name, *bytes))
}
