//! Events: who did what to whom, when, where and according to whom.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    ActorId, Claim, DocId, EventId, Frame, FrameKind, Mood, Place, Polarity, RuleId, Span,
    StandingRelation, Tense, When,
};

/// All that was coded in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// Events in order of their triggers.
    pub events: Vec<Event>,
    /// Standing relations in order of their words.
    pub relations: Vec<StandingRelation>,
    /// Claims in order of their contents.
    pub claims: Vec<Claim>,
    /// The answer to the document's pair request, if it had one and the text answers it.
    pub pair: Option<PairAnswer>,
    /// Every word that says that something happens or holds, and how sure one may be that it is so,
    /// from -3 to +3, in text order.
    pub factuality: Vec<(Span, f32)>,
}

/// One coded event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What was done.
    pub code: Code,
    /// Who acts, where the text says so.
    pub actor: Option<Party>,
    /// Towards whom, where the text says so.
    pub recipient: Option<Party>,
    /// Whether both act alike (`Russia and Vietnam agreed`).
    pub reciprocal: bool,
    /// When it happened or is to happen, as far as the text and the day of publication tell.
    pub happened: Option<When>,
    /// When it was reported.
    pub reported: Option<Date>,
    /// Where it happened.
    pub place: Option<(Place, Span)>,
    /// Whether it happened.
    pub status: Status,
    /// Whose word it is, where it is only somebody's.
    pub speaker: Option<Party>,
    /// How sure the reading is, in [0, 1].
    pub confidence: f32,
    /// The sentence and rules it rests on.
    pub evidence: Evidence,
}

/// What was done, with all that the ontology says of it; stages copy it and match on none of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The ontology's name.
    pub ontology: Arc<str>,
    /// The type (`CONSULT`).
    pub kind: Arc<str>,
    /// The mode (`visit`).
    pub mode: Option<Arc<str>>,
    /// Contexts (`military`), sorted.
    pub contexts: Vec<Arc<str>>,
    /// The CAMEO code.
    pub cameo: Option<Arc<str>>,
    /// The quad class.
    pub quad: Arc<str>,
    /// The conflict-cooperation score.
    pub tone: f32,
}

/// One side of an event as the text names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The actor, if it was resolved.
    pub id: Option<ActorId>,
    /// Its state, if it was resolved to one.
    pub country: Option<Arc<str>>,
    /// Its PLOVER sector, if known.
    pub sector: Option<Arc<str>>,
    /// Its usual name if resolved, else the words of the text.
    pub name: Arc<str>,
    /// Where the text names it.
    pub span: Span,
}

/// Whether an event happened, as its text has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It happened.
    Happened,
    /// It is in course.
    Ongoing,
    /// It is meant to happen.
    Planned,
    /// It might, or would under a condition, or is only asked for.
    Hypothetical,
    /// It is said not to have happened.
    Denied,
    /// The text does not tell.
    Unknown,
}

impl Status {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Happened,
        Self::Ongoing,
        Self::Planned,
        Self::Hypothetical,
        Self::Denied,
        Self::Unknown,
    ];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Ongoing => "ongoing",
            Self::Planned => "planned",
            Self::Hypothetical => "hypothetical",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }

    /// The status of a clause by its own grammar and the frames over it, innermost first.
    ///
    /// The signatures follow work on implicative and factive verbs (Karttunen 1971; Saurí and
    /// Pustejovsky 2012): each frame turns the value that stands under it.
    pub fn of_clause(polarity: Polarity, mood: Mood, tense: Tense, frames: &[Frame]) -> Self {
        let is_any = |kind: FrameKind| frames.iter().any(|f| f.kind == kind);
        // `said it would withdraw`: reported, a conditional without a condition is a future.
        let is_future_in_past = mood == Mood::Conditional
            && polarity == Polarity::Positive
            && is_any(FrameKind::Says)
            && !is_any(FrameKind::Conditions);
        let own = match (polarity, mood, tense) {
            _ if is_future_in_past => Self::Planned,
            (Polarity::Negative, _, _) => Self::Denied,
            (_, Mood::Future, _) => Self::Planned,
            (_, Mood::Indicative, Tense::Ongoing) => Self::Ongoing,
            (_, Mood::Indicative, _) => Self::Happened,
            _ => Self::Hypothetical,
        };
        frames.iter().fold(own, Self::under)
    }

    /// What a frame makes of the value under it.
    fn under(self, frame: &Frame) -> Self {
        match (frame.kind, frame.negated) {
            (FrameKind::Says, false) | (FrameKind::Denies, true) => self,
            (FrameKind::Says, true) => self.weaker(),
            (FrameKind::Denies, false) => self.opposite(),
            (FrameKind::Implies, false) | (FrameKind::Excludes, true) => self,
            (FrameKind::Implies, true) | (FrameKind::Excludes, false) => self.opposite(),
            (FrameKind::Intends, false) if self.is_deed() => Self::Planned,
            (FrameKind::Intends, true) if self.is_deed() => Self::Denied,
            (FrameKind::Intends, _) => self,
            (FrameKind::Asks | FrameKind::Doubts | FrameKind::Conditions, _) => self.weaker(),
            (FrameKind::Continues, false) if self == Self::Happened => Self::Ongoing,
            (FrameKind::Continues, _) => self,
            (FrameKind::Ends, _) => self.opposite(),
        }
    }

    fn weaker(self) -> Self {
        if self == Self::Denied { Self::Denied } else { Self::Hypothetical }
    }

    fn opposite(self) -> Self {
        match self {
            Self::Denied => Self::Happened,
            Self::Happened | Self::Ongoing | Self::Planned => Self::Denied,
            Self::Hypothetical | Self::Unknown => self,
        }
    }

    /// Whether it counts as a deed: it happened or is happening.
    pub fn is_deed(self) -> bool {
        matches!(self, Self::Happened | Self::Ongoing)
    }
}

/// What an event rests on: a sentence, the words in it that say so, and the rules that fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    document: DocId,
    sentence: Span,
    trigger: Span,
    rules: Vec<RuleId>,
    again: Vec<Telling>,
}

/// A further sentence of the document that tells the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The sentence.
    pub sentence: Span,
    /// The words that say so.
    pub trigger: Span,
    /// The rules that fired, strongest first.
    pub rules: Vec<RuleId>,
}

impl Evidence {
    /// Makes evidence; `None` without a rule or with an empty trigger.
    pub fn new(document: DocId, sentence: Span, trigger: Span, rules: Vec<RuleId>) -> Option<Self> {
        let holds = !rules.is_empty() && !trigger.is_empty();
        holds.then_some(Self { document, sentence, trigger, rules, again: Vec::new() })
    }

    /// The same with the other sentences that tell it, in order of their triggers.
    #[must_use]
    pub fn told_again(mut self, mut again: Vec<Telling>) -> Self {
        again.sort_by_key(|telling| telling.trigger);
        self.again = again;
        self
    }

    /// Adds rules that read the same in other words of the sentence.
    pub fn read_by(&mut self, rules: &[RuleId]) {
        let new: Vec<RuleId> = rules.iter().filter(|r| !self.rules.contains(r)).cloned().collect();
        self.rules.extend(new);
    }

    /// The other sentences of the document that tell the same.
    pub fn again(&self) -> &[Telling] {
        &self.again
    }

    /// The document.
    pub fn document(&self) -> &DocId {
        &self.document
    }

    /// The sentence.
    pub fn sentence(&self) -> Span {
        self.sentence
    }

    /// The words that say so.
    pub fn trigger(&self) -> Span {
        self.trigger
    }

    /// The rules that fired, strongest first; never empty.
    pub fn rules(&self) -> &[RuleId] {
        &self.rules
    }
}

/// What the text says that one given party does to another.
#[derive(Clone, Debug, PartialEq)]
pub struct PairAnswer {
    /// The type.
    pub kind: Arc<str>,
    /// The quad class: with an attitude that of the likeliest type that goes with it, none where the
    /// text tells of none; otherwise that of the type.
    pub quad: Option<Arc<str>>,
    /// How the text has the one disposed towards the other, where it names both.
    pub attitude: Option<Attitude>,
    /// Scores of the types considered, best first.
    pub scores: Vec<(Arc<str>, f32)>,
}

/// How one party is disposed towards another, as a text tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attitude {
    /// It supports, praises or helps.
    Positive,
    /// It opposes, blames or harms.
    Negative,
    /// The text tells of neither.
    Neutral,
}

impl Attitude {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
        }
    }
}

/// An ordered pair, actor to recipient; undirected views are derived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dyad {
    /// Who acts.
    pub actor: ActorId,
    /// Towards whom.
    pub recipient: ActorId,
}
