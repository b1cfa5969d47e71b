//! Lower bounds by linear programming over negative cycles.
//!
//! A set of ties is a frustrated set of some split exactly if it meets every negative cycle. So
//! the least frustration is a covering problem, `min w f` with `f(C) >= 1` for each negative cycle
//! `C` and `0 <= f <= 1`, whose relaxation is solved with the few cycles that matter: those that
//! the last solution violates, found as shortest paths from a node to itself with the other sign.

use std::collections::{BTreeSet, BinaryHeap};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::reduce::UNIT;

type Tie = (usize, usize, i64);

/// What is far enough below 1 to be worth a cut; what is nearer is rounding.
const VIOLATED: f64 = 1.0 - 1e-4;

/// The relaxation of one core, with the cycles found so far.
pub(super) struct Relaxation<'t> {
    ties: &'t [Tie],
    near: Vec<Vec<(usize, usize)>>,
    rows: Vec<Vec<usize>>,
    known: BTreeSet<Vec<usize>>,
}

/// A solution of the relaxation.
#[derive(Clone, Debug)]
pub(super) struct Relaxed {
    /// Its value: no split costs less, in the ties' own weights.
    pub(super) value: f64,
    /// How far each tie is frustrated, from 0 to 1.
    pub(super) frustrated: Vec<f64>,
}

impl<'t> Relaxation<'t> {
    pub(super) fn new(n: usize, ties: &'t [Tie]) -> Self {
        let mut near = vec![Vec::new(); n];
        for (at, &(a, b, _)) in ties.iter().enumerate() {
            near[a].push((b, at));
            near[b].push((a, at));
        }
        Self { ties, near, rows: Vec::new(), known: BTreeSet::new() }
    }

    /// What solving it will cost, judged by the last solution; a unit is some hundredth of a second.
    ///
    /// Pivots are as many as cycles. Each looks at all ties and cycles, and at every pair of ties
    /// that are neither satisfied nor frustrated: these are what makes dense networks hard.
    pub(super) fn price(&self, at: &Relaxed) -> usize {
        let open = at.frustrated.iter().filter(|&&f| f > 1e-6 && f < 1.0 - 1e-6).count();
        let (ties, cycles) = (self.ties.len(), self.rows.len());
        1 + cycles * (ties + cycles) / 1_000_000 + cycles * open * open / 2_000_000
    }

    /// Nothing is frustrated: where the search for cycles begins.
    pub(super) fn start(&self) -> Relaxed {
        Relaxed { value: 0.0, frustrated: vec![0.0; self.ties.len()] }
    }

    /// Solves the program with the present cycles; `None` if the solver gives up.
    pub(super) fn solve(&self) -> Option<Relaxed> {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let weight = |tie: &Tie| tie.2.abs() as f64 / UNIT as f64;
        let ties = self.ties.iter();
        let variables: Vec<Variable> =
            ties.map(|tie| program.add_var(weight(tie), (0.0, 1.0))).collect();
        for row in &self.rows {
            let terms: Vec<_> = row.iter().map(|&tie| (variables[tie], 1.0)).collect();
            program.add_constraint(terms, ComparisonOp::Ge, 1.0);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        let value = |&variable: &Variable| solution.var_value(variable).clamp(0.0, 1.0);
        Some(Relaxed {
            value: solution.objective() * UNIT as f64,
            frustrated: variables.iter().map(value).collect(),
        })
    }

    /// Forgets the cycles that do not hold the solution in place.
    pub(super) fn forget_slack(&mut self, at: &Relaxed) {
        let Self { rows, known, .. } = self;
        rows.retain(|row| {
            let is_tight = length(row, &at.frustrated) < 1.0 + 1e-6;
            if !is_tight {
                known.remove(row);
            }
            is_tight
        });
    }

    /// Adds cycles that a solution violates, and says how many. Each negative cycle passes one of
    /// the nodes where a split is frustrated, so that only those are searched.
    pub(super) fn cut(&mut self, at: &Relaxed, sides: &[bool]) -> usize {
        let mut found = BTreeSet::new();
        let mut paths = Paths::new(self.near.len());
        for source in self.sources(sides) {
            let frustrated = &at.frustrated;
            for cycle in paths.cycles_through(source, &self.near, self.ties, frustrated, 0.0).0 {
                if !self.known.contains(&cycle) {
                    found.insert(cycle);
                }
            }
        }
        self.rows.extend(found.iter().cloned());
        let n = found.len();
        self.known.append(&mut found);
        n
    }

    /// Nodes that together touch every frustrated tie of a split.
    fn sources(&self, sides: &[bool]) -> Vec<usize> {
        let frustrated = |&&(a, b, weight): &&Tie| (sides[a] == sides[b]) != (weight > 0);
        let mut degrees = vec![0; self.near.len()];
        let against: Vec<&Tie> = self.ties.iter().filter(frustrated).collect();
        for &&(a, b, _) in &against {
            degrees[a] += 1;
            degrees[b] += 1;
        }
        let mut chosen = BTreeSet::new();
        for &&(a, b, _) in &against {
            if !chosen.contains(&a) && !chosen.contains(&b) {
                chosen.insert(if degrees[a] >= degrees[b] { a } else { b });
            }
        }
        chosen.into_iter().collect()
    }
}

fn length(cycle: &[usize], lengths: &[f64]) -> f64 {
    cycle.iter().map(|&tie| lengths[tie]).sum()
}

/// Shortest paths in the signed double cover: place `2 v + s` is node `v` reached with sign `s`.
///
/// One serves for many sources: only the places that were met are made ready again.
pub(super) struct Paths {
    source: usize,
    distance: Vec<f64>,
    /// The place before and the tie taken.
    before: Vec<(usize, usize)>,
    /// Places with a distance.
    met: Vec<usize>,
    open: BinaryHeap<Open>,
}

/// A place to go on from, nearest first; among equals the one with fewer ties.
#[derive(PartialEq)]
struct Open {
    distance: f64,
    place: usize,
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.distance.total_cmp(&self.distance).then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Paths {
    pub(super) fn new(n: usize) -> Self {
        Self {
            source: 0,
            distance: vec![f64::INFINITY; 2 * n],
            before: vec![(usize::MAX, usize::MAX); 2 * n],
            met: Vec::new(),
            open: BinaryHeap::new(),
        }
    }

    /// Short negative cycles through a node, at most one a tie of it, each sorted; and how many ties
    /// were looked along in search of them. No tie is shorter than `least`.
    pub(super) fn cycles_through(
        &mut self,
        source: usize,
        near: &[Vec<(usize, usize)>],
        ties: &[Tie],
        lengths: &[f64],
        least: f64,
    ) -> (Vec<Vec<usize>>, usize) {
        let looked = self.walk(source, near, ties, lengths, least);
        let mut cycles = Vec::new();
        for &(last, tie) in &near[source] {
            let side = usize::from(ties[tie].2 > 0);
            let end = 2 * last + side;
            if self.distance[end] + lengths[tie] < VIOLATED {
                let cycle = self.cycle(end, tie);
                if length(&cycle, lengths) < VIOLATED {
                    cycles.push(cycle);
                }
            }
        }
        (cycles, looked)
    }

    /// Finds the paths from a node; gives how many ties were looked along.
    fn walk(
        &mut self,
        source: usize,
        near: &[Vec<(usize, usize)>],
        ties: &[Tie],
        lengths: &[f64],
        least: f64,
    ) -> usize {
        // A little for each tie, so that short cycles come before long ones.
        const STEP: f64 = 1e-6;
        self.source = source;
        self.met.drain(..).for_each(|place| self.distance[place] = f64::INFINITY);
        let mut looked = 0;
        self.reach(2 * source, 0.0, (usize::MAX, usize::MAX));
        while let Some(Open { distance: so_far, place }) = self.open.pop() {
            // Beyond the source's other sign a walk would close twice.
            if so_far > self.distance[place] || place == 2 * source + 1 {
                continue;
            }
            // One more tie and the one that closes the cycle would make it too long.
            if so_far + 2.0 * least >= VIOLATED {
                continue;
            }
            looked += near[place / 2].len();
            for &(other, tie) in &near[place / 2] {
                let next = 2 * other + ((place & 1) ^ usize::from(ties[tie].2 < 0));
                let there = so_far + lengths[tie] + STEP;
                if there < self.distance[next] && there < VIOLATED {
                    self.reach(next, there, (place, tie));
                }
            }
        }
        looked
    }

    fn reach(&mut self, place: usize, distance: f64, before: (usize, usize)) {
        if self.distance[place] == f64::INFINITY {
            self.met.push(place);
        }
        self.distance[place] = distance;
        self.before[place] = before;
        self.open.push(Open { distance, place });
    }

    /// The ties of the simple negative cycle inside the closed walk that a last tie completes.
    fn cycle(&self, end: usize, last: usize) -> Vec<usize> {
        // From the end back to the source: nodes, and the tie that leads to each from the next.
        let mut nodes = vec![self.source, end / 2];
        let mut walked = vec![last];
        let mut place = end;
        while place != 2 * self.source {
            let (earlier, tie) = self.before[place];
            walked.push(tie);
            nodes.push(earlier / 2);
            place = earlier;
        }
        // Where a node is met twice it is with both signs; the innermost pair bounds a simple cycle.
        let mut met = std::collections::BTreeMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if let Some(first) = met.insert(*node, at) {
                let mut cycle = walked[first..at].to_vec();
                cycle.sort_unstable();
                return cycle;
            }
        }
        unreachable!("the walk ends where it begins");
    }
}
