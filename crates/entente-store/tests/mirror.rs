//! A store that is written in memory and read through a backend that cannot be written.

use std::cell::Cell;
use std::ops::ControlFlow;

use entente_model::{DocId, DocMeta, Document, Dyad, EventId, NearCopy, Run, RunId};
use entente_store::{
    Access, Appended, Backend, Batch, Briefs, ClaimQuery, CodedBatch, Counts, DyadCount, Error,
    EventInFull, Found, FoundClaim, FoundRelation, Grain, Hit, Kept, KeptHappening, Listed, Query,
    RelationQuery, Search, Store, Structure, StructureBatch, StructureQuery, open, write_parquet,
};
use jiff::civil::Date;
use tempfile::TempDir;

/// Every question is asked of a folder that is written anew.
pub(crate) struct Mirror {
    backend: Backend,
    written: Box<dyn Store>,
    folder: TempDir,
    number: Cell<u32>,
}

impl Mirror {
    pub(crate) fn new(backend: &Backend) -> Self {
        Self {
            backend: *backend,
            written: open(":memory:".as_ref(), Access::Write).expect("memory is there"),
            folder: tempfile::tempdir().expect("a temporary folder"),
            number: Cell::new(0),
        }
    }

    fn read(&self) -> Box<dyn Store> {
        self.number.set(self.number.get() + 1);
        let path = self.folder.path().join(self.number.get().to_string());
        write_parquet(self.written.as_ref(), &Query::default(), true, &path).expect("a new folder");
        assert!((self.backend.claims)(&path));
        (self.backend.open)(&path, Access::Read).expect("it was just written")
    }
}

impl Store for Mirror {
    fn begin(&mut self, run: &Run) -> Result<(), Error> {
        self.written.begin(run)
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, Error> {
        self.written.append(batch)
    }

    fn append_coded(&mut self, batch: &CodedBatch) -> Result<u64, Error> {
        self.written.append_coded(batch)
    }

    fn append_structures(&mut self, batch: &StructureBatch) -> Result<u64, Error> {
        self.written.append_structures(batch)
    }

    fn structures(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.read().structures(query, each)
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.read().visit(query, each)
    }

    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.read().visit_all(query, each)
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        self.read().briefs(as_of, from)
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        self.read().found(events)
    }

    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        self.read().listed(events)
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        self.read().event(id)
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        self.read().document(id)
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        self.read().documents()
    }

    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error> {
        self.read().visit_kept(after, each)
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        self.read().near_copies()
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        self.read().dyads(query, grain)
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        self.read().dyad_documents(query, grain)
    }

    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error> {
        self.read().claims(query)
    }

    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error> {
        self.read().relations(query)
    }

    // A folder keeps no happenings, which follow from the rest: they are asked of the original.

    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error> {
        self.written.happenings()
    }

    fn set_happenings(&mut self, happenings: &[KeptHappening]) -> Result<(), Error> {
        self.written.set_happenings(happenings)
    }

    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error> {
        self.read().run_counts()
    }

    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error> {
        self.read().search(search)
    }

    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error> {
        self.read().differing(of, from)
    }

    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error> {
        self.read().coded(run)
    }

    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error> {
        self.read().uncoded(run, after, at_most)
    }

    fn counts(&self) -> Result<Counts, Error> {
        self.read().counts()
    }

    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        self.read().codings()
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        self.read().runs()
    }
}
