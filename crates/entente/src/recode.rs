//! Coding again what a store holds: a new run beside the old.

use entente_model::{Document, Noted};
use entente_store::{Batch, Record, Store};

use crate::{Engine, Error, Item, Progress, Result, Summary, happenings, parallel};

/// Documents that are read from the store at once.
const AT_ONCE: usize = 256;

impl Engine {
    /// Codes every document of a store that no run of this engine, with its packs and settings, has
    /// coded, from the texts as they are kept.
    ///
    /// What was appended stays if it is interrupted; the next time it goes on from there. Rows
    /// that others coded have no document, and are left alone.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Store`] if the store refuses.
    pub fn recode(
        &self,
        store: &mut dyn Store,
        watch: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Summary> {
        store.begin(self.run())?;
        let run = self.run().id.clone();
        let mut summary = Summary::default();
        let mut after = 0;
        loop {
            let documents = store.uncoded(&run, after, AT_ONCE)?;
            let Some((last, _)) = documents.last() else { break };
            after = *last;
            let items = documents.into_iter().map(|(_, document)| item(document));
            let work = |item| self.outcome(item);
            parallel::in_order(&self.pool, items, work, |chunk| {
                let records: Vec<Record> =
                    chunk.into_iter().filter_map(|done| summary.take(done, watch)).collect();
                let batch = Batch { run: run.clone(), records, near_copies: Vec::new() };
                let added = store.append(&batch)?;
                summary.repeats += added.repeats;
                summary.events_added += added.events;
                watch(Progress::Stored(&summary));
                Ok::<_, Error>(())
            })?;
        }
        happenings::refresh(store)?;
        Ok(summary)
    }
}

fn item(document: Document) -> Item {
    Item::Document(Box::new(Noted::clean(document)))
}
