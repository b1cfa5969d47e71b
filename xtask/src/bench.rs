//! `cargo xtask bench`: how fast a part of the engine is, on this machine, beside a peer.
//!
//! `resolve` is measured beside `annotate`, which does the work before it, in one run, and `claims`
//! beside all that coding does without them. `pages` has a peer in Rust. The peer of
//! `annotate` is spaCy: both read the same file, one paragraph a line, on one thread, in turn. Memory is the most that
//! the process ever held (`VmHWM`), pack or pipeline included; it is known on Linux only.

mod deep;
mod import;
mod pages;

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::model::wheel::{MD, Wheel};
use crate::{Outcome, root, say};

/// Tokens, roughly, that the samples are repeated to.
const WORDS: usize = 60_000;

/// Times the reference pipeline; arguments are its folder and the text.
const REFERENCE: &str = r#"
import json, sys, time
import spacy
nlp = spacy.load(sys.argv[1])
texts = open(sys.argv[2], encoding="utf-8").read().splitlines()
fastest, tokens = float("inf"), 0
for turn in range(2):
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    fastest = min(fastest, time.perf_counter() - started)
status = open("/proc/self/status").read() if sys.platform == "linux" else ""
peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
print(json.dumps({"tokens": tokens, "seconds": fastest, "peak_kib": int(peak[0]) if peak else None}))
"#;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    part: Part,
}

#[derive(clap::Subcommand)]
enum Part {
    /// The language layer: from text to tokens, trees, entities and lemmas
    Annotate(Annotate),
    /// Event tables of others, from a file to a store
    Import(import::Args),
    /// Saved web pages, beside a peer in Rust
    Pages(pages::Args),
    /// Actors, places and times, beside the language layer on the same documents
    Resolve(Stages),
    /// Who says what, beside coding without it on the same documents
    Claims(Stages),
    /// The judge of pairs, beside the reference in Python where that is asked for
    Deep(deep::Args),
}

#[derive(clap::Args)]
struct Stages {
    /// An input of any supported format instead of the samples
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
}

#[derive(clap::Args)]
struct Annotate {
    /// A Python that has spaCy 3.8, to time the reference beside ours
    #[arg(long, value_name = "PYTHON")]
    spacy: Option<PathBuf>,
    /// A text with one paragraph a line instead of the samples
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// A model pack instead of the one of the repository
    #[arg(long, value_name = "PACK")]
    model: Option<PathBuf>,
    /// The pinned wheel, if it was downloaded already
    #[arg(long, value_name = "FILE")]
    wheel: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.part {
        Part::Annotate(args) => annotate(args),
        Part::Import(args) => import::run(args),
        Part::Pages(args) => pages::run(args),
        Part::Resolve(args) => resolve(args),
        Part::Claims(args) => claims(args),
        Part::Deep(args) => deep::run(args),
    }
}

fn resolve(args: &Stages) -> Outcome {
    let [before, own] = stages(args, ["annotate", "resolve"])?;
    say(&format!("resolve adds {:.0} % to the time of annotate", 100.0 * own / before));
    Ok(())
}

fn claims(args: &Stages) -> Outcome {
    let [annotate, resolve, code, own] = stages(args, ["annotate", "resolve", "code", "claims"])?;
    let before = annotate + resolve + code;
    say(&format!("claims add {:.0} % to the time of coding", 100.0 * own / before));
    Ok(())
}

/// Runs the stages and says how fast those named are; their seconds.
fn stages<const N: usize>(args: &Stages, names: [&str; N]) -> Outcome<[f64; N]> {
    let text = input(args.text.as_deref())?;
    let output = run_example(Command::new(build("entente", "stages")?).arg(&text))?;
    let figure = |name: &str| output[name].as_f64().ok_or(format!("the measure has no {name}"));
    let tokens = figure("tokens")?;
    let mut all = [0.0; N];
    for (seconds, name) in all.iter_mut().zip(names) {
        *seconds = figure(name)?;
        let rate = tokens / *seconds;
        say(&format!("{name:8} {rate:10.0} tokens/s  {tokens} tokens in {seconds:.3} s"));
    }
    Ok(all)
}

/// The text to measure on: the one given, or the samples.
fn input(text: Option<&Path>) -> Outcome<PathBuf> {
    if let Some(text) = text {
        return Ok(text.to_owned());
    }
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("samples.txt");
    std::fs::write(&path, samples()?)?;
    Ok(path)
}

fn annotate(args: &Annotate) -> Outcome {
    let text = input(args.text.as_deref())?;
    let pack = args.model.clone().unwrap_or_else(|| root().join(MD.pack));
    let ours =
        measure(Command::new(build("entente-annotate", "throughput")?).arg(pack).arg(&text))?;
    say(&ours.line("ours"));
    if let Some(python) = &args.spacy {
        let pipeline = root().join("target/bench/pipeline");
        Wheel::open(&MD, args.wheel.as_deref())?.unpack(&pipeline)?;
        let mut command = Command::new(python);
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let theirs = measure(command.args(["-c", REFERENCE]).arg(pipeline).arg(&text))?;
        say(&theirs.line("spaCy"));
        say(&format!("ratio    {:10.1}", ours.rate() / theirs.rate()));
    }
    Ok(())
}

/// Builds an example of a package and returns where it lies.
fn build(package: &str, example: &str) -> Outcome<PathBuf> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--release", "--package", package]);
    built(command.args(["--example", example, "--message-format", "json"]), example)
}

/// Runs a build that tells what it made in JSON, and returns where the program lies.
fn built(command: &mut Command, name: &str) -> Outcome<PathBuf> {
    let output = command.current_dir(root()).stderr(Stdio::inherit()).output()?;
    let messages = String::from_utf8(output.stdout)?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executable.ok_or_else(|| format!("cargo built no program `{name}`").into())
}

/// What a run on a text took.
struct Measure {
    tokens: u64,
    seconds: f64,
    peak_kib: Option<u64>,
}

impl Measure {
    /// Tokens a second.
    fn rate(&self) -> f64 {
        self.tokens as f64 / self.seconds
    }

    fn line(&self, name: &str) -> String {
        let mut line = format!("{name:8} {:10.0} tokens/s", self.rate());
        write!(line, "  {} tokens in {:.3} s", self.tokens, self.seconds)
            .expect("strings do not fail");
        if let Some(peak) = self.peak_kib {
            write!(line, "  peak {} MB", peak * 1024 / 1_000_000).expect("strings do not fail");
        }
        line
    }
}

/// Runs a program and reads its measure.
fn measure(command: &mut Command) -> Outcome<Measure> {
    let value = run_example(command)?;
    Ok(Measure {
        tokens: value["tokens"].as_u64().ok_or("the measure has no tokens")?,
        seconds: value["seconds"].as_f64().ok_or("the measure has no seconds")?,
        peak_kib: value["peak_kib"].as_u64(),
    })
}

/// Runs a program that ends by writing what it measured as a line of JSON.
fn run_example(command: &mut Command) -> Outcome<serde_json::Value> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut output = String::new();
    let stdout = child.stdout.as_mut().ok_or("a program without output")?;
    stdout.read_to_string(&mut output)?;
    let status = child.wait()?;
    if !status.success() {
        return Err(format!("{}: {status}", command.get_program().display()).into());
    }
    let line = output.lines().last().ok_or("expected a measure, found no output")?;
    Ok(serde_json::from_str(line)?)
}

/// Returns the paragraphs of the sample reports, one a line, repeated to a fair length.
fn samples() -> Outcome<String> {
    let folder = root().join("samples/text");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut once = String::new();
    for path in paths {
        once.push_str(&paragraphs(&path)?);
    }
    let words = once.split_whitespace().count().max(1);
    Ok(once.repeat(WORDS.div_ceil(words)))
}

fn paragraphs(path: &Path) -> Outcome<String> {
    let text = std::fs::read_to_string(path)?;
    let paragraphs = text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(paragraphs.filter(|p| !p.is_empty()).map(|p| p + "\n").collect())
}
