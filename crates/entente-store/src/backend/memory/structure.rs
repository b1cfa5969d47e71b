//! Rows of structural tables, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use entente_model::RunId;

use crate::{Structure, StructureBatch, StructureQuery, StructureRow};

/// All rows in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<(i64, Structure)>,
    /// What each run has said: key, run, value and its bounds.
    said: BTreeSet<(i64, usize, [u64; 3])>,
}

impl Rows {
    pub(super) fn append(&mut self, run: usize, batch: &StructureBatch) -> u64 {
        let before = self.rows.len();
        for row in &batch.rows {
            let key = row.key(&batch.dataset);
            if self.said.insert((key, run, figures(row))) {
                let StructureBatch { run, dataset, input, closed, rows: _ } = batch;
                let (run, dataset, input) = (run.clone(), dataset.clone(), input.clone());
                let kept = Structure { run, dataset, input, closed: *closed, row: row.clone() };
                self.rows.push((key, kept));
            }
        }
        (self.rows.len() - before) as u64
    }

    /// Counts the rows of a run, or of all.
    pub(super) fn of_run(&self, run: Option<&RunId>) -> u64 {
        let runs = self.rows.iter().map(|(_, kept)| &kept.run);
        runs.filter(|own| run.is_none_or(|run| run == *own)).count() as u64
    }

    pub(super) fn visit(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) {
        let asked = || {
            let rows = self.rows.iter().enumerate();
            rows.filter(|(_, (_, kept))| query.admits(&kept.dataset, &kept.row))
        };
        let last: BTreeMap<i64, usize> = asked().map(|(at, (key, _))| (*key, at)).collect();
        for (at, (key, kept)) in asked() {
            let counts = match &query.run {
                Some(run) => kept.run == *run,
                None => query.every || last.get(key) == Some(&at),
            };
            if counts && each(kept.clone()).is_break() {
                return;
            }
        }
    }
}

/// The figures of a row in bits; there is no negative nought.
fn figures(row: &StructureRow) -> [u64; 3] {
    let bits = |number: f64| (number + 0.0).to_bits();
    let (low, high) = row.bounds.unzip();
    [bits(row.value), low.map_or(u64::MAX, bits), high.map_or(u64::MAX, bits)]
}
