//! Claims: what somebody says, by which words, and what the author makes of it.
//!
//! A text is looked at once (`reading.rs`, `quote.rs`, `words.rs`). Every finder then names the
//! readings that there are and what speaks for each, and learned weights choose (`choice.rs`): which
//! tokens are cues and how far their words reach (`cue.rs`), who says so (`source.rs`), and what
//! (`content.rs`, judged by `stretch.rs` and `rest.rs`); `find.rs` calls them in order, and
//! `lesson.rs` shows the same choices to whoever learns the weights. From what is found, claims are
//! built (`build.rs`): the speaker (`speaker.rs`), the author's stance (`stance.rs`, and
//! `commitment.rs` where the cue leaves it open), the grounds
//! that are offered (`offer.rs`), and each claim once (`repeat.rs`).

mod build;
mod choice;
mod commitment;
mod content;
mod cue;
mod find;
mod lesson;
mod offer;
mod quote;
mod reading;
mod repeat;
mod rest;
mod source;
mod speaker;
mod stance;
mod stretch;
mod words;

pub use build::claims;
pub use choice::{WEIGHTS, pack};
pub use lesson::{Lesson, Marked, lessons, marked};
pub use words::Attribution;
