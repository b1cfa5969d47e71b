//! Turns bytes of any supported format into clean documents.
//!
//! [`read`] yields one item a record. The text of a [`Document`] is the input's own, unchanged but
//! for a byte order mark; its structure is laid over it as blocks. Nothing here knows a language:
//! the cue phrases of paywalls, appeals and captions come from a pack, as [`BlockCues`].
//!
//! ```
//! use entente_read::{BlockCues, Hint, read};
//!
//! let page = b"Ministers meet\n\nThe ministers met on Monday.\n";
//! let cues = BlockCues::default();
//! let records: Vec<_> = read(page, Hint::new("2014-05-07-meeting.txt", &cues)).collect();
//! let document = records[0].value.as_ref().expect("it is plain text");
//! assert_eq!(document.meta.title.as_deref(), Some("Ministers meet"));
//! assert_eq!(document.blocks.len(), 2);
//! ```

mod block;
mod cue;
mod date;
mod decode;
mod format;
mod identity;
mod layout;

use entente_model::{Document, Format, Noted};

pub use cue::{BlockCues, CueError};
pub use format::{FORMATS, Reader};

/// Reads every record of an input, in order.
///
/// A record that cannot be read is an item without a document, whose note says on which line or at
/// which byte what was expected and what was found; the records after it are read all the same.
/// Notes do not repeat the input's name.
pub fn read<'a>(bytes: &'a [u8], hint: Hint<'a>) -> Records<'a> {
    (format::choose(bytes, &hint).read)(bytes, hint)
}

/// The records of one input.
pub type Records<'a> = Box<dyn Iterator<Item = Noted<Option<Document>>> + 'a>;

/// What is known about an input before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Hint<'a> {
    /// Its path or name: kept as the documents' origin, looked at for a format and a date.
    pub name: &'a str,
    /// The format, if it is not to be guessed.
    pub format: Option<Format>,
    /// The longest text to accept, in bytes; longer ones are unreadable.
    pub max_text: usize,
    /// The cue phrases of the language.
    pub cues: &'a BlockCues,
}

impl<'a> Hint<'a> {
    /// The longest text that is accepted unless asked otherwise: 8 MiB.
    pub const MAX_TEXT: usize = 8 << 20;

    /// A hint with only a name and cue phrases.
    pub fn new(name: &'a str, cues: &'a BlockCues) -> Self {
        Self { name, format: None, max_text: Self::MAX_TEXT, cues }
    }
}
