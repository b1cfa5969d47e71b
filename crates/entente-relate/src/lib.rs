//! Merges reports into happenings and sums them by dyad and period, as known on a day.
//!
//! [`Graph::as_of`] drops what was reported later before anything is merged, so that a later report
//! never changes an earlier view. Only deeds between two known actors enter it: what was planned,
//! denied or only said to be possible is no happening.

mod graph;
pub mod chance;
mod merge;
mod panel;
pub mod signed;

pub use graph::{Graph, Level};
pub use merge::merge;
pub use panel::PanelSpec;
