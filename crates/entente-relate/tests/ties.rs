//! Intervals of ties: how often they hold the truth, and what must never change them.

use entente_relate::chance::Chance;
use entente_relate::coverage::Coverage;
use entente_relate::tie::{Act, Kind, Record, Side, Spec};
use jiff::civil::{Date, date};

const DAY: Date = date(2020, 6, 1);
const STATES: usize = 24;

fn act(actor: usize, recipient: usize, side: Side, clusters: &[u32]) -> Act {
    Act { actor, recipient, day: DAY, side, weight: 1.0, clusters: clusters.into() }
}

/// A world of known rates: pairs deal as their sizes and a factor of their own have it. Acts come
/// in stories of one to three, each told by one wire that others copy.
fn world(chance: &mut Chance) -> (Record, Vec<f64>) {
    let sizes: Vec<f64> = (0..STATES).map(|_| 1.5 + 3.0 * chance.share()).collect();
    let (mut acts, mut rates) = (Vec::new(), vec![0.0; STATES * STATES]);
    let mut cluster = 0;
    for a in 0..STATES {
        for b in a + 1..STATES {
            for side in [Side::Cooperation, Side::Conflict] {
                let rate = sizes[a] * sizes[b] * chance.gamma(2.0) / 2.0;
                if side == Side::Conflict {
                    rates[a * STATES + b] = rate;
                } else {
                    rates[b * STATES + a] = rate;
                }
                // Half of the stories tell of one act, the others of two or three.
                for _ in 0..chance.poisson(rate / 1.75) {
                    cluster += 1;
                    let n = if chance.share() < 0.5 { 1 } else { 2 + chance.below(2) };
                    let ends = if chance.share() < 0.5 { (a, b) } else { (b, a) };
                    acts.extend((0..n).map(|_| act(ends.0, ends.1, side, &[cluster])));
                }
            }
        }
    }
    (Record { states: STATES, acts }, rates)
}

/// The true ratios of all pairs: rates over what coverage of true rates gives.
struct Truth {
    rates: Vec<f64>,
    coverage: Coverage,
    shares: [f64; 2],
}

impl Truth {
    fn new(rates: Vec<f64>) -> Self {
        let both = |a: usize, b: usize| rates[a * STATES + b] + rates[b * STATES + a];
        let volume = |a: usize| (0..STATES).filter(|&b| b != a).map(|b| both(a, b)).sum::<f64>();
        let volumes: Vec<f64> = (0..STATES).map(volume).collect();
        let total = volumes.iter().sum::<f64>() / 2.0;
        let mut shares = [0.0; 2];
        for a in 0..STATES {
            for b in a + 1..STATES {
                shares[0] += rates[b * STATES + a] / total;
                shares[1] += rates[a * STATES + b] / total;
            }
        }
        Self { coverage: Coverage::fit(&volumes), rates, shares }
    }

    fn ratio(&self, side: Side, a: usize, b: usize) -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let rate = match side {
            Side::Conflict => self.rates[low * STATES + high],
            Side::Cooperation => self.rates[high * STATES + low],
        };
        rate / (self.coverage.expected(a, b) * self.shares[side as usize])
    }
}

/// The share of intervals that hold the truth, for a number of draws.
fn held(draws: usize, worlds: u64) -> f64 {
    let (mut inside, mut all) = (0, 0);
    for seed in 0..worlds {
        let mut chance = Chance::new(100 + seed);
        let (record, rates) = world(&mut chance);
        let view = record.view(DAY, Spec { draws, ..Spec::default() });
        let truth = Truth::new(rates);
        for a in 0..STATES {
            for b in a + 1..STATES {
                let acts = record.between(a, b);
                for side in [Side::Cooperation, Side::Conflict] {
                    let Some((low, high)) = view.ratio(side, a, b, &acts).interval else {
                        continue;
                    };
                    let ratio = truth.ratio(side, a, b);
                    inside += u32::from(low <= ratio && ratio <= high);
                    all += 1;
                }
            }
        }
    }
    assert!(all > 400, "{all} intervals");
    f64::from(inside) / f64::from(all)
}

#[test]
fn nine_in_ten_intervals_hold_the_truth() {
    let share = held(200, 3);
    assert!((0.86..=0.94).contains(&share), "{share}");
}

#[test]
fn the_quick_interval_holds_it_as_often() {
    let share = held(0, 4);
    assert!((0.86..=0.94).contains(&share), "{share}");
}

#[test]
fn a_copy_never_narrows_an_interval() {
    let mut chance = Chance::new(5);
    for _ in 0..10 {
        let (mut record, _) = world(&mut chance);
        record.acts.truncate(400);
        let (a, b) = (record.acts[0].actor, record.acts[0].recipient);
        let ratio = |record: &Record| {
            let acts = record.between(a, b);
            record.view(DAY, Spec::default()).ratio(record.acts[0].side, a, b, &acts)
        };
        let before = ratio(&record);
        // A further report of the same story adds no cluster to the act.
        let clusters = record.acts[0].clusters.clone();
        record.acts[0].clusters.extend(clusters);
        record.acts[0].clusters.dedup();
        assert_eq!(ratio(&record), before);
    }
}

#[test]
fn another_cluster_narrows_and_more_acts_of_one_do_not() {
    let acts = |clusters: &dyn Fn(u32) -> Vec<u32>| {
        let mut acts: Vec<Act> = (0..12).map(|n| act(0, 1, Side::Conflict, &clusters(n))).collect();
        acts.extend((0..40).map(|n| act(2, 3, Side::Conflict, &[100 + n])));
        acts.extend((0..20).map(|n| act(0, 3, Side::Cooperation, &[200 + n])));
        Record { states: 4, acts }
    };
    let width = |record: &Record| {
        let ratio =
            record.view(DAY, Spec::default()).ratio(Side::Conflict, 0, 1, &record.between(0, 1));
        ratio.interval.map(|(low, high)| high - low)
    };
    let apart = width(&acts(&|n| vec![n])).expect("twelve clusters");
    let shared = width(&acts(&|n| vec![n / 2])).expect("six clusters");
    let twice = width(&acts(&|n| vec![n, 50 + n])).expect("twenty-four clusters");
    assert!(twice < apart && apart < shared, "{twice} {apart} {shared}");
    assert_eq!(width(&acts(&|_| vec![1])), None);
}

#[test]
fn kinds_follow_both_sides() {
    let mut acts = Vec::new();
    let mut cluster = 0;
    let mut add = |a, b, side, n| {
        for _ in 0..n {
            cluster += 1;
            acts.push(act(a, b, side, &[cluster]));
        }
    };
    add(0, 1, Side::Cooperation, 60);
    add(2, 3, Side::Conflict, 60);
    add(4, 5, Side::Cooperation, 60);
    add(4, 5, Side::Conflict, 60);
    for (a, b) in [(0, 2), (0, 3), (1, 2), (1, 3), (0, 4), (1, 5), (2, 4), (3, 5)] {
        add(a, b, Side::Cooperation, 5);
        add(a, b, Side::Conflict, 5);
    }
    add(6, 7, Side::Cooperation, 1);
    let record = Record { states: 9, acts };
    let view = record.view(DAY, Spec::default());
    let kind = |a, b| view.tie(a, b, &record.between(a, b)).kind;
    assert_eq!(kind(0, 1), Kind::Friendly);
    assert_eq!(kind(2, 3), Kind::Hostile);
    assert_eq!(kind(4, 5), Kind::EngagedRivals);
    assert_eq!(kind(6, 7), Kind::Unclear);
    assert_eq!(kind(7, 8), Kind::NotCovered);
    assert_eq!(kind(0, 5), Kind::Distant);
    assert_eq!(kind(5, 0), kind(0, 5));
}

#[test]
fn what_comes_later_changes_no_earlier_view() {
    let mut chance = Chance::new(6);
    let (mut record, _) = world(&mut chance);
    let spec = Spec { draws: 50, ..Spec::default() };
    let acts = record.between(0, 1);
    let before = record.view(DAY, spec).tie(0, 1, &acts);
    let later: Vec<Act> = record.acts.iter().take(300).cloned().collect();
    record.acts.extend(later.into_iter().map(|act| Act { day: date(2021, 1, 1), ..act }));
    assert_eq!(record.view(DAY, spec).tie(0, 1, &record.between(0, 1)), before);
}

#[test]
fn how_likely_a_ratio_is_above_one_is_what_draws_of_it_give() {
    let mut chance = Chance::new(21);
    let record = |n: u32| {
        let acts = (0..n).map(|cluster| act(0, 1, Side::Cooperation, &[cluster]));
        let others = (0..40).map(|cluster| act(2, 3, Side::Cooperation, &[100 + cluster]));
        Record { states: 4, acts: acts.chain(others).collect() }
    };
    for n in [5, 8, 20] {
        let record = record(n);
        let view = record.view(DAY, Spec { draws: 0, ..Spec::default() });
        let mut found = view.ratio(Side::Cooperation, 0, 1, &record.between(0, 1));
        for ratio in [0.5, 0.9, 1.0, 1.2, 2.0] {
            found.ratio = ratio;
            let drawn =
                (0..20_000).filter(|_| ratio * chance.gamma(found.shape) / found.shape > 1.0);
            let share = drawn.count() as f64 / 20_000.0;
            assert!((found.above_one() - share).abs() < 0.015, "{n}, {ratio}: {share}");
        }
    }
}
