//! Joins the stages: engine, settings and the one public shape of every answer.
//!
//! An [`Engine`] is made from [`Knowledge`] (the packs) and [`Settings`]; it turns an [`Input`]
//! into answers, or [ingests](Engine::ingest) many into a store. What a store holds is asked with
//! [`events`] and [`dyads`], and [`Engine::explain`] walks back from an event to the words and
//! rules that it rests on. All answers have the shapes of [`wire`].
//!
//! Nothing here touches the terminal, the network, the environment or the clock: front ends hand
//! in streams of bytes, paths and days.
//!
//! ```no_run
//! use entente::{Engine, Input, Knowledge, Settings};
//!
//! let engine = Engine::new(&Knowledge::embedded(), &Settings::default())?;
//! let text = "France accused Mali of expelling its envoy.";
//! let input = Input::of_bytes("note.txt", text);
//! engine.code_all([input].into_iter(), |answer| {
//!     let coded = answer.value.expect("a sentence is a text");
//!     assert_eq!(coded.events.len(), 1);
//!     Ok::<(), entente::Error>(())
//! })?;
//! # Ok::<(), entente::Error>(())
//! ```

mod answers;
pub mod ask;
pub mod care;
pub mod check;
pub mod copies;
mod engine;
mod error;
mod explain;
pub mod export;
mod form_rules;
mod happenings;
pub mod import;
mod ingest;
mod input;
mod knowledge;
mod parallel;
mod period;
mod proposition;
mod recode;
pub mod relations;
mod rules;
pub mod runs;
mod settings;
mod shelf;
mod sides;
mod stories;
pub mod wire;

pub use answers::{dyads, events, find_event, listed};
pub use engine::{Answer, Engine};
pub use entente_code::{Keep, Near};
pub use entente_model as model;
pub use entente_packs::SAMPLES;
pub use entente_read::{Columns, ColumnsError, Item, is_named};
pub use entente_store as stores;
pub use entente_store::{Access, Grain, Query, Store};
pub use error::{Error, ErrorKind, Result};
pub use ingest::{Progress, Summary};
pub use input::{Input, Reader};
pub use knowledge::{Knowledge, Pack, Unread};
pub use proposition::Proposed;
pub use rules::{RuleFailure, RuleReport};
pub use settings::{Model, Settings};
pub use shelf::Shelf;
pub use sides::Sides;
pub use stories::Stories;

/// Opens the store at a path: a file, or `:memory:` for one that is gone with the process.
///
/// # Errors
///
/// [`ErrorKind::Store`], saying what is the matter with the file.
pub fn open_store(path: &std::path::Path, access: Access) -> Result<Box<dyn Store>> {
    Ok(entente_store::open(path, access)?)
}
