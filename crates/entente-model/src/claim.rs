//! Claims: what is said, by whom, and how firmly; and what it comes to as a proposition.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{ActorId, ClaimId, Evidence, Span, When};

/// Something that somebody says, as one text has it.
///
/// Source, cue and content are those of PARC 3 and PolNeAR (Newell, Margolin & Ruths 2018).
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// Who says so; an author's own claim has one of the kind [`SpeakerKind::Author`].
    pub speaker: Speaker,
    /// The words that attribute it (`said`, `according to`); `None` for the author's own.
    pub cue: Option<Span>,
    /// What is said, in order; a split quotation has several pieces. Never empty.
    pub content: Vec<Span>,
    /// What it comes to, where it fits a form that can be checked.
    pub proposition: Option<Proposition>,
    /// The modal that its content stands under (`may`, `must`), as the language's table names it.
    pub modality: Option<Arc<str>>,
    /// What the author makes of it, which is no verdict.
    pub stance: Stance,
    /// The claim in whose content this one stands (`A said that B denied …`).
    pub within: Option<ClaimId>,
    /// Ids of the events and claims of the same document that the author offers for or against it.
    pub offered: Vec<Arc<str>>,
    /// How sure the reading is, in [0, 1]; where the cue leaves the content open, how far the author
    /// goes with the stance.
    pub confidence: f32,
    /// The sentence, the cue or content, and the rules or features it rests on; and where the
    /// document says it again.
    pub evidence: Evidence,
}

/// Who says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// What sort of speaker it is.
    pub kind: SpeakerKind,
    /// The actor, if it was resolved.
    pub id: Option<ActorId>,
    /// Its usual name if resolved, else the words of the text; empty for an unnamed author.
    pub name: Arc<str>,
    /// Where the text names it.
    pub span: Option<Span>,
}

/// What sort of speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A person by name.
    Person,
    /// An office or body (`the foreign ministry`).
    Office,
    /// A state, by its name or its capital's.
    State,
    /// An outlet; the speaker of a heading.
    Publisher,
    /// A class of speakers (`Western officials`, `mainstream media`).
    Class,
    /// The author of the text.
    Author,
}

impl SpeakerKind {
    /// All, in order.
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Office, Self::State, Self::Publisher, Self::Class, Self::Author];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Office => "office",
            Self::State => "state",
            Self::Publisher => "publisher",
            Self::Class => "class",
            Self::Author => "author",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What an author makes of what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Says it without reserve.
    Asserts,
    /// Hands on another's word (`said`, `claimed`).
    Reports,
    /// Says it with reserve (`seems`, `may`).
    Hedges,
    /// Casts doubt (`supposedly`, `so-called`).
    Doubts,
    /// Says that it is not so (`the false claim that`).
    Refutes,
    /// Takes it for granted (`acknowledged`, `realise`).
    Presupposes,
}

impl Stance {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Asserts,
        Self::Reports,
        Self::Hedges,
        Self::Doubts,
        Self::Refutes,
        Self::Presupposes,
    ];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Reports => "reports",
            Self::Hedges => "hedges",
            Self::Doubts => "doubts",
            Self::Refutes => "refutes",
            Self::Presupposes => "presupposes",
        }
    }

    /// The stance of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.as_str() == name)
    }
}

/// What a claim comes to: a form, its arguments and whether it is affirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// The form.
    pub kind: PropositionKind,
    /// Arguments by the names that the form gives them (`senior`, `junior`, `dimension`).
    pub args: BTreeMap<Arc<str>, Argument>,
    /// `false` where the claim denies it.
    pub positive: bool,
}

impl Proposition {
    /// The actor in an argument's place.
    pub fn actor(&self, name: &str) -> Option<&ActorId> {
        match self.args.get(name)? {
            Argument::Actor(id) => Some(id),
            _ => None,
        }
    }

    /// The word in an argument's place.
    pub fn word(&self, name: &str) -> Option<&str> {
        match self.args.get(name)? {
            Argument::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The days in an argument's place.
    pub fn when(&self, name: &str) -> Option<&When> {
        match self.args.get(name)? {
            Argument::When(when) => Some(when),
            _ => None,
        }
    }

    /// All actors spoken of, by the name of the argument, then in order.
    pub fn actors(&self) -> impl Iterator<Item = &ActorId> {
        self.args.values().flat_map(|argument| match argument {
            Argument::Actor(id) => std::slice::from_ref(id),
            Argument::Actors(ids) => ids.as_slice(),
            _ => &[],
        })
    }
}

/// One argument of a proposition.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// One actor.
    Actor(ActorId),
    /// Several actors.
    Actors(Vec<ActorId>),
    /// A word of the form's own vocabulary (a dimension, a grade, a direction) or of the text.
    Word(Arc<str>),
    /// Days.
    When(When),
}

macro_rules! proposition_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The forms that claims about relations of states take.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PropositionKind {
            $($(#[$doc])* $name,)*
        }

        impl PropositionKind {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name used in output.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

proposition_kinds! {
    /// A dispute between two states: `a`, `b`, `scope`, `when`.
    Dispute = "dispute",
    /// No dispute between them, which is universal.
    NoDispute = "no_dispute",
    /// An alliance or partnership: `a`, `b`, `grade`.
    Alliance = "alliance",
    /// One is the stronger: `senior`, `junior`, `dimension`.
    Asymmetry = "asymmetry",
    /// One does not follow the other: `state`, `of`.
    Independence = "independence",
    /// It gets better or worse: `a`, `b`, `dimension`, `direction`, `since`.
    Trend = "trend",
    /// How they stand: `a`, `b`, `level`.
    Level = "level",
    /// Which of two others a state is closer to: `state`, `closer`, `than`.
    Similarity = "similarity",
    /// A place in an order: `state`, `measure`, `place`.
    Rank = "rank",
    /// The only one to do or be so: `state`, `what`.
    Exclusive = "exclusive",
    /// A pattern over several partners: `state`, `posture`, `partners`.
    Posture = "posture",
    /// A pledge: `state`, `to`, `recipient`.
    Commitment = "commitment",
    /// Who did what to whom: `actor`, `type`, `recipient`, `when`.
    Event = "event",
    /// One thing because of another: `cause`, `effect`.
    Cause = "cause",
    /// What somebody aims at: `actor`, `goal`, `target`.
    Intention = "intention",
    /// What is to come: `what`, `by`.
    Prediction = "prediction",
    /// A judgement that no record decides.
    Evaluation = "evaluation",
    /// A claim about what is said.
    Meta = "meta",
}

impl PropositionKind {
    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}
