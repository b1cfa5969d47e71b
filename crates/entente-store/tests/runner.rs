//! All integration tests of the store, in one binary.

mod backends;
mod care;
mod coded;
mod file;
mod formats;
mod mirror;
mod sample;
mod schema;
mod structure;
