//! Teaching the ranker from texts whose chains are known.
//!
//! A log-linear model over the antecedents of a phrase and none, whose errors cost unlike
//! (Durrett and Klein 2013), fitted by AdaGrad; the weights are the mean of the later rounds. What
//! is learned for one class of phrases counts for its like as well: the weight of a feature is the
//! sum of one for its class, one for pronouns or others, and one for all (Daumé 2007).

use std::collections::HashMap;

use entente_model::{Annotated, Span};

use super::feature::{self, Features, N_FEATURES, N_WEIGHTS, Weights};
use super::phrase::{Class, Phrase};
use super::{phrase, ranker};
use crate::atlas::Atlas;
use crate::coref::Cast;
use crate::scene::Scene;

/// What one phrase teaches: the features of `none`, then of every antecedent, and which are right.
pub struct Lesson(Vec<(Vec<u32>, bool)>);

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Lessons {
    /// How often all is read.
    pub rounds: u32,
    /// Cost of a chain not continued.
    pub missed: f32,
    /// Cost of a chain continued falsely.
    pub false_link: f32,
    /// Cost of the wrong chain.
    pub wrong_link: f32,
    /// The length of the first step.
    pub step: f32,
    /// How much weights are drawn to zero.
    pub shrink: f32,
    /// A feature counts if it was seen in so many lessons.
    pub least: u32,
}

/// What a text with known chains teaches.
pub fn lessons(text: &Annotated, atlas: &Atlas, chains: &[Vec<Span>]) -> Vec<Lesson> {
    let scene = Scene::new(text, atlas);
    let actors = Cast::read(&scene).finish().actors;
    let phrases = phrase::read(&scene, &atlas.coref, &actors);
    let mut places: Vec<(Span, usize)> = chains
        .iter()
        .enumerate()
        .flat_map(|(chain, mentions)| mentions.iter().map(move |m| (*m, chain)))
        .collect();
    places.sort_by_key(|(m, _)| (m.start(), m.end()));
    let chains = chains_of(text, &phrases, &places);
    let mut lessons = Vec::new();
    ranker::walk(&phrases, |at, all| {
        let this = &phrases[at];
        let is_same = |before: usize| chains[at].is_some() && chains[at] == chains[before];
        let earlier = (0..at).rev().find(|b| is_same(*b));
        let mut rows = Vec::with_capacity(all.choices.len() + 1);
        let features = |put: &dyn Fn(&mut Features<Vec<u32>>)| {
            let mut row = Features::new(this.class, Vec::new());
            put(&mut row);
            row.taken()
        };
        let is_new = !all.choices.iter().any(|(before, _)| is_same(*before));
        rows.push((features(&|out| feature::alone(this, &all.standing, out)), is_new));
        for &(before, far) in &all.choices {
            let entity = all.entity(before);
            let row = features(&|out| feature::pair(&phrases[before], this, far, entity, out));
            rows.push((row, is_same(before)));
        }
        lessons.push(Lesson(rows));
        earlier
    });
    lessons
}

/// The chain of each phrase: that of the mention in its place, or else of one with its head that
/// is in no phrase's place.
fn chains_of(
    text: &Annotated,
    phrases: &[Phrase<'_>],
    places: &[(Span, usize)],
) -> Vec<Option<usize>> {
    let mut is_met = vec![false; places.len()];
    let mut chain_in_place = |phrase: &Phrase<'_>| {
        let place = phrase.place(text);
        let edges = (place.start(), place.end());
        let found = places.binary_search_by_key(&edges, |(m, _)| (m.start(), m.end())).ok()?;
        is_met[found] = true;
        Some(places[found].1)
    };
    let mut chains: Vec<Option<usize>> = phrases.iter().map(&mut chain_in_place).collect();
    let unmet = places.iter().zip(is_met).filter(|(_, met)| !met);
    let by_head: HashMap<u32, usize> =
        unmet.filter_map(|((m, chain), _)| Some((head(text, *m)?, *chain))).collect();
    for (phrase, chain) in phrases.iter().zip(&mut chains) {
        if phrase.class != Class::Several {
            *chain = chain.or_else(|| by_head.get(&phrase.head).copied());
        }
    }
    chains
}

/// The token of a span on which the others hang, if there is one.
fn head(text: &Annotated, span: Span) -> Option<u32> {
    let first = text.tokens.partition_point(|t| t.span.start() < span.start());
    let last = text.tokens.partition_point(|t| t.span.end() <= span.end());
    let inside = u32::try_from(first).ok()?..u32::try_from(last).ok()?;
    let is_top = |t: &u32| text.head(*t) == *t || !inside.contains(&text.head(*t));
    let mut tops = inside.clone().filter(is_top);
    tops.next().filter(|_| tops.next().is_none())
}

impl Lessons {
    /// Fits weights and prints them as the rows of `coref-weights.tsv`.
    pub fn learn(&self, lessons: &[&Lesson]) -> String {
        let counts = counts(lessons);
        let is_common: Vec<bool> = counts.iter().map(|count| *count >= self.least).collect();
        let mut model = Model::new();
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut seed = 1_u64;
        let mut mean = vec![0.0; N_SHARED];
        for round in 0..self.rounds {
            shuffle(&mut order, &mut seed);
            for at in &order {
                self.read(lessons[*at], &is_common, &mut model);
            }
            if round >= self.rounds / 2 {
                mean.iter_mut().zip(&model.weights).for_each(|(m, w)| *m += w);
            }
        }
        let rounds = f64::from(self.rounds - self.rounds / 2);
        let sum = |at: usize| levels(at).iter().map(|level| mean[*level]).sum::<f64>();
        #[expect(clippy::cast_possible_truncation, reason = "weights are printed to three digits")]
        let value = |at: usize| if counts[at] > 0 { (sum(at) / rounds) as f32 } else { 0.0 };
        Weights { values: (0..N_WEIGHTS).map(value).collect() }.print()
    }

    fn read(&self, lesson: &Lesson, is_common: &[bool], model: &mut Model) {
        let kept = |row: &[u32]| -> Vec<usize> {
            row.iter().flat_map(|f| levels(*f as usize)).filter(|f| is_common[*f]).collect()
        };
        let rows: Vec<(Vec<usize>, bool)> =
            lesson.0.iter().map(|(row, right)| (kept(row), *right)).collect();
        let is_new = rows[0].1;
        let cost = |at: usize, right: bool| match (right, is_new, at) {
            (true, ..) => 0.0,
            (false, true, _) => self.false_link,
            (false, false, 0) => self.missed,
            (false, false, _) => self.wrong_link,
        };
        let score = |(at, (row, right)): (usize, &(Vec<usize>, bool))| {
            row.iter().map(|f| model.weights[*f]).sum::<f64>() + f64::from(cost(at, *right))
        };
        let scores: Vec<f64> = rows.iter().enumerate().map(score).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let shares: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
        let all: f64 = shares.iter().sum();
        let right: f64 = shares.iter().zip(&rows).filter(|(_, r)| r.1).map(|(s, _)| s).sum();
        if right <= 0.0 {
            return;
        }
        model.gradient.clear();
        for ((row, is_right), share) in rows.iter().zip(&shares) {
            let wanted = if *is_right { share / right } else { 0.0 };
            let gradient = share / all - wanted;
            if gradient.abs() > 1e-4 {
                model.gradient.extend(row.iter().map(|f| (*f, gradient)));
            }
        }
        model.step(f64::from(self.step), f64::from(self.shrink));
    }
}

/// In how many lessons each feature was seen.
fn counts(lessons: &[&Lesson]) -> Vec<u32> {
    let mut seen = vec![(0_u32, usize::MAX); N_SHARED];
    for (at, lesson) in lessons.iter().enumerate() {
        let rows = lesson.0.iter().flat_map(|(row, _)| row);
        for feature in rows.flat_map(|f| levels(*f as usize)) {
            let (count, last) = &mut seen[feature];
            *count += u32::from(*last != at);
            *last = at;
        }
    }
    seen.into_iter().map(|(count, _)| count).collect()
}

/// Weights of the classes apart, then those that pronouns, others, and all have in common.
const N_SHARED: usize = N_WEIGHTS + 3 * N_FEATURES;

/// A feature of a class, and the same of its like and of all.
fn levels(feature: usize) -> [usize; 3] {
    let (class, feature_of_all) = (feature / N_FEATURES, feature % N_FEATURES);
    let is_pronoun = Class::ALL.get(class).is_some_and(|(class, _)| class.is_pronoun());
    let like = N_WEIGHTS + if is_pronoun { 0 } else { N_FEATURES };
    [feature, like + feature_of_all, N_WEIGHTS + 2 * N_FEATURES + feature_of_all]
}

struct Model {
    weights: Vec<f64>,
    squares: Vec<f64>,
    gradient: Vec<(usize, f64)>,
}

impl Model {
    fn new() -> Self {
        Self { weights: vec![0.0; N_SHARED], squares: vec![0.01; N_SHARED], gradient: vec![] }
    }

    fn step(&mut self, step: f64, shrink: f64) {
        self.gradient.sort_by_key(|(f, _)| *f);
        for run in self.gradient.chunk_by(|a, b| a.0 == b.0) {
            let feature = run[0].0;
            let gradient = run.iter().map(|(_, g)| g).sum::<f64>() + shrink * self.weights[feature];
            self.squares[feature] += gradient * gradient;
            self.weights[feature] -= step * gradient / self.squares[feature].sqrt();
        }
    }
}

/// Fisher and Yates's, on a generator of Marsaglia's.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;

    #[test]
    fn the_head_of_a_span_is_the_one_token_on_which_the_others_hang() {
        let text = annotated(
            "the/DET<fair:determiner fair/NOUN in/ADP<fair:preposition Oslo/PROPN<in:prep-object",
        );
        let span = |first: usize, last: usize| text.tokens[first].span.join(text.tokens[last].span);
        assert_eq!(head(&text, span(0, 3)), Some(1));
        assert_eq!(head(&text, span(2, 3)), Some(2));
        assert_eq!(head(&text, Span::new(0, 0)), None);
        let apart = annotated("one/NUM two/NUM");
        assert_eq!(head(&apart, apart.tokens[0].span.join(apart.tokens[1].span)), None);
    }

    #[test]
    fn classes_share_with_their_like_and_with_all() {
        let [he, they, name] = [Class::Person, Class::Many, Class::Name]
            .map(|class| levels(class as usize * N_FEATURES + 7));
        assert!(he[0] != they[0] && he[1] == they[1] && he[1] != name[1]);
        assert!(he[2] == name[2] && name[2] < N_SHARED);
    }
}
