//! `entente runs`: which engine coded what, and what one run says that another does not.

use std::collections::BTreeMap;
use std::io::Write;

use anstyle::AnsiColor;
use clap::Subcommand;
use entente::runs::{self, Difference};
use entente::wire::{ChangeRow, Event, RunRow};
use entente::{Access, Store};

use super::events::{party, short};
use crate::args::StoreArgs;
use crate::error::{Outcome, line};
use crate::output::{ACTION, DIM, HEADING, Out, grouped};
use crate::table::{Table, styled};

#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  entente runs
  entente runs diff 1 2                       what the second says that the first did not
  entente runs diff 1 2 --format jsonl > changes.jsonl

A run is one version of the engine with its packs and settings; `entente recode` makes a new one. \
An import is a run too: `rows` are events that others coded, `records` what structural tables say."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(clap::Args)]
struct ListArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Subcommand)]
enum Action {
    /// Say which events appeared, vanished or changed from one run to another, and by which rule
    Diff(DiffArgs),
}

#[derive(clap::Args)]
struct DiffArgs {
    /// The older run: its number, its id, or the beginning of its id
    #[arg(value_name = "A")]
    before: String,
    /// The newer one
    #[arg(value_name = "B")]
    after: String,
    #[command(flatten)]
    list: ListArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.action {
        None => list(&args.list),
        Some(Action::Diff(args)) => diff(args),
    }
}

fn list(args: &ListArgs) -> Outcome {
    let rows = runs::runs(args.store.open(Access::Read)?.as_ref())?;
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
        return out.finish();
    }
    let headings = [
        "",
        "id",
        "engine",
        "settings",
        "documents",
        "events",
        "claims",
        "relations",
        "rows",
        "records",
        "packs",
    ];
    let mut table = Table::new(headings).right([0, 4, 5, 6, 7, 8, 9]);
    for row in rows {
        let RunRow { number, id, engine, settings, packs, documents, events, .. } = &row;
        let packs: Vec<String> =
            packs.iter().map(|[name, hash]| format!("{name} {}", short(hash))).collect();
        table.row([
            number.to_string().into(),
            short(id).into(),
            engine.as_str().into(),
            short(settings).into(),
            grouped(*documents).into(),
            grouped(*events).into(),
            grouped(row.claims).into(),
            grouped(row.relations).into(),
            grouped(row.rows).into(),
            grouped(row.records).into(),
            styled(packs.join(", "), DIM),
        ]);
    }
    table.write(&mut out)?;
    out.finish()
}

fn diff(args: &DiffArgs) -> Outcome {
    let store = args.list.store.open(Access::Read)?;
    let store: &dyn Store = store.as_ref();
    let (before, after) =
        (runs::find_run(store, &args.before)?, runs::find_run(store, &args.after)?);
    let difference = runs::diff(store, &before, &after)?;
    let mut out = Out::new();
    match args.list.format.as_str() {
        "jsonl" => difference.changes.iter().try_for_each(|row| out.json(row))?,
        _ => table(&difference, &mut out)?,
    }
    out.finish()
}

fn table(difference: &Difference, out: &mut Out) -> std::io::Result<()> {
    let Difference { before, after, changes } = difference;
    if changes.is_empty() {
        let same = format!("{before} and {after} say the same of all that both have coded");
        line("note", AnsiColor::Yellow, &same);
        return Ok(());
    }
    writeln!(out, "{HEADING}By rule{HEADING:#}")?;
    let mut rules = BTreeMap::<&str, [u64; 3]>::new();
    for ChangeRow { change, rule, .. } in changes {
        let at = ["appeared", "vanished", "changed"].iter().position(|name| name == change);
        rules.entry(rule).or_default()[at.unwrap_or(2)] += 1;
    }
    let mut by_rule: Vec<(&str, [u64; 3])> = rules.into_iter().collect();
    by_rule.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u64>()));
    let mut table = Table::new(["appeared", "vanished", "changed", "rule"]).right([0, 1, 2]);
    for (rule, counts) in by_rule {
        let [appeared, vanished, changed] = counts.map(|n| grouped(n).into());
        table.row([appeared, vanished, changed, rule.into()]);
    }
    table.write(out)?;
    writeln!(out, "\n{HEADING}Events{HEADING:#}")?;
    let headings = ["change", "document", "published", "before", "after", "what", "sentence"];
    let mut table = Table::new(headings);
    for row in changes {
        table.row([
            row.change.into(),
            short(&row.document).into(),
            row.published.clone().unwrap_or_default().into(),
            styled(brief(row.before.as_ref()), ACTION),
            styled(brief(row.after.as_ref()), ACTION),
            row.fields.join(", ").into(),
            row.sentence_text.clone().into(),
        ]);
    }
    table.write(out)
}

/// Who did what to whom.
fn brief(event: Option<&Event>) -> String {
    let Some(event) = event else { return String::new() };
    let (actor, recipient) = (party(event.actor.as_ref()), party(event.recipient.as_ref()));
    format!("{actor} {} {recipient}", event.kind)
}
