//! Checks of the house that no compiler makes: who imports whom, and what stands in files.
//!
//! The directions are those of `ARCHITECTURE.md`. All faults are listed before the task fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{Outcome, root, say};

/// Arguments of `tidy`: there are none.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// What each of our crates may import of ours, for its product and for its tests.
const IMPORTS: &[(&str, &[&str])] = &[
    ("entente-model", &[]),
    ("entente-packs", &[]),
    ("entente-read", &["entente-model"]),
    ("entente-annotate", &["entente-model"]),
    ("entente-resolve", &["entente-model"]),
    ("entente-code", &["entente-model"]),
    ("entente-store", &["entente-model"]),
    ("entente-relate", &["entente-model"]),
    ("entente-forecast", &["entente-model"]),
    (
        "entente",
        &[
            "entente-model",
            "entente-packs",
            "entente-read",
            "entente-annotate",
            "entente-resolve",
            "entente-code",
            "entente-store",
            "entente-relate",
            "entente-forecast",
        ],
    ),
    ("entente-serve", &["entente"]),
    ("entente-cli", &["entente", "entente-serve"]),
    ("entente-python", &["entente"]),
    // Automation measures single stages and writes their packs.
    (
        "xtask",
        &[
            "entente",
            "entente-model",
            "entente-read",
            "entente-annotate",
            "entente-resolve",
            "entente-code",
            "entente-store",
            "entente-packs",
        ],
    ),
];

/// Crates that bring an async runtime, and the one crate of ours that may stand above them.
const RUNTIMES: &[&str] = &["tokio", "async-std", "smol", "async-global-executor"];
const ASYNC: &[&str] = &["entente-serve", "entente-cli", "entente-python"];

/// Lines after which a file has a seam.
const LONGEST: usize = 800;

/// The only folders in which unsafe code may be written.
const KERNELS: [&str; 2] =
    ["crates/entente-annotate/src/model/kernel/", "crates/entente-annotate/src/deep/kernel/"];

/// Paths of one machine, which stand in no file. These and the words below are cut in two so that
/// this file may hold them.
const PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/tm", "p/")];
/// Marks a test that nobody runs.
const UNRUN: &str = concat!("#[ign", "ore");
/// Lowers the lint on unsafe code.
const UNSAFE: &str = concat!("(unsafe", "_code");

/// Finds everything untidy.
pub(crate) fn run(_: &Args) -> Outcome {
    let mut faults = imports(&metadata()?);
    for name in files()? {
        faults.extend(file(&name, &root().join(&name))?);
    }
    faults.iter().for_each(|fault| say(fault));
    match faults.len() {
        0 => Ok(()),
        n => Err(format!("expected a tidy house, found {n} faults").into()),
    }
}

fn metadata() -> Outcome<Value> {
    let output = cargo(&["metadata", "--format-version=1", "--all-features"])?;
    Ok(serde_json::from_slice(&output)?)
}

fn cargo(args: &[&str]) -> Outcome<Vec<u8>> {
    output(Command::new(env!("CARGO")).args(args))
}

fn output(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.current_dir(root()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned().into());
    }
    Ok(output.stdout)
}

/// Faults in who imports whom.
fn imports(metadata: &Value) -> Vec<String> {
    let graph = Graph::of(metadata);
    let mut faults = Vec::new();
    for ours in &graph.ours {
        let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| name == ours) else {
            faults.push(format!("{ours}: expected in the table of imports, found nowhere"));
            continue;
        };
        let direct = graph.edges.get(ours).into_iter().flatten();
        let forbidden =
            direct.filter(|d| graph.ours.contains(*d) && !allowed.contains(&d.as_str()));
        faults.extend(forbidden.map(|d| format!("{ours}: may not import {d}")));
        if !ASYNC.contains(&ours.as_str()) {
            let runtimes = RUNTIMES.iter().filter(|r| graph.reaches(ours, r));
            faults.extend(runtimes.map(|r| format!("{ours}: may not bring an async runtime, {r}")));
        }
    }
    faults
}

/// Packages by name, and which names each depends on.
struct Graph {
    ours: BTreeSet<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn of(metadata: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let names: BTreeMap<String, String> = list(&metadata["packages"])
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let name = |id: &Value| names.get(&text(id)).cloned().unwrap_or_default();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let to = list(&node["dependencies"]).iter().map(name).collect::<Vec<_>>();
            edges.entry(name(&node["id"])).or_default().extend(to);
        }
        let ours = list(&metadata["workspace_members"]).iter().map(name).collect();
        Self { ours, edges }
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                open.extend(self.edges.get(at).into_iter().flatten().map(String::as_str));
            }
        }
        false
    }
}

/// Every file that is, or would be, in the repository.
fn files() -> Outcome<Vec<String>> {
    let mut git = Command::new("git");
    let listed = output(git.args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    Ok(String::from_utf8(listed)?.lines().map(str::to_owned).collect())
}

/// Faults in what stands in a file.
fn file(name: &str, path: &Path) -> Outcome<Vec<String>> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let Ok(text) = String::from_utf8(std::fs::read(path)?) else { return Ok(Vec::new()) };
    let mut faults = lines_with(name, &text, PATHS, "a path of one machine");
    if name.ends_with(".rs") {
        faults.extend(rust(name, &text));
    }
    Ok(faults)
}

fn lines_with(name: &str, text: &str, words: &[&str], what: &str) -> Vec<String> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let found = numbered.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    found.map(|(at, _)| format!("{name}:{at}: {what}")).collect()
}

fn rust(name: &str, text: &str) -> Vec<String> {
    let mut faults = lines_with(name, text, &[UNRUN], "a test that nobody runs");
    if !text.starts_with("//!") {
        faults.push(format!("{name}: expected `//!` at its head, which says what it holds"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        let found = format!("found {lines}; look for the seam");
        faults.push(format!("{name}: expected at most {LONGEST} lines, {found}"));
    }
    if !KERNELS.iter().any(|kernel| name.starts_with(kernel)) {
        faults.extend(lines_with(name, text, &[UNSAFE], "unsafe code outside the kernel"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(edges: &[(&str, &[&str])], ours: &[&str]) -> Vec<String> {
        let packages: Vec<Value> =
            edges.iter().map(|(name, _)| json!({"id": name, "name": name})).collect();
        let nodes: Vec<Value> = edges
            .iter()
            .map(|(name, dependencies)| json!({"id": name, "dependencies": dependencies}))
            .collect();
        imports(&json!({
            "packages": packages, "workspace_members": ours, "resolve": {"nodes": nodes}
        }))
    }

    #[test]
    fn a_verb_may_not_import_a_verb() {
        let edges: &[(&str, &[&str])] = &[
            ("entente-read", &["entente-model", "entente-code"]),
            ("entente-code", &["entente-model"]),
            ("entente-model", &[]),
        ];
        let ours = ["entente-code", "entente-model", "entente-read"];
        assert_eq!(faults(edges, &ours), ["entente-read: may not import entente-code"]);
    }

    #[test]
    fn a_runtime_is_found_however_deep() {
        let edges: &[(&str, &[&str])] = &[
            ("entente-store", &["driver"]),
            ("driver", &["tokio"]),
            ("tokio", &[]),
            ("entente-serve", &["tokio"]),
        ];
        let found = faults(edges, &["entente-serve", "entente-store"]);
        assert_eq!(found, ["entente-store: may not bring an async runtime, tokio"]);
    }

    #[test]
    fn a_crate_outside_the_table_is_a_fault() {
        assert_eq!(faults(&[("entente-new", &[])], &["entente-new"]).len(), 1);
    }

    #[test]
    fn files_are_looked_into() {
        assert!(rust("a.rs", "//! Fine.\n").is_empty());
        assert_eq!(rust("a.rs", "fn f() {}\n").len(), 1);
        assert_eq!(rust("a.rs", &format!("//! Long.\n{}", "\n".repeat(LONGEST))).len(), 1);
        assert_eq!(
            rust("a.rs", &format!("//! Idle.\n{UNRUN}]\n")),
            ["a.rs:2: a test that nobody runs"]
        );
        let unsafe_file = format!("//! Fast.\n#![allow{UNSAFE})]\n");
        assert_eq!(rust("crates/entente-read/src/a.rs", &unsafe_file).len(), 1);
        let [one, other] = KERNELS.map(|kernel| rust(&format!("{kernel}a.rs"), &unsafe_file));
        assert!(one.is_empty() && other.is_empty());
        assert_eq!(lines_with("a.md", &format!("see {}x\n", PATHS[0]), PATHS, "here").len(), 1);
    }
}
