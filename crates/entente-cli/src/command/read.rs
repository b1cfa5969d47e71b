//! `entente read`: documents as they are read, one JSON line each.

use std::io::{self, Write};

use entente::{Error, ErrorKind, Item, Reader, Shelf, wire};
use tempfile::SpooledTempFile;

use crate::args::{InputFormat, PacksArgs};
use crate::error::Outcome;
use crate::input::{InputArgs, Lost};
use crate::output::Out;

/// Bytes of documents that are set aside in memory; more go to a temporary file.
const IN_MEMORY: usize = 8 << 20;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente read articles/                      every article in a folder and below
  entente read page.txt | entente code -      what is read can be coded")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// How to read the inputs: auto (by their first bytes), or text, jsonl, html, warc, feed, csv, zip, tar
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = InputFormat::parse)]
    input_format: InputFormat,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl"])]
    format: String,
    #[command(flatten)]
    packs: PacksArgs,
    /// Print each document as soon as it is read, without looking for near-copies
    #[arg(long)]
    no_copies: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, input_format, format: _, packs, no_copies } = args;
    let reader = Reader::new(&packs.knowledge()?, &inputs.settings())?;
    let lost = Lost::default();
    let mut out = Out::new();
    let mut shelf = Shelf::new(&reader, SpooledTempFile::new(IN_MEMORY));
    for input in inputs.open(*input_format, &lost) {
        for item in reader.read(input) {
            match item {
                Item::Document(read) => {
                    lost.notes(&read.value.meta.origin, &read.notes);
                    match no_copies {
                        true => out.json(&wire::Document::from(*read))?,
                        false => shelf.put(*read).map_err(unshelved)?,
                    }
                }
                Item::Lost { origin, notes } => lost.notes(&origin, &notes),
            }
        }
    }
    shelf.take(|line| writeln!(out, "{line}"))?;
    out.done(&lost)
}

#[cold]
fn unshelved(error: io::Error) -> Error {
    Error::new(ErrorKind::Store, "failed to set documents aside in a temporary file")
        .caused_by(error)
        .hint("`--no-copies` prints each document as soon as it is read")
}
