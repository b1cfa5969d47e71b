//! Keeps documents, events, claims and relations with their runs, and answers queries over them.
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
mod brief;
mod coded;
mod error;
mod query;
mod record;
mod search;
mod sheet;
mod store;
mod structure;

pub use backend::{
    Access, BACKENDS, Backend, ask, backup, open, parquet_columns, read_parquet, vacuum, verify,
    write_parquet,
};
pub use brief::{Brief, Briefs, Pattern};
pub use coded::{
    CodedAct, CodedBatch, CodedEvent, CodedParty, CodedPlace, CodedReport, CodedRow, Figures, Key,
    Listed,
};
pub use error::Error;
pub use query::{ClaimQuery, Grain, Query, RelationQuery};
pub use record::{
    Answer, Appended, Batch, Cell, Counts, DyadCount, EventInFull, Found, FoundClaim,
    FoundRelation, Kept, KeptHappening, Record, Verified,
};
pub use search::{Hit, Search, Within, Words};
pub use sheet::{Sheet, SheetFormat};
pub use store::Store;
pub use structure::{Structure, StructureBatch, StructureQuery, StructureRow};
