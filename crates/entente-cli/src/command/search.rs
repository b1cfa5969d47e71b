//! `entente search`: words in documents, or in the sentences that events rest on.

use std::io::Write;

use anstyle::AnsiColor;
use entente::stores::{Search, Within, Words};
use entente::wire::HitRow;
use entente::{Access, Error, ask};
use jiff::civil::Date;

use super::events::short;
use crate::args::StoreArgs;
use crate::error::{Outcome, line};
use crate::filter::{first_day, last_day};
use crate::output::{CIRCUMSTANCE, DIM, HEADING, Out};
use crate::table::one_line;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente search oil rig
  entente search '\"South China Sea\" drill* -tanker'
  entente search --evidence accuse* --since 2014 --format jsonl

All words must be there, those after a minus must not; words in quotes stand side by side, and an \
asterisk stands for any ending. The last to come in is shown first.")]
pub(crate) struct Args {
    /// What to look for
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Only in sentences that events, claims or relations rest on, all words in one
    #[arg(long)]
    evidence: bool,
    /// Only what was published from this day, month or year on
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    since: Option<Date>,
    /// Only what was published by the end of this day, month or year
    #[arg(long, value_name = "DAY", value_parser = last_day, visible_alias = "as-of")]
    until: Option<Date>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u64,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "jsonl"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { words, evidence, since, until, limit, format, store } = args;
    let search = Search {
        words: Words::parse(&words.join(" ")).map_err(Error::from)?,
        within: if *evidence { Within::Evidence } else { Within::Documents },
        from: *since,
        to: *until,
        limit: Some(*limit),
        offset: 0,
    };
    let hits = ask::search(store.open(Access::Read)?.as_ref(), &search)?;
    let mut out = Out::new();
    match format.as_str() {
        "jsonl" => hits.iter().try_for_each(|hit| out.json(hit))?,
        _ => hits.iter().try_for_each(|hit| show(hit, &mut out))?,
    }
    if hits.is_empty() {
        line("note", AnsiColor::Yellow, "nothing has these words");
    } else if hits.len() as u64 == *limit {
        let more = format!("these are the last {limit}; narrow the search or give --limit");
        line("hint", AnsiColor::Cyan, &more);
    }
    out.finish()
}

fn show(hit: &HitRow, out: &mut Out) -> std::io::Result<()> {
    let HitRow { document, title, publisher, published, excerpt, events, .. } = hit;
    let title = title.as_deref().unwrap_or(document);
    let day = published.as_deref().unwrap_or("no day");
    let outlet = publisher.as_deref().map(one_line).unwrap_or_default();
    writeln!(
        out,
        "{CIRCUMSTANCE}{day}{CIRCUMSTANCE:#}  {HEADING}{}{HEADING:#}  {DIM}{outlet}{DIM:#}",
        one_line(title)
    )?;
    writeln!(out, "    {}", one_line(excerpt))?;
    if !events.is_empty() {
        const SHOWN: usize = 6;
        let more = if events.len() > SHOWN { " …" } else { "" };
        let ids: Vec<&str> = events.iter().take(SHOWN).map(|id| short(id)).collect();
        writeln!(out, "    {DIM}events {}{more}{DIM:#}", ids.join(" "))?;
    }
    Ok(())
}
