//! Events in brief: what is needed to weigh each among all others, and nothing more.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use entente_model::{ActorId, Status};
use jiff::civil::Date;

/// All events between two known sides in brief, in the order in which they came.
///
/// Sides are the states of actors, or actors that belong to none. What is the same in many events
/// is kept once, so that a million of them take some fifty megabytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Briefs {
    /// Sides, each once; brief events point here.
    pub sides: Vec<ActorId>,
    /// What is done, likewise.
    pub patterns: Vec<Pattern>,
    /// Outlets, likewise.
    pub outlets: Vec<Arc<str>>,
    /// The events.
    pub rows: Vec<Brief>,
}

/// What is done, as many events may say.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// The type.
    pub kind: Arc<str>,
    /// Its contexts.
    pub contexts: Vec<Arc<str>>,
    /// Whether it happened.
    pub status: Status,
    /// Its tone.
    pub tone: f32,
}

/// What is needed of an event to weigh it among all others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brief {
    /// Its number in the store, for [`crate::Store::found`].
    pub event: u64,
    /// The place of its document in the order in which documents came, as in [`crate::Kept`].
    pub document: u32,
    /// The place of its document's outlet in the list.
    pub outlet: Option<u32>,
    /// The place of who acts in the list of sides.
    pub actor: u32,
    /// That of towards whom; maybe the same.
    pub recipient: u32,
    /// The place of its pattern in the list.
    pub pattern: u32,
    /// First day: of `happened`, else `reported`.
    pub first: Date,
    /// Last day, likewise.
    pub last: Date,
    /// Day of the report.
    pub reported: Date,
}

impl Briefs {
    /// Who acts towards whom.
    pub fn dyad(&self, row: &Brief) -> [&ActorId; 2] {
        [row.actor, row.recipient].map(|side| &self.sides[side as usize])
    }
}

/// Gathers briefs, and numbers what is the same in many of them as it is first seen.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    pub(crate) briefs: Briefs,
    sides: HashMap<ActorId, u32>,
    patterns: HashMap<Pattern, u32>,
    outlets: HashMap<Arc<str>, u32>,
}

impl Gathering {
    pub(crate) fn side(&mut self, id: ActorId) -> u32 {
        place(&mut self.briefs.sides, &mut self.sides, id)
    }

    pub(crate) fn pattern(&mut self, pattern: Pattern) -> u32 {
        place(&mut self.briefs.patterns, &mut self.patterns, pattern)
    }

    pub(crate) fn outlet(&mut self, name: Arc<str>) -> u32 {
        place(&mut self.briefs.outlets, &mut self.outlets, name)
    }
}

/// The place of a value in a list, which gains it if it has it not.
fn place<T: Clone + Eq + Hash>(list: &mut Vec<T>, known: &mut HashMap<T, u32>, value: T) -> u32 {
    *known.entry(value).or_insert_with_key(|value| {
        list.push(value.clone());
        u32::try_from(list.len() - 1).expect("there are fewer sides, patterns and outlets")
    })
}

/// Scores are numbers, and no other.
impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { kind, contexts, status, tone } = self;
        (kind, contexts, status.as_str(), tone.to_bits()).hash(state);
    }
}
