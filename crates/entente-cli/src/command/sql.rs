//! `entente sql`: questions in SQL.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;

use anstyle::AnsiColor;
use entente::ask;
use entente::stores::{Answer, Cell, Sheet, SheetFormat};

use crate::args::StoreArgs;
use crate::error::{Done, Outcome, line, usage};
use crate::output::Out;
use crate::table::Table;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente sql 'SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC'
  entente sql \"SELECT month, quad, events FROM dyad_month WHERE actor = 'CHN'\" --format csv
  entente sql 'SELECT * FROM events' --format parquet > events.parquet
  entente sql - < query.sql

What can be asked: the views documents, events, happenings, relations, claims, evidence, \
dyad_month, records and runs, and the tables they are made of. docs/queries.md has worked queries, docs/store.md \
every column. Nothing can be changed.")]
pub(crate) struct Args {
    /// One query; `-` for standard input
    #[arg(value_name = "QUERY")]
    query: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = FORMATS)]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
}

/// How an answer can be printed; the last two are files for other programs.
const FORMATS: [&str; 5] = ["table", "csv", "jsonl", "parquet", "arrow"];

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { query, format, store } = args;
    let query = match query.as_str() {
        "-" => io::read_to_string(io::stdin())?,
        query => query.to_owned(),
    };
    // Whoever asks for happenings wants those of today.
    if query.to_lowercase().contains("happening")
        && let Err(error) = ask::refresh(&store.store)
    {
        line("note", AnsiColor::Yellow, &format!("happenings may be out of date: {error}"));
    }
    drop(store.open(entente::Access::Read)?);
    match format.as_str() {
        "parquet" => return sheet(store, &query, SheetFormat::Parquet),
        "arrow" => return sheet(store, &query, SheetFormat::Arrow),
        _ => {}
    }
    let mut out = Out::new();
    match format.as_str() {
        "table" => table(store, &query, &mut out)?,
        format => rows(store, &query, format, &mut out)?,
    }
    out.finish()
}

fn table(store: &StoreArgs, query: &str, out: &mut Out) -> Result<(), crate::error::Failure> {
    let mut table = Table::default();
    ask::sql(&store.store, query, &mut |answer| {
        match answer {
            Answer::Columns(names) => table = Table::named(names),
            Answer::Row(cells) => {
                let numbers = cells.iter().enumerate();
                let is_number = |cell: &Cell| matches!(cell, Cell::Integer(_) | Cell::Real(_));
                table.flush_right(numbers.filter(|(_, c)| is_number(c)).map(|(at, _)| at));
                table.cells(cells.iter().map(|cell| shown(cell).into()).collect());
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(table.write(out)?)
}

/// A cell for people: numbers without the noise of their last digits.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Real(number) => format!("{}", (number * 1e6).round() / 1e6),
        cell => ask::as_text(cell),
    }
}

/// Writes a file of typed columns to standard output, unless a person would see it.
fn sheet(store: &StoreArgs, query: &str, format: SheetFormat) -> Outcome {
    let out = io::stdout();
    if out.is_terminal() {
        let error = usage("expected a file or another program to write to, found a terminal");
        return Err(error.hint("add `> answer.parquet`, or take `--format csv`").into());
    }
    let mut sheet = Sheet::new(format, BufWriter::new(out));
    let mut outcome = Ok(());
    ask::sql(&store.store, query, &mut |answer| {
        outcome = sheet.take(answer);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let written = outcome.and_then(|()| sheet.finish());
    match written {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(usage(error.to_string()).into())
        }
        written => Ok(written.map(|()| Done::All)?),
    }
}

fn rows(
    store: &StoreArgs,
    query: &str,
    format: &str,
    out: &mut Out,
) -> Result<(), crate::error::Failure> {
    let mut outcome: io::Result<()> = Ok(());
    let mut columns = Vec::new();
    ask::sql(&store.store, query, &mut |answer| {
        outcome = match (answer, format) {
            (Answer::Columns(names), "csv") => {
                ask::write_csv(names.iter().map(String::as_str), out)
            }
            (Answer::Columns(names), _) => {
                names.clone_into(&mut columns);
                Ok(())
            }
            (Answer::Row(cells), "csv") => {
                let cells: Vec<String> = cells.iter().map(ask::as_text).collect();
                ask::write_csv(cells.iter().map(String::as_str), out)
            }
            (Answer::Row(cells), _) => out.json(&ask::as_json(&columns, cells)),
        };
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    outcome?;
    out.flush()?;
    Ok(())
}
