//! The answer to a pair request: what the text says that one given party does to another.

mod feature;
mod meaning;
mod weights;

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Annotated, Attitude, PairAnswer, PairRequest, Resolved, Span};

pub(crate) use self::weights::PairWeights;
use crate::ontology::Ontology;
use crate::party::Found;
use crate::select::{self, Draft};

/// How much a reading counts whose parties are the given ones, or not.
const BOTH: f32 = 1.0;
const ONE: f32 = 0.5;
const NEITHER: f32 = 0.15;
/// How much a rule's score weighs beside a word.
const RULE: f32 = 3.0;
/// A type that is less likely is not told.
const LEAST: f32 = 0.01;
/// What speaks for the one being well or ill disposed towards the other, in the table of weights.
const FOR: &str = "+";
const AGAINST: &str = "-";

/// The feature that hands what speaks for a type on to attitudes.
const JUDGED: &str = "judged";

/// Types and what speaks for them.
type Scores = BTreeMap<Arc<str>, f32>;

/// Answers a document's pair request.
///
/// The rules' readings, the kept and the dropped ones, speak for types; the ontology's learned
/// weights, where it has any, judge them together with the words around the parties.
pub(crate) fn answer(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
) -> Option<PairAnswer> {
    let request = text.document.meta.pair?;
    let rules = by_rules(text, who, ontology, readings, request);
    let weights = ontology.pair_weights();
    if weights.is_empty() {
        let scores = sorted(rules);
        let (kind, _) = scores.first()?.clone();
        let quad = Some(ontology.type_info(&kind)?.quad.clone());
        return Some(PairAnswer { kind, quad, attitude: None, scores });
    }
    let sums = judged(text, ontology, request, &rules);
    let sum = |label: &Arc<str>| sums.get(label).copied().unwrap_or_default();
    // A type's quad class has a say, where it was learned too.
    let types = ontology.types().map(|t| (t.name.clone(), sum(&t.name) + sum(&t.quad)));
    let mut scores = sorted(types.collect());
    let likely = scores.iter().take_while(|(_, score)| *score > LEAST).count();
    scores.truncate(likely.max(1)); // no answer is worse than any
    scores.iter_mut().for_each(|(_, score)| *score = score.clamp(0.0, 1.0));
    let (kind, _) = scores.first()?.clone();
    let attitude = (request.actor.is_some() && request.recipient.is_some()).then(|| {
        let back = turned(text, who, ontology, readings, request);
        attitude(Leaning::of(&sums), Leaning::of(&back))
    });
    let quad = match attitude {
        Some(attitude) => quad_of(ontology, &scores, attitude),
        None => Some(ontology.type_info(&kind)?.quad.clone()),
    };
    Some(PairAnswer { kind, quad, attitude, scores })
}

/// What is seen of a document's pair when it is judged: names of features and their values.
pub fn seen_of_pair(text: &Annotated, who: &Resolved, ontology: &Ontology) -> Vec<(String, f32)> {
    let mut seen = Vec::new();
    if let Some(request) = text.document.meta.pair {
        let readings = select::readings(text, who, ontology);
        let rules = by_rules(text, who, ontology, &readings, request);
        see(text, request, &rules, &mut |parts, value| {
            seen.push((parts.join(weights::JOIN), value))
        });
    }
    seen
}

/// Hands out the features of a pair: what the rules say, and the words.
fn see(text: &Annotated, request: PairRequest, rules: &Scores, out: &mut feature::Sink<'_>) {
    for (kind, score) in rules {
        out(&["rules", kind], RULE * score);
    }
    match sorted(rules.clone()).first() {
        Some((best, _)) => out(&["rules' best", best], RULE),
        None => out(&["no rule"], 1.0),
    }
    feature::features(text, request.actor, request.recipient, out);
}

/// What speaks for each label if the parties change places.
fn turned(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
    request: PairRequest,
) -> Scores {
    let request = PairRequest { actor: request.recipient, recipient: request.actor };
    let rules = by_rules(text, who, ontology, readings, request);
    judged(text, ontology, request, &rules)
}

/// What speaks for each label: for types the features, for attitudes the types too.
fn judged(text: &Annotated, ontology: &Ontology, request: PairRequest, rules: &Scores) -> Scores {
    let mut sums = ontology.pair_weights().sums();
    see(text, request, rules, &mut |parts, value| sums.add(parts, value));
    for (label, sum) in sums.all() {
        sums.add(&[JUDGED, &label], sum);
    }
    sums.all()
}

/// How far one party seems well and ill disposed towards another.
#[derive(Clone, Copy)]
struct Leaning {
    favour: f32,
    against: f32,
}

impl Leaning {
    fn of(sums: &Scores) -> Self {
        let [favour, against] = [FOR, AGAINST].map(|l| sums.get(l).copied().unwrap_or_default());
        Self { favour, against }
    }

    fn strength(self) -> f32 {
        self.favour.max(self.against)
    }
}

/// The attitude that prevails, if any speaks for itself and none speaks louder the other way.
fn attitude(there: Leaning, back: Leaning) -> Attitude {
    if there.strength() <= back.strength().max(0.0) {
        Attitude::Neutral
    } else if there.favour >= there.against {
        Attitude::Positive
    } else {
        Attitude::Negative
    }
}

/// The quad class of the likeliest type that goes with an attitude.
fn quad_of(
    ontology: &Ontology,
    scores: &[(Arc<str>, f32)],
    attitude: Attitude,
) -> Option<Arc<str>> {
    let goes = |tone: f32| match attitude {
        Attitude::Positive => tone > 0.0,
        Attitude::Negative => tone < 0.0,
        Attitude::Neutral => false,
    };
    let likeliest = scores.iter().filter_map(|(kind, _)| ontology.type_info(kind));
    let mut all = likeliest.chain(ontology.types());
    all.find(|info| goes(info.tone)).map(|info| info.quad.clone())
}

/// What the rules say: of each type its best reading.
fn by_rules(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
    request: PairRequest,
) -> Scores {
    let mut scores = Scores::new();
    let mut add = |draft: &Draft<'_>, weight: f32| {
        let fit = f32::from(u8::from(meets(text, &draft.actors, request.actor)))
            + f32::from(u8::from(meets(text, &draft.recipients, request.recipient)));
        let parties = if fit > 1.5 {
            BOTH
        } else if fit > 0.5 {
            ONE
        } else {
            NEITHER
        };
        let score = weight * parties * draft.confidence;
        let best = scores.entry(draft.rule.kind.clone()).or_default();
        *best = best.max(score);
    };
    for reading in readings {
        add(reading, if reading.dropped.is_none() { 1.0 } else { 0.6 });
    }
    // Rules whose parties were not found still say what the words mean.
    for (at, predicate) in text.predicates.iter().enumerate() {
        for rule in ontology.rules(predicate.sense.as_str()) {
            if rule.applies(text, predicate)
                && let Ok(draft) = select::draft(text, who, at, predicate, rule)
            {
                add(&draft, 0.3);
            }
        }
    }
    scores
}

/// Best first; of equals by name.
fn sorted(scores: Scores) -> Vec<(Arc<str>, f32)> {
    let mut scores: Vec<(Arc<str>, f32)> = scores.into_iter().collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    scores
}

/// Whether one of the parties stands inside the asked span, or the span inside it.
fn meets(text: &Annotated, parties: &[Found], asked: Option<Span>) -> bool {
    let Some(asked) = asked else { return parties.is_empty() };
    parties.iter().any(|found| {
        let head = text.tokens.get(found.token as usize).map_or(found.party.span, |t| t.span);
        asked.overlaps(head) || asked.overlaps(found.party.span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_both_ways_the_louder_is_told() {
        let none = Leaning { favour: -0.2, against: -0.1 };
        let ill = Leaning { favour: -0.1, against: 0.3 };
        let well = Leaning { favour: 0.2, against: 0.1 };
        assert_eq!(attitude(none, none), Attitude::Neutral);
        assert_eq!(attitude(ill, none), Attitude::Negative);
        assert_eq!(attitude(well, none), Attitude::Positive);
        assert_eq!(attitude(well, ill), Attitude::Neutral);
        assert_eq!(attitude(ill, well), Attitude::Negative);
    }
}
