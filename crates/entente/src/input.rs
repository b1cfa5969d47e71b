//! Bytes on their way to documents.

use std::fmt;
use std::io::{Cursor, Read};

use entente_model::{Block, BlockKind, Document, Format, Span};
use entente_read::{BlockCues, Columns, Credits, Hint, Item, Pages};

use crate::{Knowledge, Result, Settings};

/// A stream of bytes to read documents from; never held in memory as a whole.
pub struct Input {
    /// Path or name, for messages and for where a document came from.
    pub name: String,
    /// The bytes.
    pub bytes: Box<dyn Read + Send>,
    /// The format, if the caller knows it; else it is seen from the bytes and the name.
    pub format: Option<Format>,
}

/// Reads inputs of any supported format.
#[derive(Clone, Debug)]
pub struct Reader {
    cues: BlockCues,
    credits: Credits,
    pages: Pages,
    columns: Option<Columns>,
    max_text: usize,
    is_raw: bool,
}

impl Input {
    /// An input of unknown format.
    pub fn new(name: impl Into<String>, bytes: impl Read + Send + 'static) -> Self {
        Self { name: name.into(), bytes: Box::new(bytes), format: None }
    }

    /// An input that is in memory.
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(name, Cursor::new(bytes.into()))
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, bytes: _, format } = self;
        f.debug_struct("Input").field("name", name).field("format", format).finish_non_exhaustive()
    }
}

impl Reader {
    /// Longest text that is accepted unless asked otherwise, in bytes.
    pub const MAX_TEXT: usize = Hint::MAX_TEXT;

    /// A reader that knows how the packs' languages word captions, appeals and the like.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Packs`] where the table of phrases cannot be used.
    pub fn new(knowledge: &Knowledge, settings: &Settings) -> Result<Self> {
        let Settings { model: _, threads: _, max_text, is_raw, keep: _, columns } = settings;
        Ok(Self {
            cues: knowledge.block_cues()?,
            credits: knowledge.credits()?,
            pages: knowledge.pages()?,
            columns: columns.clone(),
            max_text: *max_text,
            is_raw: *is_raw,
        })
    }

    /// Reads every record of an input, in order, one at a time.
    pub fn read(&self, input: Input) -> impl Iterator<Item = Item> + Send + '_ {
        let Input { name, bytes, format } = input;
        let columns = self.columns.as_ref();
        let (max_text, pages) = (self.max_text, Some(&self.pages));
        let hint = Hint { format, max_text, columns, pages, ..Hint::new(&name, &self.cues) };
        entente_read::read(bytes, hint).map(|item| self.as_asked(item))
    }

    /// Reads inputs one after the other; only one record is held at a time.
    pub(crate) fn read_all(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
    ) -> impl Iterator<Item = Item> + Send {
        inputs.flat_map(|input| self.read(input))
    }

    fn as_asked(&self, mut item: Item) -> Item {
        if let Item::Document(read) = &mut item {
            if self.is_raw {
                one_paragraph(&mut read.value);
            }
            entente_read::mark(&mut read.value, &self.credits);
        }
        item
    }

    /// How the packs' languages credit agencies.
    pub(crate) fn credits(&self) -> &Credits {
        &self.credits
    }
}

fn one_paragraph(document: &mut Document) {
    let span = Span::from_range(0..document.text.len());
    document.blocks = vec![Block { kind: BlockKind::Paragraph, span }];
}
