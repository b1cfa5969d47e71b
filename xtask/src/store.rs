//! `cargo xtask store`: does a store survive what befalls it, and what does it cost?
//!
//! `crash` kills ingestions, `faults` lets their writes fail, `damage` flips bits, `bench` measures.
//! All chances are drawn from a seed, so that a failure can be looked at again.

mod bench;
mod crash;
mod damage;
#[cfg(unix)]
mod faults;

use std::path::PathBuf;

use crate::Outcome;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    part: Part,
}

#[derive(clap::Subcommand)]
enum Part {
    /// Kill an ingestion at random moments, let it go on, and compare with one never killed
    Crash(crash::Args),
    /// Let writes of an ingestion fail: errors of the disk, no room, no permission, another writer
    #[cfg(unix)]
    Faults(faults::Args),
    /// Flip bits in a store and cut its end off: `verify` must tell, or nothing have changed
    Damage(damage::Args),
    /// Measure what a document costs in stores of growing size, and how long questions take
    Bench(bench::Args),
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.part {
        Part::Crash(args) => crash::run(args),
        #[cfg(unix)]
        Part::Faults(args) => faults::run(args),
        Part::Damage(args) => damage::run(args),
        Part::Bench(args) => bench::run(args),
    }
}

/// Numbers that scatter and are the same each time (Knuth's MMIX).
#[derive(Clone, Debug)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        const FACTOR: u64 = 6_364_136_223_846_793_005;
        self.0 = self.0.wrapping_mul(FACTOR).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }
}

/// The words of the sample reports, in order.
fn vocabulary() -> Outcome<Vec<String>> {
    let folder = crate::root().join("samples/text");
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    let mut words = Vec::new();
    for path in paths.iter().filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(path)?;
        words.extend(text.split_whitespace().map(str::to_owned));
    }
    Ok(words)
}
