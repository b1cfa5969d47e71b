//! `entente ideal`: how far apart two states vote, by ideal points.

use entente::relations;

use crate::error::Outcome;
use crate::output::Out;
use crate::table::Table;
use crate::tables::StoredTableArgs;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente ideal points.tsv --state VNM --to CHN               columns state, year, low, median, high
  entente ideal points.tsv.gz --map state=iso3c,low=Q5%,median=Q50%,high=Q95% \\
      --state VNM --to CHN --than USA --year 2012
  entente ideal --state VNM --to CHN                          what the store has

With --than it is the probability that the first is closer to the second than to the third.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: StoredTableArgs,
    /// The state that is held to the others
    #[arg(long, value_name = "STATE")]
    state: String,
    /// Another
    #[arg(long, value_name = "STATE")]
    to: String,
    /// A third
    #[arg(long, value_name = "STATE")]
    than: Option<String>,
    /// Only this year
    #[arg(long)]
    year: Option<i64>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let table = match args.table.read()? {
        Some(table) => table,
        None => {
            let recorded = args.table.recorded(&["ideal-point"])?;
            recorded.expect("ideal points")?;
            recorded.points()
        }
    };
    let mut rows = relations::ideal(&table, &args.state, &args.to, args.than.as_deref())?;
    rows.retain(|row| args.year.is_none_or(|year| row.year == year));
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
        return out.finish();
    }
    let mut table = Table::new(["year", "distance", "90 %", "closer than to the third"]).right([1]);
    for row in &rows {
        let [low, high] = row.interval;
        let chance =
            row.probability.map_or_else(|| "–".to_owned(), |p| format!("{:.0} %", p * 100.0));
        table.row([
            row.year.to_string().into(),
            format!("{:.2}", row.distance).into(),
            format!("{low:.2} to {high:.2}").into(),
            chance.into(),
        ]);
    }
    table.write(&mut out)?;
    out.finish()
}
