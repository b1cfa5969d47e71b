//! `cargo xtask bench deep`: how fast pairs are judged on one core, and how near to the reference.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::build;
use crate::{Outcome, root, say};

/// What is judged unless a file is given: sentences of our own.
const LINES: &str = r#"
{"text": "France warned Mali on Monday that it would withdraw its troops unless the junta held elections before the end of the year.", "actor": [0, 6], "recipient": [14, 18]}
{"text": "Officials in Lima praised the neighbouring country, and said that Chile had done more than any other for the refugees.", "actor": [66, 71], "recipient": [13, 17]}
{"text": "The ministers of Kenya and Uganda met in Kampala, but no word was said of the dispute over the islands in the lake.", "actor": [17, 22], "recipient": [27, 33]}
{"text": "Oslo had been expected to lift the ban; instead its parliament added two shipyards of the southern neighbour to the list.", "actor": [0, 4], "recipient": null}
"#;

#[derive(clap::Args)]
pub(super) struct Args {
    /// A pack instead of the one of the repository
    #[arg(long, value_name = "PACK")]
    pack: Option<PathBuf>,
    /// Lines of `{"text", "actor", "recipient"}`, spans in bytes, instead of sentences of our own
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// A Python that has numpy and tokenizers 0.23, to ask the reference too
    #[arg(long, value_name = "PYTHON")]
    reference: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Outcome {
    let pack = args.pack.clone().unwrap_or_else(|| root().join("packs/lang/en/deep.bin"));
    let pairs = match &args.pairs {
        Some(pairs) => pairs.clone(),
        None => own()?,
    };
    let mut ours =
        answers(Command::new(build("entente-annotate", "judge")?).arg(&pack).arg(&pairs))?;
    let measure = ours.pop().ok_or("expected a measure, found no output")?;
    let figure = |name: &str| measure[name].as_f64().ok_or(format!("the measure has no {name}"));
    let (n, pieces, seconds) = (figure("pairs")?, figure("pieces")?, figure("seconds")?);
    say(&format!(
        "{:.0} pairs/s  {:.2} ms a pair of {:.0} pieces, read in {:.0} ms",
        n / seconds,
        1e3 * seconds / n,
        pieces / n,
        1e3 * figure("load")?
    ));
    if let Some(python) = &args.reference {
        let script = root().join("eval/deep/reference.py");
        let lines = std::fs::File::open(&pairs)?;
        let theirs = answers(Command::new(python).arg(script).arg(&pack).stdin(lines))?;
        say(&compare(&ours, &theirs)?);
    }
    Ok(())
}

/// Writes the sentences of our own to a file, many times.
fn own() -> Outcome<PathBuf> {
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let path: PathBuf = Path::new(&folder).join("pairs.jsonl");
    std::fs::write(&path, LINES.trim_start().repeat(100))?;
    Ok(path)
}

/// Runs a program and reads the lines it writes.
fn answers(command: &mut Command) -> Outcome<Vec<Value>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", command.get_program().display(), output.status).into());
    }
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// How far what speaks for labels is from the reference.
fn compare(ours: &[Value], theirs: &[Value]) -> Outcome<String> {
    if ours.len() != theirs.len() {
        return Err(format!("expected {} answers, found {}", ours.len(), theirs.len()).into());
    }
    let same = ours.iter().zip(theirs).filter(|(a, b)| a["pieces"] == b["pieces"]).count();
    let (mut most, mut sum, mut n) = (0.0_f64, 0.0, 0.0);
    for (ours, theirs) in ours.iter().zip(theirs) {
        for (ours, theirs) in logits(ours).zip(logits(theirs)) {
            let apart = (ours - theirs).abs();
            (most, sum, n) = (most.max(apart), sum + apart, n + 1.0);
        }
    }
    Ok(format!(
        "{same} of {} in the same pieces; logits {:.1e} apart on average, at most {most:.1e}",
        ours.len(),
        sum / n
    ))
}

/// What speaks for each label, question after question by name.
fn logits(answer: &Value) -> impl Iterator<Item = f64> {
    let heads = answer["logits"].as_object().into_iter().flatten();
    let mut heads: Vec<_> = heads.collect();
    heads.sort_by_key(|(name, _)| name.as_str());
    heads
        .into_iter()
        .flat_map(|(_, of)| of.as_array().into_iter().flatten())
        .filter_map(Value::as_f64)
}
