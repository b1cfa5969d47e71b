//! `entente depend`: who needs whom more, by trade or another flow.

use std::path::PathBuf;

use entente::relations::{self, DependRow};

use crate::error::Outcome;
use crate::output::Out;
use crate::table::Table;
use crate::tables::{TableArgs, read};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente depend trade.tsv --totals states.tsv           columns a, b, year, in, out; code, year, imports, exports
  entente depend cow_trade.tsv.gz --map a=cow_a,b=cow_b,in=imports_of_a_from_b_musd,out=imports_of_b_from_a_musd \\
      --totals states.tsv.gz --map-totals code=ccode --names codes.tsv

An asymmetry above 0.22 (a quotient of 1.25) means that the first depends more. It says nothing of
other dimensions, and capacity is not obedience.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: TableArgs,
    /// What each state passes with all others: columns code, year, imports, exports
    #[arg(long, value_name = "FILE")]
    totals: PathBuf,
    /// What a column of the totals is called, as OURS=THEIRS
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    map_totals: Vec<String>,
    /// What states are called in the answer: columns code, name
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// What a column of the names is called, as OURS=THEIRS
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    map_names: Vec<String>,
    /// Only this year
    #[arg(long)]
    year: Option<i64>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let totals = read(&args.totals, &args.map_totals)?;
    let names = args.names.as_deref().map(|path| read(path, &args.map_names)).transpose()?;
    let mut rows = relations::depend(&args.table.read()?, &totals, names.as_ref())?;
    rows.retain(|row| args.year.is_none_or(|year| row.year == year));
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
    } else {
        write_table(&rows, &mut out)?;
    }
    out.finish()
}

fn write_table(rows: &[DependRow], out: &mut Out) -> std::io::Result<()> {
    let mut table = Table::new(["pair", "year", "flow", "of first", "of second", "depends more"])
        .right([1, 2, 3, 4]);
    let share =
        |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{:.1} %", x * 100.0));
    for row in rows.iter().filter(|row| row.a < row.b) {
        let more = row.more_dependent.clone();
        table.row([
            format!("{} – {}", row.a, row.b).into(),
            row.year.to_string().into(),
            format!("{:.0}", row.flow_musd).into(),
            share(row.dep_a).into(),
            share(row.dep_b).into(),
            more.unwrap_or_else(|| "about even or unknown".to_owned()).into(),
        ]);
    }
    table.write(out)
}
