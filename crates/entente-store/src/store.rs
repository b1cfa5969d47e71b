//! The face of every store.

use std::ops::ControlFlow;

use entente_model::{DocId, DocMeta, Document, Dyad, EventId, NearCopy, Run, RunId};
use jiff::civil::Date;

use crate::{
    Appended, Batch, Briefs, ClaimQuery, CodedBatch, Counts, DyadCount, Error, EventInFull, Found,
    FoundClaim, FoundRelation, Grain, Hit, Kept, KeptHappening, Listed, Query, RelationQuery,
    Search, Structure, StructureBatch, StructureQuery,
};

/// Keeps what runs coded and answers queries over it.
///
/// All backends give the same answers in the same order; the shared tests hold them to it.
pub trait Store: Send {
    /// Records a run, which must be done before anything is appended under it.
    ///
    /// Beginning the same run again changes nothing. Another run under a known id is
    /// [`Error::RunDiffers`].
    fn begin(&mut self, run: &Run) -> Result<(), Error>;

    /// Appends a batch, whole or not at all.
    ///
    /// A document that the run, or another of the same engine, packs and settings, has already
    /// coded adds nothing. A document that only differing runs have coded is kept once and gains
    /// the new run's events beside the old.
    fn append(&mut self, batch: &Batch) -> Result<Appended, Error>;

    /// Hands each event that a query asks for to `each`, until it breaks.
    ///
    /// Events come by first day (of `happened`, else `reported`; unknown last), then document,
    /// trigger and event id.
    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error>;

    /// Collects the events that a query asks for; use [`Store::visit`] where they may be many.
    fn scan(&self, query: &Query) -> Result<Vec<Found>, Error> {
        let mut all = Vec::new();
        self.visit(query, &mut |found| {
            all.push(found);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    /// Lists all events between two known sides in brief: those reported by a day that had not
    /// ended before another.
    ///
    /// As in a query, each document answers with the newest run that coded it. Events of which no
    /// one knows when they were reported are left out.
    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error>;

    /// Finds events by the numbers that [`Store::briefs`] gives, in that order; numbers that are
    /// not there are skipped.
    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error>;

    /// Finds an event with its whole document, as the newest run has it.
    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error>;

    /// Finds a document.
    fn document(&self, id: &DocId) -> Result<Option<Document>, Error>;

    /// Lists all documents by day of publication (unknown last), then id.
    fn documents(&self) -> Result<Vec<DocMeta>, Error>;

    /// Hands each document that came after a place in their order to `each`; 0 for all.
    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error>;

    /// Lists the documents that came after a place; use [`Store::visit_kept`] where they may be
    /// many.
    fn kept(&self, after: u64) -> Result<Vec<Kept>, Error> {
        let mut all = Vec::new();
        self.visit_kept(after, &mut |kept| all.push(kept))?;
        Ok(all)
    }

    /// Lists all pairs of near-copies, by document, then the other.
    fn near_copies(&self) -> Result<Vec<NearCopy>, Error>;

    /// Counts the events that a query asks for by dyad, month and quad class, in that order.
    ///
    /// Only events with both sides known count; the query's limit and offset are not applied. A
    /// reciprocal event counts once, from actor to recipient.
    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error>;

    /// Lists the documents that [`Store::dyads`] counts, once a dyad, by dyad, then document.
    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error>;

    /// Lists the claims that a query asks for, by day of publication (unknown last), then
    /// document, the words that they rest on, and id.
    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error>;

    /// Lists the standing relations that a query asks for, in the same order.
    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error>;

    /// Searches documents, or sentences that are evidence, for words; the last to come in first.
    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error>;

    /// Lists the happenings that [`Store::set_happenings`] was given, in that order; `None` if
    /// something was appended since.
    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error>;

    /// Keeps the happenings that follow from all events, in the place of those before.
    fn set_happenings(&mut self, happenings: &[KeptHappening]) -> Result<(), Error>;

    /// Counts all that is kept.
    fn counts(&self) -> Result<Counts, Error>;

    /// Lists the runs in the order they were begun, each with what it coded.
    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error>;

    /// Lists the events of one run, in documents that another has coded too, that the other does
    /// not have just so; by document, trigger and id.
    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error>;

    /// Lists the documents that a run, or another like it, has coded.
    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error>;

    /// Lists documents that no run like one has coded: so many after a place in their
    /// order, each with its place.
    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error>;

    /// Lists the runs in the order they were begun.
    fn runs(&self) -> Result<Vec<Run>, Error>;

    /// Appends rows of a table that others coded, whole or not at all, and counts those that were
    /// new: a row that the run has under the same id of the same dataset adds nothing.
    fn append_coded(&mut self, batch: &CodedBatch) -> Result<u64, Error> {
        let _ = batch;
        Err(Error::NoTables)
    }

    /// Hands each event that a query asks for to `each`, those that others coded among them, until
    /// it breaks.
    ///
    /// Events come by first day; on a day, as [`Store::visit`] gives them, then those that others
    /// coded in the order in which they came. Of rows that several runs brought under one id, the
    /// newest run's counts.
    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.visit(query, &mut |found| each(Listed::Read(Box::new(found))))
    }

    /// Finds events by the numbers that [`Store::briefs`] gives, those that others coded among
    /// them, in that order; numbers that are not there are skipped.
    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        let found = self.found(events)?;
        Ok(found.into_iter().map(|found| Listed::Read(Box::new(found))).collect())
    }

    /// Appends rows of a structural table, whole or not at all, and counts those that were new: a
    /// row that the run has brought before, with the same value, adds nothing.
    fn append_structures(&mut self, batch: &StructureBatch) -> Result<u64, Error> {
        let _ = batch;
        Err(Error::NoTables)
    }

    /// Hands each row of structural tables that a query asks for to `each`, in the order in which
    /// they came, until it breaks.
    fn structures(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let _ = (query, each);
        Ok(())
    }

    /// Lists which run coded which document, with events or without, by document, then in the
    /// order in which the runs were begun.
    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        Ok(Vec::new())
    }
}
