//! The learned language layer: tokens, tags, a parse and entities from one model pack.

pub mod affix;
pub mod automaton;
pub mod cache;
pub mod embed;
pub mod encoder;
pub mod ids;
pub mod kernel;
pub mod lemmatizer;
pub mod lexeme;
pub mod ner;
pub mod network;
pub mod pack;
pub mod parser;
pub mod pattern;
pub mod ruler;
pub mod scorer;
pub mod special;
pub mod tagger;
pub mod tokenizer;
pub mod unicode;
mod unicode_tables;
pub mod vectors;
