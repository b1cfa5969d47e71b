//! `entente change`: where series of numbers change.

use entente::relations;

use crate::error::Outcome;
use crate::output::Out;
use crate::table::Table;
use crate::tables::TableArgs;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente change series.tsv                   columns series, time, value
  entente change prices.csv --map value=close

Stretches between changes are straight lines. The more each value follows from the one before, the
less a series can tell, and the fewer changes are found.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: TableArgs,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let rows = relations::change(&args.table.read()?)?;
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
        return out.finish();
    }
    let mut table = Table::new(["series", "values", "changes at"]).right([1]);
    for row in &rows {
        let places = row.changes.iter().map(ToString::to_string).collect();
        let at = if row.times.is_empty() { places } else { row.times.clone() };
        let at = if at.is_empty() { "none".to_owned() } else { at.join(", ") };
        table.row([row.series.clone().into(), row.n.to_string().into(), at.into()]);
    }
    table.write(&mut out)?;
    out.finish()
}
