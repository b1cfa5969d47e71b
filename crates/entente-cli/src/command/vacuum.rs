//! `entente vacuum`: free space given back.

use std::io::Write;

use entente::care;

use crate::args::StoreArgs;
use crate::error::Outcome;
use crate::output::{Out, grouped};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente vacuum --store sea.db

Needs as much free space as the store has while it works.")]
pub(crate) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let (before, after) = care::vacuum(&args.store.store)?;
    let mut out = Out::new();
    writeln!(out, "{} bytes before, {} after", grouped(before), grouped(after))?;
    out.finish()
}
