//! A small transformer that judges two marked parties.

mod classes;
mod marks;
mod pieces;
pub(crate) mod words;
