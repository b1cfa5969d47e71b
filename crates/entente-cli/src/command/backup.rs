//! `entente backup`: a copy of a store while it is in use.

use std::io::Write;
use std::path::PathBuf;

use entente::care;

use crate::args::StoreArgs;
use crate::error::Outcome;
use crate::output::{Out, grouped};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente backup sea-2014.db --store sea.db

The copy is of one moment, whoever reads or writes the store meanwhile, and has its name once it is \
whole.")]
pub(crate) struct Args {
    /// Where to, a file that is not there yet
    #[arg(value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let bytes = care::backup(&args.store.store, &args.to)?;
    let mut out = Out::new();
    writeln!(out, "copied {} bytes to {}", grouped(bytes), args.to.display())?;
    out.finish()
}
