//! The claims and standing relations of one document, as `entente code` writes them.

use entente_model as model;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::code::{Interval, Telling, names};
use super::{Span, day, rounded, span, text};

/// Something that somebody says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Who says so.
    pub speaker: Speaker,
    /// The words that attribute it; `null` for the author's own.
    pub cue: Option<Span>,
    /// What is said; a split quotation has several pieces.
    pub content: Vec<Span>,
    /// What it comes to, where it fits a form that can be checked.
    pub proposition: Option<Proposition>,
    /// The modal that its content stands under.
    pub modality: Option<String>,
    /// What the author makes of it.
    pub stance: &'static str,
    /// The claim in whose content this one stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Ids of the events and claims that the author offers for or against it.
    pub offered: Vec<String>,
    /// How sure the reading is, in [0, 1].
    pub confidence: f32,
    /// The sentence it rests on.
    pub sentence: Span,
    /// The rules or features it rests on, strongest first.
    pub why: Vec<String>,
    /// The other places of the document that say the same, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Telling>,
}

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The actor's id, if it was resolved.
    pub id: Option<String>,
    /// Its usual name if resolved, else the words of the text.
    pub name: String,
    /// `person`, `office`, `state`, `publisher`, `class` or `author`.
    pub kind: &'static str,
    /// Where the text names it.
    pub span: Option<Span>,
}

/// What a claim comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposition {
    /// The form.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its arguments by name; days are an interval, several actors a list.
    pub args: Map<String, Value>,
    /// `+` where the claim affirms it, `-` where it denies it.
    pub polarity: &'static str,
}

/// A tie that the text says holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relation {
    /// Its id.
    pub id: String,
    /// The two parties' ids.
    pub pair: [String; 2],
    /// The kind.
    pub kind: String,
    /// Its grade, where the kind has grades.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// -1 conflict, 1 cooperation, 0 neither.
    pub sign: i8,
    /// `first-to-second` where the order of the pair means something.
    pub direction: Option<&'static str>,
    /// When it holds, as far as the text tells.
    pub interval: Option<Interval>,
    /// `asserted`, `denied` or `planned`.
    pub status: &'static str,
    /// How sure the reading is, in [0, 1].
    pub confidence: f32,
    /// The sentence it rests on.
    pub sentence: Span,
    /// The words that say so.
    pub span: Span,
    /// The rules that fired, strongest first.
    pub why: Vec<String>,
    /// The other sentences of the document that say the same, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Telling>,
}

impl From<&model::Claim> for Claim {
    fn from(claim: &model::Claim) -> Self {
        let model::Claim {
            id,
            speaker,
            cue,
            content,
            proposition,
            modality,
            stance,
            within,
            offered,
            confidence,
            evidence,
        } = claim;
        Self {
            id: id.to_string(),
            speaker: Speaker::from(speaker),
            cue: cue.map(span),
            content: content.iter().copied().map(span).collect(),
            proposition: proposition.as_ref().map(Proposition::from),
            modality: modality.as_ref().map(text),
            stance: stance.as_str(),
            within: within.as_ref().map(ToString::to_string),
            offered: offered.iter().map(text).collect(),
            confidence: rounded(*confidence),
            sentence: span(evidence.sentence()),
            why: names(evidence.rules()),
            again: evidence.again().iter().map(Telling::from).collect(),
        }
    }
}

impl From<&model::Speaker> for Speaker {
    fn from(speaker: &model::Speaker) -> Self {
        let model::Speaker { kind, id, name, span: at } = speaker;
        Self {
            id: id.as_ref().map(ToString::to_string),
            name: text(name),
            kind: kind.as_str(),
            span: at.map(span),
        }
    }
}

impl From<&model::Proposition> for Proposition {
    fn from(proposition: &model::Proposition) -> Self {
        let model::Proposition { kind, args, positive } = proposition;
        Self {
            kind: kind.as_str(),
            args: args.iter().map(|(name, argument)| (text(name), value(argument))).collect(),
            polarity: if *positive { "+" } else { "-" },
        }
    }
}

fn value(argument: &model::Argument) -> Value {
    match argument {
        model::Argument::Actor(id) => json!(id.as_str()),
        model::Argument::Actors(ids) => {
            json!(ids.iter().map(model::ActorId::as_str).collect::<Vec<_>>())
        }
        model::Argument::Word(word) => json!(&**word),
        model::Argument::When(when) => json!({"from": day(when.from), "to": day(when.to)}),
    }
}

impl From<&model::StandingRelation> for Relation {
    fn from(relation: &model::StandingRelation) -> Self {
        let model::StandingRelation {
            id,
            pair: [first, second],
            directed,
            kind,
            grade,
            sign,
            interval,
            status,
            confidence,
            evidence,
        } = relation;
        Self {
            id: id.to_string(),
            pair: [first.to_string(), second.to_string()],
            kind: text(kind),
            grade: grade.as_ref().map(text),
            sign: *sign,
            direction: directed.then_some("first-to-second"),
            interval: interval.as_ref().map(Interval::from),
            status: status.as_str(),
            confidence: rounded(*confidence),
            sentence: span(evidence.sentence()),
            span: span(evidence.trigger()),
            why: names(evidence.rules()),
            again: evidence.again().iter().map(Telling::from).collect(),
        }
    }
}
