//! A few words as keys, with a signature that mostly tells at once what is not among them.

/// Different words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    keys: Vec<u32>,
    /// A bit for each key, by its remainder; keys may share one.
    signature: u64,
}

impl FromIterator<u32> for Words {
    fn from_iter<I: IntoIterator<Item = u32>>(keys: I) -> Self {
        let mut keys: Vec<u32> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        let signature = keys.iter().fold(0, |all, key| all | bit(*key));
        Self { keys, signature }
    }
}

impl Words {
    /// Whether a word is among them.
    pub(crate) fn has(&self, key: u32) -> bool {
        self.signature & bit(key) != 0 && self.keys.contains(&key)
    }

    /// Whether all of these are among others.
    pub(crate) fn are_in(&self, others: &Self) -> bool {
        self.signature & !others.signature == 0 && self.keys.iter().all(|key| others.has(*key))
    }

    /// How many of these are among others.
    pub(crate) fn shared_with(&self, others: &Self) -> usize {
        match self.signature & others.signature {
            0 => 0,
            _ => self.keys.iter().filter(|key| others.has(**key)).count(),
        }
    }

    /// How many of these but one are not among others.
    pub(crate) fn missing_in(&self, others: &Self, but: u32) -> usize {
        self.keys.iter().filter(|key| **key != but && !others.has(**key)).count()
    }

    /// Adds a word, if there are fewer than so many.
    pub(crate) fn remember(&mut self, key: u32, most: usize) {
        if self.keys.len() < most && !self.has(key) {
            self.keys.push(key);
            self.signature |= bit(key);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.keys.iter().copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn bit(key: u32) -> u64 {
    1 << (key % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_share_a_bit_are_told_apart() {
        let words = Words::from_iter([70, 6, 2, 70]);
        assert_eq!(words.iter().collect::<Vec<_>>(), [2, 6, 70]);
        assert!(words.has(6) && !words.has(134));
        assert!(Words::from_iter([6, 2]).are_in(&words) && !Words::from_iter([134]).are_in(&words));
        assert_eq!(words.shared_with(&Words::from_iter([6, 134, 2])), 2);
        assert_eq!(words.missing_in(&Words::from_iter([6]), 2), 1);
    }

    #[test]
    fn no_more_are_remembered_than_allowed() {
        let mut words = Words::default();
        [3, 3, 9, 1].into_iter().for_each(|key| words.remember(key, 2));
        assert!(words.has(3) && words.has(9) && !words.has(1));
    }
}
