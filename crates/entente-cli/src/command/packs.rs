//! `entente packs`: what knowledge there is.

use std::io::Write;

use entente::Pack;

use crate::args::PacksArgs;
use crate::error::{Done, Outcome};
use crate::output::{Out, grouped};
use crate::table::Table;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente packs
  entente packs --packs my-packs/        what a folder of packs holds")]
pub(crate) struct Args {
    #[command(flatten)]
    packs: PacksArgs,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
}

pub(crate) fn run(args: &Args) -> Outcome {
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
