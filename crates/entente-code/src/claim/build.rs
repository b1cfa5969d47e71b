//! From attributions, headings and the author's own sentences to claims.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::{
    Annotated, BlockKind, Claim, ClaimId, Event, Evidence, Pos, Resolved, RuleId, Sentence, Span,
    Speaker, Stance,
};

use super::find::{Found, attributions};
use super::offer::offered;
use super::reading::{Reading, Run};
use super::repeat::once;
use super::words::Attribution;
use super::{commitment, speaker, stance};

/// How sure a heading is its publisher's word, and a sentence its author's.
const HEADING: f32 = 0.9;
const OWN: f32 = 0.6;
/// How far from its cue a content may reach, in tokens.
const FAR: u32 = 300;
/// Of how many claims before and after a claim it is asked whether they hold its cue.
const NEAR: usize = 30;

/// The claims of a document, in order of their contents.
///
/// What somebody is said to say has a cue; a heading is its publisher's claim, and a sentence that
/// nobody is named for and that tells how known states stand is its author's. The same claim of the
/// same speaker is one, with the other places where it stands in its evidence.
pub fn claims(
    text: &Annotated,
    who: &Resolved,
    known: &Attribution,
    events: &[Event],
) -> Vec<Claim> {
    let reading = Reading::new(text, known);
    let found = attributions(&reading);
    let mut drafts: Vec<Draft> = found.iter().map(|f| Draft::said(&reading, who, f)).collect();
    drafts.extend(headings(&reading));
    drafts.extend(own(&reading, who, &found, events));
    drafts.sort_by_key(|draft| (draft.content[0], draft.cue));
    let mut claims = finish(&reading, drafts);
    offered(&reading, events, &mut claims);
    once(text, claims)
}

/// A claim before it has an id.
struct Draft {
    speaker: Speaker,
    cue: Option<Run>,
    content: Vec<Run>,
    stance: Stance,
    sure: f32,
    rules: Vec<RuleId>,
}

impl Draft {
    fn said(reading: &Reading<'_>, who: &Resolved, found: &Found) -> Self {
        let names = reading.known.names(reading.kind_bits(found.head));
        let mut rules: Vec<RuleId> = names.map(|n| RuleId::new(format!("claims/{n}"))).collect();
        if rules.is_empty() {
            rules.push(RuleId::new("claims/cue"));
        }
        let own = commitment::of(reading, found.head, &found.content);
        let (stance, sure) =
            own.unwrap_or_else(|| (stance::of_cue(reading, found.head), found.sure));
        Self {
            speaker: speaker::speaker(reading, who, found.source),
            cue: Some(found.cue),
            content: found.content.clone(),
            stance,
            sure,
            rules,
        }
    }

    fn of(reading: &Reading<'_>, speaker: Speaker, run: Run, sure: f32, rule: &str) -> Self {
        let stance = stance::of_author(reading, run);
        let rules = vec![RuleId::new(rule)];
        Self { speaker, cue: None, content: vec![run], stance, sure, rules }
    }
}

/// Headlines and headings inside the text: their publisher's claims.
fn headings(reading: &Reading<'_>) -> Vec<Draft> {
    let document = &reading.text.document;
    let name = document.meta.publisher.as_deref();
    let is_heading = |s: &&Sentence| {
        let kind = document.blocks.get(s.block as usize).map(|block| block.kind);
        matches!(kind, Some(BlockKind::Headline | BlockKind::Subhead))
    };
    let all = reading.text.sentences.iter().filter(is_heading);
    let runs = all.map(|s| reading.trimmed(Run::new(s.first, s.last)));
    let is_verb = |t| matches!(reading.pos(t), Pos::Verb | Pos::Aux);
    let has_verb = |run: &Run| (run.first..run.last).any(is_verb);
    runs.filter(has_verb)
        .map(|run| Draft::of(reading, speaker::publisher(name), run, HEADING, "claims/heading"))
        .collect()
}

/// The author's own claims: sentences that nobody is named for, between two known states, and that
/// tell how they stand, not what they did.
fn own(reading: &Reading<'_>, who: &Resolved, found: &[Found], events: &[Event]) -> Vec<Draft> {
    let document = &reading.text.document;
    let is_text = |s: &&Sentence| {
        let kind = document.blocks.get(s.block as usize).map(|block| block.kind);
        matches!(kind, Some(BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Standfirst))
    };
    let is_told = |run: Run| {
        let first = found.partition_point(|f| f.head + FAR < run.first);
        let near = found[first..].iter().take_while(|f| f.head < run.last + FAR);
        let touches = |f: &Found| {
            run.contains(f.cue.first) || f.content.iter().any(|piece| piece.overlaps(run))
        };
        near.into_iter().any(touches)
    };
    let deeds: BTreeSet<Span> = events.iter().map(|e| e.evidence.sentence()).collect();
    let is_deed = |s: &Sentence| deeds.contains(&s.span);
    let sentences = reading.text.sentences.iter().filter(is_text).filter(|s| !is_deed(s));
    let runs = sentences.map(|s| reading.trimmed(Run::new(s.first, s.last)));
    runs.filter(|run| !is_told(*run) && has_two_states(reading, who, *run))
        .map(|run| Draft::of(reading, speaker::author(), run, OWN, "claims/author"))
        .collect()
}

/// Whether two states are named in a run.
fn has_two_states(reading: &Reading<'_>, who: &Resolved, run: Run) -> bool {
    let mentions = &reading.text.mentions;
    let first = mentions.partition_point(|m| m.head < run.first);
    let inside = (first..mentions.len()).take_while(|&at| mentions[at].head < run.last);
    let mut states = inside.filter_map(|at| who.actor(at)?.country.clone());
    let Some(one) = states.next() else { return false };
    states.any(|other| other != one)
}

/// A claim's id, cue and content.
type Attributed = (ClaimId, Option<Run>, Vec<Run>);

fn finish(reading: &Reading<'_>, drafts: Vec<Draft>) -> Vec<Claim> {
    let mut nth: BTreeMap<(Option<Run>, Run), usize> = BTreeMap::new();
    let mut claims = Vec::new();
    let mut runs: Vec<Attributed> = Vec::new();
    let mut places: BTreeMap<ClaimId, usize> = BTreeMap::new();
    for draft in drafts {
        let count = nth.entry((draft.cue, draft.content[0])).or_default();
        let id = id(reading, &draft, *count);
        *count += 1;
        places.insert(id.clone(), runs.len());
        runs.push((id.clone(), draft.cue, draft.content.clone()));
        claims.extend(claim(reading, id, draft));
    }
    for claim in &mut claims {
        let Some(at) = places.remove(&claim.id) else { continue };
        let near = &runs[at.saturating_sub(NEAR)..runs.len().min(at + NEAR)];
        claim.within = runs[at].1.and_then(|cue| within(near, &claim.id, cue));
    }
    claims
}

/// The smallest attributed content that holds a cue.
fn within(runs: &[Attributed], own: &ClaimId, cue: Run) -> Option<ClaimId> {
    let holds = |pieces: &[Run]| pieces.iter().any(|p| p.contains(cue.first));
    let length = |pieces: &[Run]| pieces.iter().map(|p| p.len()).sum::<u32>();
    let others =
        runs.iter().filter(|(id, said, pieces)| id != own && said.is_some() && holds(pieces));
    others.min_by_key(|(_, _, pieces)| length(pieces)).map(|(id, ..)| id.clone())
}

fn claim(reading: &Reading<'_>, id: ClaimId, draft: Draft) -> Option<Claim> {
    let content: Vec<Span> = draft.content.iter().map(|run| reading.span(*run)).collect();
    let cue = draft.cue.map(|run| reading.span(run));
    let token = draft.cue.map_or(draft.content[0].first, |run| run.first);
    let sentence = reading.text.sentence_of(token)?.span;
    let document = reading.text.document.meta.id.clone();
    let trigger = cue.unwrap_or(content[0]);
    Some(Claim {
        id,
        modality: stance::modality(reading, &draft.content),
        speaker: draft.speaker,
        cue,
        content,
        proposition: None,
        stance: draft.stance,
        within: None,
        offered: Vec::<Arc<str>>::new(),
        confidence: draft.sure,
        evidence: Evidence::new(document, sentence, trigger, draft.rules)?,
    })
}

fn id(reading: &Reading<'_>, draft: &Draft, nth: usize) -> ClaimId {
    let document = &reading.text.document.meta.id;
    let span = |run: Run| reading.span(run);
    let cue = draft.cue.map(|run| span(run).to_string()).unwrap_or_default();
    let key = format!("{document}\tclaim\t{cue}\t{}\t{nth}", span(draft.content[0]));
    ClaimId::new(&blake3::hash(key.as_bytes()).to_hex().as_str()[..16])
}
