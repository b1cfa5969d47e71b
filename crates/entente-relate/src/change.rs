//! When a relation changed: breaks in counts against coverage, breaks in any series, and an alarm.
//!
//! [`counts()`] cuts monthly counts where their rate against expected coverage changes, so that a
//! wave of reporting about everything is no change. [`alarm()`] says while months come in whether
//! the present run is new. [`trends()`] cuts a series of any numbers into straight lines.

mod counts;
mod online;
mod trends;

pub use counts::{Month, Segment, counts};
pub use online::{HAZARD, alarm};
pub use trends::trends;
