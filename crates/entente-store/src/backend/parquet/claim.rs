//! Claims as rows of their table, and back.

use std::sync::Arc;

use entente_model::{
    ActorId, Claim, ClaimId, Proposition, PropositionKind, RunId, Span, Speaker, SpeakerKind,
    Stance,
};
use parquet::errors::Result;

use super::event::{needed, single};
use super::evidence::{EVIDENCE, Resting, put_evidence, put_span, span};
use super::frame::Kind::{Bool, Int, Real, Text};
use super::frame::{Columns, Frame, Head, flaw};
use crate::FoundClaim;
use crate::backend::args;

pub(super) static CLAIM: Columns = Columns::new(|| {
    let own: &[Head] = &[
        ("id", Text, "the claim's id"),
        ("run", Text, "the run that read it"),
        ("document", Text, "id of the document"),
        ("speaker_kind", Text, "person, office, state, publisher, class or author"),
        ("speaker_id", Text, "whose word it is; missing where it is not known"),
        ("speaker_name", Text, "its name"),
        ("speaker_start", Int, "where the text names the speaker, in bytes"),
        ("speaker_end", Int, "and where that ends"),
        ("cue_start", Int, "where the words are that attribute it"),
        ("cue_end", Int, "and where they end"),
        ("content", Text, "what is said, a line each piece: two offsets"),
        ("proposition", Text, "the form, where it fits one"),
        ("args", Text, "its arguments by name, as JSON"),
        ("affirmed", Bool, "whether the claim affirms the proposition"),
        ("modality", Text, "the modal it stands under"),
        ("stance", Text, "asserts, reports, hedges, doubts, refutes or presupposes"),
        ("within", Text, "the claim in whose content it stands"),
        ("offered", Text, "events and claims offered for or against it, a line each"),
        ("confidence", Real, "how sure the reading is, from 0 to 1"),
    ];
    [own, EVIDENCE].concat()
});

/// Adds a claim to a frame.
pub(super) fn put(frame: &mut Frame, found: &FoundClaim) {
    let FoundClaim { run, claim, document: _, sentence } = found;
    let Claim {
        id,
        speaker: Speaker { kind, id: speaker, name, span },
        cue,
        content,
        proposition,
        modality,
        stance,
        within,
        offered,
        confidence,
        evidence,
    } = claim;
    frame.put_text(Some(id.as_str()));
    frame.put_text(Some(run.as_str()));
    frame.put_text(Some(evidence.document().as_str()));
    frame.put_text(Some(kind.as_str()));
    frame.put_text(speaker.as_ref().map(|id| id.as_str()));
    frame.put_text(Some(name));
    put_span(frame, *span);
    put_span(frame, *cue);
    let piece = |span: &Span| format!("{} {}", span.start(), span.end());
    frame.put_text(Some(&content.iter().map(piece).collect::<Vec<_>>().join("\n")));
    let form = proposition.as_ref();
    frame.put_text(form.map(|Proposition { kind, .. }| kind.as_str()));
    frame.put_text(form.map(|Proposition { args, .. }| args::written(args)).as_deref());
    frame.put_bool(form.map(|Proposition { positive, .. }| *positive));
    frame.put_text(modality.as_deref());
    frame.put_text(Some(stance.as_str()));
    frame.put_text(within.as_ref().map(|id| id.as_str()));
    frame.put_text(Some(&offered.join("\n")));
    frame.put_real(Some(*confidence));
    put_evidence(frame, evidence, sentence);
}

/// Takes the next row of a frame.
pub(super) fn take(frame: &mut Frame) -> Result<(RunId, Claim)> {
    let id = ClaimId::new(needed(frame)?);
    let run = RunId::new(needed(frame)?);
    let document = frame.shared()?;
    let kind = SpeakerKind::from_name(&needed(frame)?);
    let speaker = Speaker {
        kind: kind.ok_or_else(|| flaw("expected a kind of speaker, found another word"))?,
        id: frame.shared()?.map(ActorId::new),
        name: needed(frame)?,
        span: span(frame)?,
    };
    let cue = span(frame)?;
    let content = needed(frame)?.lines().map(piece).collect::<Option<Vec<_>>>();
    let proposition = proposition(frame)?;
    let modality = frame.shared()?;
    let stance = Stance::from_name(&needed(frame)?);
    let within = frame.shared()?.map(ClaimId::new);
    let offered = frame.text()?.unwrap_or_default().lines().map(Arc::from).collect();
    let confidence = single(frame.real()?.unwrap_or_default());
    let evidence = Resting::take(frame)?.on(document)?;
    let claim = Claim {
        id,
        speaker,
        cue,
        content: content.ok_or_else(|| flaw("expected two offsets a piece"))?,
        proposition,
        modality,
        stance: stance.ok_or_else(|| flaw("expected a stance, found another word"))?,
        within,
        offered,
        confidence,
        evidence,
    };
    Ok((run, claim))
}

fn piece(line: &str) -> Option<Span> {
    let (start, end) = line.split_once(' ')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| Span::new(start, end))
}

fn proposition(frame: &mut Frame) -> Result<Option<Proposition>> {
    let (kind, written, positive) = (frame.text()?, frame.text()?, frame.bool()?);
    let Some(((kind, written), positive)) = kind.zip(written).zip(positive) else {
        return Ok(None);
    };
    let args = PropositionKind::from_name(&kind).zip(args::read(&written));
    let (kind, args) = args.ok_or_else(|| flaw("expected a proposition and its arguments"))?;
    Ok(Some(Proposition { kind, args, positive }))
}
