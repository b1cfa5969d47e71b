//! What passed between actors, as known on a day.

use entente_model::{ActorId, Dyad, Event, Happening, Party};
use jiff::civil::Date;

use crate::merge;

/// All happenings known on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    as_of: Date,
    happenings: Vec<Happening>,
}

/// Which actors are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Each as resolved: `RUS.GOV` and `RUS.MIL` are two.
    Actor,
    /// States, and bodies that belong to none; what passes inside a state is left out.
    #[default]
    Country,
}

impl Graph {
    /// Builds the graph from what had been reported by the end of a day.
    ///
    /// An event without a day of report is left out, since no one can say when it became known.
    pub fn as_of<'e>(day: Date, level: Level, events: impl IntoIterator<Item = &'e Event>) -> Self {
        let is_known = |event: &&Event| event.reported.is_some_and(|reported| reported <= day);
        Self { as_of: day, happenings: merge(level, events.into_iter().filter(is_known)) }
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.as_of
    }

    /// The happenings, by dyad, then time, then type.
    pub fn happenings(&self) -> &[Happening] {
        &self.happenings
    }
}

impl Level {
    /// The dyad of an event, if both sides are known and differ.
    pub(crate) fn dyad(self, event: &Event) -> Option<Dyad> {
        let actor = self.side(event.actor.as_ref()?)?;
        let recipient = self.side(event.recipient.as_ref()?)?;
        (actor != recipient).then_some(Dyad { actor, recipient })
    }

    fn side(self, party: &Party) -> Option<ActorId> {
        let country = party.country.clone().filter(|_| self == Self::Country);
        country.map(ActorId::new).or_else(|| party.id.clone())
    }
}
