//! Rows that others coded, in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use entente_model::{DocId, Dyad};

use crate::brief::Gathering;
use crate::{Brief, CodedBatch, CodedEvent, CodedReport, DyadCount, Error, Grain, Key, Query};

/// Added to the number of a row, so that it is never that of an event.
const OFFSET: u64 = 1 << 40;

/// All rows in the order in which they came, each with the number of its run and of its report.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<(usize, Option<u64>, CodedEvent)>,
    keys: BTreeSet<(Arc<str>, Key, usize)>,
    reports: HashMap<CodedReport, u64>,
}

impl Rows {
    pub(super) fn append(&mut self, run: usize, batch: &CodedBatch) -> Result<u64, Error> {
        let event = |row| {
            batch.event(row).ok_or_else(|| Error::Adrift {
                input: batch.input.to_string(),
                key: row.key.to_string(),
            })
        };
        let events: Vec<CodedEvent> = batch.rows.iter().map(event).collect::<Result<_, _>>()?;
        let before = self.rows.len();
        for event in events {
            if self.keys.insert((event.dataset.clone(), event.key.clone(), run)) {
                let next = self.reports.len() as u64 + 1;
                let number =
                    |report: &CodedReport| *self.reports.entry(report.clone()).or_insert(next);
                let report = event.report.as_ref().map(number);
                self.rows.push((run, report, event));
            }
        }
        Ok((self.rows.len() - before) as u64)
    }

    /// Counts the rows of a run, or of all.
    pub(super) fn of_run(&self, run: Option<usize>) -> u64 {
        self.rows.iter().filter(|(own, ..)| run.is_none_or(|run| run == *own)).count() as u64
    }

    pub(super) fn listed(&self, number: u64) -> Option<&CodedEvent> {
        let at = number.checked_sub(OFFSET + 1)?;
        self.rows.get(usize::try_from(at).ok()?).map(|(_, _, event)| event)
    }

    /// The rows that a query asks for, as they came.
    pub(super) fn asked<'s>(&'s self, query: &'s Query) -> Vec<&'s CodedEvent> {
        self.numbered(query).map(|(_, _, event)| event).collect()
    }

    /// The same with each one's number and report.
    fn numbered<'s>(
        &'s self,
        query: &'s Query,
    ) -> impl Iterator<Item = (u64, Option<u64>, &'s CodedEvent)> {
        let is_newest = |run: usize, event: &CodedEvent| {
            let later = (event.dataset.clone(), event.key.clone(), run + 1);
            let last = (event.dataset.clone(), event.key.clone(), usize::MAX);
            self.keys.range(later..=last).next().is_none()
        };
        let is_asked = move |run: usize, event: &CodedEvent| {
            let is_of_run = match &query.run {
                Some(id) => event.run == *id,
                None => is_newest(run, event),
            };
            is_of_run && event.meets(query)
        };
        let rows = (OFFSET + 1..).zip(&self.rows);
        rows.filter(move |(_, (run, _, event))| is_asked(*run, event))
            .map(|(number, (_, report, event))| (number, *report, event))
    }

    pub(super) fn dyads(&self, query: &Query, grain: Grain) -> Vec<DyadCount> {
        let mut cells = BTreeMap::<_, (u64, BTreeSet<DocId>)>::new();
        for (number, report, event) in self.numbered(query) {
            let Some(dyad) = event.dyad(grain) else { continue };
            let key = (dyad, event.first.first_of_month(), event.act.code.quad.clone());
            let (events, documents) = cells.entry(key).or_default();
            *events += 1;
            documents.insert(document(number, report));
        }
        let count = |((dyad, month, quad), (events, documents)): (_, (_, BTreeSet<_>))| DyadCount {
            dyad,
            month: Some(month),
            quad,
            events,
            documents: documents.len() as u64,
        };
        cells.into_iter().map(count).collect()
    }

    pub(super) fn dyad_documents(&self, query: &Query, grain: Grain) -> BTreeSet<(Dyad, DocId)> {
        let dyad = |(number, report, event): (u64, Option<u64>, &CodedEvent)| {
            Some((event.dyad(grain)?, document(number, report)))
        };
        self.numbered(query).filter_map(dyad).collect()
    }

    /// Adds the rows between two known sides to what was read from some documents.
    pub(super) fn briefs(&self, query: &Query, documents: u32, all: &mut Gathering) {
        let mut alone = documents + self.reports.len() as u32;
        for (number, report, event) in self.numbered(query) {
            let Some((Dyad { actor, recipient }, pattern)) = event.in_brief() else { continue };
            let outlet = event.report.as_ref().and_then(|report| report.outlet.clone());
            let document = report.map_or_else(
                || {
                    alone += 1;
                    alone
                },
                |report| documents + report as u32,
            );
            let brief = Brief {
                event: number,
                document,
                outlet: outlet.map(|name| all.outlet(name)),
                actor: all.side(actor),
                recipient: all.side(recipient),
                pattern: all.pattern(pattern),
                first: event.first,
                last: event.last,
                reported: event.reported,
            };
            all.briefs.rows.push(brief);
        }
    }
}

/// What stands for the document of a row: its report, or the row itself.
fn document(number: u64, report: Option<u64>) -> DocId {
    match report {
        Some(report) => DocId::new(format!("report:{report}")),
        None => DocId::new(format!("row:{}", number - OFFSET)),
    }
}
