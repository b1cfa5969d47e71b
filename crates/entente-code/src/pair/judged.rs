//! What a learned judge makes of a pair, mixed with what rules and weights make of it.
//!
//! The judge answers the questions `type`, `quad` and `attitude` with probabilities of labels; those
//! that the ontology does not know do not count. An attitude's labels are those of the table of
//! weights for the actor's towards the recipient, and the same after [`TURNED`] for the other way;
//! any other is none.

use std::sync::Arc;

use entente_model::{Attitude, Judgement};
use serde::Deserialize;

use super::attitude::{Leanings, TURNED};
use super::{AGAINST, FOR, Scores};
use crate::ontology::{Ontology, PackError, unknown};

/// What is added to a chance before its logarithm is taken.
const LEAST: f32 = 1e-4;

/// How much the judge counts beside rules and weights: from 0, not at all, to 1, alone.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Mix {
    #[serde(rename = "type")]
    kind: f32,
    quad: f32,
    attitude: f32,
    /// How far apart attitudes are by their weights, beside what is learned of them.
    sharpness: f32,
    /// What the chance of no attitude is multiplied with.
    neutral: f32,
}

impl Mix {
    /// Checks that all is in its bounds.
    pub(crate) fn checked(self, file: &str) -> Result<Self, PackError> {
        let Self { kind, quad, attitude, sharpness, neutral } = self;
        let wrong =
            |expected, found: f32| unknown(&format!("{file}, pair"), expected, &found.to_string());
        if let Some(share) = [kind, quad, attitude].into_iter().find(|s| !(0.0..=1.0).contains(s)) {
            return Err(wrong("a share from 0 to 1", share));
        }
        if let Some(factor) = [sharpness, neutral].into_iter().find(|f| !(0.0..=100.0).contains(f))
        {
            return Err(wrong("a factor from 0 to 100", factor));
        }
        Ok(self)
    }

    /// Mixes the scores of types with what the judge makes of them.
    pub(super) fn types(
        self,
        ontology: &Ontology,
        judgement: Option<&Judgement>,
        scores: Scores,
    ) -> Scores {
        let is_known = |label: &str| ontology.type_info(label).is_some();
        mixed(scores, judgement.map_or(&[], |j| j.of("type")), self.kind, is_known)
    }

    /// Mixes the scores of those quad classes that are possible with what the judge makes of them.
    pub(super) fn quads(
        self,
        judgement: Option<&Judgement>,
        scores: Scores,
        is_possible: impl Fn(&str) -> bool,
    ) -> Scores {
        mixed(scores, judgement.map_or(&[], |j| j.of("quad")), self.quad, is_possible)
    }

    /// The attitude of the actor towards the recipient, if the judge is asked: chances are multiplied,
    /// each to the power of its share, so that either may speak against what the other is sure of.
    pub(super) fn attitude(
        self,
        judgement: Option<&Judgement>,
        leanings: Leanings,
    ) -> Option<Attitude> {
        let chances = judgement?.of("attitude");
        if chances.is_empty() || self.attitude == 0.0 {
            return None;
        }
        let power = |(label, _): &(Arc<str>, f32)| {
            libm::expf((self.sharpness * leanings.of_label(label)).clamp(-50.0, 50.0))
        };
        let powers: Vec<f32> = chances.iter().map(power).collect();
        let sum: f32 = powers.iter().sum();
        let score = |((label, chance), power): (&(Arc<str>, f32), &f32)| {
            let by_weights = (1.0 - self.attitude) * libm::logf(power / sum + LEAST);
            let mixed = libm::expf(self.attitude * libm::logf(chance + LEAST) + by_weights);
            let is_one = [FOR, AGAINST].contains(&label.strip_prefix(TURNED).unwrap_or(label));
            (label.clone(), if is_one { mixed } else { self.neutral * mixed })
        };
        let scores = chances.iter().zip(&powers).map(score);
        let (best, _) = super::sorted(scores.collect()).into_iter().next()?;
        Some(match &*best {
            FOR => Attitude::Positive,
            AGAINST => Attitude::Negative,
            _ => Attitude::Neutral,
        })
    }
}

/// Scores with a share of those chances that count; unchanged where none does.
fn mixed(
    scores: Scores,
    chances: &[(Arc<str>, f32)],
    share: f32,
    counts: impl Fn(&str) -> bool,
) -> Scores {
    let known: Scores = chances.iter().filter(|(label, _)| counts(label)).cloned().collect();
    if known.is_empty() || share == 0.0 {
        return scores;
    }
    let mut mixed = scores;
    mixed.values_mut().for_each(|score| *score = (1.0 - share) * score.clamp(0.0, 1.0));
    for (label, chance) in known {
        *mixed.entry(label).or_default() += share * chance;
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::super::attitude::Leaning;
    use super::*;

    const FAIR: Mix = Mix { kind: 0.5, quad: 0.5, attitude: 0.75, sharpness: 2.0, neutral: 1.0 };

    fn judgement(chances: &[(&str, f32)]) -> Judgement {
        let chances = chances.iter().map(|(label, chance)| (Arc::from(*label), *chance)).collect();
        Judgement::new(vec![("attitude".into(), chances)])
    }

    #[track_caller]
    fn check(mix: Mix, chances: &[(&str, f32)], [there, back]: [Leaning; 2], expected: Attitude) {
        let leanings = Leanings { there, back, none: 0.0 };
        assert_eq!(mix.attitude(Some(&judgement(chances)), leanings), Some(expected));
    }

    #[test]
    fn attitudes_are_mixed_label_by_label() {
        let none = Leaning { favour: 0.0, against: 0.0 };
        let ill = Leaning { favour: 0.0, against: 3.0 };
        let judged = [("none", 0.1), ("+", 0.5), ("turned +", 0.1), ("-", 0.2), ("turned -", 0.1)];
        check(FAIR, &judged, [none, none], Attitude::Positive);
        check(FAIR, &judged, [ill, none], Attitude::Negative);
        check(Mix { attitude: 1.0, ..FAIR }, &judged, [ill, none], Attitude::Positive);
        let turned = [("none", 0.3), ("+", 0.1), ("turned +", 0.1), ("-", 0.1), ("turned -", 0.4)];
        check(FAIR, &turned, [none, none], Attitude::Neutral);
        let even = [("none", 0.4), ("+", 0.6)];
        check(Mix { neutral: 2.0, ..FAIR }, &even, [none, none], Attitude::Neutral);
    }

    #[test]
    fn a_judge_without_a_share_is_not_asked() {
        let none = Leaning { favour: 0.0, against: 0.0 };
        let judged = judgement(&[("+", 1.0)]);
        let leanings = Leanings { there: none, back: none, none: 0.0 };
        assert_eq!(Mix::default().attitude(Some(&judged), leanings), None);
        assert_eq!(FAIR.attitude(None, leanings), None);
    }

    #[test]
    fn labels_that_nobody_knows_do_not_count() {
        let scores = Scores::from([("A".into(), 0.5), ("B".into(), 2.0)]);
        let chances = [("A".into(), 1.0), ("X".into(), 0.5)];
        let found = mixed(scores.clone(), &chances, 0.5, |label| label != "X");
        assert_eq!(found, Scores::from([("A".into(), 0.75), ("B".into(), 0.5)]));
        assert_eq!(mixed(scores.clone(), &chances, 0.5, |_| false), scores);
    }

    #[test]
    fn a_share_beyond_its_bounds_is_an_error() {
        let error = Mix { quad: 1.5, ..FAIR }.checked("ontology.toml").expect_err("too much");
        assert_eq!(
            error.to_string(),
            "ontology.toml, pair: expected a share from 0 to 1, found `1.5`"
        );
        assert!(Mix { neutral: f32::NAN, ..FAIR }.checked("x").is_err());
    }
}
