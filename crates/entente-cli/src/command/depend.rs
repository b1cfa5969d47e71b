//! `entente depend`: who needs whom more, by trade or another flow.

use std::path::PathBuf;

use entente::Error;
use entente::relations::{self, DependRow, Table};

use crate::error::{Outcome, usage};
use crate::output::Out;
use crate::table;
use crate::tables::{StoredTableArgs, read};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente depend trade.tsv --totals states.tsv           columns a, b, year, in, out; code, year, imports, exports
  entente depend cow_trade.tsv.gz --map a=cow_a,b=cow_b,in=imports_of_a_from_b_musd,out=imports_of_b_from_a_musd \\
      --totals states.tsv.gz --map-totals code=ccode --names codes.tsv
  entente depend --year 2008                             trade that the store has
  entente depend --measure arms                          and arms

An asymmetry above 0.22 (a quotient of 1.25) means that the first depends more. It says nothing of
other dimensions, and capacity is not obedience.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: StoredTableArgs,
    /// What each state passes with all others: columns code, year, imports, exports
    #[arg(long, value_name = "FILE")]
    totals: Option<PathBuf>,
    /// Of what the store has, this flow; without totals there, shares are of the sum over partners
    #[arg(long, value_name = "NAME", default_value = "trade")]
    measure: String,
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
    let names = args.names.as_deref().map(|path| read(path, &args.map_names)).transpose()?;
    let [flows, totals] = args.tables()?;
    let mut rows = relations::depend(&flows, &totals, names.as_ref())?;
    rows.retain(|row| args.year.is_none_or(|year| row.year == year));
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
    } else {
        write_table(&rows, &mut out)?;
    }
    out.finish()
}

impl Args {
    /// Flows and totals, of files or of the store.
    fn tables(&self) -> Result<[Table; 2], Error> {
        let totals = self.totals.as_deref().map(|path| read(path, &self.map_totals)).transpose()?;
        match (self.table.read()?, totals) {
            (Some(flows), Some(totals)) => Ok([flows, totals]),
            (Some(_), None) => Err(usage("expected `--totals` beside a table of flows")),
            (None, told) => {
                let total = format!("{}-total", self.measure);
                let recorded = self.table.recorded(&[&self.measure, &total])?;
                recorded.expect(&format!("rows of `{}`", self.measure))?;
                let [flows, totals] = recorded.flows(&total);
                Ok([flows, told.unwrap_or(totals)])
            }
        }
    }
}

fn write_table(rows: &[DependRow], out: &mut Out) -> std::io::Result<()> {
    let mut table =
        table::Table::new(["pair", "year", "flow", "of first", "of second", "depends more"])
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
