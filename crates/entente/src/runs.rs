//! Runs of a store: what each coded, and how two of them differ.

use std::collections::BTreeMap;

use entente_model::{DocId, Run, RunId, Span};
use entente_store::{Found, Store};

use crate::wire::{ChangeRow, RunRow};
use crate::{Error, ErrorKind, Result};

/// How one run differs from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The older one, as asked.
    pub before: RunId,
    /// The newer one, as asked.
    pub after: RunId,
    /// Events that one has and the other has not just so, by document and place.
    pub changes: Vec<ChangeRow>,
}

/// Lists the runs of a store in the order in which they were begun.
///
/// # Errors
///
/// Those of the store.
pub fn runs(store: &dyn Store) -> Result<Vec<RunRow>> {
    Ok((1..)
        .zip(store.run_counts()?)
        .map(|(n, (run, counts))| RunRow::new(n, run, counts))
        .collect())
}

/// Finds a run by its place in that list, by its id, or by the beginning of its id.
///
/// # Errors
///
/// [`ErrorKind::Usage`] if there is none or more than one; else those of the store.
pub fn find_run(store: &dyn Store, typed: &str) -> Result<RunId> {
    let runs = store.runs()?;
    if let Some(run) = runs.iter().find(|run| run.id.as_str() == typed) {
        return Ok(run.id.clone());
    }
    let at = typed.parse().ok().filter(|at| (1..=runs.len()).contains(at));
    if let Some(at) = at {
        return Ok(runs[at - 1].id.clone());
    }
    let begins = |run: &&Run| !typed.is_empty() && run.id.as_str().starts_with(typed);
    let found: Vec<&Run> = runs.iter().filter(begins).collect();
    let what = match found.as_slice() {
        [run] => return Ok(run.id.clone()),
        [] => format!("expected a run's id, found no run `{typed}`"),
        _ => format!("more than one run's id begins with `{typed}`"),
    };
    Err(Error::new(ErrorKind::Usage, what).hint("`entente runs` lists runs; 1 is the first"))
}

/// Says which events appeared, vanished or changed from one run to another, in the documents that
/// both have coded.
///
/// Two events are the same one if they have one id, or if the words that they rest on overlap.
///
/// # Errors
///
/// Those of the store.
pub fn diff(store: &dyn Store, before: &RunId, after: &RunId) -> Result<Difference> {
    let mut documents = BTreeMap::<DocId, (Vec<Found>, Vec<Found>)>::new();
    for found in store.differing(before, after)? {
        documents.entry(found.document.id.clone()).or_default().0.push(found);
    }
    for found in store.differing(after, before)? {
        documents.entry(found.document.id.clone()).or_default().1.push(found);
    }
    let mut changes = Vec::new();
    for (old, new) in documents.into_values() {
        pair(old, new, &mut changes);
    }
    Ok(Difference { before: before.clone(), after: after.clone(), changes })
}

/// Pairs the events of one document that differ: by id first, then by the words.
fn pair(old: Vec<Found>, new: Vec<Found>, changes: &mut Vec<ChangeRow>) {
    let mut new: Vec<Option<Found>> = new.into_iter().map(Some).collect();
    let mut pairs: Vec<(Option<Found>, Option<Found>)> = Vec::new();
    let mut take = |is_same: &dyn Fn(&Found) -> bool| {
        new.iter_mut().find(|found| found.as_ref().is_some_and(is_same)).and_then(Option::take)
    };
    let mut alone = Vec::new();
    for found in old {
        match take(&|other| other.event.id == found.event.id) {
            None => alone.push(found),
            other => pairs.push((Some(found), other)),
        }
    }
    for found in alone {
        let other = take(&|other| do_overlap(trigger(&found), trigger(other)));
        pairs.push((Some(found), other));
    }
    pairs.extend(new.into_iter().flatten().map(|found| (None, Some(found))));
    pairs.sort_by_key(|(old, new)| old.as_ref().or(new.as_ref()).map(trigger));
    let rows = pairs.iter().map(|(old, new)| ChangeRow::new(old.as_ref(), new.as_ref()));
    changes.extend(rows);
}

fn trigger(found: &Found) -> Span {
    found.event.evidence.trigger()
}

fn do_overlap(a: Span, b: Span) -> bool {
    a.start() < b.end() && b.start() < a.end()
}
