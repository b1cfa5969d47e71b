//! A second reading of an event, by who is asked about it alone.

use crate::Event;

/// Reads an event again and says how likely it is right.
///
/// The verb that codes asks; another that has a model answers, and neither knows of the other.
pub trait Reviewer: std::fmt::Debug + Send + Sync {
    /// The log odds that type, parties and status of an event are right, given the text of its
    /// document; nothing where it can't be told.
    fn review(&self, text: &str, event: &Event) -> Option<f32>;
}
