//! The choice of an antecedent: the best of the phrases before, or none.
//!
//! Antecedents are sought among the last [`WINDOW`] phrases and, further back, among the last few
//! that share a word, so that the time is linear in the length of the text.

use std::collections::HashMap;

use super::entity::Entity;
use super::feature::{self, Distance, Features, Weights};
use super::phrase::{Class, Phrase};
use super::standing::{Place, Standing};

/// So many phrases before are looked at,
const WINDOW: usize = 50;
/// and so many for each word in common.
const ALIKE: usize = 4;

/// Phrases that each phrase may mean again, with how far they are; in the order of the text.
pub(crate) type Choice = (usize, Distance);

/// What stands before a phrase.
pub(crate) struct Before<'w> {
    /// What it may mean again.
    pub(crate) choices: Vec<Choice>,
    pub(crate) standing: Standing,
    entity_of: &'w [usize],
    entities: &'w [Entity],
}

impl Before<'_> {
    /// The chain of an earlier phrase.
    pub(crate) fn entity(&self, phrase: usize) -> &Entity {
        &self.entities[self.entity_of[phrase]]
    }
}

/// Walks the phrases in order, lets `choose` say which earlier one each means, and keeps chains.
pub(crate) fn walk(
    phrases: &[Phrase<'_>],
    mut choose: impl FnMut(usize, &Before<'_>) -> Option<usize>,
) -> Vec<Option<usize>> {
    let mut by_word: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut entity_of: Vec<usize> = Vec::with_capacity(phrases.len());
    let mut antecedents = Vec::with_capacity(phrases.len());
    for (at, phrase) in phrases.iter().enumerate() {
        let standing = Standing::read(phrases, at, WINDOW, (&entity_of, &entities));
        let mut choices = choices(phrases, at, &by_word);
        for (before, far) in &mut choices {
            (far.place, far.is_last) = standing.place(at - *before);
        }
        let (entity_of_all, all) = (entity_of.as_slice(), entities.as_slice());
        let before = Before { choices, standing, entity_of: entity_of_all, entities: all };
        let antecedent = choose(at, &before);
        if let Some(before) = antecedent {
            entities[entity_of[before]].add(phrase);
            entity_of.push(entity_of[before]);
        } else {
            entity_of.push(entities.len());
            entities.push(Entity::of(phrase));
        }
        antecedents.push(antecedent);
        let is_many = phrase.class == Class::Several;
        for word in phrase.core.iter().filter(|word| !is_many || *word == phrase.lemma) {
            let places = by_word.entry(word).or_default();
            if places.len() == ALIKE {
                places.remove(0);
            }
            places.push(at);
        }
    }
    antecedents
}

/// The best antecedent of each phrase.
pub(crate) fn rank(phrases: &[Phrase<'_>], weights: &Weights) -> Vec<Option<usize>> {
    walk(phrases, |at, all| {
        let phrase = &phrases[at];
        let alone = |out: &mut Features<Sum<'_>>| feature::alone(phrase, &all.standing, out);
        let mut best = (score(weights, phrase.class, alone), None);
        for &(before, far) in &all.choices {
            let entity = all.entity(before);
            let found = score(weights, phrase.class, |out| {
                feature::pair(&phrases[before], phrase, far, entity, out);
            });
            if found > best.0 {
                best = (found, Some(before));
            }
        }
        best.1
    })
}

fn score(weights: &Weights, class: Class, put: impl FnOnce(&mut Features<Sum<'_>>)) -> f32 {
    let mut features = Features::new(class, Sum { weights, total: 0.0 });
    put(&mut features);
    features.taken().total
}

/// The sum of the weights of features.
struct Sum<'w> {
    weights: &'w Weights,
    total: f32,
}

impl feature::Take for Sum<'_> {
    #[inline]
    fn take(&mut self, feature: u32) {
        self.total += self.weights.values[feature as usize];
    }
}

fn choices(phrases: &[Phrase<'_>], at: usize, by_word: &HashMap<u32, Vec<usize>>) -> Vec<Choice> {
    let phrase = &phrases[at];
    let mut before: Vec<usize> = (at.saturating_sub(WINDOW)..at).collect();
    if !phrase.class.is_pronoun() {
        before.extend(phrase.core.iter().filter_map(|w| by_word.get(&w)).flatten());
        before.sort_unstable();
        before.dedup();
        before.retain(|b| may_name(&phrases[*b], phrase));
    }
    let (mut fitting, mut alike) = (0, 0);
    let mut far = |before: usize| {
        let a = &phrases[before];
        let is_fitting =
            feature::agree(a, phrase) && !feature::are_coarguments(a, phrase) && !a.holds(phrase);
        let phrases = u32::try_from(at - before).unwrap_or(u32::MAX);
        let is_alike = a.lemma == phrase.lemma;
        let distance = Distance {
            phrases,
            fitting: if is_fitting { fitting } else { u32::MAX },
            alike: if is_alike { alike } else { u32::MAX },
            place: Place::default(),
            is_last: false,
        };
        fitting += u32::from(is_fitting);
        alike += u32::from(is_alike);
        distance
    };
    let mut choices: Vec<Choice> = before.into_iter().rev().map(|b| (b, far(b))).collect();
    choices.reverse();
    choices
}

/// Whether a noun may be said of what an earlier phrase means: names do not stand for pronouns,
/// but `he` may be said to be a teacher.
fn may_name(a: &Phrase<'_>, p: &Phrase<'_>) -> bool {
    !a.class.is_pronoun() || (p.role == 4 && a.sentence == p.sentence)
}
