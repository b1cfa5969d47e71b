//! Sets of characters, as classes and literals in a pattern state them.

use crate::model::unicode::{is_decimal, is_space, is_word};

/// A set of characters: ranges and Python's classes, possibly turned around.
#[derive(Debug, Clone, Default)]
pub struct CharSet {
    ascii: u128,
    /// Sorted, disjoint, inclusive; of all characters, ASCII too.
    ranges: Vec<(char, char)>,
    classes: Vec<(Class, bool)>,
    negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Word,
    Decimal,
}

impl CharSet {
    /// Says whether the set holds a character.
    pub fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.find(c) }
    }

    /// Says whether the set may hold characters beyond ASCII.
    pub fn goes_beyond_ascii(&self) -> bool {
        self.negated || !self.classes.is_empty() || self.ranges.iter().any(|r| !r.1.is_ascii())
    }

    /// Returns the only character of the set, if it is a plain literal.
    pub(super) fn only(&self) -> Option<char> {
        match self.ranges[..] {
            [(first, last)] if first == last && self.classes.is_empty() && !self.negated => {
                Some(first)
            }
            _ => None,
        }
    }

    /// Returns the characters of the set, if they are at most `most`.
    pub(super) fn members(&self, most: usize) -> Option<Vec<String>> {
        let is_plain = self.classes.is_empty() && !self.negated;
        let members = self.ranges.iter().flat_map(|&(first, last)| first..=last);
        let members: Vec<_> = members.take(most + 1).map(String::from).collect();
        (is_plain && members.len() <= most).then_some(members)
    }

    /// Returns the set of one character.
    pub(super) fn literal(c: char) -> Self {
        CharSet::new(vec![(c, c)], Vec::new(), false)
    }

    /// Returns the set of some ranges and classes (or of all that is not in a class), or all else.
    pub(super) fn new(
        mut ranges: Vec<(char, char)>,
        classes: Vec<(Class, bool)>,
        negated: bool,
    ) -> Self {
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let overlaps = next.0 <= kept.1;
            if overlaps {
                kept.1 = kept.1.max(next.1);
            }
            overlaps
        });
        let mut set = CharSet { ascii: 0, ranges, classes, negated };
        set.ascii = ('\0'..='\x7f').filter(|&c| set.find(c)).fold(0, |m, c| m | 1 << u32::from(c));
        set
    }

    fn find(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|&(first, _)| first <= c);
        let ranged = after > 0 && c <= self.ranges[after - 1].1;
        let classed = || {
            self.classes.iter().any(|&(class, wanted)| {
                wanted
                    == match class {
                        Class::Space => is_space(c),
                        Class::Word => is_word(c),
                        Class::Decimal => is_decimal(c),
                    }
            })
        };
        (ranged || classed()) != self.negated
    }
}

impl PartialEq for CharSet {
    fn eq(&self, other: &Self) -> bool {
        self.ranges == other.ranges
            && self.classes == other.classes
            && self.negated == other.negated
    }
}
