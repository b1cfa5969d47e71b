//! `entente ties`: what counts of events say of a tie of another kind, such as a pact.

use std::io::Write;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use entente::relations::{self, TieRow, TieYears, Wanted};

use crate::error::{Outcome, usage};
use crate::output::Out;
use crate::tables::{TableArgs, read};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente ties counts.tsv.gz --map a=cow_a,b=cow_b --outcomes outcomes.tsv.gz \\
      --outcome pact=atop_defense:8 --outcome dispute=mid:0 --fit 2003-2005 --score 2006-2008

Counts have columns a, b, year, verbal_cooperation, material_cooperation, verbal_conflict and
material_conflict; outcomes have lo, hi, year and one column each, above 0 where the tie is there.
The years that are scored should come after those that are fitted.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: TableArgs,
    /// A table of what is to be told from the counts
    #[arg(long, value_name = "FILE")]
    outcomes: PathBuf,
    /// What a column of the outcomes is called, as OURS=THEIRS
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    map_outcomes: Vec<String>,
    /// A column to foretell, as NAME=COLUMN:YEARS; after so many years a count weighs half
    #[arg(long, value_name = "NAME=COLUMN:YEARS", required = true, value_parser = outcome)]
    outcome: Vec<Wanted>,
    /// Years to learn from
    #[arg(long, value_name = "FROM-TO", value_parser = years)]
    fit: RangeInclusive<i64>,
    /// Years to score
    #[arg(long, value_name = "FROM-TO", value_parser = years)]
    score: RangeInclusive<i64>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "tsv", value_parser = ["tsv", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
    if args.score.start() <= args.fit.end() {
        let message = "expected years to score after the years to fit, found them to overlap";
        return Err(usage(message).into());
    }
    let outcomes = read(&args.outcomes, &args.map_outcomes)?;
    let years = TieYears { fit: args.fit.clone(), score: args.score.clone() };
    let rows = relations::ties(&args.table.read()?, &outcomes, &args.outcome, &years)?;
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
    } else {
        write_tsv(&rows, &args.outcome, &mut out)?;
    }
    out.finish()
}

fn write_tsv(rows: &[TieRow], outcomes: &[Wanted], out: &mut Out) -> std::io::Result<()> {
    let names: Vec<&str> = outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
    writeln!(out, "year\tlo\thi\t{}", names.join("\t"))?;
    for row in rows {
        write!(out, "{}\t{}\t{}", row.year, row.lo, row.hi)?;
        for name in &names {
            write!(out, "\t{:.6}", row.scores[*name])?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn outcome(typed: &str) -> Result<Wanted, String> {
    let expected = || "expected NAME=COLUMN:YEARS such as pact=atop_defense:8".to_owned();
    let (name, rest) = typed.split_once('=').ok_or_else(expected)?;
    let (column, years) = rest.rsplit_once(':').ok_or_else(expected)?;
    let half_life: f64 = years.parse().map_err(|_| expected())?;
    if !(0.0..=1000.0).contains(&half_life) {
        return Err(expected());
    }
    Ok(Wanted { name: name.to_owned(), column: column.to_owned(), half_life })
}

fn years(typed: &str) -> Result<RangeInclusive<i64>, String> {
    let expected = || "expected years such as 2003-2005".to_owned();
    let (from, to) = typed.split_once('-').unwrap_or((typed, typed));
    let from: i64 = from.parse().map_err(|_| expected())?;
    let to: i64 = to.parse().map_err(|_| expected())?;
    if (from..from.saturating_add(1000)).contains(&to) { Ok(from..=to) } else { Err(expected()) }
}
