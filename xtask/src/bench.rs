//! `cargo xtask bench`: how fast a part of the engine is, on this machine, beside a peer.
//!
//! Both read the same file, one paragraph a line, on one thread, in turn. Memory is the most that
//! the process ever held (`VmHWM`), pack or pipeline included; it is known on Linux only.

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
    }
}

fn annotate(args: &Annotate) -> Outcome {
    let folder = root().join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let text = match &args.text {
        Some(text) => text.clone(),
        None => {
            let text = folder.join("samples.txt");
            std::fs::write(&text, samples()?)?;
            text
        }
    };
    let pack = args.model.clone().unwrap_or_else(|| root().join(MD.pack));
    let ours = measure(Command::new(build()?).arg(pack).arg(&text))?;
    say(&ours.line("ours"));
    if let Some(python) = &args.spacy {
        let pipeline = folder.join("pipeline");
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

/// Builds the example that annotates a text and returns where it lies.
fn build() -> Outcome<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--package", "entente-annotate"])
        .args(["--example", "throughput", "--message-format", "json"])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()?;
    let messages = String::from_utf8(output.stdout)?;
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executable.ok_or_else(|| "cargo built no example `throughput`".into())
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

/// Runs a program that ends by writing its measure as a line of JSON.
fn measure(command: &mut Command) -> Outcome<Measure> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut output = String::new();
    let stdout = child.stdout.as_mut().ok_or("a program without output")?;
    stdout.read_to_string(&mut output)?;
    let status = child.wait()?;
    if !status.success() {
        return Err(format!("{}: {status}", command.get_program().display()).into());
    }
    let line = output.lines().last().ok_or("expected a measure, found no output")?;
    let value: serde_json::Value = serde_json::from_str(line)?;
    Ok(Measure {
        tokens: value["tokens"].as_u64().ok_or("the measure has no tokens")?,
        seconds: value["seconds"].as_f64().ok_or("the measure has no seconds")?,
        peak_kib: value["peak_kib"].as_u64(),
    })
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
