//! How a text is written: a report, talk or letters, or a tale.
//!
//! Reporters state what has happened; people who write to each other wish, ask and guess. The same
//! grammar deserves another rating in either. A text is told by shares of its words and by its
//! tokens' contexts; of sentences the mean is taken, so that long texts are told like short ones.

use entente_model::{Annotated, Pos, Relation};

use super::context::{Contexts, WIDTH};

const SHARES: usize = 18;
/// How many numbers tell a register.
pub(super) const LENGTH: usize = SHARES + 2 * WIDTH;

/// Numbers by which registers are told apart: shares, each in [0, 1], the mean context, and the most
/// of the contexts of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Register([f32; LENGTH]);

/// Names of the numbers.
pub(super) fn names() -> Vec<String> {
    let contexts = |what| (0..WIDTH).map(move |at| format!("{what} {at}"));
    let shares = SHARE_NAMES.into_iter().map(str::to_owned);
    shares.chain(contexts("mean")).chain(contexts("most")).collect()
}

const SHARE_NAMES: [&str; SHARES] = [
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
    "compounds",
];

impl Register {
    /// Looks at all that was annotated of a text.
    pub(super) fn of(text: &Annotated, contexts: Contexts<'_>) -> Self {
        let mut numbers = [0.0; LENGTH];
        numbers[..SHARES].copy_from_slice(&shares(text));
        let (mean, most) = numbers[SHARES..].split_at_mut(WIDTH);
        add_contexts(text, contexts, mean, most);
        Self(numbers)
    }

    /// All numbers, in the order of [`names`].
    pub(super) fn numbers(&self) -> &[f32] {
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

/// Adds the mean context, and the mean over sentences of the most of each number.
fn add_contexts(text: &Annotated, contexts: Contexts<'_>, mean: &mut [f32], most: &mut [f32]) {
    let tokens = text.tokens.len().max(1) as f32;
    let sentences = text.sentences.len().max(1) as f32;
    for sentence in &text.sentences {
        let mut highest = [f32::MIN; WIDTH];
        let mut rows = 0;
        for row in (sentence.first..sentence.last).filter_map(|t| contexts.row(t)) {
            rows += 1;
            for ((mean, high), x) in mean.iter_mut().zip(&mut highest).zip(row) {
                *mean += x / tokens;
                *high = high.max(*x);
            }
        }
        if rows > 0 {
            most.iter_mut().zip(highest).for_each(|(most, high)| *most += high / sentences);
        }
    }
}

fn shares(text: &Annotated) -> [f32; SHARES] {
    let mut counts = Counts::default();
    for token in (0_u32..).take(text.tokens.len()) {
        counts.add(text, token);
    }
    let Counts { words, finite, past, persons, pos, compounds, letters, .. } = counts;
    let n = words.max(1.0);
    let share = |count: f32, scale: f32| (scale * count / n).min(1.0);
    let sentences = text.sentences.len().max(1) as f32;
    [
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
        (counts.asks / sentences).min(1.0),
        (counts.exclaims / sentences).min(1.0),
        (n / sentences / 40.0).min(1.0),
        share(text.entities.len() as f32, 5.0),
        (letters / n / 8.0).min(1.0),
        share(compounds, 5.0),
    ]
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
    asks: f32,
    exclaims: f32,
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
        self.asks += f32::from(u8::from(word == "?"));
        self.exclaims += f32::from(u8::from(word == "!"));
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
