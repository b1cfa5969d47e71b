//! `cargo xtask bench import`: how fast rows in GDELT's shape get into a store.
//!
//! The rows are made up from a seed: as many sides, places, codes and addresses as a year's files
//! have, three rows to an address, one row in a thousand bad. They are written as
//! a plain file first, so that what is measured is reading, looking up and storing.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use super::{build, run_example};
use crate::{Outcome, root, say};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Rows to make up
    #[arg(long, value_name = "N", default_value_t = 5_000_000)]
    rows: u64,
}

pub(super) fn run(args: &Args) -> Outcome {
    // It takes gigabytes, which temporary folders may not hold; the builds may lie elsewhere.
    let target = root().join("target");
    std::fs::create_dir_all(&target)?;
    let folder = tempfile::tempdir_in(target)?;
    let table = folder.path().join("rows.export.CSV");
    write(&table, args.rows)?;
    let size = table.metadata()?.len();
    say(&format!("{} rows, {} MB", args.rows, size / 1_000_000));
    let store = folder.path().join("rows.db");
    let mut command = Command::new(build("entente", "import")?);
    let measured = run_example(command.arg(&table).arg(&store))?;
    let figure = |name: &str| measured[name].as_f64().ok_or(format!("the measure has no {name}"));
    let (added, bad, seconds) = (figure("added")?, figure("bad")?, figure("seconds")?);
    say(&format!(
        "import   {:10.0} rows/s  {added} added, {bad} bad in {seconds:.1} s",
        args.rows as f64 / seconds
    ));
    if let Some(peak) = measured["peak_kib"].as_f64() {
        say(&format!("memory   {:10.0} MB at most", peak * 1024.0 / 1e6));
    }
    say(&format!("store    {:10} MB", store.metadata()?.len() / 1_000_000));
    let (briefs, seconds) = (figure("briefs")?, figure("briefs_seconds")?);
    say(&format!("briefs   {briefs:10} in {seconds:.2} s, which `dyad` and `system` begin with"));
    Ok(())
}

/// Writes a table in the shape of GDELT 1.0 with 58 columns.
fn write(path: &Path, rows: u64) -> Outcome {
    let mut out = BufWriter::new(File::create(path)?);
    let mut chance = Chance(1);
    let states: Vec<String> = states()?;
    let codes: Vec<String> = table("packs/exchange/cameo.tsv", 0)?;
    let fips: Vec<String> = table("packs/exchange/fips.tsv", 0)?;
    for row in 0..rows {
        line(&mut out, row, rows, &mut chance, [&states, &codes, &fips])?;
    }
    Ok(out.flush()?)
}

fn line(
    out: &mut impl Write,
    row: u64,
    rows: u64,
    chance: &mut Chance,
    [states, codes, fips]: [&[String]; 3],
) -> Outcome {
    // A year's days in order; a few rows tell of the month before.
    let month = (row * 12 / rows) + 1;
    let day = row * 12 * 28 / rows % 28 + 1;
    let told = if chance.one_in(20) { (month + 10) % 12 + 1 } else { month };
    let date = format!("2014{told:02}{day:02}");
    let code = match chance.one_in(1000) {
        true => "---",
        false => codes[chance.below(codes.len())].as_str(),
    };
    let mut side = || {
        let state =
            if chance.one_in(8) { "" } else { states[chance.skewed(states.len())].as_str() };
        let role = ["", "", "", "GOV", "GOV", "MIL", "COP", "REB", "BUS", "CVL"][chance.below(10)];
        match (state, role) {
            ("", "") => "\t\t\t\t\t\t\t\t\t".to_owned(),
            _ => format!("{state}{role}\tNAME {state} {role}\t{state}\t\t\t\t\t{role}\t\t"),
        }
    };
    let (actor, recipient) = (side(), side());
    let town = chance.skewed(40_000);
    let country = fips[town % fips.len()].as_str();
    let (lat, lon) = (town as f64 / 500.0 - 40.0, town as f64 / 120.0 - 170.0);
    let url = row / 3 + chance.below(20) as u64;
    let outlet = url * 7_919 % 9_000;
    let (mentions, tone) = (chance.skewed(50) + 1, chance.below(2_000) as f64 / 100.0 - 10.0);
    let place = "\t\t\t\t\t\t\t";
    writeln!(
        out,
        "{}\t{date}\t{}\t2014\t2014.5000\t{actor}\t{recipient}\t1\t{code}\t{code}\t{code}\t1\t{}\t\
         {mentions}\t1\t{mentions}\t{tone}\t{place}{place}4\tTown {town}\t{country}\t{country}01\t\
         {lat}\t{lon}\t{town}\t2014{month:02}{day:02}\thttp://www.outlet{outlet}.example/{url}/a-story-about-something",
        250_000_000 + row,
        &date[..6],
        chance.below(20) as f64 / 2.0 - 5.0,
    )?;
    Ok(())
}

fn states() -> Outcome<Vec<String>> {
    let all = table("packs/atlas/actors.tsv", 0)?;
    Ok(all.into_iter().filter(|id| id.len() == 3).collect())
}

/// A column of a table of the packs.
fn table(path: &str, column: usize) -> Outcome<Vec<String>> {
    let text = std::fs::read_to_string(root().join(path))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines.filter_map(|line| Some(line.split('\t').nth(column)?.to_owned())).collect())
}

/// Numbers that look drawn by chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % n
    }

    /// Small numbers more often than large ones, as with states in the news.
    fn skewed(&mut self, n: usize) -> usize {
        let most = self.below(n) + 1;
        self.below(most)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}
