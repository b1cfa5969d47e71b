//! How sure a reader may be that what a predicate says is so: −3 certainly not … +3 certainly so.
//!
//! The features of a predicate (`feature.rs`, `told.rs`) are weighed by what was learned from
//! rated texts (`weights.rs`), each register of text by its own weights (`register.rs`). Words come
//! in through the classes of `signatures.tsv` and the cues; every predicate is rated, whether or not
//! it has a sense.

mod context;
mod feature;
mod register;
mod shape;
mod signature;
#[cfg(test)]
mod tests;
mod told;
mod weights;

use std::borrow::Cow;

use entente_model::{Annotated, Pos, Rating, Relation};

pub use self::context::{Contexts, nearness};
use self::register::Register;
use self::shape::Reader;
use self::signature::Signatures;
use self::weights::Weights;
use crate::predicate::{Lemmas, Words};
use crate::table::PackError;

/// Rates the predicates of a language.
#[derive(Debug, Default)]
pub(crate) struct Rater {
    signatures: Signatures,
    weights: Weights,
}

impl Rater {
    /// Reads `signatures.tsv` and `factuality.tsv`; without weights nothing is rated.
    pub(crate) fn read(
        signatures: &str,
        weights: &str,
        lemmas: &Lemmas,
    ) -> Result<Self, PackError> {
        Ok(Self {
            signatures: Signatures::read("signatures.tsv", signatures, lemmas)?,
            weights: Weights::read("factuality.tsv", weights)?,
        })
    }

    /// Rates the predicates of a text, in order of their tokens.
    pub(crate) fn rate(
        &self,
        text: &Annotated,
        words: &Words,
        contexts: Contexts<'_>,
    ) -> Vec<Rating> {
        if self.weights.is_empty() {
            return Vec::new();
        }
        let read = self.reader(text, words, contexts);
        let [plain, told] = self.weights.mix(read.register.numbers());
        let rate = |token: u32| {
            let mut sum = if told::is_weak(&read, token) { told.sum() } else { plain.sum() };
            feature::features(&read, token, &mut |parts, value| sum.add(parts, value));
            if let Some(view) = contexts.view(text, token) {
                sum.add_near(&view);
            }
            Rating { token, value: sum.value() }
        };
        let tokens = (0_u32..).take(text.tokens.len());
        tokens.filter(|&t| self.is_predicate(text, words, t)).map(rate).collect()
    }

    /// What is seen of a token: names of features and their values.
    pub(crate) fn seen(&self, text: &Annotated, words: &Words, token: u32) -> Vec<(String, f32)> {
        let mut seen = Vec::new();
        let read = self.reader(text, words, Contexts::default());
        feature::features(&read, token, &mut |parts, value| {
            seen.push((parts.join(weights::JOIN), value));
        });
        seen
    }

    /// How the model sees what stands around a token, if the text was parsed by it.
    pub(crate) fn view(text: &Annotated, contexts: Contexts<'_>, token: u32) -> Option<Vec<i16>> {
        contexts.view(text, token).map(|view| view.to_vec())
    }

    fn reader<'a>(
        &'a self,
        text: &'a Annotated,
        words: &'a Words,
        contexts: Contexts<'_>,
    ) -> Reader<'a> {
        let register = Register::of(text, contexts);
        Reader { text, words, signatures: &self.signatures, register }
    }

    /// Whether a token says that something is so: a verb, a copula, what stands beside one, and a
    /// noun that tells an event or heads its sentence.
    pub(crate) fn is_predicate(&self, text: &Annotated, words: &Words, token: u32) -> bool {
        let relation = text.relation(token);
        match text.pos(token) {
            Pos::Verb => true,
            Pos::Aux => !matches!(relation, Relation::Auxiliary | Relation::PassiveAuxiliary),
            Pos::Adj => matches!(relation, Relation::AdjectiveComplement | Relation::Root),
            Pos::Noun => {
                relation == Relation::Root
                    || self.signatures.is_event(&lower(text.lemma(token)))
                    || !words.lexicon.senses(text, token).is_empty()
            }
            _ => false,
        }
    }
}

/// Names and values of the numbers by which registers are told apart.
pub(crate) fn register(text: &Annotated, contexts: Contexts<'_>) -> Vec<(String, f32)> {
    let register = Register::of(text, contexts);
    register::names().into_iter().zip(register.numbers().iter().copied()).collect()
}

/// A word in lower case.
fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}
