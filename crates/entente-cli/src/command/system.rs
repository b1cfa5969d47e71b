//! `entente system`: the network of all ties, its balance, its blocs, and who is unusual.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use entente::import::Structural;
use entente::relations::{self, Hedging, Network, Recorded, Scope, StrangeTriad, SystemRow};
use entente::{Access, Error, ErrorKind, Knowledge, Result, Store};

use super::balance::write_summary;
use crate::args::StoreArgs;
use crate::error::Outcome;
use crate::output::{DIM, HEADING, Out, count};
use crate::scope::{ScopeArgs, write_file};
use crate::side;
use crate::table::Table;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente system
  entente system --as-of 2019 --pole USA --pole CHN
  entente system --graphml ties.graphml --plot ties.svg
  entente system --format csv > ties.csv
  entente system --ties records --as-of 1998                pacts, disputes and rivalries on record

A tie is friendly or hostile only where both intervals say so; most pairs of a thin record are
unclear. Engaged rivals are both, and left out of the balance; the range shows what they change.")]
pub(crate) struct Args {
    /// What ties are made of: reports, or the pacts, disputes and rivalries of structural tables
    #[arg(long, value_name = "WHAT", default_value = "reports", value_parser = ["reports", "records"])]
    ties: String,
    /// Hold all other states to these, by id or name: two or more
    #[arg(long, value_name = "ID")]
    pole: Vec<String>,
    /// Draws for the intervals of balance and blocs, and sign shuffles to compare with
    #[arg(long, value_name = "N", default_value_t = 200)]
    draws: usize,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl", "csv"])]
    format: String,
    /// Also draw the network
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    /// Also write the network as GraphML
    #[arg(long, value_name = "FILE")]
    graphml: Option<PathBuf>,
    /// Also write the network as GEXF
    #[arg(long, value_name = "FILE")]
    gexf: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    let (scope, shelving) = args.scope.scope()?;
    if args.ties == "records" {
        return args.recorded(store.as_ref(), &scope);
    }
    let poles = args.poles(store.as_ref())?;
    let row = relations::system(store.as_ref(), &scope, &shelving, &poles, args.draws)?;
    args.write_network(&row.network, &format!("Ties as of {}", row.as_of))?;
    let mut out = Out::new();
    match args.format.as_str() {
        "jsonl" => out.json(&row)?,
        "csv" => write_ties(&row.network, &mut out)?,
        _ => write_table(&row, &mut out)?,
    }
    out.finish()
}

impl Args {
    /// The poles, of which there are none or several.
    fn poles(&self, store: &dyn Store) -> Result<Vec<String>> {
        let poles = side::each(store, &self.pole)?;
        let poles: BTreeSet<String> = poles.iter().map(ToString::to_string).collect();
        match poles.first() {
            Some(one) if poles.len() == 1 => {
                let message = format!("expected two poles or more, found `{one}` alone");
                Err(Error::new(ErrorKind::Usage, message).hint("give `--pole ID` twice"))
            }
            _ => Ok(poles.into_iter().collect()),
        }
    }

    /// Writes the network to the files that were asked for.
    fn write_network(&self, network: &Network, title: &str) -> Result<()> {
        if let Some(path) = &self.plot {
            write_file(path, &relations::draw_system(network, title))?;
        }
        if let Some(path) = &self.graphml {
            write_file(path, &relations::graphml(network))?;
        }
        match &self.gexf {
            Some(path) => write_file(path, &relations::gexf(network)),
            None => Ok(()),
        }
    }

    /// The balance of what structural tables say of a year.
    fn recorded(&self, store: &dyn Store, scope: &Scope) -> Outcome {
        let reports_only = [
            ("--pole", !self.pole.is_empty()),
            ("--since", scope.since.is_some()),
            ("--dimension", scope.dimension.is_some()),
        ];
        if let Some((option, _)) = reports_only.iter().find(|(_, is_given)| *is_given) {
            let message = format!("expected no `{option}` with `--ties records`");
            let error = Error::new(ErrorKind::Usage, message);
            return Err(error.hint("structural tables are looked at as of a year").into());
        }
        let meaning = Structural::load(&Knowledge::embedded())?;
        let measures: Vec<&str> = meaning.signs.keys().map(String::as_str).collect();
        let recorded = Recorded::read(store, &measures, &[], scope.as_of)?;
        let year = recorded.expect("pacts, disputes or rivalries")?;
        let row = relations::balance(&recorded.signs(year, &meaning), self.draws)?;
        let network = recorded.network(year, &meaning, &row);
        self.write_network(&network, &format!("Ties on record in {year}"))?;
        let mut out = Out::new();
        if self.format != "table" {
            match self.format.as_str() {
                "csv" => write_ties(&network, &mut out)?,
                _ => out.json(&row)?,
            }
            return out.finish();
        }
        let sources = recorded.sources().join("; ");
        writeln!(out, "{HEADING}the system of {year}, by structural tables{HEADING:#}")?;
        writeln!(out, "{DIM}{sources}; pairs both bound and parted have no sign{DIM:#}\n")?;
        write_summary(&row, &mut out)?;
        for (table, last) in recorded.ended(year) {
            writeln!(
                out,
                "{DIM}- `{table}` ends in {last}: nothing of it is known in {year}{DIM:#}"
            )?;
        }
        out.finish()
    }
}

fn write_ties(network: &Network, out: &mut Out) -> std::io::Result<()> {
    writeln!(out, "a,b,kind,sign,cooperation,conflict,n,n_clusters,first,last")?;
    let ratio = |told: Option<(f64, _)>| told.map_or_else(String::new, |(x, _)| x.to_string());
    for tie in &network.ties {
        let (plus, minus) = (ratio(tie.cooperation), ratio(tie.conflict));
        let [first, last] = &tie.span;
        writeln!(
            out,
            "{},{},{},{},{plus},{minus},{},{},{first},{last}",
            tie.a, tie.b, tie.kind, tie.sign, tie.n, tie.n_clusters
        )?;
    }
    Ok(())
}

fn write_table(row: &SystemRow, out: &mut Out) -> std::io::Result<()> {
    let kinds: Vec<String> = row.kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    writeln!(out, "{HEADING}the system as of {}{HEADING:#}", row.as_of)?;
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    writeln!(
        out,
        "{DIM}{} in {}, at most {:.1} independent sources{DIM:#}",
        count(n(row.breadth.n_documents), "document"),
        count(n(row.breadth.n_clusters), "cluster"),
        row.breadth.n_effective,
    )?;
    writeln!(out, "pairs: {}\n", kinds.join(", "))?;
    if row.balance.edges == 0 {
        writeln!(out, "no tie is clearly friendly or hostile: there is no network to measure")?;
    } else {
        write_summary(&row.balance, out)?;
        let [low, high] = row.frustration_range;
        writeln!(out, "engaged rivals as neither, friends or foes: frustration {low} to {high}")?;
        if let Some([low, high]) = row.frustration_interval {
            writeln!(out, "over {} draws of all ties: frustration {low} to {high}", row.draws)?;
        }
        write_blocs(row, out)?;
        write_unusual(&row.unusual, row.n_unusual, out)?;
    }
    write_hedging(&row.hedging, out)?;
    writeln!(out)?;
    for caveat in &row.caveats {
        writeln!(out, "{DIM}- {caveat}{DIM:#}")?;
    }
    Ok(())
}

fn write_blocs(row: &SystemRow, out: &mut Out) -> std::io::Result<()> {
    writeln!(out)?;
    let mut table = Table::new(["bloc", "states, with the share of draws in which each belongs"]);
    let last = row.network.states.iter().map(|state| state.1).max().unwrap_or(0);
    for bloc in 1..=last {
        let members = row.network.states.iter().filter(|state| state.1 == bloc);
        let told = members.map(|(name, _, sure)| match sure {
            Some(share) => format!("{name} {share:.2}"),
            None => name.clone(),
        });
        table.row([bloc.to_string().into(), told.collect::<Vec<_>>().join(", ").into()]);
    }
    table.write(out)
}

fn write_unusual(triads: &[StrangeTriad], all: usize, out: &mut Out) -> std::io::Result<()> {
    const MOST: usize = 10;
    if triads.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table = Table::new(["unusual", "states", "acts on each side", "last report of each"]);
    for triad in triads.iter().take(MOST) {
        let acts: Vec<String> = triad.n.iter().map(ToString::to_string).collect();
        let last = triad.evidence.iter().map(|ids| ids.first().map_or("–", String::as_str));
        let last: Vec<&str> = last.collect();
        table.row([
            triad.why.into(),
            triad.states.join(", ").into(),
            acts.join(", ").into(),
            last.join(", ").into(),
        ]);
    }
    table.write(out)?;
    match all.saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "and {more} more; --format jsonl lists up to a thousand"),
    }
}

fn write_hedging(rows: &[Hedging], out: &mut Out) -> std::io::Result<()> {
    const MOST: usize = 20;
    if rows.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<&Hedging> = rows.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.contact));
    writeln!(out)?;
    let mut table =
        Table::new(["state", "acts", "poles", "ambivalence", "affinity"]).right([1, 2, 3]);
    let number = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.2}"));
    for row in rows.into_iter().take(MOST) {
        let affinity: Vec<String> =
            row.affinity.iter().map(|(pole, x)| format!("{pole} {x:.2}")).collect();
        table.row([
            row.state.clone().into(),
            row.contact.to_string().into(),
            number(row.effective_poles).into(),
            number(row.ambivalence).into(),
            affinity.join(", ").into(),
        ]);
    }
    table.write(out)
}
