//! Weighing what names may mean against each other, over a whole document.
//!
//! Names that are spelt alike and bound alike are one; each starts from how likely its senses are
//! by themselves and then learns, in a few rounds, what the other names' senses make likely: what
//! lies in them, beside them, or in the same division or country.

use std::collections::HashMap;

use super::gazetteer::PlaceKind;
use super::sense::Sense;
use super::spot::Name;

/// Rounds of learning from each other.
const ROUNDS: usize = 3;
/// Likeliest senses of another name that are looked at.
const LOOKED_AT: usize = 5;
/// Names beyond this many are not asked, so that long lists stay cheap.
const MOST_NAMES: usize = 120;
/// How much the context counts against what is likely by itself.
const CONTEXT: f64 = 6.3;
/// Distance at which nearness has faded to a third, in kilometres.
const NEAR: f64 = 90.0;
/// How much more a name counts that first stands right beside another.
const BESIDE: f64 = 0.65;
/// How much a country speaks for another: they are told of together, and `Egypt` beside `Israel` is no
/// town in Texas.
const AMONG_COUNTRIES: f64 = 0.1;
/// Tokens between two names at which that has faded to a third.
const BESIDE_WITHIN: f64 = 30.0;

/// For each name, its senses' chances, in order of its senses.
pub(super) type Weighed = Vec<Vec<f64>>;

/// Weighs the senses of all names.
pub(super) fn weigh(names: &mut [Name]) -> Weighed {
    bind_alike(names);
    let (groups, of_name) = groups(names);
    let mut chances: Vec<Vec<f64>> =
        groups.iter().map(|g| softmax(g.senses.iter().map(|s| s.prior).collect())).collect();
    for _ in 0..ROUNDS {
        let best: Vec<Vec<(usize, f64)>> = chances.iter().map(|c| likeliest(c)).collect();
        chances = (0..groups.len()).map(|at| learn(at, &groups, &best)).collect();
    }
    of_name.iter().map(|group| chances[*group].clone()).collect()
}

/// A name that says nowhere where it lies means what the same name means where it does.
fn bind_alike(names: &mut [Name]) {
    let mut bound: HashMap<String, Vec<Sense>> = HashMap::new();
    for name in names.iter().filter(|n| n.is_bound) {
        bound.entry(name.folded.clone()).or_insert_with(|| name.senses.clone());
    }
    for name in names.iter_mut().filter(|n| !n.is_bound) {
        if let Some(senses) = bound.get(&name.folded) {
            name.senses.clone_from(senses);
        }
    }
}

/// Names that are one.
struct Group<'a> {
    senses: &'a [Sense],
    weight: f64,
    /// Its first token in the text.
    first: u32,
}

fn groups(names: &[Name]) -> (Vec<Group<'_>>, Vec<usize>) {
    let mut found: HashMap<(&str, usize, Option<[u64; 3]>), usize> = HashMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut of_name = Vec::with_capacity(names.len());
    for name in names {
        let first = name.senses.first().map(|s| s.point.map(f64::to_bits));
        let at = *found.entry((&name.folded, name.senses.len(), first)).or_insert_with(|| {
            groups.push(Group { senses: &name.senses, weight: 0.0, first: name.first });
            groups.len() - 1
        });
        groups[at].weight += 1.0;
        of_name.push(at);
    }
    for group in &mut groups {
        group.weight = group.weight.sqrt();
    }
    (groups, of_name)
}

/// The chances of a name's senses, as the other names see them.
fn learn(at: usize, groups: &[Group<'_>], best: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let senses = groups[at].senses;
    if senses.len() == 1 {
        return vec![1.0];
    }
    let others = groups.iter().zip(best).enumerate().take(MOST_NAMES).filter(|(o, _)| *o != at);
    let others: Vec<_> = others
        .map(|(_, (other, best))| (other, best, other.weight * nearness(&groups[at], other)))
        .collect();
    let scores = senses.iter().map(|sense| {
        let support: f64 = others
            .iter()
            .map(|(other, best, weight)| {
                let of = |(s, chance): &(usize, f64)| chance * relation(sense, &other.senses[*s]);
                weight * best.iter().map(of).fold(0.0, f64::max)
            })
            .sum();
        sense.prior + CONTEXT * libm::log(1.0 + support)
    });
    softmax(scores.collect())
}

/// How much more two names count for each other because they stand together.
fn nearness(one: &Group<'_>, other: &Group<'_>) -> f64 {
    let between = f64::from(one.first.abs_diff(other.first));
    1.0 + BESIDE * libm::exp(-between / BESIDE_WITHIN)
}

/// How much one sense speaks for another.
fn relation(sense: &Sense, other: &Sense) -> f64 {
    if sense.lies_in(other) || other.lies_in(sense) {
        return match (sense.kind, other.kind) {
            (PlaceKind::Country, _) => 3.5,
            (_, PlaceKind::Country) => 0.56,
            _ => 2.65,
        };
    }
    let near = 3.0 * libm::exp(-sense.km(other) / NEAR);
    let is_same = sense.country.is_some() && sense.country == other.country;
    let are_countries = sense.kind == PlaceKind::Country && other.kind == PlaceKind::Country;
    let beside = match () {
        () if are_countries && sense.country != other.country => AMONG_COUNTRIES,
        () if sense.shares_division(other) => 0.17,
        () if is_same => 0.14,
        () => 0.0,
    };
    near.max(beside)
}

fn likeliest(chances: &[f64]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    order.truncate(LOOKED_AT);
    order
}

fn softmax(scores: Vec<f64>) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.iter().map(|s| libm::exp(s - top)).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|r| r / sum).collect()
}
