//! `entente annotate`: the language layer, one JSON line a document.

use entente::Settings;

use crate::args::{EngineArgs, InputFormat};
use crate::error::{Failure, Outcome};
use crate::input::{InputArgs, Lost};
use crate::output::Out;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente annotate article.txt
  echo 'Hanoi summoned the envoy.' | entente annotate | jq -c '.tokens[] | [.lemma, .dep, .head]'
  entente annotate --model sm - < documents.jsonl > annotated.jsonl")]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// How to read the inputs: auto (by their first bytes), or text, jsonl, html, warc, feed, csv, zip, tar
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = InputFormat::parse)]
    input_format: InputFormat,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl"])]
    format: String,
    /// Take each text as one paragraph: no headlines, captions or appeals are looked for
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { inputs, input_format, format: _, raw, engine } = args;
    let engine = engine.engine(Settings { is_raw: *raw, ..inputs.settings() })?;
    let lost = Lost::default();
    let mut out = Out::new();
    engine.annotate_all(inputs.open(*input_format, &lost), |answer| {
        lost.notes(&answer.origin, &answer.notes);
        Ok::<(), Failure>(answer.value.iter().try_for_each(|value| out.json(value))?)
    })?;
    out.done(&lost)
}
