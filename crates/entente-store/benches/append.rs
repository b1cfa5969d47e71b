//! How fast a store appends and scans on made-up events: `cargo bench -p entente-store`.
//!
//! 100 batches of 200 documents with 5 events each, as one ingest of 20,000 articles would send.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark tells the time")]

#[path = "../tests/sample.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod sample;

use std::time::Instant;

use entente_store::{Access, Query, open};

use crate::sample::{batch, document, event, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bench.db");
    let mut store = open(&path, Access::Write)?;
    let run = run("r1", "s");
    store.begin(&run)?;
    let batches: Vec<_> =
        (0..100).map(|b| batch(&run, (0..200).map(|d| record(b, d)).collect())).collect();

    let start = Instant::now();
    let mut n_events = 0;
    for batch in &batches {
        n_events += store.append(batch)?.events;
    }
    report("append", n_events, start);

    let start = Instant::now();
    let n_found = store.scan(&Query::default())?.len();
    report("scan", n_found as u64, start);

    let start = Instant::now();
    let n_repeats: u64 = batches.iter().map(|b| store.append(b).map_or(0, |a| a.repeats)).sum();
    report("repeat", n_repeats, start);

    drop(store);
    println!("file     {:.1} MB", path.metadata()?.len() as f64 / 1e6);
    Ok(())
}

fn record(batch: u32, number: u32) -> (entente_model::Document, Vec<entente_model::Event>) {
    // Multiplying by an odd number scatters the ids as hashes would be.
    let id = |n: u32| format!("{:016x}", u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let n = batch * 200 + number;
    let day = format!("{:02}-{:02}", n % 12 + 1, n % 28 + 1);
    let mut document = document(&id(n), &day);
    document.text = document.text.repeat(60);
    let event = |k| event(&id(n * 5 + k), &id(n), "SYL.GOV", "BRD", &day);
    (document, (0..5).map(event).collect())
}

fn report(what: &str, n: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:8} {n} in {seconds:.2} s, {:.0}/s", n as f64 / seconds);
}
