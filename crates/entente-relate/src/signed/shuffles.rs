//! How far a graph is from the same ties with their signs dealt out by chance.

use crate::chance::Chance;

use super::local::search;
use super::reduce::cost;
use super::{SignedGraph, triads};

/// What chance gives on a graph's own ties.
#[derive(Clone, Debug, PartialEq)]
pub struct Shuffles {
    /// How often signs were dealt.
    pub draws: usize,
    /// Mean and standard deviation of the frustration found by local search.
    pub frustration: (f64, f64),
    /// Mean and standard deviation of the share of balanced triads; none without triads.
    pub strong: Option<(f64, f64)>,
}

/// Deals the signs of a graph anew, as many positive as there are, and measures each deal.
///
/// The frustration of a deal is what local search finds, since a proof for each would take hours;
/// it is at least the exact value, and on graphs of states nearly always equal to it. On graphs of
/// more than 20,000 ties there are fewer deals than asked for: the answer says how many.
pub fn shuffles(graph: &SignedGraph, draws: usize, seed: u64) -> Shuffles {
    let draws = draws.min(TIES / graph.edges().len().max(1)).max(LEAST.min(draws));
    let walk = (NODES / (draws * RESTARTS).max(1)).min(WALK);
    let mut chance = Chance::new(seed);
    let mut signs: Vec<bool> = graph.edges().iter().map(|edge| edge.is_positive).collect();
    let (mut costs, mut shares) = (Vec::new(), Vec::new());
    let mut triangles = Vec::new();
    triads::triads(graph, |triad| triangles.push(triad.edges));
    for draw in 0..draws {
        chance.shuffle(&mut signs);
        let weight = |at: usize| if signs[at] { 1 } else { -1 };
        let edges = graph.edges().iter().enumerate();
        let ties: Vec<_> = edges.map(|(at, edge)| (edge.a, edge.b, weight(at))).collect();
        let sides = search(graph.names().len(), &ties, (RESTARTS, walk), draw as u64);
        costs.push(cost(&ties, &sides) as f64);
        let is_balanced =
            |edges: &&[usize; 3]| edges.iter().filter(|&&e| signs[e]).count() % 2 == 1;
        let balanced = triangles.iter().filter(is_balanced).count();
        shares.push(balanced as f64 / triangles.len() as f64);
    }
    let strong = (!triangles.is_empty()).then(|| moments(&shares));
    Shuffles { draws, frustration: moments(&costs), strong }
}

/// Starts of the search a deal.
const RESTARTS: usize = 4;
/// Nodes looked at in one walk, and in all of them.
const WALK: usize = 20_000_000;
const NODES: usize = 8_000_000_000;
/// Ties dealt out in all; beyond, there are fewer deals, though not fewer than these.
const TIES: usize = 20_000_000;
const LEAST: usize = 20;

impl Shuffles {
    /// Standard deviations between a graph's frustration and that of chance: negative where there
    /// is more balance than chance gives. None where chance gives always the same.
    pub fn z(&self, frustration: u64) -> Option<f64> {
        let (mean, deviation) = self.frustration;
        (deviation > 0.0).then(|| (frustration as f64 - mean) / deviation)
    }
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, libm::sqrt(squares / (n - 1.0).max(1.0)))
}
