//! Integration tests: the language layer with the English model pack.

mod affixes;
mod english;
mod lemmas;
mod nasty;
mod tokens;
