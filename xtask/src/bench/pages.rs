//! `cargo xtask bench pages`: how many saved web pages are read in a second of one core, beside
//! trafilatura in Rust.
//!
//! Each program holds the pages of the same folder in memory and reads them on one thread, in turn
//! with the others. The peer is a workspace of its own (`xtask/peers/pages`), since it brings more
//! crates than reading pages here does.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{build, built, run_example};
use crate::{Outcome, root, say};

/// How often the programs take turns.
const TURNS: usize = 2;

#[derive(clap::Args)]
pub(super) struct Args {
    /// A folder of saved pages, with those in the folders below it
    #[arg(value_name = "FOLDER")]
    pages: PathBuf,
}

pub(super) fn run(args: &Args) -> Outcome {
    let (ours, peer) = (build("entente", "pages")?, peer()?);
    let folder = args.pages.canonicalize()?;
    let programs: [(&str, &Path, &[&str]); 3] = [
        ("ours", &ours, &[]),
        ("trafilatura, precision", &peer, &[]),
        ("the same with fallback", &peer, &["fallback"]),
    ];
    let mut fastest = [f64::INFINITY; 3];
    let mut n_pages = 0.0;
    for _ in 0..TURNS {
        for ((_, program, more), fastest) in programs.iter().zip(&mut fastest) {
            let measured = run_example(Command::new(program).arg(&folder).args(*more))?;
            let figure =
                |name: &str| measured[name].as_f64().ok_or(format!("the measure has no {name}"));
            n_pages = figure("pages")?;
            *fastest = fastest.min(figure("seconds")?);
        }
    }
    for ((name, ..), seconds) in programs.iter().zip(fastest) {
        let (rate, ratio) = (n_pages / seconds, seconds / fastest[0]);
        say(&format!("{name:24} {rate:6.0} pages/s  {n_pages} in {seconds:.2} s  1 : {ratio:.2}"));
    }
    Ok(())
}

/// Builds the peer and returns where it lies.
fn peer() -> Outcome<PathBuf> {
    let manifest = root().join("xtask/peers/pages/Cargo.toml");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "--message-format", "json", "--manifest-path"]);
    built(command.arg(manifest).env("CARGO_TARGET_DIR", root().join("target/peers")), "peer-pages")
}
