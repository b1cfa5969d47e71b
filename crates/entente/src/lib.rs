//! Joins the stages: engine, settings and the one public shape of every answer.
mod error;
mod knowledge;
mod settings;
pub mod wire;

pub use error::{Error, ErrorKind, Result};
pub use knowledge::{Knowledge, Pack};
pub use settings::{Model, Settings};
