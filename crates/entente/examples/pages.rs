//! Reads every saved page of a folder on one thread, for `cargo xtask bench pages`.
//!
//! Writes `{"pages", "seconds"}`, the fastest of some rounds over pages that lie in memory.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use entente::{Input, Item, Knowledge, Reader, Settings};

/// Rounds that are measured; the fastest counts, for other work only ever slows one down.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("expected a folder")?;
    let reader = Reader::new(&Knowledge::embedded(), &Settings::default())?;
    let mut pages = Vec::new();
    load(folder.as_ref(), &mut pages)?;
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for (name, bytes) in &pages {
            let items = reader.read(Input::of_bytes(name.as_str(), bytes.as_slice()));
            std::hint::black_box(items.filter(|item| matches!(item, Item::Document(_))).count());
        }
        fastest = fastest.min(started.elapsed().as_secs_f64());
    }
    let line = serde_json::json!({ "pages": pages.len(), "seconds": fastest });
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn load(folder: &Path, pages: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            load(&path, pages)?;
        } else if path.extension().is_some_and(|ext| ext == "html") {
            pages.push((path.display().to_string(), std::fs::read(&path)?));
        }
    }
    Ok(())
}
