//! The `entente` command: arguments into calls, answers into text.
//!
//! Each command is one file in `command/` and one row of [`command::Command`]. Nothing is decided
//! here that another front end would need too; that belongs to the `entente` crate.

mod args;
mod command;
mod error;
mod filter;
mod input;
mod output;
mod packs;
mod progress;
mod scope;
mod side;
mod table;
mod tables;

use std::process::ExitCode;

use clap::Parser;

/// Reads news about states and says who did what to whom, when, and according to whom.
#[derive(Parser)]
#[command(
    name = "entente",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "First steps:
  entente demo                            code the sample reports and look at what comes out
  entente run articles/                   code a folder of .txt and .jsonl into entente.db
  entente events --actor RUS --since 2014 ask what is in the store
  entente explain 1a2b3c                  see why an event was coded, word by word

Exit status: 0 done; 1 some inputs could not be read, the rest is done; 2 wrong usage; 3 the store \
or a file could not be written."
)]
struct Entente {
    #[command(subcommand)]
    command: command::Command,
}

fn main() -> ExitCode {
    error::quiet_workers();
    // Wrong usage ends here, with clap's message and status 2.
    let Entente { command } = Entente::parse();
    error::status(command.run())
}
