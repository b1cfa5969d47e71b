//! Sets of rules as bits.

use super::source::RuleSource;

/// A set of rules, by their numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RuleSet([u64; 4]);

impl RuleSet {
    /// How many rules a set can tell apart.
    pub(super) const CAPACITY: usize = 256;

    /// Returns the rules for which something holds.
    pub(super) fn of(rules: &[RuleSource], holds: impl Fn(&RuleSource) -> bool) -> Self {
        let mut set = RuleSet::default();
        rules.iter().enumerate().filter(|(_, rule)| holds(rule)).for_each(|(i, _)| set.insert(i));
        set
    }

    pub(super) fn insert(&mut self, rule: usize) {
        self.0[rule / 64] |= 1 << (rule % 64);
    }

    pub(super) fn and(self, other: Self) -> Self {
        RuleSet(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    pub(super) fn or(self, other: Self) -> Self {
        RuleSet(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// Returns the rules in their order.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros() as usize;
                (bits != 0).then(|| {
                    bits &= bits - 1;
                    word * 64 + bit
                })
            })
        })
    }
}
