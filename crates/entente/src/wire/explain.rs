//! Why an event was coded as it was: `entente explain`.

use entente_code as code;
use entente_model as model;
use serde::Serialize;

use super::{EventRow, SCHEMA, Span, rounded, span, text};

/// An event with its parse, its rules, and how each party and date was found.
///
/// The text is read again with the packs at hand. Where those differ from the packs of the run
/// that coded the event, `coded_alike` is false and `predicate` may be unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The version of this shape.
    pub schema: &'static str,
    /// The event as stored.
    pub event: EventRow,
    /// Whether the run that coded it had the same engine, packs and settings.
    pub coded_alike: bool,
    /// The other sentences of the document that tell the same, in order.
    pub told_again: Vec<String>,
    /// The words of its sentence.
    pub words: Vec<Word>,
    /// What the text says happens there.
    pub predicate: Option<Predicate>,
    /// Rules tried on the predicate, best first.
    pub attempts: Vec<Attempt>,
    /// How the actor was found.
    pub actor: Option<Meaning>,
    /// How the recipient was found.
    pub recipient: Option<Meaning>,
    /// How the speaker was found.
    pub speaker: Option<Meaning>,
    /// Time expressions of the sentence with what each means.
    pub times: Vec<super::Time>,
}

/// A word of the parse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// The word.
    pub text: String,
    /// Its lemma.
    pub lemma: String,
    /// Its fine tag.
    pub tag: String,
    /// Index of its head in this list; a root's own.
    pub head: usize,
    /// Its dependency label.
    pub dep: String,
}

/// What the text says happens, free of its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Predicate {
    /// The sense.
    pub sense: String,
    /// The words that say so.
    pub trigger: Span,
    /// Whether a noun says it.
    pub nominal: bool,
    /// Whether it is negated.
    pub negated: bool,
    /// Its modality.
    pub mood: &'static str,
    /// Its tense.
    pub tense: &'static str,
    /// Who and what takes part.
    pub fillers: Vec<Filler>,
    /// What it stands under, innermost first.
    pub frames: Vec<Frame>,
}

/// What fills a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filler {
    /// The role.
    pub role: &'static str,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub text: String,
}

/// What a predicate stands under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// What it does to what stands under it.
    pub kind: &'static str,
    /// The word that does so.
    pub cue: String,
    /// Where that word stands.
    pub span: Span,
    /// Who says, wants or fears it.
    pub holder: Option<String>,
    /// Whether the cue itself is negated.
    pub negated: bool,
}

/// A rule that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// The rule.
    pub rule: String,
    /// The type that it gives.
    #[serde(rename = "type")]
    pub kind: String,
    /// How much it says; of the rules that apply, the one with the largest weight is taken.
    pub weight: i32,
    /// Its conditions, each with whether it holds.
    pub conditions: Vec<Condition>,
    /// What came of it: `taken`, `dropped`, `outranked`, `failed`.
    pub fate: &'static str,
    /// Why it was dropped, or the first condition that failed.
    pub because: Option<String>,
    /// The events that it gave.
    pub events: Vec<String>,
}

/// A condition of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// What it asks.
    pub text: String,
    /// Whether it held.
    pub holds: bool,
}

/// What a mention means, with the alternatives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Meaning {
    /// Where the mention stands.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// What it may mean, best first; empty where nothing fits.
    pub candidates: Vec<Candidate>,
}

/// Something a mention may mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The actor's id.
    pub id: Option<String>,
    /// Its usual name.
    pub name: String,
    /// Its state.
    pub country: Option<String>,
    /// Its sector.
    pub sector: Option<String>,
    /// How well it fits, in [0, 1].
    pub score: f32,
    /// How it was found.
    pub reason: String,
}

impl Explanation {
    /// An explanation that knows no more than the stored event.
    pub(crate) fn bare(event: EventRow, coded_alike: bool) -> Self {
        Self {
            schema: SCHEMA,
            event,
            coded_alike,
            told_again: Vec::new(),
            words: Vec::new(),
            predicate: None,
            attempts: Vec::new(),
            actor: None,
            recipient: None,
            speaker: None,
            times: Vec::new(),
        }
    }
}

/// The words of a sentence, heads counted from its first.
pub(crate) fn words(doc: &model::Annotated, sentence: model::Span) -> Vec<Word> {
    let numbered = (0_u32..).zip(&doc.tokens);
    let inside: Vec<_> = numbered.filter(|(_, token)| sentence.contains(token.span)).collect();
    let first = inside.first().map_or(0, |(at, _)| *at);
    inside
        .into_iter()
        .map(|(at, token)| Word {
            span: span(token.span),
            text: doc.text(at).to_owned(),
            lemma: doc.lemma(at).to_owned(),
            tag: doc.tag(at).to_owned(),
            head: token.head.saturating_sub(first) as usize,
            dep: doc.dep(at).to_owned(),
        })
        .collect()
}

impl Predicate {
    pub(crate) fn new(doc: &model::Annotated, predicate: &model::Predicate) -> Self {
        let model::Predicate {
            sense,
            trigger,
            head: _,
            is_nominal,
            fillers,
            polarity,
            mood,
            tense,
            frames,
        } = predicate;
        Self {
            sense: sense.to_string(),
            trigger: span(*trigger),
            nominal: *is_nominal,
            negated: *polarity == model::Polarity::Negative,
            mood: mood.as_str(),
            tense: tense_name(*tense),
            fillers: fillers.iter().map(|f| Filler::new(doc, f)).collect(),
            frames: frames.iter().map(|f| Frame::new(doc, f)).collect(),
        }
    }
}

fn tense_name(tense: model::Tense) -> &'static str {
    match tense {
        model::Tense::Past => "past",
        model::Tense::Present => "present",
        model::Tense::Ongoing => "ongoing",
        model::Tense::None => "none",
    }
}

impl Filler {
    fn new(doc: &model::Annotated, filler: &model::Filler) -> Self {
        let model::Filler { role, token } = filler;
        let place = mention_or_token(doc, *token);
        Self { role: role.as_str(), span: span(place), text: place.of(&doc.document.text).into() }
    }
}

/// The whole mention that a token heads, or else the token alone.
fn mention_or_token(doc: &model::Annotated, token: u32) -> model::Span {
    match doc.mention_at(token) {
        Some(at) => doc.mentions[at].span,
        None => doc.tokens.get(token as usize).map_or_else(Default::default, |t| t.span),
    }
}

impl Frame {
    fn new(doc: &model::Annotated, frame: &model::Frame) -> Self {
        let model::Frame { kind, cue, holder, negated } = frame;
        let place = doc.tokens.get(*cue as usize).map_or_else(Default::default, |t| t.span);
        let holder = holder.map(|h| mention_or_token(doc, h).of(&doc.document.text).to_owned());
        Self {
            kind: kind.as_str(),
            cue: doc.text(*cue).to_owned(),
            span: span(place),
            holder,
            negated: *negated,
        }
    }
}

impl From<&code::Attempt> for Attempt {
    fn from(attempt: &code::Attempt) -> Self {
        let code::Attempt { rule, kind, conditions, weight, fate } = attempt;
        let (fate, because, events) = match fate {
            code::Fate::Taken(events) => ("taken", None, events.as_slice()),
            code::Fate::Dropped(why) => ("dropped", Some(why.clone()), [].as_slice()),
            code::Fate::Outranked => ("outranked", None, [].as_slice()),
            code::Fate::Failed(what) => ("failed", Some(what.clone()), [].as_slice()),
        };
        let condition =
            |(text, holds): &(String, bool)| Condition { text: text.clone(), holds: *holds };
        Self {
            rule: rule.to_string(),
            kind: kind.clone(),
            weight: *weight,
            conditions: conditions.iter().map(condition).collect(),
            fate,
            because,
            events: events.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Meaning {
    pub(crate) fn new(
        doc: &model::Annotated,
        resolved: &model::Resolved,
        party: &model::Party,
    ) -> Self {
        let mention = doc.mentions.iter().position(|m| m.span == party.span);
        let candidates = mention.and_then(|at| resolved.actors.get(at));
        Self {
            span: span(party.span),
            text: party.span.of(&doc.document.text).to_owned(),
            candidates: candidates.into_iter().flatten().map(Candidate::from).collect(),
        }
    }
}

impl From<&model::Candidate> for Candidate {
    fn from(candidate: &model::Candidate) -> Self {
        let model::Candidate { id, country, sector, name, score, reason } = candidate;
        Self {
            id: id.as_ref().map(ToString::to_string),
            name: text(name),
            country: country.as_ref().map(text),
            sector: sector.as_ref().map(text),
            score: rounded(*score),
            reason: reason.clone(),
        }
    }
}
