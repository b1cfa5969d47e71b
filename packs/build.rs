//! Lists the files of the packs and of the samples, so that adding one touches no code.
//!
//! Only tables, settings and models are knowledge; suites, notes and sources lie beside them for
//! people and are not embedded.

#![expect(clippy::disallowed_methods, reason = "cargo talks to a build script by the environment")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Endings of the files that an engine loads.
const KNOWLEDGE: &[&str] = &["bin", "toml", "tsv"];
/// Endings of sample documents.
const SAMPLES: &[&str] = &["jsonl", "txt"];

fn main() -> io::Result<()> {
    let packs = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let samples = packs.with_file_name("samples");
    let mut knowledge = Vec::new();
    for folder in ["atlas", "exchange", "lang", "ontology", "web"] {
        list(&packs, &packs.join(folder), KNOWLEDGE, &mut knowledge)?;
    }
    let mut documents = Vec::new();
    list(&samples, &samples, SAMPLES, &mut documents)?;
    let code = format!("{}{}", table("FILES", &knowledge), table("SAMPLES", &documents));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("files.rs"), code)
}

/// Collects (name below `root`, path) of every file below `folder` that ends in one of `endings`.
fn list(
    root: &Path,
    folder: &Path,
    endings: &[&str],
    found: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(());
    }
    let mut paths =
        fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(root, &path, endings, found)?;
        } else if path.extension().is_some_and(|e| endings.iter().any(|known| e == *known)) {
            let name = path.strip_prefix(root).expect("listed below it").to_string_lossy();
            found.push((name.replace('\\', "/"), path));
        }
    }
    Ok(())
}

fn table(name: &str, files: &[(String, PathBuf)]) -> String {
    let mut code = format!("pub(crate) const {name}: &[(&str, &[u8])] = &[\n");
    for (file, path) in files {
        writeln!(code, "    ({file:?}, include_bytes!({path:?})),").expect("strings do not fail");
    }
    code + "];\n"
}
