//! Turns bytes of any supported format into clean documents.
//!
//! [`read`] takes a stream and hands on one [`Item`] a record, holding one record at a time. What a
//! stream is shows in its first bytes; its name decides only where they do not. Archives are opened
//! and what is in them is read the same way. A text is laid out in blocks. Nothing here knows a
//! language: the cue phrases of paywalls, appeals and captions come from a pack, as [`BlockCues`].
//!
//! ```
//! use entente_read::{BlockCues, Hint, Item, read};
//!
//! let page = b"Ministers meet\n\nThe ministers met on Monday.\n";
//! let cues = BlockCues::default();
//! let hint = Hint::new("2014-05-07-meeting.txt", &cues);
//! let items: Vec<_> = read(page.as_slice(), hint).collect();
//! let [Item::Document(read)] = items.as_slice() else { panic!("it is plain text") };
//! assert_eq!(read.value.meta.title.as_deref(), Some("Ministers meet"));
//! assert_eq!(read.value.blocks.len(), 2);
//! ```

mod block;
mod bound;
mod columns;
mod copy;
mod cue;
mod date;
mod dateline;
mod decode;
mod field;
mod forest;
mod format;
mod identity;
mod layout;
mod record;
mod source;

use std::io::Read;
use std::sync::Arc;

use entente_model::{Document, Format, Note, Noted, Origin};

pub use columns::{Columns, ColumnsError};
pub use copy::{CreditError, Credits, Shingles, mark};
pub use cue::{BlockCues, CueError};
pub use format::html::{Pages, PagesError, PagesText, training};
pub use format::is_named;

use crate::source::Source;

/// Reads every record of a stream, in order, as it is asked for.
///
/// A record that cannot be read, or a stream that breaks off, is an item that says where it stands,
/// what was expected and what was found; the records after it are read all the same.
pub fn read<'a>(bytes: impl Read + Send + 'a, hint: Hint<'a>) -> Records<'a> {
    format::open(Source::new(bytes), hint)
}

/// The records of one input.
pub type Records<'a> = Box<dyn Iterator<Item = Item> + Send + 'a>;

/// Something read from an input: a document, or the reason why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A document and what was noticed while reading it.
    Document(Box<Noted<Document>>),
    /// A record that could not be read, or something to be said of the input itself.
    Lost {
        /// Where it stands.
        origin: Origin,
        /// Why it could not be read.
        notes: Vec<Note>,
    },
}

/// What is known about an input before it is read.
#[derive(Clone, Debug)]
pub struct Hint<'a> {
    /// Its path or name: kept as the documents' origin, looked at for a format and a date. What
    /// lies in an archive is named after both: `archive.zip!/folder/page.html`.
    pub name: Arc<str>,
    /// The format, if it is not to be guessed; that of an archive says nothing of what is in it.
    pub format: Option<Format>,
    /// The longest text, line or page to accept, in bytes; longer ones are unreadable.
    pub max_text: usize,
    /// Which fields of a table or of JSON Lines are meant, where they are called otherwise.
    pub columns: Option<&'a Columns>,
    /// The cue phrases of the language.
    pub cues: &'a BlockCues,
    /// What is known of web pages; without it their text is found by a plain rule.
    pub pages: Option<&'a Pages>,
}

impl<'a> Hint<'a> {
    /// The longest text that is accepted unless asked otherwise: 8 MiB.
    pub const MAX_TEXT: usize = 8 << 20;

    /// A hint with only a name and cue phrases.
    pub fn new(name: &str, cues: &'a BlockCues) -> Self {
        let (format, columns, pages) = (None, None, None);
        Self { name: name.into(), format, max_text: Self::MAX_TEXT, columns, cues, pages }
    }

    /// What blocks of a page are told by.
    pub(crate) fn blocks(&self) -> block::Known<'a> {
        block::Known { cues: self.cues, judge: self.pages.and_then(Pages::blocks) }
    }

    /// What is known of a member of this archive.
    pub(crate) fn member(&self, name: &str) -> Self {
        Self { name: format!("{}!/{name}", self.name).into(), format: None, ..self.clone() }
    }
}
