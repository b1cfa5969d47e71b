//! Why a sentence was coded as it was, and why other readings lost.

use entente_model::{Annotated, EventId, Resolved, RuleId};

use crate::event;
use crate::floor::Keep;
use crate::ontology::Ontology;
use crate::select;

/// One predicate with every rule that was tried on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Index in [`Annotated::predicates`].
    pub predicate: usize,
    /// The rules tried: the one that was taken first, then those that apply, then the others.
    pub attempts: Vec<Attempt>,
}

/// One rule tried on one predicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The rule.
    pub rule: RuleId,
    /// The type it would give.
    pub kind: String,
    /// Its conditions in words, each with whether it holds.
    pub conditions: Vec<(String, bool)>,
    /// How much it says; the larger wins.
    pub weight: i32,
    /// What came of it.
    pub fate: Fate,
}

/// What came of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It was taken and gave these events.
    Taken(Vec<EventId>),
    /// It was the best for its predicate, but not emitted; why.
    Dropped(String),
    /// It applied, but another says more.
    Outranked,
    /// It did not apply; the first thing that was missing.
    Failed(String),
}

impl Fate {
    fn order(&self) -> u8 {
        match self {
            Self::Taken(_) => 0,
            Self::Dropped(_) => 1,
            Self::Outranked => 2,
            Self::Failed(_) => 3,
        }
    }
}

/// Tries every rule on every predicate again and keeps what spoke for and against each.
pub fn explain(text: &Annotated, who: &Resolved, ontology: &Ontology, keep: Keep) -> Vec<Reading> {
    let kept = select::readings(text, who, ontology);
    let mut readings = Vec::new();
    for (at, predicate) in text.predicates.iter().enumerate() {
        let best = kept.iter().find(|d| d.predicate == at);
        let mut attempts: Vec<Attempt> = ontology
            .rules(predicate.sense.as_str())
            .map(|rule| {
                let conditions = rule.conditions(text, predicate);
                let failed = conditions.iter().find(|(_, holds)| !holds).map(|(c, _)| c.clone());
                let missing =
                    failed.or_else(|| select::draft(text, who, at, predicate, rule).err());
                let fate = match (missing, best) {
                    (Some(missing), _) => Fate::Failed(missing),
                    (None, Some(draft)) if std::ptr::eq(draft.rule, rule) => {
                        let one = std::slice::from_ref(draft);
                        let below =
                            || event::below(text, ontology, draft).filter(|_| keep != Keep::All);
                        match draft.dropped.clone().or_else(below) {
                            Some(why) => Fate::Dropped(why),
                            None => {
                                let events = event::build(text, who, ontology, one, keep);
                                match events.is_empty() {
                                    true => {
                                        Fate::Dropped("it is below the floor: too unsure".into())
                                    }
                                    false => {
                                        Fate::Taken(events.into_iter().map(|e| e.id).collect())
                                    }
                                }
                            }
                        }
                    }
                    _ => Fate::Outranked,
                };
                let kind = rule.kind.to_string();
                Attempt { rule: rule.id.clone(), kind, conditions, weight: rule.weight(), fate }
            })
            .collect();
        attempts.sort_by_key(|a| (a.fate.order(), std::cmp::Reverse(a.weight)));
        readings.push(Reading { predicate: at, attempts });
    }
    readings
}
