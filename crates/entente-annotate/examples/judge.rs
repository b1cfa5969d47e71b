//! Judges pairs, for comparison with the reference and for `cargo xtask bench deep`.
//!
//! Arguments: a pack and lines of `{"text", "actor", "recipient"}`, spans in bytes, either missing
//! or null. Writes for each line `{"pieces", "logits"}`, as `eval/deep/reference.py` does, and at
//! the end `{"pairs", "pieces", "load", "seconds"}`: how long reading the pack and judging took.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

use std::error::Error;
use std::io::{BufWriter, Write};
use std::time::Instant;

use entente_annotate::deep::Judge;
use entente_model::Span;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [pack, lines] = &args[..] else { return Err("expected a pack and a file of lines".into()) };
    let (bytes, lines) = (std::fs::read(pack)?, std::fs::read_to_string(lines)?);
    let started = Instant::now();
    let judge = Judge::from_pack(bytes)?;
    let load = started.elapsed().as_secs_f64();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut n_pairs, mut n_pieces, mut seconds) = (0, 0, 0.0);
    for line in lines.lines() {
        let asked: Value = serde_json::from_str(line)?;
        let text = asked["text"].as_str().ok_or("expected a text")?;
        let [actor, recipient] = ["actor", "recipient"].map(|party| span(&asked[party]));
        let pieces = judge.pieces(text, actor, recipient);
        let started = Instant::now();
        let logits = judge.logits(text, actor, recipient);
        seconds += started.elapsed().as_secs_f64();
        (n_pairs, n_pieces) = (n_pairs + 1, n_pieces + pieces.len());
        let logits: Map<String, Value> = logits.into_iter().map(|(n, l)| (n, json!(l))).collect();
        writeln!(out, "{}", json!({ "pieces": pieces, "logits": logits }))?;
    }
    let measure = json!({ "pairs": n_pairs, "pieces": n_pieces, "load": load, "seconds": seconds });
    writeln!(out, "{measure}")?;
    Ok(out.flush()?)
}

fn span(party: &Value) -> Option<Span> {
    let at = |n: usize| u32::try_from(party.get(n)?.as_u64()?).ok();
    Some(Span::new(at(0)?, at(1)?))
}
