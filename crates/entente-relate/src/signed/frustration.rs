//! The least number of ties against any split into two blocs, with a proof where one is found.
//!
//! Reductions and blocks make the problem small, local search finds a split, negative cycles prove
//! that none is better; what remains open is branched on by making the ends of a tie one node, on
//! the same side or on opposite ones. All limits are counts of work, never of time, so that the
//! answer is the same on any machine.

use super::SignedGraph;
use super::blocks::blocks;
use super::cuts::{Relaxation, Relaxed};
use super::local::{Near, along_tree, search};
use super::packing::pack;
use super::reduce::{UNIT, Weighted, cost};

/// The answer for a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frustration {
    /// Ties against the split below: no split is known to have fewer.
    pub upper: u64,
    /// No split has fewer than this.
    pub lower: u64,
    /// The side of each node; in each component its first node is on side `true`.
    pub sides: Vec<bool>,
    /// Linear programs that were solved on the way.
    pub programs: u64,
}

/// How much work may be done before bounds are given instead of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Linear programs.
    pub programs: u64,
    /// What all of them may cost together, in the units of their prices.
    pub work: usize,
    /// Ties looked along in search of cycles that give a bound where no program does.
    pub search: usize,
    /// Starts of the local search.
    pub restarts: usize,
    /// Nodes looked at in one walk of it: on networks of more than some thousand nodes, walks are
    /// shorter.
    pub walk: usize,
    /// Ties of a core beyond which no linear program is tried.
    pub ties: usize,
}

impl Effort {
    /// Local search alone: the split is good, and of the bound below nothing is known.
    pub fn search_only(restarts: usize, walk: usize) -> Self {
        Self { programs: 0, work: 0, search: 0, restarts, walk, ties: 0 }
    }
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            programs: 2_000,
            work: 2_000,
            search: 150_000_000,
            restarts: 20,
            walk: 20_000_000,
            ties: 20_000,
        }
    }
}

impl Frustration {
    /// Whether the split is proved to be best.
    pub fn is_exact(&self) -> bool {
        self.lower == self.upper
    }

    /// Edges against the split.
    pub fn frustrated(&self, graph: &SignedGraph) -> Vec<usize> {
        let against = |at: &usize| {
            let edge = graph.edges()[*at];
            (self.sides[edge.a] == self.sides[edge.b]) != edge.is_positive
        };
        (0..graph.edges().len()).filter(against).collect()
    }
}

/// Finds the frustration of a graph.
pub fn frustration(graph: &SignedGraph, effort: Effort) -> Frustration {
    let n = graph.names().len();
    let tie =
        |edge: &super::SignedEdge| (edge.a, edge.b, if edge.is_positive { UNIT } else { -UNIT });
    let ties: Vec<_> = graph.edges().iter().map(tie).collect();
    let mut solver = Solver { effort, programs: 0, spent: 0 };
    let solved = solver.solve(Weighted::new(n, ties.iter().copied()), None);
    let sides = settle(graph, solved.sides);
    debug_assert_eq!(solved.cost, cost(&ties, &sides), "reductions keep the cost");
    let lower = solved.lower.min(solved.cost).div_euclid(UNIT)
        + i64::from(solved.lower.min(solved.cost).rem_euclid(UNIT) > 0);
    Frustration {
        upper: (solved.cost / UNIT).unsigned_abs(),
        lower: lower.unsigned_abs(),
        sides,
        programs: solver.programs,
    }
}

/// Turns each component so that its first node is on side `true`.
fn settle(graph: &SignedGraph, sides: Vec<bool>) -> Vec<bool> {
    let components = graph.components();
    let mut turn = Vec::new();
    for (node, &component) in components.iter().enumerate() {
        if component == turn.len() {
            turn.push(!sides[node]);
        }
    }
    sides.iter().zip(&components).map(|(&side, &component)| side != turn[component]).collect()
}

/// A split with its cost, and what none can be below.
struct Solved {
    cost: i64,
    lower: i64,
    sides: Vec<bool>,
}

struct Solver {
    effort: Effort,
    programs: u64,
    spent: usize,
}

impl Solver {
    /// Solves a problem; a split that costs `cutoff` or more need not be proved best.
    fn solve(&mut self, mut problem: Weighted, cutoff: Option<i64>) -> Solved {
        problem.reduce();
        let ties = problem.ties();
        let n = ties.iter().map(|tie| tie.1 + 1).max().unwrap_or(0);
        let blocks = blocks(n, &ties);
        let (mut total, mut lower) = (problem.offset, problem.offset);
        let mut kept = Vec::with_capacity(ties.len());
        for block in &blocks {
            let (nodes, inner) = compact(&ties, block);
            let inner_cutoff = cutoff.filter(|_| blocks.len() == 1).map(|c| c - problem.offset);
            let solved = self.core(nodes.len(), &inner, inner_cutoff);
            total += solved.cost;
            lower += solved.lower;
            // What a block says of its ties is what counts: on which of them its split agrees.
            let signed = |&(a, b, _): &(usize, usize, i64)| {
                let weight = if solved.sides[a] == solved.sides[b] { 1 } else { -1 };
                (nodes[a], nodes[b], weight)
            };
            kept.extend(inner.iter().map(signed));
        }
        let sides = problem.unfold(along_tree(problem.len(), &kept, |_| 0.0));
        Solved { cost: total, lower, sides }
    }

    /// Solves one block.
    fn core(&mut self, n: usize, ties: &[(usize, usize, i64)], cutoff: Option<i64>) -> Solved {
        let Effort { restarts, walk, .. } = self.effort;
        let sides = search(n, ties, (restarts, walk), n as u64);
        let mut best = Solved { cost: cost(ties, &sides), lower: 0, sides };
        best.lower = best.cost.rem_euclid(UNIT);
        if !best.is_open(cutoff) {
            return best;
        }
        if ties.len() > self.effort.ties || self.programs >= self.effort.programs {
            return self.bounded(n, ties, best);
        }
        let near = Near::new(n, ties);
        let mut relaxation = Relaxation::new(n, ties);
        let mut at = relaxation.start();
        while best.is_open(cutoff) {
            let found = relaxation.cut(&at, &best.sides);
            if found == 0 {
                return self.branch(n, ties, best, &at, cutoff);
            }
            let price = relaxation.price(&at);
            if self.programs >= self.effort.programs || self.spent + price > self.effort.work {
                return self.bounded(n, ties, best);
            }
            self.programs += 1;
            self.spent += price;
            let Some(relaxed) = relaxation.solve() else { return best };
            if relaxed.value > at.value + 1e-4 * UNIT as f64 {
                relaxation.forget_slack(&relaxed);
            }
            at = relaxed;
            best.raise(at.value);
            let mut sides = along_tree(n, ties, |tie| at.frustrated[tie]);
            near.descend(&mut sides);
            best.offer(cost(ties, &sides), sides);
        }
        best
    }

    /// What is known when no further program may be solved: at least what cycles without a common
    /// tie prove.
    fn bounded(&mut self, n: usize, ties: &[(usize, usize, i64)], mut best: Solved) -> Solved {
        let packed = pack(n, ties, &mut self.effort.search);
        best.raise(packed as f64);
        best
    }

    /// Tries a doubtful tie both ways.
    fn branch(
        &mut self,
        n: usize,
        ties: &[(usize, usize, i64)],
        mut best: Solved,
        at: &Relaxed,
        cutoff: Option<i64>,
    ) -> Solved {
        let doubt = |tie: &usize| {
            let f = at.frustrated[*tie];
            f.min(1.0 - f) * ties[*tie].2.abs() as f64
        };
        let most = (0..ties.len()).max_by(|a, b| doubt(a).total_cmp(&doubt(b)));
        let Some(tie) = most.filter(|tie| doubt(tie) > 0.0) else { return best };
        let (a, b, _) = ties[tie];
        let first = best.sides[a] == best.sides[b];
        let mut lower = i64::MAX;
        for same in [first, !first] {
            let mut child = Weighted::new(n, ties.iter().copied());
            child.join(b, a, same);
            let limit = cutoff.map_or(best.cost, |cutoff| cutoff.min(best.cost));
            let solved = self.solve(child, Some(limit));
            lower = lower.min(solved.lower);
            best.offer(solved.cost, solved.sides);
        }
        best.lower = best.lower.max(lower.min(best.cost));
        best
    }
}

impl Solved {
    /// Whether a better split that matters may exist.
    fn is_open(&self, cutoff: Option<i64>) -> bool {
        self.lower < cutoff.map_or(self.cost, |cutoff| cutoff.min(self.cost))
    }

    /// Raises the lower bound to a value, and on to the next that a split can have: the costs of
    /// all splits of a block differ by whole ties.
    fn raise(&mut self, value: f64) {
        // What the solver's rounding may be off.
        let safe = value - 1e-5 * UNIT as f64;
        let whole = ((safe - self.cost as f64) / UNIT as f64).ceil() as i64;
        self.lower = self.lower.max(self.cost + whole * UNIT);
    }

    fn offer(&mut self, cost: i64, sides: Vec<bool>) {
        if cost < self.cost {
            self.cost = cost;
            self.sides = sides;
        }
    }
}

/// The nodes of a block, and its ties between their places in that list.
fn compact(
    ties: &[(usize, usize, i64)],
    block: &[usize],
) -> (Vec<usize>, Vec<(usize, usize, i64)>) {
    let mut nodes: Vec<usize> = block.iter().flat_map(|&at| [ties[at].0, ties[at].1]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let place = |node| nodes.binary_search(&node).expect("every end of a tie is in the list");
    let mut block = block.to_vec();
    block.sort_unstable();
    let inner = block.iter().map(|&at| (place(ties[at].0), place(ties[at].1), ties[at].2));
    let inner = inner.collect();
    (nodes, inner)
}
