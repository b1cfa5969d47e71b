//! `entente read`: documents as they are read, one JSON line each.

use entente::{Item, Reader, wire};

use crate::args::{InputFormat, PacksArgs};
use crate::error::Outcome;
use crate::input::{InputArgs, Lost};
use crate::output::Out;

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
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, input_format, format: _, packs } = args;
    let reader = Reader::new(&packs.knowledge()?, &inputs.settings())?;
    let lost = Lost::default();
    let mut out = Out::new();
    for input in inputs.open(*input_format, &lost) {
        for item in reader.read(input) {
            match item {
                Item::Document(read) => {
                    lost.notes(&read.value.meta.origin, &read.notes);
                    out.json(&wire::Document::from(*read))?;
                }
                Item::Lost { origin, notes } => lost.notes(&origin, &notes),
            }
        }
    }
    out.done(&lost)
}
