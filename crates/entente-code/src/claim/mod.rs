//! Claims: what somebody says, by which words, and what the author makes of it.

mod build;
mod choice;
mod content;
mod cue;
mod find;
mod lesson;
mod offer;
mod quote;
mod reading;
mod repeat;
mod source;
mod speaker;
mod stance;
mod stretch;
mod words;

pub use build::claims;
pub use choice::{WEIGHTS, pack};
pub use lesson::{Lesson, Marked, lessons, marked};
pub use words::Attribution;
