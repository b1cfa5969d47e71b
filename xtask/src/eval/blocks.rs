//! The blocks of pages of our own, `eval/truth/blocks`, whose README says what is scored and how.
//!
//! A row of the table names the part, the format, the figure and its floor. What was read wrongly is
//! shown for the part on which rules are tuned, never for the part that is held.

mod score;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

pub(crate) use self::score::{Sums, Worded, places};
use crate::{Outcome, root, say};

pub(crate) const TRUTH: &str = "eval/truth/blocks";
const TABLE: &str = "eval/blocks.csv";
/// The name of this scorer.
pub(super) const NAME: &str = "blocks";

/// Reads all pages with a binary of ours; returns how many figures are under their floors.
pub(super) fn run(binary: &Path, update: bool, errors: bool) -> Outcome<usize> {
    let names = names()?;
    let read = read(binary, &names)?;
    let mut sums: BTreeMap<(&str, &str), Sums> = BTreeMap::new();
    for name in &names {
        let (part, marks) = (part(name), marks(name)?);
        let blocks = read.get(name).map_or(&[][..], Vec::as_slice);
        let format = if name.ends_with(".html") { "html" } else { "text" };
        sums.entry((part, "all")).or_default().add(&marks, blocks);
        let faults = sums.entry((part, format)).or_default().add(&marks, blocks);
        if errors && part == "dev" {
            faults.iter().flatten().for_each(|fault| say(&format!("{name}: {fault}")));
        }
    }
    let figures = |part: &str, format: &str| sums.get(&(part, format)).map(Sums::figures);
    compare(update, |part, format, figure| figures(part, format)?.get(figure).copied())
}

/// The names of all pages, in order.
pub(crate) fn names() -> Outcome<Vec<String>> {
    let pages = fs::read_dir(root().join(TRUTH))?.collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> =
        pages.iter().map(|page| page.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".html") || name.ends_with(".txt"));
    names.sort();
    Ok(names)
}

/// `held` or `dev`: the part a page is of, which its name says.
pub(crate) fn part(name: &str) -> &'static str {
    if name.starts_with("last-") { "held" } else { "dev" }
}

pub(crate) fn marks(name: &str) -> Outcome<Vec<Worded>> {
    let text = fs::read_to_string(root().join(TRUTH).join(format!("{name}.tsv")))?;
    let mark = |line: &str| {
        let cells = line.split_once('\t');
        let (kind, text) = cells.ok_or_else(|| format!("{name}: expected a tab in `{line}`"))?;
        Ok(Worded::new(kind, text))
    };
    text.lines().map(mark).collect()
}

/// The blocks of each page that could be read.
fn read(binary: &Path, names: &[String]) -> Outcome<BTreeMap<String, Vec<Worded>>> {
    let output = Command::new(binary)
        .args(["read", "--format", "jsonl"])
        .args(names)
        .current_dir(root().join(TRUTH))
        .output()?;
    let lines = String::from_utf8(output.stdout)?;
    let mut pages = BTreeMap::new();
    for line in lines.lines() {
        let page: Value = serde_json::from_str(line)?;
        let name = page["origin"]["path"].as_str().ok_or("a document without a path")?;
        pages.insert(name.to_owned(), blocks(&page)?);
    }
    Ok(pages)
}

fn blocks(page: &Value) -> Outcome<Vec<Worded>> {
    let text = page["text"].as_str().ok_or("a document without a text")?;
    let blocks = page["blocks"].as_array().ok_or("a document without blocks")?;
    let block = |block: &Value| {
        let end = |at: usize| usize::try_from(block["span"][at].as_u64()?).ok();
        let inner = text.get(end(0)?..end(1)?)?;
        Some(Worded::new(block["kind"].as_str()?, inner))
    };
    blocks.iter().map(|b| block(b).ok_or_else(|| "a block without a text".into())).collect()
}

/// Compares with the floors, row by row.
fn compare(update: bool, figure: impl Fn(&str, &str, &str) -> Option<f64>) -> Outcome<usize> {
    let path = root().join(TABLE);
    let text = fs::read_to_string(&path)?;
    let mut lines = text.lines();
    let mut table = format!("{}\n", lines.next().ok_or("an empty table of blocks")?);
    let mut failed = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let [part, format, name, floor, _] = cells[..] else {
            return Err(format!("expected five cells, found `{line}`").into());
        };
        let found = figure(part, format, name).unwrap_or_default();
        let is_under = found < floor.parse::<f64>()?;
        failed += usize::from(is_under);
        let verdict = if is_under { "UNDER ITS FLOOR" } else { "ok" };
        let key = format!("{NAME} {part} {format}");
        say(&format!("{key:<48} {name:<18} {found:.4}  floor {floor}  {verdict}"));
        table.push_str(&format!("{part},{format},{name},{floor},{found:.4}\n"));
    }
    if update {
        fs::write(path, table)?;
    }
    Ok(failed)
}
