//! One item of evidence: whence it comes, how direct it is, and what it weighs.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It speaks for the proposition.
    For,
    /// It speaks against it.
    Against,
}

impl Sign {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
        }
    }

    /// The other side, if a proposition is denied.
    #[must_use]
    pub fn turned(self, is_positive: bool) -> Self {
        match (self, is_positive) {
            (sign, true) => sign,
            (Self::For, false) => Self::Against,
            (Self::Against, false) => Self::For,
        }
    }
}

/// What sort of thing speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Words.
    Statement,
    /// A binding promise.
    Commitment,
    /// What is meant to be done.
    Plan,
    /// What was done.
    Deed,
    /// A figure of a table.
    Structural,
}

impl Shelf {
    /// All, in order.
    pub const ALL: [Self; 5] =
        [Self::Statement, Self::Commitment, Self::Plan, Self::Deed, Self::Structural];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Commitment => "commitment",
            Self::Plan => "plan",
            Self::Deed => "deed",
            Self::Structural => "structural",
        }
    }

    /// The shelf of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.as_str() == name)
    }
}

/// What is counted once: a story with its copies, or a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cluster {
    /// Near-copies of one text, by the first of them.
    Story(u32),
    /// A table.
    Table(Arc<str>),
    /// All that is told of a pair, measured against coverage.
    Tie,
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Story(number) => write!(f, "story {number}"),
            Self::Table(name) => write!(f, "table {name}"),
            Self::Tie => f.write_str("tie"),
        }
    }
}

/// Where an item is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A coded event, by its id.
    Event(Arc<str>),
    /// A standing relation, by its id.
    Relation(Arc<str>),
    /// Rows of a table, in words.
    Table(String),
    /// The pair's tie, in words.
    Tie(String),
}

/// Something that speaks for or against a proposition.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which it does.
    pub sign: Sign,
    /// Its shelf.
    pub shelf: Shelf,
    /// 1 for an instance of what is claimed, 0.5 for one step of inference.
    pub directness: f64,
    /// 1 a primary record, 0.8 a report at first hand, 0.5 at second hand.
    pub tier: f64,
    /// What it is counted with.
    pub cluster: Cluster,
    /// Its outlet, if it has a known one.
    pub publisher: Option<Arc<str>>,
    /// First and last day.
    pub days: (Date, Date),
    /// Where it is found.
    pub origin: Origin,
}

impl Item {
    /// What it weighs alone.
    pub fn weight(&self) -> f64 {
        self.directness * self.tier
    }

    /// Whether it is an instance of what is claimed, or of its contrary.
    pub fn is_direct(&self) -> bool {
        self.directness >= 1.0
    }

    /// Whether it can settle a question alone, as a table that covers the pair can.
    pub fn is_record(&self) -> bool {
        self.is_direct() && matches!(self.cluster, Cluster::Table(_) | Cluster::Tie)
    }
}
