//! `entente demo`: the main job on the samples in the binary, and what to make of it.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use entente::wire::{DyadRow, EventRow};
use entente::{Access, Grain, Input, Query, SAMPLES, Settings, Store, open_store};

use super::{dyads, events, run as ingestion};
use crate::args::EngineArgs;
use crate::error::{Failure, Outcome};
use crate::input::Lost;
use crate::output::{ACTION, ACTOR, DIM, HEADING, Out, RECIPIENT, bar, grouped};
use crate::progress::Bar;
use crate::table::{Table, one_line};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente demo
  entente demo --store :memory:      leaves nothing behind")]
pub(crate) struct Args {
    /// Where to keep what is coded, so that other commands can look at it
    #[arg(long, value_name = "FILE", default_value = "entente-demo.db")]
    store: PathBuf,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let mut store = open_store(&args.store, Access::Write)?;
    let engine = args.engine.engine(Settings::default())?;
    let bar = Bar::default();
    let lost = Lost::beside(&bar);
    bar.start(Some(SAMPLES.iter().map(|(_, bytes)| bytes.len() as u64).sum()));
    let count = |(_, bytes): &&(&str, &[u8])| bar.read(bytes.len() as u64);
    let samples = SAMPLES.iter().inspect(count).map(|(name, bytes)| Input::of_bytes(*name, *bytes));
    let (summary, took) = ingestion::ingest(&engine, samples, store.as_mut(), &lost, &bar)?;
    let mut out = Out::new();
    ingestion::write_summary(&summary, took, &mut out)?;
    let busiest = busiest(store.as_ref())?;
    let examples = examples(store.as_ref(), &busiest)?;
    show(&busiest, &examples, &mut out)?;
    next(args, &examples, &mut out)?;
    out.done(&lost)
}

/// What happened or goes on, by dyad.
fn busiest(store: &dyn Store) -> Result<Vec<DyadRow>, Failure> {
    let deeds = Query { deeds_only: true, ..Query::default() };
    let mut rows = entente::dyads(store, &deeds, Grain::Country)?;
    rows.retain(dyads::is_between_two);
    Ok(rows)
}

fn show(rows: &[DyadRow], examples: &[EventRow], out: &mut Out) -> std::io::Result<()> {
    const BUSIEST: usize = 8;
    writeln!(out, "\n{HEADING}Who acts towards whom{HEADING:#}")?;
    write_quads(rows, out)?;
    writeln!(out)?;
    dyads::write_table(&rows[..rows.len().min(BUSIEST)], out)?;
    writeln!(out, "\n{HEADING}Some of it{HEADING:#}")?;
    examples.iter().try_for_each(|row| write_example(row, out))
}

fn write_quads(rows: &[DyadRow], out: &mut Out) -> std::io::Result<()> {
    let mut totals: Vec<(String, u64)> = Vec::new();
    for count in rows.iter().flat_map(|row| &row.quads) {
        match totals.iter_mut().find(|(quad, _)| *quad == count.quad) {
            Some((_, n)) => *n += count.n,
            None => totals.push((count.quad.clone(), count.n)),
        }
    }
    totals.sort();
    let most = totals.iter().map(|(_, n)| *n).max().unwrap_or(0);
    let mut table = Table::new(["", "", ""]).right([1]).indented();
    for (quad, n) in totals {
        table.row([quad.replace('_', " ").into(), grouped(n).into(), bar(n, most, 30).into()]);
    }
    table.write(out)
}

/// One sure event of each of the busiest dyads.
fn examples(store: &dyn Store, rows: &[DyadRow]) -> Result<Vec<EventRow>, Failure> {
    const SHOWN: usize = 5;
    let mut examples = Vec::new();
    for row in rows.iter().take(SHOWN) {
        let query = Query {
            actor: Some(row.actor.as_str().into()),
            recipient: Some(row.recipient.as_str().into()),
            deeds_only: true,
            ..Query::default()
        };
        let mut best: Option<EventRow> = None;
        entente::events(store, &query, |row| {
            let is_surer = |best: &EventRow| row.event.confidence > best.event.confidence;
            if best.as_ref().is_none_or(is_surer) {
                best = Some(row);
            }
            Ok::<_, Failure>(ControlFlow::Continue(()))
        })?;
        examples.extend(best);
    }
    Ok(examples)
}

fn write_example(row: &EventRow, out: &mut Out) -> std::io::Result<()> {
    let EventRow { event, sentence_text, publisher, published, .. } = row;
    let actor = events::party(event.actor.as_ref());
    let recipient = events::party(event.recipient.as_ref());
    let when = events::when(event.happened.as_ref());
    writeln!(
        out,
        "  {ACTOR}{actor}{ACTOR:#} {ACTION}{}{ACTION:#} {RECIPIENT}{recipient}{RECIPIENT:#}  {when}  {DIM}{}{DIM:#}",
        event.kind,
        events::short(&event.id),
    )?;
    let source = [publisher, published].into_iter().flatten().map(|s| one_line(s));
    let source = source.collect::<Vec<_>>().join(", ");
    writeln!(out, "    {} {DIM}{source}{DIM:#}", one_line(sentence_text))
}

fn next(args: &Args, examples: &[EventRow], out: &mut Out) -> std::io::Result<()> {
    let place = args.store.display();
    writeln!(out, "\n{HEADING}Next{HEADING:#}")?;
    if args.store.as_os_str() == ":memory:" {
        writeln!(out, "  entente demo                the same, kept in a file for other commands")?;
    } else if let Some(EventRow { event, .. }) = examples.first() {
        let sides = [&event.actor, &event.recipient].into_iter().flatten();
        let countries = sides.filter_map(|side| side.country.as_deref());
        let between: String = countries.map(|id| format!(" --involving {id}")).collect();
        writeln!(out, "  entente events --store {place}{between}")?;
        writeln!(out, "  entente explain --store {place} {}", events::short(&event.id))?;
    }
    writeln!(out, "  entente run ARTICLES        your own pages, archives, feeds, tables or texts")
}
