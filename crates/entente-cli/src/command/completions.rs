//! `entente completions`: scripts for shells.

use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

use crate::error::{Done, Outcome};
use crate::output::Out;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente completions bash > ~/.local/share/bash-completion/completions/entente
  entente completions fish > ~/.config/fish/completions/entente.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::Entente::command(), "entente", &mut script);
    let mut out = Out::new();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Done::All)
}
