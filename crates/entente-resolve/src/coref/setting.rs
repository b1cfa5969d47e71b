//! The words of a phrase and those about it, as numbers that are the same in every text.
//!
//! Weights can be learned for them where they are frequent: `another storm` is not the one before,
//! and what stands after `part of` is seldom anything that was spoken of. A number may be that of
//! several words; what a name is called is not among them.

use entente_model::{Annotated, Relation};

use super::phrase::Class;

/// Numbers of words; families of features take them modulo their size.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Setting {
    /// The head, or its part of speech in a name.
    pub(crate) head: u32,
    /// The first word before the head.
    pub(crate) first: u32,
    /// The words before and after it in its sentence.
    pub(crate) before: u32,
    pub(crate) after: u32,
    /// What governs it, and how.
    pub(crate) governor: u32,
}

impl Setting {
    /// The setting of a phrase, from its first token to one past its last.
    pub(super) fn read(
        text: &Annotated,
        (first, last): (u32, u32),
        head: u32,
        class: Class,
    ) -> Self {
        let sentence = text.tokens[head as usize].sentence;
        let beside = |t: Option<u32>| {
            let t =
                t.filter(|t| text.tokens.get(*t as usize).is_some_and(|t| t.sentence == sentence));
            t.map_or_else(Number::default, |t| Number::default().with(text.text(t)))
        };
        let is_name = matches!(class, Class::Name | Class::Modifier);
        let above = text.head(head);
        let governor = match text.relation(head) {
            Relation::PrepObject => {
                Number::default().with(text.lemma(text.head(above))).with(text.lemma(above))
            }
            relation => Number::default().with(text.lemma(above)).of(relation as u32),
        };
        Self {
            head: match is_name {
                true => Number::default().of(text.pos(head) as u32).end(),
                false => Number::default().with(text.lemma(head)).end(),
            },
            first: beside(Some(first).filter(|t| *t < head)).end(),
            before: beside(first.checked_sub(1)).end(),
            after: beside(Some(last)).end(),
            governor: governor.end(),
        }
    }
}

/// A number of words: FNV-1a.
#[derive(Clone, Copy)]
pub(crate) struct Number(u32);

impl Default for Number {
    fn default() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Number {
    /// Goes on with a word, in small letters where they are ASCII.
    fn with(self, word: &str) -> Self {
        let step = |n: Self, byte: u8| n.step(byte.to_ascii_lowercase());
        word.bytes().fold(self, step).step(1)
    }

    /// Goes on with a number.
    pub(crate) fn of(self, number: u32) -> Self {
        number.to_le_bytes().into_iter().fold(self, Self::step)
    }

    fn step(self, byte: u8) -> Self {
        Self((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// The number, its upper bits mixed into the lower.
    pub(crate) fn end(self) -> u32 {
        self.0 ^ (self.0 >> 15)
    }
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;

    #[test]
    fn the_same_words_have_the_same_numbers_in_every_text() {
        let of = |notation: &str, bounds, head| {
            Setting::read(&annotated(notation), bounds, head, Class::Indefinite)
        };
        let one = of("another/DET<storm:determiner storm/NOUN", (0, 2), 1);
        let other = of("see/VERB another/DET<storm:determiner storm/NOUN<see:object", (1, 3), 2);
        assert_eq!((one.head, one.first), (other.head, other.first));
        assert_ne!(one.before, other.before);
        assert_ne!(one.head, one.first);
    }
}
