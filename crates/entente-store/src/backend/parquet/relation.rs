//! Standing relations as rows of their table, and back.

use entente_model::{ActorId, Holding, RelationId, RunId, StandingRelation};
use parquet::errors::Result;

use super::event::{needed, single};
use super::evidence::{Days, EVIDENCE, Resting, put_evidence, put_when};
use super::frame::Kind::{Bool, Day, Int, Real, Text};
use super::frame::{Columns, Frame, Head, flaw};
use crate::FoundRelation;

pub(super) static RELATION: Columns = Columns::new(|| {
    let own: &[Head] = &[
        ("id", Text, "the relation's id"),
        ("run", Text, "the run that read it"),
        ("document", Text, "id of the document"),
        ("first", Text, "id of the one party"),
        ("second", Text, "id of the other"),
        ("directed", Bool, "whether it goes from the first to the second"),
        ("kind", Text, "such as alliance or territorial-dispute"),
        ("grade", Text, "where the kind has grades"),
        ("sign", Int, "-1 conflict, 1 cooperation, 0 neither"),
        ("interval_from", Day, "first day on which it holds"),
        ("interval_to", Day, "last day"),
        ("interval_precision", Text, "day, week, month, season, year or interval"),
        ("interval_start", Int, "where the text says so, in bytes"),
        ("interval_end", Int, "and where that ends"),
        ("status", Text, "asserted, denied or planned"),
        ("confidence", Real, "how sure the reading is, from 0 to 1"),
    ];
    [own, EVIDENCE].concat()
});

/// Adds a relation to a frame.
pub(super) fn put(frame: &mut Frame, found: &FoundRelation) {
    let FoundRelation { run, relation, document: _, sentence } = found;
    let StandingRelation {
        id,
        pair: [first, second],
        directed,
        kind,
        grade,
        sign,
        interval,
        status,
        confidence,
        evidence,
    } = relation;
    frame.put_text(Some(id.as_str()));
    frame.put_text(Some(run.as_str()));
    frame.put_text(Some(evidence.document().as_str()));
    frame.put_text(Some(first.as_str()));
    frame.put_text(Some(second.as_str()));
    frame.put_bool(Some(*directed));
    frame.put_text(Some(kind));
    frame.put_text(grade.as_deref());
    frame.put_int(Some(*sign));
    put_when(frame, interval.as_ref());
    frame.put_text(Some(status.as_str()));
    frame.put_real(Some(*confidence));
    put_evidence(frame, evidence, sentence);
}

/// Takes the next row of a frame.
pub(super) fn take(frame: &mut Frame) -> Result<(RunId, StandingRelation)> {
    let id = RelationId::new(needed(frame)?);
    let run = RunId::new(needed(frame)?);
    let document = frame.shared()?;
    let pair = [ActorId::new(needed(frame)?), ActorId::new(needed(frame)?)];
    let directed = frame.bool()?.unwrap_or_default();
    let (kind, grade) = (needed(frame)?, frame.shared()?);
    let sign = frame.int()?.and_then(|sign| sign.try_into().ok());
    let interval = Days::take(frame)?.when()?;
    let status = Holding::from_name(&needed(frame)?);
    let confidence = single(frame.real()?.unwrap_or_default());
    let evidence = Resting::take(frame)?.on(document)?;
    let relation = StandingRelation {
        id,
        pair,
        directed,
        kind,
        grade,
        sign: sign.ok_or_else(|| flaw("expected a sign, found none"))?,
        interval,
        status: status.ok_or_else(|| flaw("expected whether it holds, found another word"))?,
        confidence,
        evidence,
    };
    Ok((run, relation))
}
