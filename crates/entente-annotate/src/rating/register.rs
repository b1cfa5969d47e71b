//! How a text is written: a report, talk or letters, or a tale.
//!
//! Reporters state what has happened; people who write to each other wish, ask and guess. The same
//! grammar deserves another rating in either.

use entente_model::{Annotated, Pos, Relation};

/// Shares by which registers are told apart, each in [0, 1].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Register([f32; 19]);

/// Names of the shares.
pub(super) const NAMES: [&str; 19] = [
    "first person",
    "second person",
    "third person",
    "past",
    "names",
    "nouns",
    "adpositions",
    "numbers",
    "adverbs",
    "auxiliaries",
    "adjectives",
    "verbs",
    "question",
    "exclamation",
    "length",
    "entities",
    "letters",
    "many sentences",
    "compounds",
];

impl Register {
    /// Looks at all that was annotated of a text.
    pub(super) fn of(text: &Annotated) -> Self {
        let mut counts = Counts::default();
        for token in (0_u32..).take(text.tokens.len()) {
            counts.add(text, token);
        }
        let Counts { words, finite, past, persons, pos, compounds, letters, .. } = counts;
        let n = words.max(1.0);
        let share = |count: f32, scale: f32| (scale * count / n).min(1.0);
        let sentences = text.sentences.len().max(1) as f32;
        let is = |is: bool| f32::from(u8::from(is));
        Self([
            share(persons[0], 5.0),
            share(persons[1], 5.0),
            share(persons[2], 5.0),
            past / finite.max(1.0),
            share(pos[0], 3.0),
            share(pos[1], 2.0),
            share(pos[2], 3.0),
            share(pos[3], 5.0),
            share(pos[4], 5.0),
            share(pos[5], 5.0),
            share(pos[6], 5.0),
            share(pos[7], 3.0),
            is(counts.asks),
            is(counts.exclaims),
            (n / sentences / 40.0).min(1.0),
            share(text.entities.len() as f32, 5.0),
            (letters / n / 8.0).min(1.0),
            is(text.sentences.len() > 1),
            share(compounds, 5.0),
        ])
    }

    /// All shares, in the order of [`NAMES`].
    pub(super) fn shares(&self) -> &[f32] {
        &self.0
    }

    /// How much of it speaks of its writer and reader.
    pub(super) fn talk(&self) -> f32 {
        (self.0[0] + self.0[1]).min(1.0)
    }

    /// How much of it is told in the past.
    pub(super) fn past(&self) -> f32 {
        self.0[3]
    }
}

#[derive(Default)]
struct Counts {
    words: f32,
    finite: f32,
    past: f32,
    persons: [f32; 3],
    pos: [f32; 8],
    compounds: f32,
    letters: f32,
    asks: bool,
    exclaims: bool,
}

impl Counts {
    fn add(&mut self, text: &Annotated, token: u32) {
        const POS: [Pos; 8] =
            [Pos::Propn, Pos::Noun, Pos::Adp, Pos::Num, Pos::Adv, Pos::Aux, Pos::Adj, Pos::Verb];
        let word = text.text(token);
        if word.starts_with(char::is_alphanumeric) {
            self.words += 1.0;
            self.letters += word.chars().count() as f32;
        }
        self.asks |= word == "?";
        self.exclaims |= word == "!";
        let (pos, morph) = (text.pos(token), text.morph(token));
        if let Some(at) = POS.iter().position(|p| *p == pos) {
            self.pos[at] += 1.0;
        }
        if morph.contains("VerbForm=Fin") {
            self.finite += 1.0;
            self.past += f32::from(u8::from(morph.contains("Tense=Past")));
        }
        if pos == Pos::Pron {
            for (at, person) in ["Person=1", "Person=2", "Person=3"].iter().enumerate() {
                self.persons[at] += f32::from(u8::from(morph.contains(person)));
            }
        }
        if text.relation(token) == Relation::Compound {
            self.compounds += 1.0;
        }
    }
}
