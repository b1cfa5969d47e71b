//! Any number of blocs: as few foes within and friends between them as can be (Davis).
//!
//! [`blocs()`] moves single states and merges blocs from many starts; [`prove`] settles by integer
//! programming whether a partition of a few dozen states is best. How sure a bloc is, is for draws
//! to say: see [`together`].

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::chance::Chance;

use super::SignedGraph;

/// A partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocs {
    /// Foes within a bloc and friends between two.
    pub disagreements: u64,
    /// Whether fewer are proved impossible.
    pub is_exact: bool,
    /// The bloc of each node, numbered by their first nodes.
    pub of: Vec<usize>,
}

impl Blocs {
    /// How many blocs there are.
    pub fn len(&self) -> usize {
        self.of.iter().max().map_or(0, |last| last + 1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

/// Nodes up to which [`prove`] tries.
pub const EXACT: usize = 25;

/// Finds the blocs of a graph.
pub fn blocs(graph: &SignedGraph, restarts: usize, seed: u64) -> Blocs {
    let n = graph.names().len();
    let mut weights = vec![BTreeMap::new(); n];
    for edge in graph.edges() {
        let weight = if edge.is_positive { 1_i64 } else { -1 };
        weights[edge.a].insert(edge.b, weight);
        weights[edge.b].insert(edge.a, weight);
    }
    let mut chance = Chance::new(seed);
    let mut best: Option<(u64, Vec<usize>)> = None;
    for _ in 0..restarts.max(1) {
        let mut of: Vec<usize> = (0..n).collect();
        settle(&weights, &mut of, &mut chance);
        let cost = disagreements(graph, &of);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, of));
        }
    }
    let (disagreements, of) = best.expect("there is a start");
    Blocs { disagreements, is_exact: disagreements == 0, of: numbered(&of) }
}

/// Foes within blocs and friends between them.
pub fn disagreements(graph: &SignedGraph, of: &[usize]) -> u64 {
    let against = |edge: &&super::SignedEdge| (of[edge.a] == of[edge.b]) != edge.is_positive;
    graph.edges().iter().filter(against).count() as u64
}

/// How often two nodes share a bloc over draws: `share[a][b]`.
pub fn together(n: usize, draws: &[Vec<usize>]) -> Vec<Vec<f64>> {
    let mut share = vec![vec![0.0; n]; n];
    for of in draws {
        for a in 0..n {
            for b in 0..n {
                share[a][b] += f64::from(u8::from(of[a] == of[b])) / draws.len() as f64;
            }
        }
    }
    share
}

/// How sure each node's bloc is: the mean share of its bloc's other nodes with which it is in a draw
/// of all blocs; none for a node that is alone.
pub fn sureness(of: &[usize], draws: &[Vec<usize>]) -> Vec<Option<f64>> {
    let mut sizes = vec![0_usize; of.iter().max().map_or(0, |last| last + 1)];
    of.iter().for_each(|&bloc| sizes[bloc] += 1);
    let mut shares = vec![0.0; of.len()];
    for drawn in draws {
        let mut together = BTreeMap::<(usize, usize), usize>::new();
        of.iter().zip(drawn).for_each(|(&bloc, &in_draw)| {
            *together.entry((bloc, in_draw)).or_default() += 1;
        });
        for ((share, &bloc), &in_draw) in shares.iter_mut().zip(of).zip(drawn) {
            *share += (together[&(bloc, in_draw)] - 1) as f64;
        }
    }
    let mean = |(share, &bloc): (f64, &usize)| {
        let others = sizes[bloc] - 1;
        (others > 0 && !draws.is_empty()).then(|| share / (others * draws.len()) as f64)
    };
    shares.into_iter().zip(of).map(mean).collect()
}

/// Moves single nodes and merges whole blocs while that helps.
fn settle(weights: &[BTreeMap<usize, i64>], of: &mut [usize], chance: &mut Chance) {
    let mut order: Vec<usize> = (0..of.len()).collect();
    loop {
        chance.shuffle(&mut order);
        let mut moved = false;
        let mut empty = empty(of);
        for &node in &order {
            moved |= move_node(weights, of, node, &mut empty);
        }
        if !moved && !merge(weights, of) {
            return;
        }
    }
}

/// The nodes of each bloc, and numbers of blocs that have none.
struct Sizes {
    of: Vec<usize>,
    empty: Vec<usize>,
}

fn empty(of: &[usize]) -> Sizes {
    let mut sizes = vec![0; of.len()];
    of.iter().for_each(|&bloc| sizes[bloc] += 1);
    let empty = (0..of.len()).rev().filter(|&bloc| sizes[bloc] == 0).collect();
    Sizes { of: sizes, empty }
}

/// Moves a node to the bloc that pulls it most, or to one of its own.
fn move_node(
    weights: &[BTreeMap<usize, i64>],
    of: &mut [usize],
    node: usize,
    sizes: &mut Sizes,
) -> bool {
    let mut pulls = BTreeMap::<usize, i64>::new();
    for (&other, &weight) in &weights[node] {
        *pulls.entry(of[other]).or_default() += weight;
    }
    let from = of[node];
    let here = pulls.get(&from).copied().unwrap_or(0);
    let best = pulls.iter().max_by_key(|&(bloc, pull)| (*pull, std::cmp::Reverse(*bloc)));
    let to = match best {
        Some((&bloc, &pull)) if pull > here && pull >= 0 => bloc,
        _ if here < 0 => *sizes.empty.last().expect("a node that is not alone leaves one empty"),
        _ => return false,
    };
    if sizes.of[to] == 0 {
        sizes.empty.pop();
    }
    sizes.of[from] -= 1;
    sizes.of[to] += 1;
    if sizes.of[from] == 0 {
        sizes.empty.push(from);
    }
    of[node] = to;
    true
}

/// Merges blocs two by two, those with the most friends over foes between them first; whether there
/// were such.
fn merge(weights: &[BTreeMap<usize, i64>], of: &mut [usize]) -> bool {
    let mut between = BTreeMap::<(usize, usize), i64>::new();
    for (a, near) in weights.iter().enumerate() {
        for (&b, &weight) in near.range(a + 1..) {
            if of[a] != of[b] {
                *between.entry((of[a].min(of[b]), of[a].max(of[b]))).or_default() += weight;
            }
        }
    }
    let mut pairs: Vec<(i64, (usize, usize))> =
        between.into_iter().map(|(pair, weight)| (-weight, pair)).filter(|p| p.0 < 0).collect();
    pairs.sort_unstable();
    let mut into: Vec<usize> = (0..of.len()).collect();
    let mut is_taken = vec![false; of.len()];
    for &(_, (keep, gone)) in &pairs {
        if !is_taken[keep] && !is_taken[gone] {
            (is_taken[keep], is_taken[gone]) = (true, true);
            into[gone] = keep;
        }
    }
    of.iter_mut().for_each(|bloc| *bloc = into[*bloc]);
    !pairs.is_empty()
}

fn numbered(of: &[usize]) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    let number = |bloc: &usize| {
        let next = numbers.len();
        *numbers.entry(*bloc).or_insert(next)
    };
    of.iter().map(number).collect()
}

/// Proves the partition best or finds a better one: `x = 1` where two nodes are apart, and no two
/// who are each together with a third are apart (Grötschel and Wakabayashi 1989). The triangle
/// conditions are added as they are violated. Beyond [`EXACT`] nodes, or where it takes too much
/// work, the partition stays as it is.
pub fn prove(graph: &SignedGraph, found: &mut Blocs) {
    const ROUNDS: usize = 30;
    const NODES: u64 = 200;
    let n = graph.names().len();
    if n > EXACT || found.is_exact {
        return;
    }
    let weight = |edge: &super::SignedEdge| if edge.is_positive { 1.0 } else { -1.0 };
    let weights: BTreeMap<(usize, usize), f64> =
        graph.edges().iter().map(|edge| ((edge.a, edge.b), weight(edge))).collect();
    let constant = graph.edges().iter().filter(|edge| !edge.is_positive).count() as f64;
    let mut rows: Vec<[(usize, usize); 3]> = Vec::new();
    for _ in 0..ROUNDS {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let mut x = BTreeMap::<(usize, usize), Variable>::new();
        for a in 0..n {
            for b in a + 1..n {
                let weight = weights.get(&(a, b)).copied().unwrap_or(0.0);
                x.insert((a, b), program.add_binary_var(weight));
            }
        }
        for [apart, one, two] in &rows {
            let terms = [(x[apart], 1.0), (x[one], -1.0), (x[two], -1.0)];
            program.add_constraint(terms, ComparisonOp::Le, 0.0);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES);
        let Ok(outcome) = program.solve_with(options) else { return };
        if !outcome.is_optimal() {
            return;
        }
        let Ok(solution) = outcome.into_solution() else { return };
        let lower = solution.objective() + constant;
        if lower > found.disagreements as f64 - 1.0 + 1e-6 {
            found.is_exact = true;
            return;
        }
        let is_apart = |a: usize, b: usize| solution.var_value(x[&(a.min(b), a.max(b))]) > 0.5;
        let before = rows.len();
        rows.extend(violated(n, is_apart));
        if rows.len() == before {
            let first = |a: usize| (0..a).find(|&b| !is_apart(b, a)).unwrap_or(a);
            let of: Vec<usize> = (0..n).map(first).collect();
            found.disagreements = disagreements(graph, &of);
            found.of = numbered(&of);
            found.is_exact = true;
            return;
        }
    }
}

/// Triangles of which one side is apart and the other two are together.
fn violated(n: usize, is_apart: impl Fn(usize, usize) -> bool) -> Vec<[(usize, usize); 3]> {
    let mut found = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            for c in b + 1..n {
                let sides = [(a, b), (a, c), (b, c)];
                let apart = sides.map(|(p, q)| is_apart(p, q));
                if apart.iter().filter(|&&is| is).count() == 1 {
                    let at = apart.iter().position(|&is| is).expect("one is");
                    found.push([sides[at], sides[(at + 1) % 3], sides[(at + 2) % 3]]);
                }
            }
        }
    }
    found
}
