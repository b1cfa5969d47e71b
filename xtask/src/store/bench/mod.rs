//! What a document costs in stores of growing size, and how long questions take.
//!
//! `maker` makes documents up, `whole` sends others through the whole pipeline into the store that
//! has grown so far, `questions` asks it.

mod maker;
mod questions;
mod whole;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use entente_model::{Run, RunId};
use entente_store::{Access, open};

use self::maker::Maker;
use self::whole::Pipeline;
use crate::{Outcome, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Documents in the largest store
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    documents: usize,
    /// Words in a document
    #[arg(long, value_name = "N", default_value_t = 250)]
    words: usize,
    /// Documents of ten years in no order at all, and not as they appear
    #[arg(long)]
    shuffled: bool,
    /// The store alone, without reading, coding and finding copies
    #[arg(long)]
    store_only: bool,
    /// Where to keep the store; without it, nowhere
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
}

/// Documents in a batch, as an ingestion sends them.
const BATCH: usize = 256;

pub(super) fn run(args: &Args) -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = args.keep.clone().unwrap_or_else(|| folder.path().join("bench.db"));
    let mut maker = Maker::new(args)?;
    let pipeline = if args.store_only { None } else { Some(Pipeline::new()?) };
    let (mut done, mut next) = (0, 1_000.min(args.documents));
    let mut costs = Costs::default();
    while done < args.documents {
        let spent = grow(&path, &mut maker, next - done)?;
        let alone = spent.each(next - done);
        let whole = pipeline.as_ref().map(|pipeline| pipeline.ingest(&path, next)).transpose()?;
        costs.tell(&path, next, alone, whole);
        done = next;
        next = (next * 10).min(args.documents);
    }
    costs.tell_ratios();
    questions::ask_all(&path, &mut maker)
}

/// Appends so many documents to a store.
fn grow(path: &Path, maker: &mut Maker, documents: usize) -> Outcome<Spent> {
    let mut store = open(path, Access::Write)?;
    let run =
        Run { id: RunId::new("bench"), engine: "0".into(), packs: vec![], settings: "s".into() };
    store.begin(&run)?;
    let (mut left, mut spent) = (documents, Spent::default());
    while left > 0 {
        let batch = maker.batch(&run.id, BATCH.min(left));
        let clock = Clock::start();
        store.append(&batch)?;
        spent.add(clock.stop());
        left -= batch.records.len();
    }
    // What is to be copied back from the log of writes is part of the cost.
    let clock = Clock::start();
    drop(store);
    spent.add(clock.stop());
    Ok(spent)
}

/// What a document cost in stores of growing size.
#[derive(Default)]
struct Costs {
    alone: Vec<Spent>,
    whole: Vec<Spent>,
}

impl Costs {
    fn tell(&mut self, path: &Path, documents: usize, alone: Spent, whole: Option<Spent>) {
        let size = (size(path, "") + size(path, "-wal")) / documents as u64;
        let memory = peak().map_or_else(|| "unknown".into(), |kib| format!("{} MB", kib / 1000));
        let through =
            whole.map_or_else(String::new, |whole| format!("; read, coded and stored {whole}"));
        say(&format!(
            "{documents:>9} documents, each: stored {alone}{through}; {size} bytes; peak memory {memory}"
        ));
        self.alone.push(alone);
        self.whole.extend(whole);
    }

    fn tell_ratios(&self) {
        for (what, all) in [("stored", &self.alone), ("read, coded and stored", &self.whole)] {
            if let [first, .., last] = all.as_slice() {
                let of = |time: fn(&Spent) -> Duration| {
                    time(last).as_secs_f64() / time(first).as_secs_f64().max(1e-9)
                };
                say(&format!(
                    "last to first, {what}: {:.2} of the processor, {:.2} by the clock",
                    of(|spent| spent.processor),
                    of(|spent| spent.clock)
                ));
            }
        }
    }
}

/// Time spent.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    /// By processors on this process, whatever else the machine does.
    processor: Duration,
    /// By the clock on the wall.
    clock: Duration,
}

impl Spent {
    fn add(&mut self, more: Self) {
        self.processor += more.processor;
        self.clock += more.clock;
    }

    fn each(self, n: usize) -> Self {
        let n = u32::try_from(n.max(1)).unwrap_or(u32::MAX);
        Self { processor: self.processor / n, clock: self.clock / n }
    }
}

impl std::fmt::Display for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let us = |time: Duration| time.as_secs_f64() * 1e6;
        write!(
            f,
            "{:.0} µs of the processor, {:.0} µs by the clock",
            us(self.processor),
            us(self.clock)
        )
    }
}

/// Measures from a moment on.
struct Clock {
    processor: Duration,
    clock: Instant,
}

#[expect(clippy::disallowed_methods, reason = "a benchmark tells the time")]
impl Clock {
    fn start() -> Self {
        Self { processor: spent_by_processor(), clock: Instant::now() }
    }

    fn stop(&self) -> Spent {
        let processor = spent_by_processor().saturating_sub(self.processor);
        Spent { processor, clock: self.clock.elapsed() }
    }
}

fn size(path: &Path, end: &str) -> u64 {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    std::fs::metadata(name).map_or(0, |file| file.len())
}

/// Time that processors spent on this process and all its threads; known on Linux only.
fn spent_by_processor() -> Duration {
    let of_thread = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    };
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    Duration::from_nanos(threads.filter_map(of_thread).sum())
}

/// The most memory that this process ever held, in KiB; known on Linux only.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
