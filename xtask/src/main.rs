//! The project's own automation, called as `cargo xtask <task>`.
//!
//! Each task is one file (or folder) here and one row in [`Task`]. Tasks may use the network, the
//! clock and other programs; nothing in the product depends on them.

mod bench;
mod coref;
mod eval;
mod gazetteer;
mod learn;
mod model;
mod packs;
mod store;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a task returns; the text of the error is all that is shown.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own automation")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure how fast a part of the engine is
    Bench(bench::Args),
    /// Teach the ranker of coreference from gold that lies outside the repository
    Coref(coref::Args),
    /// Score the engine against gold that lies outside the repository
    Eval(eval::Args),
    /// Make the gazetteer from the pinned packages
    Gazetteer(gazetteer::Args),
    /// Learn a pack's numbers from marked examples
    Learn(learn::Args),
    /// Convert the pinned English pipeline to a model pack
    Model(model::Args),
    /// Check the tables of the atlas
    Packs(packs::Args),
    /// Try what a store survives, and measure what it costs
    Store(store::Args),
    /// Check who imports whom, and what stands in files
    Tidy(tidy::Args),
}

fn main() -> ExitCode {
    let outcome = match Args::parse().task {
        Task::Bench(args) => bench::run(&args),
        Task::Coref(args) => coref::run(&args),
        Task::Eval(args) => eval::run(&args),
        Task::Gazetteer(args) => gazetteer::run(&args),
        Task::Learn(args) => learn::run(&args),
        Task::Model(args) => model::run(&args),
        Task::Packs(args) => packs::run(&args),
        Task::Store(args) => store::run(&args),
        Task::Tidy(args) => tidy::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Tells the person at the terminal what is going on.
#[expect(clippy::print_stderr, reason = "tasks talk to a person")]
pub(crate) fn say(message: &str) {
    eprintln!("{message}");
}

/// Returns the root of the repository.
pub(crate) fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package lies in a folder of the repository")
}
