//! From PATH arguments to streams: files, folders, globs and `-`, opened in turn.

mod expand;
mod lost;
mod opened;

use std::io::IsTerminal;
use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use entente::{Columns, Settings};

use crate::args::{InputFormat, bytes};
use crate::error::line;

pub(crate) use self::expand::expand;
pub(crate) use self::lost::Lost;
pub(crate) use self::opened::Opened;

/// What to read.
#[derive(Args)]
pub(crate) struct InputArgs {
    /// Files, folders (with all below them), globs, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<String>,
    /// Longest document that is read; a longer one is left out and named
    #[arg(long, value_name = "BYTES", default_value = "8M", value_parser = bytes)]
    pub(crate) max_document: usize,
    /// What the columns of tables, or the fields of JSON Lines, are called: `text=body,published=date`
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = Columns::parse)]
    pub(crate) map: Option<Columns>,
}

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// Its name in messages and in the documents that come from it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Its size in bytes, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(path) => std::fs::metadata(path).ok().map(|m| m.len()),
        }
    }
}

impl InputArgs {
    /// The settings that these arguments decide.
    pub(crate) fn settings(&self) -> Settings {
        Settings { max_text: self.max_document, columns: self.map.clone(), ..Settings::default() }
    }

    /// Opens everything that was named; what cannot be found or read goes to `lost`.
    ///
    /// Without a path, standard input is read.
    pub(crate) fn open(&self, format: InputFormat, lost: &Lost) -> Opened {
        let stdin = ["-".to_owned()];
        let paths = if self.paths.is_empty() { &stdin } else { self.paths.as_slice() };
        if self.paths.is_empty() && std::io::stdin().is_terminal() {
            line("note", AnsiColor::Yellow, "reading from the terminal; end with Ctrl-D");
        }
        let sources = expand(paths, format.given(), lost);
        Opened::new(sources, format.given(), lost.clone())
    }
}
