//! `entente watch`: keeps reading what arrives.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anstyle::AnsiColor;
use entente::{Access, Engine, Settings};

use super::run::ingest;
use crate::args::{EngineArgs, InputFormat, StoreArgs, keep};
use crate::error::{Done, Failure, Outcome, line, usage};
use crate::input::{InputArgs, Lost, Opened, Source, expand};
use crate::output::{DIM, Out, count};
use crate::progress::Bar;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente watch incoming/ --store sea.db
  entente watch incoming/ --every 60
  entente watch incoming/ --once              what a timer of the system would call

A file is read once it has not changed between two looks, and again when it changes. What the store \
has already adds nothing, so it can be stopped at any time. The store is free for others between two \
looks.")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// How to read the inputs: auto (by their first bytes), or text, jsonl, html, warc, feed, csv, zip, tar
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = InputFormat::parse)]
    format: InputFormat,
    #[command(flatten)]
    store: StoreArgs,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Look once, read everything as it is, and end
    #[arg(long)]
    once: bool,
    /// Keep events below the ontology's floor too: outside politics, or with a party of no known state
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, format: _, store, every, once, all, engine } = args;
    if inputs.paths.is_empty() || inputs.paths.iter().any(|path| path == "-") {
        let hint = "name folders, files or globs; standard input is for `entente run`";
        return Err(usage("expected at least one PATH, found none to watch").hint(hint).into());
    }
    let engine = engine.engine(Settings { keep: keep(*all), ..inputs.settings() })?;
    // Whether it can be written is to be known before anything arrives.
    drop(store.open(Access::Write)?);
    let (mut watched, lost) = (Watched::default(), Lost::default());
    loop {
        // Paths that are not there yet are told once, by the last look or by none.
        let quiet = Lost::default();
        let found = expand(&inputs.paths, args.format.given(), &quiet);
        let settled = watched.settled(found, *once);
        if !settled.is_empty() {
            read(args, &engine, settled, &lost)?;
        }
        if *once {
            return Ok(lost.finish());
        }
        #[expect(clippy::disallowed_methods, reason = "the front end waits for what arrives")]
        sleep(Duration::from_secs(*every));
    }
}

/// Reads files, and says in a line what came of it.
fn read(args: &Args, engine: &Engine, files: Vec<PathBuf>, lost: &Lost) -> Result<Done, Failure> {
    let n_files = files.len() as u64;
    let sources = files.into_iter().map(Source::File).collect();
    let opened = Opened::new(sources, args.format.given(), lost.clone());
    let mut store = args.store.open(Access::Write)?;
    let (summary, _) = ingest(engine, opened, store.as_mut(), lost, &Bar::default())?;
    drop(store);
    let new = summary.documents - summary.repeats;
    let mut out = Out::new();
    let (files, documents) = (count(n_files, "file"), count(new, "new document"));
    let events = count(summary.events_added, "event");
    writeln!(out, "{files}: {documents}, {events} {DIM}({} known){DIM:#}", summary.repeats)?;
    out.flush()?;
    if summary.unreadable > 0 {
        let what = format!("{} could not be read", count(summary.unreadable, "record"));
        line("note", AnsiColor::Yellow, &what);
    }
    Ok(Done::All)
}

/// How a file was when it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    length: u64,
    changed: Option<SystemTime>,
    is_read: bool,
}

/// Files that were seen.
#[derive(Debug, Default)]
struct Watched(BTreeMap<PathBuf, Look>);

impl Watched {
    /// The files that are to be read: those that are as they were at the look before, or, if all
    /// are taken as they are, those that were not read.
    fn settled(&mut self, found: Vec<Source>, as_they_are: bool) -> Vec<PathBuf> {
        let mut settled = Vec::new();
        let before = std::mem::take(&mut self.0);
        for source in found {
            let Source::File(path) = source else { continue };
            let Ok(data) = std::fs::metadata(&path) else { continue };
            let mut look =
                Look { length: data.len(), changed: data.modified().ok(), is_read: false };
            let last = before.get(&path);
            let is_same = last.is_some_and(|last| Look { is_read: false, ..*last } == look);
            look.is_read = is_same && last.is_some_and(|last| last.is_read);
            if !look.is_read && (is_same || as_they_are) {
                look.is_read = true;
                settled.push(path.clone());
            }
            self.0.insert(path, look);
        }
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_it_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.txt");
        let mut watched = Watched::default();
        let mut look = |as_they_are| {
            let found = if path.exists() { vec![Source::File(path.clone())] } else { vec![] };
            watched.settled(found, as_they_are).len()
        };
        assert_eq!(look(false), 0, "there is none");
        std::fs::write(&path, "one").expect("a small file can be written");
        assert_eq!(look(false), 0, "it may still grow");
        std::fs::write(&path, "one two").expect("a small file can be written");
        assert_eq!(look(false), 0, "it grew");
        assert_eq!(look(false), 1);
        assert_eq!(look(false), 0, "it was read");
        std::fs::write(&path, "one two three").expect("a small file can be written");
        assert_eq!(look(true), 1, "all are taken as they are");
        assert_eq!(look(true), 0);
    }
}
