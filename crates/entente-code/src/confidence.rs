//! How sure an event is, from what was found out about readings that a person judged.
//!
//! `confidence.tsv` of an ontology gives weights in hundredths (`feature  weight`): how each feature
//! of a reading changes the log odds that all of it is right. They are fitted on read events by
//! `eval/confidence.py`; without the table a product of fixed factors stands in.

use std::collections::BTreeMap;

use entente_model::{Annotated, Event, FrameKind, Party, Pos, Relation, Role};

use crate::inherit::Sign;
use crate::ontology::{PackError, rows, unknown};
use crate::party::Found;
use crate::select::Draft;

/// The feature that every event has.
const ALWAYS: &str = "always";
/// An actor that fits worse than this may be another.
const UNSURE: f32 = 0.6;
/// Sentences of more words are often read wrongly.
const LONG: u32 = 40;
/// And those of fewer seldom.
const SHORT: u32 = 16;

/// The weights of an ontology.
#[derive(Debug, Default)]
pub(crate) struct Weights(BTreeMap<String, i32>);

impl Weights {
    /// Reads the table.
    pub(crate) fn read(text: &str) -> Result<Self, PackError> {
        let mut weights = BTreeMap::new();
        for (line, cells) in rows(text) {
            let weight = cells.get(1).copied().unwrap_or("");
            let file = format!("confidence.tsv, line {line}");
            let value = weight.parse().map_err(|_| unknown(&file, "a whole number", weight))?;
            weights.insert(cells[0].to_owned(), value);
        }
        Ok(Self(weights))
    }

    /// The probability that an event with these features is right, in hundredths; nothing without
    /// weights.
    pub(crate) fn confidence(&self, features: &[String]) -> Option<f32> {
        let always = *self.0.get(ALWAYS)?;
        let sum: i32 = features.iter().filter_map(|f| self.0.get(f.as_str())).sum();
        let odds = (f64::from(always + sum) / 100.0).exp();
        // Rounded, so that the last bit of a logarithm is of no account.
        #[expect(clippy::cast_possible_truncation, reason = "in [0, 1]")]
        let rounded = ((odds / (1.0 + odds)) * 100.0).round() as f32 / 100.0;
        Some(rounded)
    }
}

/// What is known of an event that may tell whether it is right.
pub(crate) fn features(
    text: &Annotated,
    reading: &Draft<'_>,
    actor: Option<&Found>,
    recipient: Option<&Found>,
    event: &Event,
) -> Vec<String> {
    let predicate = &text.predicates[reading.predicate];
    let mut list: Vec<String> = Vec::new();
    list.push(format!("type {}", event.code.kind));
    list.push(format!("status {}", event.status.as_str()));
    list.extend(side("actor", text, actor));
    list.extend(side("recipient", text, recipient));
    let mut add = |name: &str, holds: bool| holds.then(|| list.push(name.to_owned()));
    let country = |party: &Option<Party>| party.as_ref().and_then(|p| p.country.clone());
    let states = country(&event.actor).zip(country(&event.recipient));
    add("parties of one state", states.as_ref().is_some_and(|(a, b)| a == b));
    add("parties of two states", states.is_some_and(|(a, b)| a != b));
    add("a noun alone", predicate.is_nominal);
    let relation = text.relation(predicate.head);
    add("beside the main clause", is_aside(relation));
    add("coordinated", relation == Relation::Conjunct);
    add("main clause", relation == Relation::Root);
    add("said by somebody", predicate.frames.iter().any(|f| f.kind == FrameKind::Says));
    add("under another word", predicate.frames.iter().any(|f| f.kind != FrameKind::Says));
    add("day told", event.happened.is_some_and(|w| w.span.is_some()));
    add("day of the lead", event.happened.is_some_and(|w| w.span.is_none()));
    add("mode", event.code.mode.is_some());
    add("rule with conditions", reading.rule.weight() > 1);
    add("reciprocal", event.reciprocal);
    add("interview", reading.is_talk);
    add("done to a thing", recipient.is_none() && predicate.has(Role::Object));
    add("about a clause", predicate.has(Role::Content));
    if let Some(sentence) = text.sentence_of(predicate.head) {
        let words = sentence.last - sentence.first;
        add("long sentence", words > LONG);
        add("short sentence", words < SHORT);
    }
    list
}

fn is_aside(relation: Relation) -> bool {
    use Relation::{AdverbialClause, NounClause, RelativeClause};
    matches!(relation, RelativeClause | NounClause | AdverbialClause)
}

/// What is known of a party.
fn side(name: &str, text: &Annotated, found: Option<&Found>) -> Vec<String> {
    let Some(found) = found else { return vec![format!("{name} none")] };
    let kind = match (&found.party.id, &found.party.sector) {
        (Some(_), None) => "state",
        (Some(_), Some(_)) => "part",
        (None, Some(_)) => "sector",
        (None, None) => "words",
    };
    let mut list = vec![format!("{name} {kind}")];
    let mut add = |what: &str, holds: bool| holds.then(|| list.push(format!("{name} {what}")));
    let is_guess = found.inherited.is_none() && found.party.id.is_some() && found.score < UNSURE;
    add("unsure", is_guess);
    add("state of place or role", matches!(found.inherited, Some(Sign::Place | Sign::Role)));
    add("state of document", found.inherited == Some(Sign::Document));
    add("behind a noun", found.named_by != found.token);
    add("pronoun", text.pos(found.named_by) == Pos::Pron);
    add("name", text.pos(found.named_by) == Pos::Propn);
    let is_far = matches!(found.role, Role::Content | Role::Topic | Role::Place | Role::Benefit);
    add("far", is_far);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_log_odds() {
        let weights = Weights::read("always\t-100\nmode\t100\nlong sentence\t-219\n")
            .expect("the table is well formed");
        let of = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            weights.confidence(&features)
        };
        assert_eq!(of(&["mode", "unheard of"]), Some(0.5));
        assert_eq!(of(&[]), Some(0.27));
        assert_eq!(of(&["long sentence", "mode"]), Some(0.1));
        assert_eq!(Weights::default().confidence(&[]), None);
        assert!(Weights::read("always\tmuch").is_err());
    }
}
