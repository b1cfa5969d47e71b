//! Measures the whole language layer on one thread, for `cargo xtask bench annotate`.
//!
//! Arguments: a pack and a text with one paragraph a line. Annotates the text once to warm up
//! and then [`ROUNDS`] times, and writes `{"tokens", "seconds", "peak_kib"}` of the fastest round.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use entente_annotate::model::{Model, Scratch};

/// Rounds that are measured; the fastest counts, for other work only ever slows one down.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [pack, text] = &args[..] else { return Err("expected a pack and a text".into()) };
    let model = Model::from_pack(std::fs::read(pack)?)?;
    let text = std::fs::read_to_string(text)?;
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut scratch = Scratch::default();
    let mut fastest = f64::INFINITY;
    let mut tokens = 0;
    for round in 0..=ROUNDS {
        let started = Instant::now();
        tokens = 0;
        // As a program would: a document's worth of paragraphs at a time, results let go.
        let mut parsed = Vec::new();
        for document in paragraphs.chunks(16) {
            model.annotate(document, &mut scratch, &mut parsed);
            tokens += parsed.iter().map(|parsed| parsed.tokens.len()).sum::<usize>();
        }
        if round > 0 {
            fastest = fastest.min(started.elapsed().as_secs_f64());
        }
    }
    let line = serde_json::json!({ "tokens": tokens, "seconds": fastest, "peak_kib": peak_kib() });
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Returns the most memory this process ever held, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
