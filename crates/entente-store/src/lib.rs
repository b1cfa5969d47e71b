//! Keeps documents and events with their runs, and answers queries over them.
//!
//! A [`Store`] is an append-only log by [`Run`](entente_model::Run): what one run coded is never
//! changed by another. [`open`] opens one; a [`Batch`] goes in whole or not at all, and a
//! [`Query`] brings events back in a stable order, each with its document's metadata and the text
//! of its sentence.
//!
//! ```
//! use entente_model::{Run, RunId};
//! use entente_store::{Access, Batch, Query, open};
//!
//! let mut store = open(":memory:".as_ref(), Access::Write)?;
//! let run = Run { id: RunId::new("r1"), engine: "0.1".into(), packs: vec![], settings: "s".into() };
//! store.begin(&run)?;
//! store.append(&Batch { run: run.id, records: vec![], near_copies: vec![] })?;
//! assert!(store.scan(&Query::default())?.is_empty());
//! # Ok::<(), entente_store::Error>(())
//! ```

mod backend;
mod coded;
mod error;
mod query;
mod record;
mod store;

pub use backend::{Access, BACKENDS, Backend, open, parquet_columns, write_parquet};
pub use coded::{
    CodedAct, CodedBatch, CodedEvent, CodedParty, CodedPlace, CodedReport, CodedRow, Figures, Key,
    Listed,
};
pub use error::Error;
pub use query::{Grain, Query};
pub use record::{
    Appended, Batch, Brief, Briefs, Counts, DyadCount, EventInFull, Found, Kept, Pattern, Record,
};
pub use store::Store;
