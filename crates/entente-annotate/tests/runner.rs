//! Integration tests: the language layer with the English model pack.

mod affixes;
mod english;
mod golden;
mod lemmas;
mod model;
mod nasty;
mod tokens;
