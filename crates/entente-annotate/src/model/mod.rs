//! The learned language layer: tokens, tags, a parse and entities from one model pack.

pub mod ids;
pub mod lexeme;
pub mod pack;
pub mod unicode;
mod unicode_tables;
