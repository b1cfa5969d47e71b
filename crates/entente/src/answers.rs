//! Answers over a store; none of them needs a language or an ontology.

use std::ops::ControlFlow;

use entente_model::{EventId, Run};
use entente_store::{EventInFull, Found, Grain, Listed, Query, Store};

use crate::wire::{self, DyadRow, EventRow};
use crate::{Error, ErrorKind, Result, Stories};

/// Hands out the events that a query asks for, in order of their days, until `sink` breaks.
///
/// # Errors
///
/// The first one of the store or of `sink`.
pub fn events<E: From<Error>>(
    store: &dyn Store,
    query: &Query,
    mut sink: impl FnMut(EventRow) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    let stories = Stories::of_store(store, query.as_of)?;
    let each = &mut |found: Found| match sink(EventRow::new(&found, &stories)) {
        Ok(flow) => flow,
        Err(error) => {
            outcome = Err(error);
            ControlFlow::Break(())
        }
    };
    store.visit(query, each).map_err(Error::from)?;
    outcome
}

/// Hands out the events that a query asks for, those that others coded among them, in order of
/// their days, until `sink` breaks.
///
/// # Errors
///
/// The first one of the store or of `sink`.
pub fn listed<E: From<Error>>(
    store: &dyn Store,
    query: &Query,
    mut sink: impl FnMut(wire::Listed) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    let stories = Stories::of_store(store, query.as_of)?;
    let row = |listed: &Listed| match listed {
        Listed::Read(found) => wire::Listed::Read(Box::new(EventRow::new(found, &stories))),
        Listed::Coded(event) => wire::Listed::Coded(Box::new((&**event).into())),
    };
    let each = &mut |listed: Listed| match sink(row(&listed)) {
        Ok(flow) => flow,
        Err(error) => {
            outcome = Err(error);
            ControlFlow::Break(())
        }
    };
    store.visit_all(query, each).map_err(Error::from)?;
    outcome
}

/// Sums the events that a query asks for by dyad, busiest first.
///
/// # Errors
///
/// Those of the store.
pub fn dyads(store: &dyn Store, query: &Query, grain: Grain) -> Result<Vec<DyadRow>> {
    let documents = store.dyad_documents(query, grain)?;
    let stories = Stories::of_store(store, query.as_of)?;
    Ok(DyadRow::busiest(&store.dyads(query, grain)?, &documents, &stories))
}

/// Finds an event by its id, or by the beginning of its id if only one event's begins so.
///
/// # Errors
///
/// [`ErrorKind::Usage`] if there is none or more than one; else those of the store.
pub fn find_event(store: &dyn Store, prefix: &str) -> Result<EventInFull> {
    if let Some(found) = store.event(&EventId::new(prefix))? {
        return Ok(found);
    }
    let ids = ids_that_begin(store, prefix)?;
    match ids.as_slice() {
        [id] => store.event(id)?.ok_or_else(|| none(prefix)),
        [] => Err(none(prefix)),
        several => Err(ambiguous(prefix, several)),
    }
}

fn ids_that_begin(store: &dyn Store, prefix: &str) -> Result<Vec<EventId>> {
    const ENOUGH: usize = 5;
    let mut ids = Vec::new();
    if prefix.is_empty() {
        return Ok(ids);
    }
    store.visit(&Query::default(), &mut |found| {
        if found.event.id.as_str().starts_with(prefix) {
            ids.push(found.event.id);
        }
        if ids.len() < ENOUGH { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(ids)
}

#[cold]
fn none(prefix: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("expected an event's id, found no event `{prefix}`")).hint(
        match prefix.contains(':') {
            true => "a row that others coded comes without a text, so there is nothing to explain",
            false => "`entente events` lists events; the first column is the id",
        },
    )
}

#[cold]
fn ambiguous(prefix: &str, ids: &[EventId]) -> Error {
    let listed: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    Error::new(ErrorKind::Usage, format!("more than one event's id begins with `{prefix}`"))
        .hint(format!("give more of it: {}", listed.join(", ")))
}

/// Whether the store's record of a run has the same engine, packs and settings as another.
pub(crate) fn is_like(store: &dyn Store, id: &entente_model::RunId, run: &Run) -> Result<bool> {
    Ok(store.runs()?.iter().any(|known| known.id == *id && known.is_like(run)))
}
