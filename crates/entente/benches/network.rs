//! How long a certified bound takes on a large signed network: `cargo bench -p entente --bench network`.
//!
//! 20,000 nodes in two camps and 200,000 ties between random nodes, of which one in ten is against
//! the camps; no proof is in reach, so that what counts is bounded time and memory.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark tells the time")]

use std::time::Instant;

use entente::relations::{Table, balance};
use entente_relate::chance::Chance;
use entente_relate::signed::{Effort, SignedGraph, frustration};

const NODES: usize = 20_000;
const TIES: usize = 200_000;
const AGAINST: f64 = 0.1;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut chance = Chance::new(1);
    let ties: Vec<(String, String, i64)> = (0..TIES).map(|_| tie(&mut chance)).collect();
    let graph = SignedGraph::new(ties.iter().map(|(a, b, sign)| (a.as_str(), b.as_str(), *sign)));
    println!("{} nodes, {} ties", graph.names().len(), graph.edges().len());

    let start = Instant::now();
    let found = frustration(&graph, Effort::default());
    let seconds = start.elapsed().as_secs_f64();
    println!("frustration: between {} and {}: {seconds:.2} s", found.lower, found.upper);

    let rows = ties.iter().map(|(a, b, sign)| format!("{a}\t{b}\t{sign}\n"));
    let table = "a\tb\tsign\n".to_owned() + &rows.collect::<String>();
    let start = Instant::now();
    let row = balance(&Table::read("made-up", table.as_bytes(), &[])?, 1_000)?;
    let seconds = start.elapsed().as_secs_f64();
    let draws = row.chance.map_or(0, |chance| chance.draws);
    println!("all of the balance, with {draws} sign shuffles: {seconds:.2} s");
    Ok(())
}

fn tie(chance: &mut Chance) -> (String, String, i64) {
    let (a, b) = (chance.below(NODES), chance.below(NODES));
    let is_friendly = (a % 2 == b % 2) != (chance.share() < AGAINST);
    (format!("n{a:05}"), format!("n{b:05}"), if is_friendly { 1 } else { -1 })
}
