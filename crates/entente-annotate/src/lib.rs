//! Finds sentences, tokens, mentions and predicates in a document.
//!
//! [`annotate`] runs the learned model over the document's paragraphs and then reads the parse
//! with the language's [`Grammar`]: `mention.rs` finds who may be named, `predicate/` what is said
//! to happen, `rating/` how sure one may be that it is so. Nothing after this crate looks at a language's words.

pub mod deep;
mod grammar;
mod language;
mod mention;
pub mod model;
mod predicate;
mod rating;
mod segment;
mod table;

pub use grammar::{Grammar, GrammarText};
pub use language::{LanguageText, Languages, Scope, Scratch, annotate};
pub use rating::{Contexts, nearness};
pub use table::PackError;
