//! The answer to a pair request: what the text says that one given party does to another.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Annotated, PairAnswer, Resolved, Span};

use crate::ontology::Ontology;
use crate::party::Found;
use crate::select::{self, Draft};

/// How much a reading counts whose parties are the given ones, or not.
const BOTH: f32 = 1.0;
const ONE: f32 = 0.5;
const NEITHER: f32 = 0.15;

/// Answers a document's pair request from all readings, the kept and the dropped ones.
pub(crate) fn answer(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
) -> Option<PairAnswer> {
    let request = text.document.meta.pair?;
    let mut scores: BTreeMap<Arc<str>, f32> = BTreeMap::new();
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
    let mut scores: Vec<(Arc<str>, f32)> = scores.into_iter().collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (kind, _) = scores.first()?.clone();
    let quad = ontology.type_info(&kind)?.quad.clone();
    Some(PairAnswer { kind, quad, scores })
}

/// Whether one of the parties stands inside the asked span, or the span inside it.
fn meets(text: &Annotated, parties: &[Found], asked: Option<Span>) -> bool {
    let Some(asked) = asked else { return parties.is_empty() };
    parties.iter().any(|found| {
        let head = text.tokens.get(found.token as usize).map_or(found.party.span, |t| t.span);
        asked.overlaps(head) || asked.overlaps(found.party.span)
    })
}
