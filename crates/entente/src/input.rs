//! Bytes on their way in.

use entente_model::{Document, Format, Noted};
use entente_read::Hint;

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

/// Reads one input.
pub fn read(input: &Input) -> Vec<Noted<Document>> {
    let Input { name, offset, bytes, format } = input;
    entente_read::read(bytes, &Hint { name, offset: *offset, format: *format }).collect()
}

/// Reads inputs one after the other; only one is held at a time.
pub(crate) fn read_all(
    inputs: impl Iterator<Item = Input> + Send,
) -> impl Iterator<Item = Noted<Document>> + Send {
    inputs.flat_map(|input| read(&input))
}
