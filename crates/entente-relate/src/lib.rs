//! Merges reports into happenings and says how states stand to one another, as known on a day; and
//! finds which documents tell one story in the same words.
//!
//! [`Graph::as_of`] drops what was reported later before anything is merged, so that a later report
//! never changes an earlier view. Only deeds between two known actors enter it: what was planned,
//! denied or only said to be possible is no happening.
//!
//! On happenings rest [`tie`] (cooperation and conflict against expected [`coverage`], with
//! intervals over independent [`sources`]) and [`change`]. [`signed`] measures the network that
//! ties form, [`similar`], [`ideal`] and [`depend`] compare what tables say of two states, and [`calibrate`]
//! says how well counts foretell a structural tie.

pub mod calibrate;
pub mod chance;
pub mod change;
pub mod check;
mod copies;
pub mod coverage;
pub mod depend;
mod graph;
pub mod ideal;
mod merge;
mod panel;
pub mod signed;
pub mod similar;
pub mod sources;
pub mod tie;

pub use copies::{CopyIndex, clusters};
pub use graph::{Graph, Level};
pub use merge::{grouped, length, merge, occasions};
pub use panel::PanelSpec;
