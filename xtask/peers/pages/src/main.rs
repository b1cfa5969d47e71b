//! Reads every page of a folder with trafilatura in its setting for precision, as
//! `crates/entente/examples/pages.rs` does with ours. Writes `{"pages", "seconds"}`, the fastest of
//! some rounds; with a second argument it falls back on other readers where its own finds little.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use trafilatura::{ExtractionFocus, Options, extract};

/// Rounds that are measured; the fastest counts.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("expected a folder")?;
    let precise = Options::default().with_focus(ExtractionFocus::FavorPrecision);
    let options = precise.with_fallback(args.next().is_some());
    let mut pages = Vec::new();
    load(folder.as_ref(), &mut pages)?;
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for page in &pages {
            // A page without an article is an error to it, and takes its time all the same.
            std::hint::black_box(extract(&String::from_utf8_lossy(page), &options).is_ok());
        }
        fastest = fastest.min(started.elapsed().as_secs_f64());
    }
    println!("{{\"pages\": {}, \"seconds\": {fastest}}}", pages.len());
    Ok(())
}

fn load(folder: &Path, pages: &mut Vec<Vec<u8>>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            load(&path, pages)?;
        } else if path.extension().is_some_and(|ext| ext == "html") {
            pages.push(std::fs::read(&path)?);
        }
    }
    Ok(())
}
