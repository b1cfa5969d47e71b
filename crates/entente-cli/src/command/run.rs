//! `entente run`: the main job, from articles to a store.

use std::io::Write;
use std::time::Duration;

use entente::{Access, Engine, Input, Progress, Result, Settings, Store, Summary};

use crate::args::{EngineArgs, InputFormat, StoreArgs, keep};
use crate::error::{Outcome, usage};
use crate::input::{InputArgs, Lost};
use crate::output::{DIM, HEADING, Out, bar, count, grouped};
use crate::progress::Bar;
use crate::table::Table;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente run articles/                        every article in a folder and below
  entente run 'archive/2014-*.jsonl' --store sea.db
  zcat reports.jsonl.gz | entente run - --format jsonl

Reading the same documents again adds nothing. Plain text: the first line is the headline, and a \
file name that begins with a day (2014-05-02-oil-rig.txt) says when it was published.")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// How to read the inputs: auto (by their first bytes), or text, jsonl, html, warc, feed, csv, zip, tar
    #[arg(
        long,
        visible_alias = "input-format",
        value_name = "FORMAT",
        default_value = "auto",
        value_parser = InputFormat::parse
    )]
    format: InputFormat,
    #[command(flatten)]
    store: StoreArgs,
    /// Keep events below the ontology's floor too: outside politics, or with a party of no known state
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, format, store, all, engine } = args;
    if inputs.paths.is_empty() {
        let hint = "name files, folders or globs, or `-` for standard input";
        return Err(usage("expected at least one PATH, found none").hint(hint).into());
    }
    let bar = Bar::default();
    let lost = Lost::beside(&bar);
    let opened = inputs.open(*format, &lost).counted_on(&bar);
    let mut kept = store.open(Access::Write)?;
    let engine = engine.engine(Settings { keep: keep(*all), ..inputs.settings() })?;
    bar.start(opened.size());
    let (summary, took) = ingest(&engine, opened, kept.as_mut(), &lost, &bar)?;
    let mut out = Out::new();
    write_summary(&summary, took, &mut out)?;
    let place = store.store.display();
    writeln!(out, "\n{HEADING}Next{HEADING:#}")?;
    writeln!(out, "  entente events --store {place}")?;
    writeln!(out, "  entente dyads --store {place}")?;
    out.done(&lost)
}

/// Ingests under a progress bar, and tells how long it took.
pub(crate) fn ingest(
    engine: &Engine,
    inputs: impl Iterator<Item = Input> + Send,
    store: &mut dyn Store,
    lost: &Lost,
    bar: &Bar,
) -> Result<(Summary, Duration)> {
    let summary = engine.ingest(inputs, store, &mut |progress| match progress {
        Progress::Noted { origin, note } => lost.note(origin, note),
        Progress::Stored(summary) => bar.done(summary.documents, summary.events),
    });
    let took = bar.finish();
    Ok((summary?, took))
}

/// Tells what was done.
pub(crate) fn write_summary(
    summary: &Summary,
    took: Duration,
    out: &mut Out,
) -> std::io::Result<()> {
    let Summary {
        documents, repeats, sentences, events, events_added, near_copies, by_type, ..
    } = summary;
    let documents_said = count(*documents, "document");
    let sentences_said = count(*sentences, "sentence");
    writeln!(
        out,
        "{HEADING}{}{HEADING:#} in {documents_said}, {sentences_said}",
        count(*events, "event")
    )?;
    let seconds = took.as_secs_f64();
    if seconds > 0.0 {
        let rate = grouped((*sentences as f64 / seconds).round() as u64);
        writeln!(out, "{DIM}{seconds:.1} s, {rate} sentences a second{DIM:#}")?;
    }
    if *repeats > 0 {
        let known = count(*repeats, "document");
        let added = count(*events_added, "event");
        writeln!(out, "{known} had been coded before; {added} added")?;
    }
    let most = by_type.values().copied().max().unwrap_or(0);
    if *near_copies > 0 {
        let copies = count(*near_copies, "document");
        writeln!(out, "{copies} near-copies of others; they count as one story")?;
    }
    let mut table = Table::new(["", "", ""]).right([1]).indented();
    for (kind, n) in by_type {
        table.row([kind.clone().into(), grouped(*n).into(), bar(*n, most, 30).into()]);
    }
    table.write(out)
}
