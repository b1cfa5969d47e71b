//! `entente balance`: whether a signed network falls into two camps.

use std::io::Write;

use entente::relations::{self, BalanceRow, NodeRow, Strain, TieStrain};
use entente::{Error, ErrorKind, ask};
use serde::Serialize;

use crate::error::Outcome;
use crate::output::{Out, count};
use crate::table::Table;
use crate::tables::TableArgs;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente balance ties.tsv                       columns a, b, sign
  entente balance ties.csv --map a=from --map b=to --map sign=level
  entente balance ties.tsv --draws 0             without the comparison to chance
  entente balance ties.tsv --format csv          each tie with the triads through it

The frustration is the least number of ties against any split into two camps. It is proved where
it says `exactly`; else it lies between the two bounds. Read it beside what the same ties give
when their signs are dealt out by chance: where nearly all are friendly, it is small anyway.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: TableArgs,
    /// Sign shuffles to compare with; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000)]
    draws: usize,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl", "csv"])]
    format: String,
    /// Also tell how long it took, which is not the same in any two runs
    #[arg(long)]
    seconds: bool,
}

/// The row, with the time it took if asked for.
#[derive(Serialize)]
struct Timed<'r> {
    #[serde(flatten)]
    row: &'r BalanceRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let table = args.table.read()?;
    #[expect(clippy::disallowed_methods, reason = "the front end owns the clock")]
    let start = std::time::Instant::now();
    let row = relations::balance(&table, args.draws)?;
    if row.edges == 0 {
        return Err(nothing(&args.table.name(), table.rows().count()).into());
    }
    let seconds = args.seconds.then(|| start.elapsed().as_secs_f64());
    let mut out = Out::new();
    match args.format.as_str() {
        "jsonl" => out.json(&Timed { row: &row, seconds })?,
        "csv" => write_ties(&row, &mut out)?,
        _ => {
            write_summary(&row, &mut out)?;
            if let Some(seconds) = seconds {
                writeln!(out, "took {seconds:.3} s")?;
            }
        }
    }
    out.finish()
}

/// Writes every tie with its triads, for spreadsheets.
fn write_ties(row: &BalanceRow, out: &mut Out) -> std::io::Result<()> {
    let head = ["a", "b", "sign", "frustrated", "triads", "unbalanced", "weakly_unbalanced"];
    ask::write_csv(head.into_iter(), out)?;
    for TieStrain { a, b, sign, frustrated, strain } in &row.ties {
        let Strain { triads, unbalanced, weakly_unbalanced } = strain;
        let counts = [triads, unbalanced, weakly_unbalanced].map(ToString::to_string);
        let told = [a.clone(), b.clone(), sign.to_string(), frustrated.to_string()];
        ask::write_csv(told.iter().chain(&counts).map(String::as_str), out)?;
    }
    Ok(())
}

/// An error for a table without a tie.
fn nothing(name: &str, rows: usize) -> Error {
    let message = format!("expected ties in `{name}`, found none in {rows} rows");
    Error::new(ErrorKind::Input, message)
        .hint("a row has two states `a` and `b` that differ, and a `sign` that is not 0")
}

/// Writes the balance for people to read.
pub(crate) fn write_summary(row: &BalanceRow, out: &mut Out) -> std::io::Result<()> {
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    writeln!(
        out,
        "{} and {}, {} of them hostile, in {}",
        count(n(row.nodes), "state"),
        count(n(row.edges), "tie"),
        row.negative,
        count(n(row.components), "connected part"),
    )?;
    let [low, high] = row.bounds;
    match row.exact {
        true => write!(out, "frustration: exactly {}", row.frustration)?,
        false => write!(out, "frustration: between {low} and {high}")?,
    }
    match row.normalised {
        Some(share) => writeln!(out, " (1 - 2L/m = {share:.3})")?,
        None => writeln!(out)?,
    }
    if !row.exact {
        writeln!(
            out,
            "no proof within the work allowed: the split below has {high} ties against it, and negative \
             cycles show that none has fewer than {low}"
        )?;
    }
    if let Some(chance) = row.chance {
        let z = chance.z.map_or_else(|| "unknown".to_owned(), |z| format!("{z:+.1}"));
        writeln!(
            out,
            "by chance: {:.1} ± {:.1} over {} sign shuffles; z = {z}",
            chance.mean, chance.sd, chance.draws
        )?;
    }
    let triads = row.triads;
    writeln!(
        out,
        "triads: {} +++, {} +--, {} ++-, {} ---; balanced {} (strong), {} (weak)",
        triads.friends,
        triads.common_foe,
        triads.friend_of_foes,
        triads.foes,
        share(row.strong),
        share(row.weak),
    )?;
    let proof = if row.blocs.exact { "exactly" } else { "at most" };
    let blocs = count(n(row.blocs.n), "bloc");
    writeln!(
        out,
        "any number of blocs: {blocs}, {proof} {} disagreements",
        row.blocs.disagreements
    )?;
    write_against(row, out)?;
    write_strained(row, out)
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "unknown".to_owned(), |share| format!("{share:.3}"))
}

/// Writes the ties against the split, those in most unbalanced triads first.
fn write_against(row: &BalanceRow, out: &mut Out) -> std::io::Result<()> {
    const MOST: usize = 12;
    let mut ties: Vec<_> = row.against.iter().collect();
    ties.sort_by_key(|tie| std::cmp::Reverse(tie.strain.unbalanced));
    if ties.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table = Table::new(["against the split", "", "unbalanced triads"]).right([2]);
    for tie in ties.iter().take(MOST) {
        let sign = if tie.sign > 0 { "friends across" } else { "foes within" };
        let pair = format!("{} – {}", tie.a, tie.b);
        table.row([pair.into(), sign.into(), tie.strain.unbalanced.to_string().into()]);
    }
    table.write(out)?;
    match ties.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "and {more} more; --format jsonl lists all"),
    }
}

/// Writes the states in most unbalanced triads.
fn write_strained(row: &BalanceRow, out: &mut Out) -> std::io::Result<()> {
    const MOST: usize = 8;
    let mut states: Vec<&NodeRow> = row.states.iter().filter(|s| s.strain.unbalanced > 0).collect();
    if states.is_empty() {
        return Ok(());
    }
    states.sort_by_key(|state| std::cmp::Reverse(state.strain.unbalanced));
    writeln!(out)?;
    let mut table =
        Table::new(["most strained", "triads", "unbalanced", "even weakly"]).right([1, 2, 3]);
    for NodeRow { name, strain, .. } in states.into_iter().take(MOST) {
        let counts =
            [strain.triads, strain.unbalanced, strain.weakly_unbalanced].map(|n| n.to_string());
        let [all, strong, weak] = counts.map(Into::into);
        table.row([name.clone().into(), all, strong, weak]);
    }
    table.write(out)
}
