//! The one error of the engine, and what a person can do about it.

use std::error::Error as StdError;
use std::fmt;

/// Anything that can go wrong at the engine's edge; what is wrong with a document is a note.
///
/// The text says what was expected and what was found; [`Error::hints`] say what to do, and
/// [`Error::kind`] is for those who must act on it.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hints: Vec<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What a failure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An input cannot be read.
    Input,
    /// The caller asked for something that does not exist.
    Usage,
    /// The store, or a file to be written, refuses.
    Store,
    /// The packs are incomplete or broken.
    Packs,
}

/// The result of everything that touches the world.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Makes an error: lower case, no full stop.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), source: None }
    }

    /// Adds something to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What the failure is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to try, most likely first.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn StdError + 'static))
    }
}

impl From<entente_store::Error> for Error {
    /// A store's message already says what to do.
    #[cold]
    fn from(error: entente_store::Error) -> Self {
        let message = error.to_string();
        let kind = match &error {
            entente_store::Error::Query { .. } | entente_store::Error::Words { .. } => {
                ErrorKind::Usage
            }
            _ => ErrorKind::Store,
        };
        let made = Self::new(kind, message);
        match error.source() {
            Some(cause) => made.caused_by(cause.to_string()),
            None => made,
        }
    }
}
