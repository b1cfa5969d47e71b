//! Finding attributions: first the cue, then how far it reaches, then who says so and what.

use entente_model::Pos;

use super::choice::{Features, UNIT};
use super::content::{Around, stretches};
use super::reading::{Reading, Run};
use super::stretch::Judge;
use super::{cue, source};

/// From which odds a token is taken for a cue.
const ODDS: f32 = 0.0;
/// The same for a word that attributes by its form.
const ODDS_WITH_CLAUSE: f32 = -1.0;
/// In longer sentences, which are lists or no language, nothing is looked for.
const LONGEST_SENTENCE: u32 = 250;
/// Of how many attributions before and after a cue it is asked whether they hold it.
const NEAR: usize = 20;

/// A cue with its source and content.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The head of the cue.
    pub(super) head: u32,
    pub(super) cue: Run,
    /// The source and its head.
    pub(super) source: Option<(Run, u32)>,
    /// The pieces of the content, in order; never empty.
    pub(super) content: Vec<Run>,
    /// How sure the cue is, in [0, 1].
    pub(super) sure: f32,
}

/// The attributions of a document, in order of their cues.
pub(super) fn attributions(reading: &Reading<'_>) -> Vec<Found> {
    if reading.known.weights.is_empty() {
        return Vec::new();
    }
    let mut features = Features::default();
    let all = 0..reading.n_tokens();
    let is_sane = |token: u32| reading.sentence(token).len() <= LONGEST_SENTENCE;
    let cues = all.filter(|&token| cue::may_attribute(reading, token) && is_sane(token));
    let (mut found, mut unlikely) = (Vec::new(), Vec::new());
    for token in cues {
        features.clear();
        cue::describe_head(reading, token, &mut features);
        let odds = reading.known.weights.sum(features.all()) as f32 / UNIT;
        let has_clause = cue::has_clause(reading, token);
        if odds > if has_clause { ODDS_WITH_CLAUSE } else { ODDS } {
            found.extend(attribution(reading, token, odds));
        } else if has_clause {
            unlikely.push((token, odds));
        }
    }
    let nested: Vec<Found> = unlikely
        .into_iter()
        .filter_map(|(token, odds)| nested(reading, &found, token, odds))
        .collect();
    found.extend(nested);
    found.sort_by_key(|f| f.head);
    found
}

/// An attribution within what somebody says (`said that Mali had denied that …`): the texts that
/// weights are learned from mark one layer alone, so that these have the form and a named source.
fn nested(reading: &Reading<'_>, found: &[Found], head: u32, odds: f32) -> Option<Found> {
    let is_inside = |f: &Found| f.content.iter().any(|piece| piece.contains(head));
    let at = found.partition_point(|f| f.head < head);
    let near = &found[at.saturating_sub(NEAR)..found.len().min(at + NEAR)];
    if !near.iter().any(is_inside) {
        return None;
    }
    let own = attribution(reading, head, odds)?;
    let is_named = |&(_, noun): &(Run, u32)| reading.pos(noun) != Pos::Pron;
    (reading.pos(head) == Pos::Noun || own.source.as_ref().is_some_and(is_named)).then_some(own)
}

/// Reads the attribution of a cue.
fn attribution(reading: &Reading<'_>, head: u32, odds: f32) -> Option<Found> {
    let weights = &reading.known.weights;
    let runs = cue::runs(reading, head);
    let cue = weights.best(runs, |run, f| cue::describe_run(reading, head, *run, f))?;
    let phrases = source::phrases(reading, head, cue);
    let phrase =
        weights.best(phrases, |phrase, f| source::describe(reading, head, cue, *phrase, f));
    let source = phrase.flatten().map(|phrase| (phrase.run, phrase.head));
    let around = Around { head, cue, source: source.map(|(run, _)| run) };
    let content = pieces(reading, around)?;
    // The reckoning of odds into a share needs no function that differs between machines.
    let sure = 0.5 + 0.5 * odds / (4.0 + odds * odds).sqrt();
    Some(Found { head, cue, source, content, sure })
}

/// The best content, and the further piece of a quotation that the cue splits.
fn pieces(reading: &Reading<'_>, around: Around) -> Option<Vec<Run>> {
    let weights = &reading.known.weights;
    let judge = Judge::new(reading, around);
    let all = stretches(reading, around);
    let main = weights.best(all.iter().copied(), |run, f| judge.describe(*run, f))?;
    let others = further(&all, main).map(Some);
    let other = weights.best(std::iter::once(None).chain(others), |run, f| match run {
        Some(run) => judge.describe_further(main, *run, f),
        None => judge.describe_no_further(main, f),
    });
    let mut pieces: Vec<Run> = std::iter::once(main).chain(other.flatten()).collect();
    pieces.sort();
    Some(pieces)
}

/// The stretches that may be a further piece.
pub(super) fn further(all: &[Run], main: Run) -> impl Iterator<Item = Run> + '_ {
    all.iter().copied().filter(move |run| !run.overlaps(main))
}
