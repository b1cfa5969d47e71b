//! Runs the tests of the crate as seen from outside: the real tables, and input that is hostile.

mod hostile;
mod packs;
