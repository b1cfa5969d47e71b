//! Standing relations: ties that a text says hold over a time, such as a pact or a dispute.

use std::sync::Arc;

use crate::{ActorId, Evidence, RelationId, When};

/// A tie between two parties that a text says holds.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingRelation {
    /// Its id.
    pub id: RelationId,
    /// The two parties; where the kind has a direction, from the first to the second.
    pub pair: [ActorId; 2],
    /// Whether the order of the two means something (who supplies, who joins).
    pub directed: bool,
    /// The kind, as the ontology names it (`territorial-dispute`, `alliance`).
    pub kind: Arc<str>,
    /// Its grade, where the kind has grades (`comprehensive strategic`).
    pub grade: Option<Arc<str>>,
    /// -1 for conflict, 1 for cooperation, 0 for neither.
    pub sign: i8,
    /// When it holds, as far as the text tells.
    pub interval: Option<When>,
    /// Whether the text says that it holds.
    pub status: Holding,
    /// How sure the reading is, in [0, 1].
    pub confidence: f32,
    /// The sentence, the words and the rules it rests on; and where the document says it again.
    pub evidence: Evidence,
}

/// Whether a standing relation is said to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// It holds or held.
    Asserted,
    /// It does not.
    Denied,
    /// It is to come.
    Planned,
}

impl Holding {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::Asserted, Self::Denied, Self::Planned];

    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Planned => "planned",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|holding| holding.as_str() == name)
    }
}
