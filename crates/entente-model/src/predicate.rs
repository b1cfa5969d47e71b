//! Predicates: what the text says happens, freed from the language that says it.
//!
//! This is where languages and ontologies meet. A lexicon says which words mean `accuse`; a rule
//! says what `accuse` is coded as; neither names the other.

use std::fmt;
use std::sync::Arc;

use crate::Span;
use crate::grammar::named;

/// One predicate with its roles and everything that bears on whether it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predicate {
    /// What is meant.
    pub sense: Sense,
    /// The words that say so, particle and light verb included.
    pub trigger: Span,
    /// The token that heads it.
    pub head: u32,
    /// Whether it is said by a noun (`the visit`) rather than a clause.
    pub is_nominal: bool,
    /// Who and what takes part; several fillers of one role are coordinated.
    pub fillers: Vec<Filler>,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Its own modality.
    pub mood: Mood,
    /// Its own tense.
    pub tense: Tense,
    /// What it stands under, innermost first: who says it, who wants it, what depends on it.
    pub frames: Vec<Frame>,
}

impl Predicate {
    /// The tokens that fill a role, in order.
    pub fn fillers(&self, role: Role) -> impl Iterator<Item = u32> + '_ {
        self.fillers.iter().filter(move |f| f.role == role).map(|f| f.token)
    }

    /// Whether any token fills a role.
    pub fn has(&self, role: Role) -> bool {
        self.fillers.iter().any(|f| f.role == role)
    }
}

/// A language-free sense, such as `accuse` or `withdraw`; lexicons and rules agree on its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sense(Arc<str>);

impl Sense {
    /// Makes a sense from its name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A token in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filler {
    /// The role.
    pub role: Role,
    /// Head token of what fills it.
    pub token: u32,
}

named! {
    /// The part something takes in a predicate, after passives and the like are undone.
    Role {
        /// Who acts: subject of the active, by-phrase of the passive, possessor of the noun.
        Subject = "subject",
        /// Who or what undergoes.
        Object = "object",
        /// To whom something is given or said.
        Dative = "dative",
        /// With whom (`with`, `between … and`).
        Partner = "partner",
        /// Against whom.
        Against = "against",
        /// Towards whom or what (`to`, `into`).
        Goal = "goal",
        /// For whom or what.
        Benefit = "benefit",
        /// From whom or what.
        Origin = "origin",
        /// On, over or about what.
        Topic = "topic",
        /// Of whom or what.
        Whole = "whole",
        /// Where.
        Place = "place",
        /// By what means, or as what.
        Means = "means",
        /// A clause or noun that says what is said, agreed or demanded.
        Content = "content",
        /// What the subject is said to be.
        Attribute = "attribute",
    }
}

/// Affirmed or negated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Polarity {
    /// Affirmed.
    #[default]
    Positive,
    /// Negated.
    Negative,
}

named! {
    /// The modality of a predicate itself.
    Mood {
        /// Stated as fact.
        Indicative = "indicative",
        /// Possible (`may`, `might`, `could`).
        Possible = "possible",
        /// Called for (`should`, `must`).
        Necessary = "necessary",
        /// Foreseen or meant (`will`, `is to`).
        Future = "future",
        /// Would be so, if.
        Conditional = "conditional",
        /// Asked.
        Question = "question",
        /// An order.
        Imperative = "imperative",
        /// Said of no one time: a habit, a law, a general truth.
        Generic = "generic",
    }
}

/// The tense of a predicate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tense {
    /// Past, perfect included.
    Past,
    /// Present.
    Present,
    /// Present and in course (`is visiting`).
    Ongoing,
    /// Not finite, or not said.
    #[default]
    None,
}

/// Something that a predicate stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it does to what stands under it.
    pub kind: FrameKind,
    /// The word that does so.
    pub cue: u32,
    /// Head token of who says, wants or fears it, where the text names one.
    pub holder: Option<u32>,
    /// Whether the cue itself is negated.
    pub negated: bool,
}

named! {
    /// What a frame does to the factuality of what stands under it.
    FrameKind {
        /// Somebody says so (`said that`).
        Says = "says",
        /// Somebody says it is not so (`denied that`).
        Denies = "denies",
        /// It is so, whoever says it (`managed to`, `admitted that`).
        Implies = "implies",
        /// It is not so (`failed to`, `refused to`, `prevented from`).
        Excludes = "excludes",
        /// Meant for later (`plans to`, `agreed to`, `threatened to`).
        Intends = "intends",
        /// Asked of somebody (`urged to`, `called for`).
        Asks = "asks",
        /// Thought likely, hoped or feared.
        Doubts = "doubts",
        /// A condition (`if`, `unless`).
        Conditions = "conditions",
        /// In course or begun (`began to`, `continued`).
        Continues = "continues",
        /// Ended (`stopped`, `suspended`).
        Ends = "ends",
    }
}

/// How sure a reader of the text may be that what a predicate says is so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// The predicate's token.
    pub token: u32,
    /// From -3, certainly not, by 0, open, to +3, certainly so.
    pub value: f32,
}
