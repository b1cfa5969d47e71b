//! Rows of structural tables as rows of a file, and back.

use std::ops::ControlFlow;
use std::path::Path;

use entente_model::{ActorId, RunId};
use parquet::errors::Result;

use super::STRUCTURES;
use super::event::needed;
use super::frame::Kind::{Bool, Day, Int, Real, Text};
use super::frame::{self, Frame, Head, Writer, flaw};
use super::write::{GROUP, failure};
use crate::{Error, Store, Structure, StructureBatch, StructureQuery, StructureRow};

const STRUCTURE: &[Head] = &[
    ("run", Text, "the run that brought it"),
    ("dataset", Text, "which table it stands in"),
    ("closed", Bool, "whether a missing row means none"),
    ("input", Text, "the table's file"),
    ("measure", Text, "what it measures: trade, vote, defence-pact, ..."),
    ("actor", Text, "whom it is of; of a flow, whence it goes"),
    ("recipient", Text, "with whom; missing where it is of one state"),
    ("item", Text, "a roll call, a treaty, a dispute"),
    ("first_day", Day, "first day for which it holds"),
    ("last_day", Day, "last day; missing where the table knows of no end"),
    ("value", Real, "how much"),
    ("low", Real, "5 % quantile of an estimate"),
    ("high", Real, "95 % quantile of an estimate"),
    ("unit", Text, "what the value counts"),
    ("source", Text, "whence the table has it"),
    ("reported", Day, "when it became known"),
    ("line", Int, "the row's line there, from 1"),
    ("repeat", Int, "which of several rows about just the same it is, from 0"),
];

/// Writes the rows that a query asks for.
pub(super) fn write(store: &dyn Store, query: &StructureQuery, aside: &Path) -> Result<(), Error> {
    let fail = |cause| failure(aside, cause);
    let mut writer = Writer::create(&aside.join(STRUCTURES), STRUCTURE).map_err(fail)?;
    let mut frame = Frame::new(STRUCTURE);
    let mut outcome = Ok(());
    store.structures(query, &mut |row| {
        put(&mut frame, &row);
        if frame.rows() >= GROUP {
            outcome = writer.write(&mut frame);
        }
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let closed = outcome.and_then(|()| writer.write(&mut frame)).and_then(|()| writer.close());
    closed.map_err(fail)
}

/// Reads all rows, those of one table that lie together as a batch; a folder that an older build
/// wrote has none.
pub(super) fn read(aside: &Path, each: &mut dyn FnMut(StructureBatch) -> Result<()>) -> Result<()> {
    let path = aside.join(STRUCTURES);
    if !path.exists() {
        return Ok(());
    }
    let alike = |a: &StructureBatch, b: &StructureBatch| {
        (&a.run, &a.dataset, &a.input, a.closed) == (&b.run, &b.dataset, &b.input, b.closed)
    };
    frame::read(&path, STRUCTURE, &mut |mut frame| {
        let mut batch = None::<StructureBatch>;
        for _ in 0..frame.rows() {
            let mut next = take(&mut frame)?;
            match &mut batch {
                Some(batch) if alike(batch, &next) => batch.rows.append(&mut next.rows),
                _ => batch.replace(next).map_or(Ok(()), &mut *each)?,
            }
        }
        batch.map_or(Ok(()), &mut *each)
    })
}

fn put(frame: &mut Frame, structure: &Structure) {
    let Structure { run, dataset, input, closed, row } = structure;
    let StructureRow {
        measure,
        actor,
        recipient,
        item,
        first,
        last,
        value,
        bounds,
        unit,
        source,
        reported,
        line,
        repeat,
    } = row;
    frame.put_text(Some(run.as_str()));
    frame.put_text(Some(dataset));
    frame.put_bool(Some(*closed));
    frame.put_text(Some(input));
    frame.put_text(Some(measure));
    frame.put_text(Some(actor.as_str()));
    frame.put_text(recipient.as_ref().map(|id| id.as_str()));
    frame.put_text(item.as_deref());
    frame.put_day(Some(*first));
    frame.put_day(*last);
    frame.put_real(Some(*value));
    frame.put_real(bounds.map(|(low, _)| low));
    frame.put_real(bounds.map(|(_, high)| high));
    frame.put_text(unit.as_deref());
    frame.put_text(source.as_deref());
    frame.put_day(*reported);
    frame.put_int(Some(*line));
    frame.put_int(Some(*repeat));
}

fn take(frame: &mut Frame) -> Result<StructureBatch> {
    let run = RunId::new(needed(frame)?);
    let (dataset, closed) = (needed(frame)?, frame.bool()?.unwrap_or_default());
    let input = needed(frame)?;
    let missing = || flaw("expected a value, found none");
    // Fields are taken in the order in which they stand here: that of the columns.
    let row = StructureRow {
        measure: needed(frame)?,
        actor: ActorId::new(needed(frame)?),
        recipient: frame.shared()?.map(ActorId::new),
        item: frame.shared()?,
        first: frame.day()?.ok_or_else(missing)?,
        last: frame.day()?,
        value: frame.real()?.ok_or_else(missing)?,
        bounds: frame.real()?.zip(frame.real()?),
        unit: frame.shared()?,
        source: frame.shared()?,
        reported: frame.day()?,
        line: frame.int()?.map_or(0, i64::cast_unsigned),
        repeat: frame.int()?.and_then(|repeat| u32::try_from(repeat).ok()).unwrap_or_default(),
    };
    Ok(StructureBatch { run, dataset, input, closed, rows: vec![row] })
}
