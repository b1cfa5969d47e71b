//! `entente code`: events, one JSON line a document, without a store.

use entente::{Keep, Settings};

use crate::args::{EngineArgs, InputFormat};
use crate::error::{Failure, Outcome};
use crate::input::{InputArgs, Lost};
use crate::output::Out;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente code article.txt
  entente code - < documents.jsonl > events.jsonl
  echo 'France accused Mali of expelling its envoy.' | entente code
  entente code --ontology my-ontology/ article.txt     with your own types and rules

A document in: {\"id\": \"a1\", \"text\": \"…\", \"published\": \"2019-08-03\"}; only `text` is required.")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// How to read the inputs: auto (by their first bytes), or text, jsonl, html, warc, feed, csv, zip, tar
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = InputFormat::parse)]
    input_format: InputFormat,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl"])]
    format: String,
    /// Give events below the ontology's floor too: outside politics, or with a party of no known state
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, input_format, format: _, all, engine } = args;
    let keep = if *all { Keep::All } else { Keep::Sure };
    let engine = engine.engine(Settings { keep, ..inputs.settings() })?;
    let lost = Lost::default();
    let mut out = Out::new();
    engine.code_all(inputs.open(*input_format, &lost), |answer| {
        lost.notes(&answer.origin, &answer.notes);
        Ok::<(), Failure>(answer.value.iter().try_for_each(|value| out.json(value))?)
    })?;
    out.done(&lost)
}
