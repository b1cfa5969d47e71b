//! What the phrases of a chain say together.

use super::phrase::{Class, Phrase};

/// So many different words of a chain are remembered.
const MOST: usize = 24;

/// A chain as read so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entity {
    pub(crate) size: u32,
    pub(crate) heads: Vec<u32>,
    pub(crate) strings: Vec<u32>,
    pub(crate) words: Vec<u32>,
    pub(crate) sex: u8,
    pub(crate) count: u8,
    pub(crate) has_name: bool,
}

impl Entity {
    /// A chain that a phrase begins.
    pub(crate) fn of(phrase: &Phrase<'_>) -> Self {
        let mut entity = Self { sex: phrase.sex, count: phrase.count, ..Self::default() };
        entity.add(phrase);
        entity
    }

    /// Adds a phrase.
    pub(crate) fn add(&mut self, phrase: &Phrase<'_>) {
        self.size += 1;
        remember(&mut self.heads, phrase.lemma);
        remember(&mut self.strings, phrase.string);
        phrase.core.iter().for_each(|w| remember(&mut self.words, *w));
        self.has_name |= phrase.class == Class::Name;
        if self.sex & phrase.sex != 0 {
            self.sex &= phrase.sex;
        }
        if self.count & phrase.count != 0 {
            self.count &= phrase.count;
        }
    }
}

fn remember(known: &mut Vec<u32>, word: u32) {
    if known.len() < MOST && !known.contains(&word) {
        known.push(word);
    }
}
