//! How a pair of states stands: cooperation and conflict, each against what coverage alone gives.
//!
//! A [`Record`] is made of [`Act`]s, which are happenings with their weight and the independent
//! clusters of sources that tell of them. [`Record::view`] weighs them as of a day by half-lives
//! and fits what coverage would give; [`View::tie`] compares a pair with it. The two sides are
//! never netted: enemies deal with each other more than strangers do.

use std::ops::Range;

use jiff::civil::Date;
use smallvec::SmallVec;

use crate::chance::Chance;
use crate::coverage::Coverage;

/// Cooperation or conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Positive tone.
    Cooperation,
    /// Negative tone.
    Conflict,
}

/// Clusters of sources. Most happenings have one or two, and there may be millions.
pub type Clusters = SmallVec<[u32; 2]>;

/// A happening as it counts for ties.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Number of the actor.
    pub actor: usize,
    /// Number of the recipient.
    pub recipient: usize,
    /// When it began.
    pub day: Date,
    /// Its side.
    pub side: Side,
    /// Its weight within the side; 1 on average.
    pub weight: f64,
    /// The clusters of sources that report it, sorted; never empty.
    pub clusters: Clusters,
}

/// All acts between a number of states.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// How many states there are.
    pub states: usize,
    /// The acts; each between two different states.
    pub acts: Vec<Act>,
}

/// How ties are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spec {
    /// Days after which an act of cooperation weighs half.
    pub half_life_cooperation: f64,
    /// Days after which an act of conflict weighs half.
    pub half_life_conflict: f64,
    /// Pseudo-acts, observed and expected, that draw a ratio to 1.
    pub kappa: f64,
    /// Draws of the bootstrap; with 0 the interval is that of the gamma distribution with the
    /// bootstrap's mean and variance, which is quick enough for all pairs of a system.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// Clusters below which no interval is given.
    pub least_clusters: usize,
    /// Expected acts from which silence says something: there Poisson's chance of none is 0.05.
    pub least_expected: f64,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            half_life_cooperation: 4.0 * YEAR,
            half_life_conflict: 0.5 * YEAR,
            kappa: 2.0,
            draws: 1_000,
            seed: 1,
            least_clusters: 5,
            least_expected: 3.0,
        }
    }
}

/// Days of a year.
pub const YEAR: f64 = 365.25;

/// A record weighed as of a day.
#[derive(Clone, Debug)]
pub struct View<'r> {
    record: &'r Record,
    spec: Spec,
    weighing: Weighing,
    coverage: [Coverage; 2],
    /// Share of the side in all acts.
    shares: [f64; 2],
}

/// What an act weighs in a view, beside its own weight.
#[derive(Clone, Debug)]
enum Weighing {
    /// By its age on a day, for each side. Acts are many and ages few.
    Fading { day: Date, by_age: [Vec<f64>; 2] },
    /// One, if it happened after a day, up to another.
    Within { after: Date, to: Date },
}

impl Weighing {
    /// The weight that an act would have on each side.
    fn weigh(&self, act: &Act) -> [f64; 2] {
        match self {
            Self::Fading { day, by_age: [cooperation, conflict] } => {
                let age = usize::try_from(crate::length(act.day, *day)).unwrap_or(usize::MAX);
                let of = |weights: &Vec<f64>| weights.get(age).copied().unwrap_or(0.0);
                [of(cooperation), of(conflict)]
            }
            Self::Within { after, to } => {
                [f64::from(u8::from(act.day > *after && act.day <= *to)); 2]
            }
        }
    }
}

/// One side of a tie.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Weighted acts.
    pub observed: f64,
    /// What coverage would give.
    pub expected: f64,
    /// Shrunk ratio of the two: above 1 more than expected.
    pub ratio: f64,
    /// The ratio's 90 % interval, where there are sources enough or silence is telling.
    pub interval: Option<(f64, f64)>,
    /// Shape of the gamma distribution that has the bootstrap's mean and variance.
    pub shape: f64,
    /// Acts.
    pub acts: usize,
    /// Independent clusters of sources behind them.
    pub clusters: usize,
    /// Share of the first state's acts in what is observed; none if there is nothing.
    pub initiative: Option<f64>,
    /// The lesser direction over the greater.
    pub reciprocity: Option<f64>,
}

/// What a tie is, as far as the intervals tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// More cooperation and less conflict than expected.
    Friendly,
    /// Less cooperation and more conflict.
    Hostile,
    /// More of both.
    EngagedRivals,
    /// Less of both.
    Distant,
    /// An interval lies across 1, or there are too few sources for one.
    Unclear,
    /// Nothing is known, and little would be even if there were something.
    NotCovered,
}

impl Kind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Friendly => "friendly",
            Self::Hostile => "hostile",
            Self::EngagedRivals => "engaged rivals",
            Self::Distant => "distant",
            Self::Unclear => "unclear",
            Self::NotCovered => "not covered",
        }
    }
}

/// How two states stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What the tie is.
    pub kind: Kind,
    /// Cooperation.
    pub cooperation: Ratio,
    /// Conflict.
    pub conflict: Ratio,
}

/// A year against the one before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The later ratio over the earlier.
    pub quotient: f64,
    /// Its 90 % interval, where both years have sources enough.
    pub interval: Option<(f64, f64)>,
}

impl Trend {
    /// 1 for up, -1 for down, 0 where the interval has 1 in it or there is none.
    pub fn direction(&self) -> i8 {
        match self.interval {
            Some((low, _)) if low > 1.0 => 1,
            Some((_, high)) if high < 1.0 => -1,
            _ => 0,
        }
    }
}

impl Record {
    /// Weighs the record as of a day; acts after it do not count.
    pub fn view(&self, day: Date, spec: Spec) -> View<'_> {
        let ages = self.acts.iter().map(|act| crate::length(act.day, day));
        let oldest = ages.max().unwrap_or_default();
        let half_lives = [spec.half_life_cooperation, spec.half_life_conflict];
        let fade = |half_life| (0..=oldest).map(|age| fade(f64::from(age), half_life)).collect();
        self.weighed(spec, Weighing::Fading { day, by_age: half_lives.map(fade) })
    }

    /// Weighs alike what happened after a day, up to another.
    pub fn window(&self, after: Date, to: Date, spec: Spec) -> View<'_> {
        self.weighed(spec, Weighing::Within { after, to })
    }

    fn weighed(&self, spec: Spec, weighing: Weighing) -> View<'_> {
        let mut volumes = [vec![0.0; self.states], vec![0.0; self.states]];
        let mut sums = [0.0; 2];
        for act in &self.acts {
            let weights = weighing.weigh(act).map(|weight| act.weight * weight);
            for (volumes, weight) in volumes.iter_mut().zip(weights) {
                volumes[act.actor] += weight;
                volumes[act.recipient] += weight;
            }
            sums[act.side as usize] += weights[act.side as usize];
        }
        let coverage = volumes.map(|volumes| Coverage::fit(&volumes));
        let share = |side: Side| {
            let (sum, total) = (sums[side as usize], coverage[side as usize].total());
            if total > 0.0 { sum / total } else { 0.0 }
        };
        let shares = [share(Side::Cooperation), share(Side::Conflict)];
        View { record: self, spec, weighing, coverage, shares }
    }

    /// The numbers of the acts between two states, in either direction.
    pub fn between(&self, a: usize, b: usize) -> Vec<usize> {
        let is_between = |act: &Act| {
            (act.actor, act.recipient) == (a, b) || (act.actor, act.recipient) == (b, a)
        };
        (0..self.acts.len()).filter(|&at| is_between(&self.acts[at])).collect()
    }
}

impl View<'_> {
    /// How two states stand; `acts` are the numbers of the acts between them.
    pub fn tie(&self, a: usize, b: usize, acts: &[usize]) -> Standing {
        let cooperation = self.ratio(Side::Cooperation, a, b, acts);
        let conflict = self.ratio(Side::Conflict, a, b, acts);
        Standing { kind: self.kind(&cooperation, &conflict), cooperation, conflict }
    }

    /// The tie of two states of which at least one is unknown.
    pub fn unknown(&self) -> Standing {
        let none = Ratio {
            observed: 0.0,
            expected: 0.0,
            ratio: 1.0,
            interval: None,
            shape: self.spec.kappa,
            acts: 0,
            clusters: 0,
            initiative: None,
            reciprocity: None,
        };
        Standing { kind: Kind::NotCovered, cooperation: none.clone(), conflict: none }
    }

    fn kind(&self, cooperation: &Ratio, conflict: &Ratio) -> Kind {
        let least = self.spec.least_expected;
        let is_silent = |ratio: &Ratio| ratio.acts == 0 && ratio.expected < least;
        if is_silent(cooperation) && is_silent(conflict) {
            return Kind::NotCovered;
        }
        match (cooperation.place(), conflict.place()) {
            (1, -1) => Kind::Friendly,
            (-1, 1) => Kind::Hostile,
            (1, 1) => Kind::EngagedRivals,
            (-1, -1) => Kind::Distant,
            _ => Kind::Unclear,
        }
    }

    /// What coverage gives for a pair on a side.
    pub fn expected(&self, side: Side, a: usize, b: usize) -> f64 {
        self.coverage[side as usize].expected(a, b) * self.shares[side as usize]
    }

    /// One side of the tie of two states.
    pub fn ratio(&self, side: Side, a: usize, b: usize, acts: &[usize]) -> Ratio {
        let known = self.weigh(side, acts);
        let expected = self.expected(side, a, b);
        let kappa = self.spec.kappa;
        let observed: f64 = known.iter().map(|(_, weight)| weight).sum();
        let from_a: f64 =
            known.iter().filter(|(act, _)| act.actor == a).map(|(_, weight)| weight).sum();
        let from_b = observed - from_a;
        let groups = groups(&known);
        let ratio = (observed + kappa) / (expected + kappa);
        let shape = square(kappa + observed) / (kappa + groups.variance());
        let interval = |_| match self.spec.draws {
            0 => gamma_interval(shape, ratio),
            _ => quantiles(&mut self.draws(&groups, expected)),
        };
        let can_tell = self.can_tell(groups.clusters, observed, expected);
        let is_seen = observed > 0.0;
        Ratio {
            observed,
            expected,
            ratio,
            interval: Some(()).filter(|()| can_tell).map(interval),
            shape,
            acts: known.len(),
            clusters: groups.clusters,
            initiative: is_seen.then(|| from_a / observed),
            reciprocity: is_seen.then(|| from_a.min(from_b) / from_a.max(from_b)),
        }
    }

    /// The quotient of a side's ratio here and in an earlier view.
    pub fn trend(&self, earlier: &Self, side: Side, a: usize, b: usize, acts: &[usize]) -> Trend {
        let sides = [self, earlier].map(|view| {
            let known = view.weigh(side, acts);
            let observed: f64 = known.iter().map(|(_, weight)| weight).sum();
            let expected = view.expected(side, a, b);
            let groups = groups(&known);
            let can_tell = view.can_tell(groups.clusters, observed, expected);
            let ratio = (observed + view.spec.kappa) / (expected + view.spec.kappa);
            (ratio, can_tell, view.draws(&groups, expected))
        });
        let [(now, can_now, draws_now), (then, can_then, draws_then)] = sides;
        // The second view's draws are turned by one, so that the two are not drawn alike.
        let turned = draws_then.iter().cycle().skip(1);
        let mut quotients: Vec<f64> = draws_now.iter().zip(turned).map(|(a, b)| a / b).collect();
        let interval = (can_now && can_then).then(|| quantiles(&mut quotients));
        Trend { quotient: now / then, interval }
    }

    /// An interval needs sources, or silence where a usual pair would be heard of: that little is
    /// told of two who are much covered is told by all that is told of others.
    fn can_tell(&self, clusters: usize, observed: f64, expected: f64) -> bool {
        let is_quiet = expected >= self.spec.least_expected && observed < expected;
        clusters >= self.spec.least_clusters || is_quiet
    }

    /// The acts of a side that weigh anything, with their weights.
    fn weigh(&self, side: Side, acts: &[usize]) -> Vec<(&Act, f64)> {
        let acts = acts.iter().map(|&at| &self.record.acts[at]).filter(|act| act.side == side);
        let known = acts.map(|act| (act, self.weighing.weigh(act)[side as usize]));
        let known = known.filter(|(_, weight)| *weight > 0.0);
        known.map(|(act, weight)| (act, act.weight * weight)).collect()
    }

    /// Draws of a ratio: the Bayesian bootstrap (Rubin 1981) over clusters, on top of the prior.
    ///
    /// Each cluster's weight is exponential, as Dirichlet weights times a gamma total are. Where
    /// every cluster tells of one act of weight 1, this is the Gamma-Poisson posterior itself;
    /// where a cluster tells of many, or acts weigh differently, it is as much wider as it must.
    /// An act that several clusters report takes the mean of their weights.
    fn draws(&self, groups: &Groups, expected: f64) -> Vec<f64> {
        let Spec { kappa, draws, seed, .. } = self.spec;
        let mut chance = Chance::new(seed);
        let mut drawn = vec![0.0; groups.clusters];
        let ratio = |_| {
            let prior = chance.gamma(kappa);
            drawn.iter_mut().for_each(|weight| *weight = chance.exponential());
            let weight = |of: &[usize]| of.iter().map(|&c| drawn[c]).sum::<f64>() / of.len() as f64;
            let seen: f64 = groups.acts().map(|(of, sum)| weight(of) * sum).sum();
            (prior + seen) / (expected + kappa)
        };
        (0..draws).map(ratio).collect()
    }
}

impl Ratio {
    /// How likely the ratio is above 1, by the distribution of [`gamma_interval`].
    pub fn above_one(&self) -> f64 {
        let Self { ratio, shape, .. } = *self;
        let root = libm::cbrt(1.0 / ratio) - 1.0 + 1.0 / (9.0 * shape);
        0.5 * libm::erfc(root * 3.0 * libm::sqrt(shape) * std::f64::consts::FRAC_1_SQRT_2)
    }

    /// 1 above, -1 below, 0 across 1 or unknown.
    pub fn place(&self) -> i8 {
        match self.interval {
            Some((low, _)) if low > 1.0 => 1,
            Some((_, high)) if high < 1.0 => -1,
            _ => 0,
        }
    }
}

/// The weight of acts by the clusters that report them.
struct Groups {
    /// Where each group's clusters stand in the list, and its weight.
    acts: Vec<(Range<usize>, f64)>,
    places: Vec<usize>,
    clusters: usize,
}

impl Groups {
    /// The clusters of each group, and its weight.
    fn acts(&self) -> impl Iterator<Item = (&[usize], f64)> {
        self.acts.iter().map(|(of, sum)| (&self.places[of.clone()], *sum))
    }

    /// What the sum varies by if each cluster's weight varies by 1 around 1.
    fn variance(&self) -> f64 {
        let mut sums = vec![0.0; self.clusters];
        for (of, sum) in self.acts() {
            of.iter().for_each(|&cluster| sums[cluster] += sum / of.len() as f64);
        }
        sums.iter().map(|sum| sum * sum).sum()
    }
}

/// Sums acts that the same clusters report, and numbers these clusters from 0.
fn groups(known: &[(&Act, f64)]) -> Groups {
    let mut numbers: Vec<u32> = known.iter().flat_map(|(act, _)| &act.clusters).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut weights: Vec<(&[u32], f64)> =
        known.iter().map(|(act, weight)| (act.clusters.as_slice(), *weight)).collect();
    // Stable, so that weights are added in the order of the acts.
    weights.sort_by_key(|(clusters, _)| *clusters);
    let place = |c: &u32| numbers.binary_search(c).expect("every cluster is in the list");
    let (mut acts, mut places) = (Vec::new(), Vec::with_capacity(weights.len()));
    for same in weights.chunk_by(|(one, _), (other, _)| one == other) {
        let from = places.len();
        places.extend(same[0].0.iter().map(place));
        acts.push((from..places.len(), same.iter().map(|(_, weight)| weight).sum()));
    }
    Groups { acts, places, clusters: numbers.len() }
}

fn square(x: f64) -> f64 {
    x * x
}

/// The 5 % and 95 % quantiles of a gamma distribution of a shape and mean (Wilson and Hilferty
/// 1931), within a few percent for shapes from 1 on.
pub fn gamma_interval(shape: f64, mean: f64) -> (f64, f64) {
    const Z: f64 = 1.644_853_626_951_472_2;
    let at = |z: f64| {
        let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape));
        mean * root.max(0.0) * root.max(0.0) * root.max(0.0)
    };
    (at(-Z), at(Z))
}

/// The 5 % and 95 % quantiles.
fn quantiles(draws: &mut [f64]) -> (f64, f64) {
    draws.sort_by(f64::total_cmp);
    let at = |share: f64| draws[((draws.len() as f64 - 1.0) * share).round() as usize];
    (at(0.05), at(0.95))
}

/// What is left of a weight of 1 after an age, in the unit of the half-life.
pub fn fade(age: f64, half_life: f64) -> f64 {
    libm::exp2(-age / half_life)
}

/// Days from one day to another; negative if that is earlier.
pub fn days_between(from: Date, to: Date) -> f64 {
    f64::from(crate::length(from, to))
}
