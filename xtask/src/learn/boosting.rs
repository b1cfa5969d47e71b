//! Boosted trees for a question of two answers: each tree mends what those before it got wrong.
//!
//! Trees grow by their best leaf over binned features, from a share of the examples and of the
//! features that a seeded generator draws. Everything is made of operations that give the same bits
//! on any machine, in an order that no number of threads changes.

use rayon::prelude::*;

/// The most bins of a feature.
const BINS: usize = 64;
/// About how many examples the limits of bins are taken from.
const SURVEYED: usize = 20_000;
/// The least that a split must gain.
const GAIN: f32 = 1e-3;
/// Where the generator starts.
const SEED: u64 = 7;

/// How trees grow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    pub(super) n_trees: usize,
    pub(super) n_leaves: usize,
    /// How much of its worth a leaf is given.
    pub(super) rate: f32,
    /// The share of the features, and of the examples, that a tree is grown from.
    pub(super) features: f32,
    pub(super) examples: f32,
    /// The least weight of a leaf.
    pub(super) least: f32,
    /// How strongly leaves are drawn to nothing.
    pub(super) shrinkage: f32,
}

/// An example: its features, whether it is one, how much it counts.
pub(super) type Example<'e> = (&'e [f32], bool, f32);

/// Trees whose leaves add up to the odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Forest {
    pub(super) n_features: usize,
    pub(super) base: f32,
    pub(super) trees: Vec<Vec<Node>>,
}

/// A node of a tree, in no certain order; the first is the root.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Node {
    /// What the leaf adds to the odds.
    Leaf(f32),
    /// Up to the limit one goes left.
    Split { feature: usize, bin: u8, limit: f32, left: usize, right: usize },
}

impl Forest {
    /// How likely something is by its features, from 0 to 1, as the reader reckons it.
    pub(super) fn judge(&self, features: &[f32]) -> f32 {
        let odds = self.trees.iter().fold(self.base, |sum, tree| {
            sum + worth(tree, |feature, _, limit| features[feature] <= limit)
        });
        0.5 + 0.5 * odds / (4.0 + odds * odds).sqrt()
    }
}

/// The worth of the leaf that one comes to.
fn worth(tree: &[Node], goes_left: impl Fn(usize, u8, f32) -> bool) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(worth) => return worth,
            Node::Split { feature, bin, limit, left, right } => {
                at = if goes_left(feature, bin, limit) { left } else { right };
            }
        }
    }
}

/// Learns from examples, of which there must be some of both kinds.
pub(super) fn learn(examples: &[Example<'_>], growth: &Growth) -> Forest {
    learn_binned(examples, &Bins::of(examples), growth)
}

/// The same from examples whose features were put into bins before.
pub(super) fn learn_binned(examples: &[Example<'_>], bins: &Bins, growth: &Growth) -> Forest {
    let base = base(examples);
    let mut odds = vec![base; examples.len()];
    let mut forest = Forest { n_features: bins.limits.len(), base, trees: Vec::new() };
    let mut chance = Chance(SEED);
    for _ in 0..growth.n_trees {
        let slopes: Vec<Slope> =
            examples.iter().zip(&odds).map(|(e, odds)| slope(e, *odds)).collect();
        let rows: Vec<u32> = (0..examples.len() as u32)
            .filter(|at| examples[*at as usize].2 > 0.0 && chance.next() < growth.examples)
            .collect();
        let features: Vec<usize> =
            (0..bins.limits.len()).filter(|_| chance.next() < growth.features).collect();
        let tree = Grower { bins, slopes: &slopes, features: &features, growth }.grow(rows);
        for (at, odds) in odds.iter_mut().enumerate() {
            *odds += worth(&tree, |feature, bin, _| bins.of[feature][at] <= bin);
        }
        forest.trees.push(tree);
    }
    forest
}

/// The odds of all examples together, to a hundredth, as far as every machine's logarithm agrees.
fn base(examples: &[Example<'_>]) -> f32 {
    let weigh = |is: bool| examples.iter().filter(|e| e.1 == is).map(|e| f64::from(e.2)).sum();
    let [yes, no]: [f64; 2] = [true, false].map(weigh);
    ((yes / no).ln() * 100.0).round() as f32 / 100.0
}

/// The first and the second derivative of an example's loss, weighed.
type Slope = (f32, f32);

fn slope((_, is, weight): &Example<'_>, odds: f32) -> Slope {
    let likely = logistic(odds);
    (weight * (likely - f32::from(u8::from(*is))), weight * (likely * (1.0 - likely)).max(1e-6))
}

/// The logistic function, by halving and a series: the same bits on any machine.
fn logistic(odds: f32) -> f32 {
    const HALVINGS: i32 = 10;
    let x = -f64::from(odds.clamp(-30.0, 30.0)) / f64::from(1 << HALVINGS);
    let series = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x / 120.0))));
    let power = (0..HALVINGS).fold(series, |power, _| power * power);
    (1.0 / (1.0 + power)) as f32
}

/// All examples' features by bin, whatever they are examples of.
pub(super) struct Bins {
    /// For each feature the limits between bins.
    limits: Vec<Vec<f32>>,
    /// For each feature the bin of each example.
    of: Vec<Vec<u8>>,
}

impl Bins {
    pub(super) fn of(examples: &[Example<'_>]) -> Self {
        let n_features = examples.first().map_or(0, |example| example.0.len());
        let limits: Vec<Vec<f32>> =
            (0..n_features).into_par_iter().map(|feature| limits(examples, feature)).collect();
        let bin =
            |limits: &Vec<f32>, value: f32| limits.partition_point(|limit| *limit < value) as u8;
        let of = limits.par_iter().enumerate();
        let of = of.map(|(at, limits)| examples.iter().map(|e| bin(limits, e.0[at])).collect());
        Self { of: of.collect(), limits }
    }
}

/// Limits between the values of a feature, or where there are many, between as many examples each.
fn limits(examples: &[Example<'_>], feature: usize) -> Vec<f32> {
    let step = (examples.len() / SURVEYED).max(1);
    let mut values: Vec<f32> = examples.iter().step_by(step).map(|e| e.0[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        return distinct.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
    }
    let mut limits: Vec<f32> = (1..BINS).map(|bin| values[bin * values.len() / BINS]).collect();
    limits.dedup();
    limits
}

/// Grows one tree.
struct Grower<'g> {
    bins: &'g Bins,
    slopes: &'g [Slope],
    features: &'g [usize],
    growth: &'g Growth,
}

/// A leaf that may be split.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f32,
    feature: usize,
    bin: u8,
}

impl Grower<'_> {
    fn grow(&self, rows: Vec<u32>) -> Vec<Node> {
        let mut nodes = vec![Node::Leaf(0.0)];
        let mut leaves = vec![self.leaf(0, rows)];
        while leaves.len() < self.growth.n_leaves {
            let gain = |at: &usize| leaves[*at].best.map_or(f32::MIN, |best| best.gain);
            let best = (0..leaves.len()).max_by(|a, b| gain(a).total_cmp(&gain(b)));
            let Some((at, split)) = best.and_then(|at| Some((at, leaves[at].best?))) else { break };
            let Leaf { node, rows, best: _ } = leaves.swap_remove(at);
            let Split { feature, bin, gain: _ } = split;
            let is_left = |row: &u32| self.bins.of[feature][*row as usize] <= bin;
            let (left_rows, right_rows): (Vec<u32>, Vec<u32>) =
                rows.iter().partition(|r| is_left(r));
            let (left, right) = (nodes.len(), nodes.len() + 1);
            let limit = self.bins.limits[feature][usize::from(bin)];
            nodes[node] = Node::Split { feature, bin, limit, left, right };
            nodes.extend([Node::Leaf(0.0); 2]);
            leaves.extend([self.leaf(left, left_rows), self.leaf(right, right_rows)]);
        }
        for Leaf { node, rows, best: _ } in &leaves {
            let (first, second) = self.sum(rows);
            nodes[*node] = Node::Leaf(-self.growth.rate * first / (second + self.growth.shrinkage));
        }
        nodes
    }

    fn leaf(&self, node: usize, rows: Vec<u32>) -> Leaf {
        let best = self.best(&rows);
        Leaf { node, rows, best }
    }

    fn sum(&self, rows: &[u32]) -> Slope {
        rows.iter().map(|row| self.slopes[*row as usize]).fold((0.0, 0.0), plus)
    }

    /// The best split of a leaf; of equal ones that by the first feature.
    fn best(&self, rows: &[u32]) -> Option<Split> {
        let splits = self.features.par_iter().filter_map(|feature| self.best_of(rows, *feature));
        let better = |a: Split, b: Split| {
            let is_b = b.gain > a.gain || (b.gain == a.gain && b.feature < a.feature);
            if is_b { b } else { a }
        };
        splits.reduce_with(better).filter(|best| best.gain > GAIN)
    }

    fn best_of(&self, rows: &[u32], feature: usize) -> Option<Split> {
        let mut sums = [(0.0, 0.0); BINS];
        for row in rows {
            let bin = usize::from(self.bins.of[feature][*row as usize]);
            sums[bin] = plus(sums[bin], self.slopes[*row as usize]);
        }
        let whole = sums.into_iter().fold((0.0, 0.0), plus);
        let Growth { least, shrinkage, .. } = *self.growth;
        let worth = |(first, second): Slope| first * first / (second + shrinkage);
        let (mut left, mut best) = ((0.0, 0.0), None::<Split>);
        for (bin, sum) in sums.iter().enumerate().take(self.bins.limits[feature].len()) {
            left = plus(left, *sum);
            let right = (whole.0 - left.0, whole.1 - left.1);
            let gain = worth(left) + worth(right) - worth(whole);
            let is_heavy = left.1 >= least && right.1 >= least;
            if is_heavy && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, feature, bin: bin as u8 });
            }
        }
        best
    }
}

fn plus(a: Slope, b: Slope) -> Slope {
    (a.0 + b.0, a.1 + b.1)
}

/// A small generator (SplitMix64) of shares.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simple_rule_is_learned() {
        let rows: Vec<[f32; 2]> = (0..400).map(|n| [(n % 20) as f32, (n / 20) as f32]).collect();
        let is = |row: &[f32; 2]| row[0] > 9.0 && row[1] > 4.0;
        let examples: Vec<Example<'_>> = rows.iter().map(|row| (&row[..], is(row), 1.0)).collect();
        let growth = Growth {
            n_trees: 40,
            n_leaves: 4,
            rate: 0.3,
            features: 1.0,
            examples: 1.0,
            least: 1.0,
            shrinkage: 1.0,
        };
        let forest = learn(&examples, &growth);
        assert!(forest.judge(&[15.0, 15.0]) > 0.9);
        assert!(forest.judge(&[5.0, 15.0]) < 0.1 && forest.judge(&[15.0, 2.0]) < 0.1);
        assert_eq!(forest, learn(&examples, &growth));
    }

    #[test]
    fn the_logistic_function_is_close() {
        for odds in [-20.0_f32, -3.0, -0.1, 0.0, 1.0, 7.5] {
            assert!((logistic(odds) - 1.0 / (1.0 + (-odds).exp())).abs() < 1e-6);
        }
    }
}
