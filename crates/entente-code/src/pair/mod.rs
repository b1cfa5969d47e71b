//! The answer to a pair request: what the text says that one given party does to another.

mod attitude;
mod feature;
mod judged;
mod masked;
mod meaning;
mod reading;
mod weights;

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Annotated, Attitude, Judgement, PairAnswer, PairRequest, Resolved, Span};

use self::attitude::{Leaning, Leanings, attitude};
pub(crate) use self::judged::Mix;
pub use self::masked::{BUCKETS, Masked};
pub(crate) use self::reading::Readings;
pub use self::reading::{LABELS, pack_attitudes};
pub(crate) use self::weights::PairWeights;
use crate::ontology::{Ontology, TypeInfo};
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
/// weights, where it has any, judge them together with the words around the parties, and the
/// language's judge, where there is one, has a share in the answer ([`mod@judged`]).
pub(crate) fn answer(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
) -> Option<PairAnswer> {
    let request = text.document.meta.pair?;
    let rules = by_rules(text, who, ontology, readings, request);
    let (mix, judgement) = (ontology.pair_mix(), text.judgement.as_ref());
    let is_learned = !ontology.pair_weights().is_empty();
    let sums = if is_learned { judged(text, ontology, request, &rules) } else { rules };
    let types = if is_learned { types(ontology, &sums) } else { sums.clone() };
    let mut scores = sorted(mix.types(ontology, judgement, types));
    if is_learned {
        let likely = scores.iter().take_while(|(_, score)| *score > LEAST).count();
        scores.truncate(likely.max(1)); // no answer is worse than any
        scores.iter_mut().for_each(|(_, score)| *score = score.clamp(0.0, 1.0));
    }
    let (kind, _) = scores.first()?.clone();
    let attitude = (request.actor.is_some() && request.recipient.is_some()).then(|| {
        let back = turned(text, who, ontology, readings, request);
        let (there, back) = (Leaning::of(&sums), Leaning::of(&back));
        let by_weights = || is_learned.then(|| attitude(there, back));
        let read = masked_of_pair(text).and_then(|seen| ontology.readings().leanings(&seen));
        let leanings = read.unwrap_or(Leanings { there, back, none: 0.0 });
        mix.attitude(judgement, leanings).or_else(by_weights)
    });
    let attitude = attitude.flatten();
    let quad = quad_of(ontology, judgement, &scores, attitude);
    Some(PairAnswer { kind, quad, attitude, scores })
}

/// What speaks for each type; its quad class has a say, where it was learned too.
fn types(ontology: &Ontology, sums: &Scores) -> Scores {
    let sum = |label: &Arc<str>| sums.get(label).copied().unwrap_or_default();
    ontology.types().map(|t| (t.name.clone(), sum(&t.name) + sum(&t.quad))).collect()
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

/// What is seen of a document's pair when names are covered.
pub fn masked_of_pair(text: &Annotated) -> Option<Masked> {
    let PairRequest { actor, recipient } = text.document.meta.pair?;
    Masked::of(text, actor?, recipient?)
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

/// The best quad class, of those with a type that goes with the attitude, if there is one.
fn quad_of(
    ontology: &Ontology,
    judgement: Option<&Judgement>,
    types: &[(Arc<str>, f32)],
    attitude: Option<Attitude>,
) -> Option<Arc<str>> {
    let goes = |info: &&TypeInfo| match attitude {
        None => true,
        Some(Attitude::Positive) => info.tone > 0.0,
        Some(Attitude::Negative) => info.tone < 0.0,
        Some(Attitude::Neutral) => false,
    };
    let mut quads = Scores::new();
    for (kind, score) in types {
        if let Some(info) = ontology.type_info(kind).filter(goes) {
            let best = quads.entry(info.quad.clone()).or_insert(*score);
            *best = best.max(*score);
        }
    }
    let is_possible = |quad: &str| ontology.types().filter(goes).any(|info| *info.quad == *quad);
    let best = sorted(ontology.pair_mix().quads(judgement, quads, is_possible)).into_iter().next();
    best.map(|(quad, _)| quad).or_else(|| ontology.types().find(goes).map(|t| t.quad.clone()))
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
