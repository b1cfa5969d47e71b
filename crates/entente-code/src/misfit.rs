//! Deeds that are mostly misread between these two: a government that sanctions its own state.
//!
//! A reading whose parties do not go together was most often led to a wrong party or a wrong sense.
//! An ontology's `[emission]` lists such pairs by sectors and states, never by names.

use serde::Deserialize;

use crate::inherit::Sign;
use crate::party::Found;

/// What lists of sectors call the side that is not there.
const NOBODY: &str = "none";

/// Parties between whom a deed is mostly misread; what is left out may be any.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misfit {
    /// The types of deeds.
    #[serde(default)]
    types: Vec<String>,
    /// Sectors of the actor: `state` for a state as such, `none` for nobody.
    #[serde(default)]
    actor: Vec<String>,
    /// Sectors of the recipient.
    #[serde(default)]
    recipient: Vec<String>,
    /// Of which states they are.
    #[serde(default)]
    states: States,
    /// Whether it is so only where the scene lent one of them its state.
    #[serde(default)]
    lent: bool,
}

/// Of which states two parties are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum States {
    /// Of any.
    #[default]
    Any,
    /// Both of one.
    One,
    /// Each of another.
    Two,
}

impl Misfit {
    /// Whether a reading of a type is such a deed.
    pub(crate) fn holds(
        &self,
        kind: &str,
        actor: Option<&Found>,
        recipient: Option<&Found>,
    ) -> bool {
        let state = |side: Option<&Found>| side.and_then(|f| f.party.country.clone());
        let is_one = state(actor).zip(state(recipient)).map(|(one, other)| one == other);
        let are_states = match self.states {
            States::Any => true,
            States::One => is_one == Some(true),
            States::Two => is_one == Some(false),
        };
        let is_lent = |side: Option<&Found>| {
            matches!(
                side.and_then(|f| f.inherited),
                Some(Sign::Document | Sign::Role | Sign::Place)
            )
        };
        are_states
            && (self.types.is_empty() || self.types.iter().any(|name| *name == *kind))
            && is_among(&self.actor, actor)
            && is_among(&self.recipient, recipient)
            && (!self.lent || is_lent(actor) || is_lent(recipient))
    }
}

/// Whether a side is of one of these sectors, if any are named.
fn is_among(sectors: &[String], side: Option<&Found>) -> bool {
    sectors.is_empty()
        || match side {
            Some(found) => found.is_of(sectors),
            None => sectors.iter().any(|s| *s == *NOBODY),
        }
}
