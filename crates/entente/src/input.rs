//! Bytes on their way to documents.

use entente_model::{Block, BlockKind, Document, Format, Note, Noted, Origin, Span};
use entente_read::{BlockCues, Hint};

use crate::{Knowledge, Result, Settings};

/// Bytes of an input, or of a piece of it that ends between two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Path or name, for messages and for where a document came from.
    pub name: String,
    /// Where the bytes begin inside it.
    pub offset: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The format, if the caller knows it; else it is seen from the name and the bytes.
    pub format: Option<Format>,
}

/// Something read from an input: a document, or the reason why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A document and what was noticed while reading it.
    Document(Box<Noted<Document>>),
    /// A record that could not be read.
    Lost {
        /// Where it stands, or where the piece that holds it begins.
        origin: Origin,
        /// Why it could not be read.
        notes: Vec<Note>,
    },
}

/// Reads inputs of any supported format.
#[derive(Clone, Debug)]
pub struct Reader {
    cues: BlockCues,
    max_text: usize,
    is_raw: bool,
}

impl Item {
    /// Bytes of text that it holds.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Document(read) => read.value.text.len(),
            Self::Lost { .. } => 0,
        }
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
        let Settings { model: _, threads: _, max_text, is_raw } = *settings;
        Ok(Self { cues: knowledge.block_cues()?, max_text, is_raw })
    }

    /// Reads every record of an input, in order.
    pub fn read(&self, input: &Input) -> Vec<Item> {
        let Input { name, offset, bytes, format } = input;
        let hint = Hint { name, format: *format, max_text: self.max_text, cues: &self.cues };
        let items = entente_read::read(bytes, hint);
        items.map(|item| self.item_at(name, *offset, *format, item)).collect()
    }

    /// Reads inputs one after the other; only one is held at a time.
    pub(crate) fn read_all(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
    ) -> impl Iterator<Item = Item> + Send {
        inputs.flat_map(|input| self.read(&input))
    }

    /// Moves a record to where the piece that it was read from begins.
    fn item_at(
        &self,
        name: &str,
        offset: u64,
        format: Option<Format>,
        item: Noted<Option<Document>>,
    ) -> Item {
        let Noted { value, notes } = item;
        match value {
            Some(mut document) => {
                document.meta.origin.offset += offset;
                if self.is_raw {
                    document.blocks = one_paragraph(&document.text);
                }
                Item::Document(Box::new(Noted { value: document, notes }))
            }
            None => {
                let format = format.unwrap_or(Format::Text);
                Item::Lost { origin: Origin { path: name.to_owned(), offset, format }, notes }
            }
        }
    }
}

fn one_paragraph(text: &str) -> Vec<Block> {
    vec![Block { kind: BlockKind::Paragraph, span: Span::from_range(0..text.len()) }]
}
