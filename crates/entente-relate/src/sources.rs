//! How many independent sources stand behind an answer.

use std::collections::BTreeMap;

/// How much two reports repeat each other, by what they share; from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repetition {
    /// Near-copies of one text.
    pub copy: f64,
    /// The same outlet.
    pub publisher: f64,
    /// Nothing of these.
    pub otherwise: f64,
}

impl Default for Repetition {
    fn default() -> Self {
        Self { copy: 1.0, publisher: 0.5, otherwise: 0.0 }
    }
}

/// Where a report comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin<'s> {
    /// The cluster of near-copies that its document belongs to.
    pub cluster: u32,
    /// Its outlet, if known.
    pub publisher: Option<&'s str>,
}

/// The effective number of independent reports (Kish 1965): `n² / Σ ρ` over all ordered pairs.
///
/// Ten copies of one text count as one; no report counts as none.
pub fn effective<'s>(reports: impl IntoIterator<Item = Origin<'s>>, repetition: Repetition) -> f64 {
    let (mut n, mut clusters, mut outlets, mut both) =
        (0.0, BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for origin in reports {
        n += 1.0;
        *clusters.entry(origin.cluster).or_insert(0.0) += 1.0;
        if let Some(publisher) = origin.publisher {
            *outlets.entry(publisher).or_insert(0.0) += 1.0;
            *both.entry((origin.cluster, publisher)).or_insert(0.0) += 1.0;
        }
    }
    if n == 0.0 {
        return 0.0;
    }
    let pairs = |counts: &mut dyn Iterator<Item = &f64>| counts.map(|m| m * m).sum::<f64>();
    let copies = pairs(&mut clusters.values());
    let outlet_only = pairs(&mut outlets.values()) - pairs(&mut both.values());
    let rest = n * n - copies - outlet_only;
    let shared =
        repetition.copy * copies + repetition.publisher * outlet_only + repetition.otherwise * rest;
    n * n / shared
}

/// The effective number of parts that a whole falls into: the exponential of Shannon's entropy of
/// their shares; 0 if nothing is there. Parts are not negative.
pub fn effective_parts(parts: &[f64]) -> f64 {
    let total: f64 = parts.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    let shares = parts.iter().map(|part| part / total).filter(|share| *share > 0.0);
    libm::exp(-shares.map(|share| share * libm::log(share)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(list: &[(u32, &'static str)]) -> f64 {
        let origins = list.iter().map(|&(cluster, publisher)| Origin {
            cluster,
            publisher: Some(publisher).filter(|name| !name.is_empty()),
        });
        effective(origins, Repetition::default())
    }

    #[test]
    fn ten_copies_are_one_source() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        let copies: Vec<_> = names.iter().map(|&name| (7, name)).collect();
        assert!((origins(&copies) - 1.0).abs() < 1e-12);
        let free: Vec<_> = names.iter().zip(0..).map(|(&name, cluster)| (cluster, name)).collect();
        assert!((origins(&free) - 10.0).abs() < 1e-12);
        assert_eq!(origins(&[]), 0.0);
    }

    #[test]
    fn even_parts_count_in_full() {
        assert!((effective_parts(&[2.0, 2.0, 0.0]) - 2.0).abs() < 1e-12);
        assert!((effective_parts(&[5.0]) - 1.0).abs() < 1e-12);
        assert_eq!(effective_parts(&[0.0]), 0.0);
    }

    #[test]
    fn one_outlet_is_more_than_one_source_and_less_than_two() {
        let found = origins(&[(1, "a"), (2, "a")]);
        assert!((found - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!(origins(&[(1, ""), (2, "")]), 2.0);
    }
}
