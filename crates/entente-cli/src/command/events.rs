//! `entente events`: what is in the store.

use std::io::Write;
use std::ops::ControlFlow;

use entente::export::{self, Crosswalk, Export};
use entente::wire::{CodedRow, CodedSide, EventRow, Interval, Listed, Party};
use entente::{Access, Store};

use crate::args::StoreArgs;
use crate::error::{Done, Failure, Outcome, line};
use crate::filter::FilterArgs;
use crate::output::{ACTION, ACTOR, CIRCUMSTANCE, DIM, Out, RECIPIENT};
use crate::table::{Cell, Table, styled};

/// Rows of a table when no limit is given.
const A_SCREENFUL: u64 = 40;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente events --actor CHN --recipient VNM --since 2014 --until 2014-07
  entente events --involving RUS --involving VNM        what passed between the two
  entente events --type THREATEN,COERCE --format csv > conflict.csv
  entente events --all --format jsonl                   everything, one JSON object a line

Without --all or --status: what happened, goes on or is planned, where at least one side is known.")]
pub(crate) struct Args {
    /// At most so many events; a table shows 40 unless told otherwise
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl", "csv"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    match export::by_name(&args.format) {
        Some(export) => rows(args, store.as_ref(), export),
        None => table(args, store.as_ref()),
    }
}

fn rows(args: &Args, store: &dyn Store, export: &Export) -> Outcome {
    let mut out = Out::new();
    (export.begin)(&mut out)?;
    each(args, store, args.limit, |row| Ok((export.row)(&row, &Crosswalk::default(), &mut out)?))?;
    out.flush()?;
    Ok(Done::All)
}

fn table(args: &Args, store: &dyn Store) -> Outcome {
    let limit = args.limit.unwrap_or(A_SCREENFUL);
    let mut table = event_table();
    let mut shown = 0;
    each(args, store, Some(limit.saturating_add(1)), |row| {
        shown += 1;
        if shown <= limit {
            table.row(listed_cells(&row));
        }
        Ok(())
    })?;
    let mut out = Out::new();
    if table.is_empty() {
        writeln!(out, "no events match")?;
    } else {
        table.write(&mut out)?;
    }
    out.flush()?;
    hints(args, shown, limit);
    Ok(Done::All)
}

fn hints(args: &Args, shown: u64, limit: u64) {
    let hint = |text: &str| line("hint", anstyle::AnsiColor::Cyan, text);
    if shown > limit {
        hint(&format!("there are more than {limit}; narrow the search or give --limit"));
    }
    match shown {
        0 if args.filter.is_narrowed() => {
            hint(
                "--all also shows what was denied, asked for or feared, and what nobody known did",
            );
        }
        0 => {}
        _ => hint("`entente explain ID` shows why an event was coded"),
    }
}

/// Hands each event that is asked for to `show`, up to a limit.
fn each(
    args: &Args,
    store: &dyn Store,
    limit: Option<u64>,
    mut show: impl FnMut(Listed) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut left = limit.unwrap_or(u64::MAX);
    if left == 0 {
        return Ok(());
    }
    entente::listed(store, &args.filter.query(store)?, |row| {
        if args.filter.admits(&row) {
            show(row)?;
            left -= 1;
        }
        Ok(if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
}

/// A table for [`cells`].
pub(crate) fn event_table() -> Table {
    Table::new(["id", "when", "actor", "type", "recipient", "status", "sentence"])
}

/// The cells of an event, whoever coded it.
fn listed_cells(row: &Listed) -> [Cell; 7] {
    match row {
        Listed::Read(row) => cells(row),
        Listed::Coded(row) => coded_cells(row),
    }
}

/// The cells of an event that others coded; in the place of the sentence stands the report.
fn coded_cells(row: &CodedRow) -> [Cell; 7] {
    let CodedRow { id, kind, mode, happened, actor, recipient, status, url, publisher, .. } = row;
    let days = match happened.from == happened.to {
        true => happened.from.clone(),
        false => format!("{}/{}", happened.from, happened.to),
    };
    let report = url.as_ref().or(publisher.as_ref()).cloned().unwrap_or_else(|| "–".to_owned());
    [
        styled(id.clone(), DIM),
        styled(days, CIRCUMSTANCE),
        styled(side(actor.as_ref()), ACTOR),
        styled(kind_and_mode(kind, mode.as_deref()), ACTION),
        styled(side(recipient.as_ref()), RECIPIENT),
        (*status).into(),
        styled(report, DIM),
    ]
}

fn kind_and_mode(kind: &str, mode: Option<&str>) -> String {
    match mode {
        Some(mode) => format!("{kind} ({mode})"),
        None => kind.to_owned(),
    }
}

/// The id of a side, or its name in quotation marks where nobody knows whom it means.
fn side(side: Option<&CodedSide>) -> String {
    match side {
        None => "–".to_owned(),
        Some(CodedSide { id: Some(id), .. }) => id.clone(),
        Some(CodedSide { name, .. }) => unknown(name),
    }
}

/// A name that leads to no actor.
fn unknown(name: &str) -> String {
    const LONGEST: usize = 24;
    format!("“{}”", crate::table::cut(name, LONGEST))
}

/// The cells of an event.
pub(crate) fn cells(row: &EventRow) -> [Cell; 7] {
    let EventRow { event, sentence_text, .. } = row;
    let kind = kind_and_mode(&event.kind, event.mode.as_deref());
    [
        styled(short(&event.id), DIM),
        styled(when(event.happened.as_ref()), CIRCUMSTANCE),
        styled(party(event.actor.as_ref()), ACTOR),
        styled(kind, ACTION),
        styled(party(event.recipient.as_ref()), RECIPIENT),
        event.status.into(),
        sentence_text.clone().into(),
    ]
}

/// The beginning of an id, long enough to tell the events of one store apart.
pub(crate) fn short(id: &str) -> &str {
    const DIGITS: usize = 8;
    id.get(..DIGITS).unwrap_or(id)
}

/// The id of a party, or its words in quotation marks where nobody knows whom they mean.
pub(crate) fn party(party: Option<&Party>) -> String {
    match party {
        None => "–".to_owned(),
        Some(Party { id: Some(id), .. }) => id.clone(),
        Some(Party { name, .. }) => unknown(name),
    }
}

/// A day, month or year where one is meant, else both ends.
pub(crate) fn when(interval: Option<&Interval>) -> String {
    match interval {
        None => "–".to_owned(),
        Some(Interval { from, to, precision, .. }) => match *precision {
            "month" => from[..7.min(from.len())].to_owned(),
            "year" => from[..4.min(from.len())].to_owned(),
            _ if from == to => from.clone(),
            _ => format!("{from}/{to}"),
        },
    }
}
