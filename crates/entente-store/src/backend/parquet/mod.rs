//! A store in a folder of Parquet files, for queries only.
//!
//! Events lie in `year=2020/month=01/part-0.parquet`, by their first day, where Spark and DuckDB
//! look for them; what else a store holds lies in `_store`, which both pass over. [`write()`] makes
//! such a folder from any store, and [`pour()`] brings it back into any. It is read into memory when
//! it is opened: this is for exchange, and for a record that one wants to carry about, not for ten
//! years of the world.

mod claim;
mod document;
mod event;
mod evidence;
mod frame;
mod load;
mod relation;
mod structure;
mod write;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use entente_model::{DocId, DocMeta, Document, Dyad, EventId, NearCopy, Run, RunId};
use jiff::civil::Date;

use self::event::EVENT;
use self::frame::Head;
pub use self::load::pour;
pub use self::write::write;
use super::memory::Memory;
use crate::{
    Access, Appended, Batch, Briefs, ClaimQuery, CodedBatch, Counts, DyadCount, Error, EventInFull,
    Found, FoundClaim, FoundRelation, Grain, Hit, Kept, KeptHappening, Listed, Query,
    RelationQuery, Search, Store, Structure, StructureBatch, StructureQuery,
};

/// The folder of all that is not an event.
const ASIDE: &str = "_store";
const DOCUMENTS: &str = "documents.parquet";
const RUNS: &str = "runs.parquet";
const CLAIMS: &str = "claims.parquet";
const RELATIONS: &str = "relations.parquet";
const CODINGS: &str = "codings.parquet";
const NEAR_COPIES: &str = "near_copies.parquet";
const STRUCTURES: &str = "records.parquet";

const RUN: &[Head] = &[
    ("id", frame::Kind::Text, "the run's id"),
    ("engine", frame::Kind::Text, "version of the engine"),
    ("settings", frame::Kind::Text, "hash of the settings"),
    ("packs", frame::Kind::Text, "packs, a line each: hash, name"),
];
const CODING: &[Head] = &[
    ("document", frame::Kind::Text, "the document"),
    ("run", frame::Kind::Text, "a run that coded it"),
];
const NEAR_COPY: &[Head] = &[
    ("document", frame::Kind::Text, "the document that came later"),
    ("other", frame::Kind::Text, "the other"),
    ("similarity", frame::Kind::Real, "the share of wording they have in common"),
];

/// Names and meanings of the columns of events.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    EVENT.iter().map(|(name, _, meaning)| (*name, *meaning)).collect()
}

/// A folder that [`write()`] made.
pub(super) fn claims(path: &Path) -> bool {
    path.join(ASIDE).is_dir()
}

pub(super) fn open(path: &Path, access: Access) -> Result<Box<dyn Store>, Error> {
    if access == Access::Write {
        return Err(Error::ReadOnly { path: path.to_owned() });
    }
    let mut memory = Memory::default();
    pour(path, &mut memory)?;
    Ok(Box::new(Parquet { memory, path: path.to_owned() }))
}

struct Parquet {
    memory: Memory,
    path: PathBuf,
}

impl Store for Parquet {
    fn begin(&mut self, _: &Run) -> Result<(), Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn append(&mut self, _: &Batch) -> Result<Appended, Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn append_coded(&mut self, _: &CodedBatch) -> Result<u64, Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.memory.visit(query, each)
    }

    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.memory.visit_all(query, each)
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        self.memory.briefs(as_of, from)
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        self.memory.found(events)
    }

    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        self.memory.listed(events)
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        self.memory.event(id)
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        self.memory.document(id)
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        self.memory.documents()
    }

    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error> {
        self.memory.visit_kept(after, each)
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        self.memory.near_copies()
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        self.memory.dyads(query, grain)
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        self.memory.dyad_documents(query, grain)
    }

    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error> {
        self.memory.claims(query)
    }

    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error> {
        self.memory.relations(query)
    }

    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error> {
        self.memory.search(search)
    }

    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error> {
        self.memory.happenings()
    }

    fn set_happenings(&mut self, _: &[KeptHappening]) -> Result<(), Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error> {
        self.memory.run_counts()
    }

    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error> {
        self.memory.differing(of, from)
    }

    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error> {
        Store::coded(&self.memory, run)
    }

    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error> {
        self.memory.uncoded(run, after, at_most)
    }

    fn counts(&self) -> Result<Counts, Error> {
        self.memory.counts()
    }

    fn append_structures(&mut self, _: &StructureBatch) -> Result<u64, Error> {
        Err(Error::ReadOnly { path: self.path.clone() })
    }

    fn structures(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.memory.structures(query, each)
    }

    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        self.memory.codings()
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        self.memory.runs()
    }
}
