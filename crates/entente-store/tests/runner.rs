//! All integration tests of the store, in one binary.

mod backends;
mod care;
mod file;
mod formats;
mod sample;
mod schema;
