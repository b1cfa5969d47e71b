//! `cargo xtask eval`: quality against gold, row by row of `eval/scores.csv`.
//!
//! The gold lies outside the repository and is never copied into it. A row names a scorer, a gold
//! set, the share of it to use, the figure looked at and its floor. `--update` writes the figures
//! of today beside the floors; without it a figure under its floor is an error. The blocks of pages
//! of our own have a gold in the repository and a table of their own.

pub(crate) mod blocks;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Outcome, root, say};

/// How `cargo xtask eval` is called.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder that holds `data/` and `eval/`
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Write today's figures into the table
    #[arg(long)]
    update: bool,
    /// Only rows whose scorer has this in its name
    #[arg(long)]
    only: Option<String>,
    /// Show what was read wrongly, where that may be looked at
    #[arg(long)]
    errors: bool,
}

impl Args {
    fn wants(&self, scorer: &str) -> bool {
        self.only.as_ref().is_none_or(|only| scorer.contains(only.as_str()))
    }
}

const TABLE: &str = "eval/scores.csv";

/// One row of the table.
struct Row {
    scorer: String,
    verb: String,
    gold: String,
    part: String,
    section: String,
    figure: String,
    floor: f64,
    score: Option<f64>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let binary = build()?;
    let mut failed = 0;
    if args.wants(blocks::NAME) {
        failed += blocks::run(&binary, args.update, args.errors)?;
    }
    failed += against_shared(args, &binary)?;
    if failed > 0 { Err(format!("{failed} figures are under their floors").into()) } else { Ok(()) }
}

/// Scores all rows whose gold lies outside; returns how many figures are under their floors.
fn against_shared(args: &Args, binary: &Path) -> Outcome<usize> {
    let shared = root().join(&args.shared);
    if !shared.is_dir() {
        say(&format!("no gold at `{}`: nothing else scored", args.shared.display()));
        return Ok(0);
    }
    let text = fs::read_to_string(root().join(TABLE))?;
    let (head, mut rows) = parse(&text)?;
    let work = tempfile::tempdir()?;
    let failed = score_all(args, &shared, binary, work.path(), &mut rows)?;
    if args.update {
        fs::write(root().join(TABLE), print(&head, &rows))?;
    }
    Ok(failed)
}

fn score_all(
    args: &Args,
    shared: &Path,
    binary: &Path,
    work: &Path,
    rows: &mut [Row],
) -> Outcome<usize> {
    let mut failed = 0;
    let mut last: Option<(String, Value)> = None;
    for row in rows {
        if !args.wants(&row.scorer) {
            continue;
        }
        let key = format!("{} {} {} {}", row.scorer, row.verb, row.gold, row.part);
        if last.as_ref().is_none_or(|(k, _)| *k != key) {
            last = Some((key.clone(), score(row, shared, binary, work)?));
        }
        let figures = &last.as_ref().expect("set above").1;
        // Some scorers have no sections.
        let path = match row.section.as_str() {
            "" => format!("/{}", row.figure),
            section => format!("/{section}/{}", row.figure),
        };
        let found = figures
            .pointer(&path)
            .and_then(Value::as_f64)
            .ok_or_else(|| format!("{key}: no figure {}/{}", row.section, row.figure))?;
        let verdict = if found < row.floor { "UNDER ITS FLOOR" } else { "ok" };
        failed += usize::from(found < row.floor);
        say(&format!("{key:<48} {:<18} {found:.4}  floor {:.4}  {verdict}", row.figure, row.floor));
        row.score = Some(found);
    }
    Ok(failed)
}

/// Runs inputs, engine and scorer of one row, and reads the scorer's last line.
fn score(row: &Row, shared: &Path, binary: &Path, work: &Path) -> Outcome<Value> {
    // Scorers and gold of our own lie in the repository.
    let own = |name: &str| Some(root().join("eval").join(name)).filter(|path| path.is_file());
    let scorer = own(&row.scorer).unwrap_or_else(|| shared.join("eval").join(&row.scorer));
    let gold = own(&row.gold).unwrap_or_else(|| shared.join("data").join(&row.gold));
    let gold = select(&gold, &row.part, work)?;
    let (docs, pred) = (work.join("docs.jsonl"), work.join("pred.jsonl"));
    let python = |verb: &str| {
        let mut command = Command::new("python3");
        command.arg(&scorer).arg(verb).arg(&gold).env("ENTENTE_EVAL", shared.join("eval"));
        command
    };
    let mut engine = Command::new(binary);
    engine.args(row.verb.split_whitespace());
    if row.verb == "read" {
        // Pages are files of their own.
        let folder = tempfile::tempdir_in(work)?;
        check(python("inputs").arg("--to").arg(folder.path()).stdout(Stdio::null()))?;
        engine.arg(folder.path()).args(["--no-copies", "--format", "jsonl"]);
        // Some of them hold no article, which the status of the engine tells.
        engine.stdout(File::create(&pred)?).stderr(Stdio::null()).status()?;
    } else {
        check(python("inputs").stdout(File::create(&docs)?))?;
        // What a verb checks is a batch; paths in its arguments are those of the repository.
        let is_check = row.verb.starts_with("check ");
        engine.args(if is_check { &["--batch", "-"][..] } else { &["-"] });
        engine.current_dir(root()).args(["--format", "jsonl"]);
        check(engine.stdin(File::open(&docs)?).stdout(File::create(&pred)?))?;
    }
    let output = python("score").arg(&pred).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let line = text.lines().last().ok_or("the scorer printed nothing")?;
    // Some scorers print one object over many lines.
    Ok(serde_json::from_str(line).or_else(|_| serde_json::from_str(&text))?)
}

/// The gold itself, or the part of it whose ids fall into a share: lines of JSON, or articles of
/// compressed XML; of a folder the scorer selects, told by what follows the `#`.
///
/// `held` is the third of the ids whose SHA-256 begins with a multiple of three; rules are tuned on
/// the rest, `dev`, alone. `half` is the half whose SHA-256 begins with an odd number: numbers are
/// learned from the other alone.
fn select(gold: &Path, part: &str, work: &Path) -> Outcome<PathBuf> {
    if gold.is_dir() && part != "all" {
        return Ok(format!("{}#{part}", gold.display()).into());
    }
    let wanted: fn(&str) -> bool = match part {
        "all" => return Ok(gold.to_owned()),
        "held" => |id| begins(id).is_multiple_of(3),
        "dev" => |id| !begins(id).is_multiple_of(3),
        "half" => |id| begins(id) % 2 == 1,
        other => {
            return Err(format!("expected `all`, `held`, `dev` or `half`, found `{other}`").into());
        }
    };
    let name = gold.to_string_lossy();
    let (kept, ending) = match () {
        () if name.ends_with(".xml.xz") => (articles(&decompressed("xz", gold)?, wanted)?, "xml"),
        () if name.ends_with(".gz") => (lines(&decompressed("gzip", gold)?, wanted)?, "jsonl"),
        () => (lines(&fs::read_to_string(gold)?, wanted)?, "jsonl"),
    };
    let path = work.join(format!("gold-{part}.{ending}"));
    fs::write(&path, kept)?;
    Ok(path)
}

/// The lines of JSON whose ids are wanted.
fn lines(gold: &str, wanted: fn(&str) -> bool) -> Outcome<String> {
    let mut kept = String::new();
    for line in gold.lines() {
        let record: Value = serde_json::from_str(line)?;
        if wanted(record["id"].as_str().ok_or("a gold record without an id")?) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Ok(kept)
}

/// The XML without the articles that do not belong to the share.
fn articles(gold: &str, wanted: fn(&str) -> bool) -> Outcome<String> {
    const END: &str = "</article>";
    let mut kept = String::new();
    let mut rest = gold;
    while let Some(start) = rest.find("<article ") {
        let length = rest[start..].find(END).ok_or("an article without an end")? + END.len();
        let article = &rest[start..start + length];
        let id = article.split_once("docid=\"").or_else(|| article.split_once("file=\""));
        let id = id.and_then(|(_, behind)| behind.split('"').next());
        kept.push_str(&rest[..start]);
        if wanted(id.ok_or("a gold article without an id")?) {
            kept.push_str(article);
        }
        rest = &rest[start + length..];
    }
    Ok(kept + rest)
}

/// The number that the SHA-256 of an id begins with.
fn begins(id: &str) -> u32 {
    let hash = Sha256::digest(id.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

fn decompressed(program: &str, path: &Path) -> Outcome<String> {
    let output = Command::new(program).arg("-dc").arg(path).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{program} -dc {}: {}", path.display(), output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[expect(clippy::disallowed_methods, reason = "cargo says by the environment where it builds")]
fn build() -> Outcome<PathBuf> {
    check(
        Command::new("cargo")
            .args(["build", "--release", "--package", "entente-cli"])
            .current_dir(root()),
    )?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release").join("entente"))
}

fn check(command: &mut Command) -> Outcome {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

fn parse(text: &str) -> Outcome<(String, Vec<Row>)> {
    let mut lines = text.lines();
    let head = lines.next().ok_or("an empty table of scores")?.to_owned();
    let rows = lines.map(row).collect::<Outcome<_>>()?;
    Ok((head, rows))
}

fn row(line: &str) -> Outcome<Row> {
    let cells: Vec<&str> = line.split(',').collect();
    let [scorer, verb, gold, part, section, figure, floor, score] = cells[..] else {
        return Err(format!("expected eight cells, found `{line}`").into());
    };
    Ok(Row {
        scorer: scorer.into(),
        verb: verb.into(),
        gold: gold.into(),
        part: part.into(),
        section: section.into(),
        figure: figure.into(),
        floor: floor.parse()?,
        score: score.parse().ok(),
    })
}

fn print(head: &str, rows: &[Row]) -> String {
    let mut text = format!("{head}\n");
    for Row { scorer, verb, gold, part, section, figure, floor, score } in rows {
        let score = score.map(|s| format!("{s:.4}")).unwrap_or_default();
        text.push_str(&format!(
            "{scorer},{verb},{gold},{part},{section},{figure},{floor:.3},{score}\n"
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_in_one_share() {
        let gold = "<a>\n<article docid=\"1\">x</article>\n<article file=\"2\">y</article>\n</a>";
        let held = articles(gold, |id| begins(id).is_multiple_of(3));
        let dev = articles(gold, |id| !begins(id).is_multiple_of(3));
        let (held, dev) = (held.expect("well formed"), dev.expect("well formed"));
        for (id, text) in [("1", ">x<"), ("2", ">y<")] {
            assert_eq!(held.contains(text), begins(id).is_multiple_of(3));
            assert_ne!(held.contains(text), dev.contains(text));
        }
        assert!(
            held.ends_with("</a>") && articles("<article id=\"1\"></article>", |_| true).is_err()
        );
    }
}
