//! Who and what is spoken of again.
//!
//! [`Cast`] says which actors pronouns, short forms and descriptions mean, by plain sieves and for
//! precision; [`couple`] which two. [`chains`] finds everything that a text speaks of ([`span`],
//! with its edges, [`edge`], and what is coordinated, [`several`]), says what it is like
//! ([`phrase`], [`setting`]), and links what is one thing by a learned ranker ([`ranker`],
//! [`feature`], [`standing`]): each phrase takes the best of the phrases before it, or none.
//! [`lesson`] is how it was taught.

mod cast;
mod couple;
mod edge;
mod entity;
mod feature;
mod lesson;
mod lexicon;
mod phrase;
mod ranker;
mod setting;
mod several;
mod span;
mod standing;
mod words;

use entente_model::{Annotated, Candidate, MentionKind, Pos, Reference};

pub(crate) use cast::{Cast, Told};
pub use lesson::{Lesson, Lessons, lessons};
pub(crate) use lexicon::Lexicon;

use crate::scene::Scene;
use phrase::{Class, Phrase};

/// Everything spoken of, in order, with the numbers of chains.
pub(crate) fn chains(scene: &Scene<'_>, actors: &[Vec<Candidate>]) -> Vec<Reference> {
    let lexicon = &scene.atlas.coref;
    let phrases = phrase::read(scene, lexicon, actors);
    let antecedents = ranker::rank(&phrases, &lexicon.weights);
    let numbers = number(&antecedents);
    let spoken_of = phrases.iter().zip(numbers);
    let spoken_of = spoken_of.filter(|(p, n)| n.is_some() || !p.class.needs_chain());
    spoken_of.map(|(p, chain)| reference(scene.text, p, chain)).collect()
}

/// Numbers chains of two and more by their first phrases.
fn number(antecedents: &[Option<usize>]) -> Vec<Option<u32>> {
    let mut numbers = vec![None; antecedents.len()];
    let mut next = 0;
    for (at, antecedent) in antecedents.iter().enumerate() {
        let Some(before) = *antecedent else { continue };
        if numbers[before].is_none() {
            numbers[before] = Some(next);
            next += 1;
        }
        numbers[at] = numbers[before];
    }
    // Chains are numbered where they are first continued; the order of first phrases is nicer.
    let mut order = vec![None; next as usize];
    let mut seen = 0;
    for number in numbers.iter_mut().flatten() {
        *number = *order[*number as usize].get_or_insert_with(|| {
            seen += 1;
            seen - 1
        });
    }
    numbers
}

fn reference(text: &Annotated, phrase: &Phrase<'_>, chain: Option<u32>) -> Reference {
    let kind = match (phrase.class, text.pos(phrase.head)) {
        (class, _) if class.is_pronoun() => MentionKind::Pronoun,
        (Class::Name, _) | (_, Pos::Propn) => MentionKind::Name,
        _ => MentionKind::Noun,
    };
    Reference { span: phrase.place(text), head: phrase.head, kind, chain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_numbered_by_their_first_phrases() {
        let numbers = number(&[None, None, Some(1), None, Some(0), Some(2), None]);
        assert_eq!(numbers, [Some(0), Some(1), Some(1), None, Some(0), Some(1), None]);
    }
}
