//! What a stage noticed on the way: bad input is data, not an error.

use crate::Span;

/// A value and the notes made while making it.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted<T> {
    /// What the stage could make of its input.
    pub value: T,
    /// What it noticed, in order.
    pub notes: Vec<Note>,
}

impl<T> Noted<T> {
    /// Wraps a value about which nothing needs saying.
    pub fn clean(value: T) -> Self {
        Self { value, notes: Vec::new() }
    }
}

/// One remark about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What sort of remark.
    pub kind: NoteKind,
    /// What was expected, what was found, and what was done: lower case, no full stop.
    pub message: String,
    /// Where in the text, if anywhere.
    pub span: Option<Span>,
}

impl Note {
    /// Makes a note about the whole input.
    pub fn new(kind: NoteKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), span: None }
    }
}

/// The sorts of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoteKind {
    /// The input, or a part of it, could not be read and was left out.
    Unreadable,
    /// The input, or a part of it, was left out since it is longer than was allowed.
    TooLong,
    /// A part of the input was cut off at a bound.
    Truncated,
    /// A field was ignored since it did not have the expected shape.
    Ignored,
    /// A stage gave up on the input by a fault of its own.
    Failed,
}

impl NoteKind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLong => "too-long",
            Self::Truncated => "truncated",
            Self::Ignored => "ignored",
            Self::Failed => "failed",
        }
    }
}
