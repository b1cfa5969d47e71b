//! Folders of Parquet files that `entente export` wrote, back into a store.

use std::path::Path;

use entente_store::{Counts, Store, read_parquet};

use crate::Result;

/// What was new to a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Documents.
    pub documents: u64,
    /// Events, those that others coded among them.
    pub events: u64,
    /// Claims.
    pub claims: u64,
    /// Standing relations.
    pub relations: u64,
    /// Rows of structural tables.
    pub records: u64,
}

/// Brings a folder into a store, row for row and under the runs that it names; what the store has
/// already is not added again.
///
/// # Errors
///
/// [`crate::ErrorKind::Store`] if it is no such folder, or if the store refuses.
pub fn bring_back(folder: &Path, store: &mut dyn Store) -> Result<Brought> {
    let before = held(store)?;
    read_parquet(folder, store)?;
    let now = held(store)?;
    Ok(Brought {
        documents: now.documents - before.documents,
        events: now.events - before.events,
        claims: now.claims - before.claims,
        relations: now.relations - before.relations,
        records: now.records - before.records,
    })
}

fn held(store: &dyn Store) -> Result<Brought> {
    let Counts { runs: _, documents, events, claims, relations, rows, records } = store.counts()?;
    Ok(Brought { documents, events: events + rows, claims, relations, records })
}
