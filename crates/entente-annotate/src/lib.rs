//! Finds sentences, tokens, mentions and predicates in a document.

pub mod model;
