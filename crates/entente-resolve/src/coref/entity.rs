//! What the phrases of a chain say together.

use super::phrase::{Class, Phrase};
use super::words::Words;
use crate::atlas::Sort;

/// So many different words of a chain are remembered.
const MOST: usize = 24;

/// A chain as read so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entity {
    pub(crate) size: u32,
    pub(crate) heads: Words,
    pub(crate) strings: Words,
    pub(crate) words: Words,
    pub(crate) sex: u8,
    pub(crate) count: u8,
    pub(crate) has_name: bool,
    /// The sort of its first name, and where it was spoken of last.
    pub(crate) sort: Option<Sort>,
    pub(crate) sentence: u32,
    /// Where it was spoken of first, and where it was a subject last.
    pub(crate) begun: u32,
    pub(crate) subject: Option<u32>,
    /// The kind of its first noun.
    pub(crate) kind: u32,
    /// A sum of 1 for pronouns, 2 for names, 4 for other nouns among its phrases.
    pub(crate) made_of: u32,
}

impl Entity {
    /// A chain that a phrase begins.
    pub(crate) fn of(phrase: &Phrase<'_>) -> Self {
        let mut entity = Self {
            sex: phrase.sex,
            count: phrase.count,
            begun: phrase.sentence,
            ..Self::default()
        };
        entity.add(phrase);
        entity
    }

    /// Adds a phrase.
    pub(crate) fn add(&mut self, phrase: &Phrase<'_>) {
        self.size += 1;
        self.heads.remember(phrase.lemma, MOST);
        self.strings.remember(phrase.string, MOST);
        phrase.core.iter().for_each(|w| self.words.remember(w, MOST));
        self.sentence = phrase.sentence;
        if phrase.role == 0 {
            self.subject = Some(phrase.sentence);
        }
        if self.kind == 0 && !phrase.class.is_pronoun() {
            self.kind = phrase.kind;
        }
        self.made_of |= match phrase.class {
            class if class.is_pronoun() => 1,
            Class::Name => 2,
            _ => 4,
        };
        if phrase.class == Class::Name {
            self.sort = self.sort.or(phrase.sort);
        }
        self.has_name |= phrase.class == Class::Name;
        if self.sex & phrase.sex != 0 {
            self.sex &= phrase.sex;
        }
        if self.count & phrase.count != 0 {
            self.count &= phrase.count;
        }
    }
}
