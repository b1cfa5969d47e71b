//! `entente packs`: what knowledge there is.

use std::io::Write;

use clap::Subcommand;
use entente::{Error, ErrorKind, Pack, RuleFailure, RuleReport, Settings};

use crate::args::{EngineArgs, PacksArgs};
use crate::error::{Done, Outcome};
use crate::output::{HEADING, Out, count, grouped};
use crate::table::Table;

#[derive(clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  entente packs
  entente packs --packs my-packs/                what a folder of packs holds
  entente packs test --packs my-packs/           run the tests inside its rule files
  entente packs test --ontology my-ontology/"
)]
pub(crate) struct Args {
    #[command(flatten)]
    packs: PacksArgs,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Run the tests that the ontology's rule files carry
    Test(EngineArgs),
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.task {
        None => list(args),
        Some(Task::Test(engine)) => test(engine),
    }
}

fn list(args: &Args) -> Outcome {
    let packs = args.packs.knowledge()?.packs()?;
    let mut out = Out::new();
    if args.format == "jsonl" {
        packs.iter().try_for_each(|pack| out.json(pack))?;
    } else {
        table(&packs).write(&mut out)?;
    }
    out.flush()?;
    Ok(Done::All)
}

fn test(engine: &EngineArgs) -> Outcome {
    let RuleReport { run, failures } = engine.engine(Settings::default())?.test_rules();
    let mut out = Out::new();
    let coded = |events: &[String]| match events {
        [] => "none".to_owned(),
        events => events.join("; "),
    };
    for RuleFailure { file, text, expected, found } in &failures {
        writeln!(out, "{HEADING}{file}{HEADING:#}: {text}")?;
        writeln!(out, "  expected {}", coded(expected))?;
        writeln!(out, "  found    {}", coded(found))?;
    }
    let failed = failures.len();
    writeln!(out, "{}, {failed} failed", count(run as u64, "test"))?;
    out.flush()?;
    if failed == 0 {
        return Ok(Done::All);
    }
    let message = format!("expected every test of the rules to pass, found {failed} that fail");
    Err(Error::new(ErrorKind::Packs, message).into())
}

fn table(packs: &[Pack]) -> Table {
    let mut table = Table::new(["pack", "version", "hash", "files", "KiB", "licence", "what"]);
    for pack in packs {
        let Pack { name, title, version, licence, hash, n_files, n_bytes } = pack;
        let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        table.row([
            name.clone().into(),
            known(version).into(),
            hash.clone().into(),
            n_files.to_string().into(),
            grouped(n_bytes.div_ceil(1024) as u64).into(),
            known(licence).into(),
            known(title).into(),
        ]);
    }
    table.right([3, 4])
}
