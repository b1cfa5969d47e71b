//! The learned language layer: tokens, tags, a parse and entities from one model pack.

pub mod affix;
pub mod automaton;
pub mod ids;
pub mod lexeme;
pub mod pack;
pub mod pattern;
pub mod special;
pub mod tokenizer;
pub mod unicode;
mod unicode_tables;
