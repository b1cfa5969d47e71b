//! All integration tests of the store, in one binary.

mod backends;
mod coded;
mod file;
mod mirror;
mod sample;
