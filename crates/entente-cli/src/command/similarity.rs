//! `entente similarity`: how alike states vote, or choose their allies.

use std::path::PathBuf;

use entente::import::Structural;
use entente::relations::{self, SimilarityRow};
use entente::{Error, ErrorKind, Knowledge};

use crate::error::Outcome;
use crate::output::Out;
use crate::table::Table;
use crate::tables::StoredTableArgs;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente similarity alliances.tsv --members states.txt       columns a, b, level
  entente similarity votes.tsv.gz --votes                     a row a state, a column a roll call
  entente similarity votes.tsv.gz --votes --state VN --state CN
  entente similarity --votes --year 2012 --state VNM --state CHN      what the store has

Read pi: S is inflated by what both leave undone. High agreement in votes is no friendship.")]
pub(crate) struct Args {
    #[command(flatten)]
    table: StoredTableArgs,
    /// The table has votes: a row a state, a column a roll call; an empty cell is an absence
    #[arg(long, conflicts_with = "members")]
    votes: bool,
    /// All members of the system, one a line; without it, those in the table
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Of what the store has, this year; without it, the last one
    #[arg(long)]
    year: Option<i16>,
    /// Only pairs of these states
    #[arg(long, value_name = "STATE")]
    state: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let table = match args.table.read()? {
        Some(table) => table,
        None => args.stored()?,
    };
    let mut rows = if args.votes {
        relations::votes(&table)?
    } else {
        let members = args.members.as_deref().map(read).transpose()?;
        relations::alliances(&table, members.as_deref())?
    };
    if !args.state.is_empty() {
        rows.retain(|row| row.pair.iter().all(|name| args.state.contains(name)));
    }
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
    } else {
        write_table(&rows, &mut out)?;
    }
    out.finish()
}

impl Args {
    /// Votes or pacts of a year, as the store has them.
    fn stored(&self) -> Result<relations::Table, Error> {
        let meaning = Structural::load(&Knowledge::embedded())?;
        let pacts: Vec<&str> = meaning.levels.keys().map(String::as_str).collect();
        let (what, measures) = match self.votes {
            true => ("votes", vec!["vote"]),
            false => ("alliances", pacts),
        };
        let recorded = self.table.recorded(&measures)?;
        let newest = recorded.expect(what)?;
        let year = self.year.unwrap_or(newest);
        Ok(match self.votes {
            true => recorded.votes(year),
            false => recorded.alliances(year, &meaning),
        })
    }
}

fn read(path: &std::path::Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| {
        let message = format!("failed to read `{}`", path.display());
        Error::new(ErrorKind::Input, message).caused_by(error)
    })
}

fn write_table(rows: &[SimilarityRow], out: &mut Out) -> std::io::Result<()> {
    let mut table = Table::new(["pair", "pi", "S", "kappa", "tau-b", "agreement", "items"])
        .right([1, 2, 3, 4, 5, 6]);
    let number = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.3}"));
    for row in rows.iter().filter(|row| row.pair[0] < row.pair[1]) {
        table.row([
            row.pair.join(" – ").into(),
            number(row.pi).into(),
            format!("{:.3}", row.s).into(),
            number(row.kappa).into(),
            number(row.tau_b).into(),
            number(row.agreement).into(),
            row.n.to_string().into(),
        ]);
    }
    table.write(out)
}
