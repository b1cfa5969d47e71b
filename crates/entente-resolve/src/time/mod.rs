//! Times: finding TIMEX3 expressions and saying which days they mean.
//!
//! [`word`] holds the words of `times.tsv` and [`lattice`] finds them; [`pattern`] is the grammar
//! that puts them together, as far as [`trust`] takes words for times; [`meaning`] works out the
//! [`period`] of the calendar, and which [`part`] of it, seen from the day of publication and the [`tense`] of the clause.
//! [`occasion`] knows well-known events, [`told`] the times that a text tells by them, and [`lent`]
//! those that a deed has from what it is told with.

mod agree;
mod holiday;
mod lattice;
mod length;
mod lent;
mod meaning;
mod occasion;
mod part;
mod pattern;
mod period;
mod tense;
#[cfg(test)]
mod tests;
mod title;
mod told;
mod trust;
mod word;

use std::collections::HashMap;

use entente_model::{Occasion, Pos, Precision, Span, TimeExpr, TimeLink, When};

use crate::atlas::PackError;
use crate::phrase::Phrases;
use crate::scene::Scene;
use crate::table;
use lattice::{Entry, Lattice};
use length::Length;
use meaning::Clock;
pub(crate) use occasion::Occasions;
use part::Part;
use pattern::{Meaning, Parts, Pattern};
use tense::Side;
pub(crate) use title::period_of;
use told::Dated;
use trust::is_trusted;
use word::{Modifier, Word};

/// The words and patterns of a language's times.
pub(crate) struct Calendar {
    words: Phrases<Entry>,
    patterns: Vec<Pattern>,
    occasions: Occasions,
}

/// The times of a document.
pub(crate) struct Times {
    pub(crate) times: Vec<TimeExpr>,
    pub(crate) occasions: Vec<Occasion>,
    pub(crate) told: Vec<TimeExpr>,
}

/// An expression as a pattern found it.
#[derive(Clone, Copy, Debug)]
struct Hit<'a> {
    first: u32,
    last: u32,
    meaning: Meaning,
    parts: Parts<'a>,
}

impl Calendar {
    /// Reads `times.tsv`: word, kind, value. Rows of kind `pattern` are its grammar.
    pub(crate) fn load(
        text: &str,
        letters: &HashMap<char, Box<str>>,
        occasions: Occasions,
    ) -> Result<Self, PackError> {
        let words = Phrases::new(letters.clone());
        let mut all = Self { words, patterns: Vec::new(), occasions };
        for row in table::rows::<3>("times.tsv", text) {
            let row = row?;
            let phrase = row.required(0, "a word or a pattern")?;
            if row.cell(1) == "pattern" {
                let read = |meaning| Pattern::read(phrase, meaning);
                let pattern = row.parse(2, "a good pattern and what it means", read)?;
                if let Some(word) = pattern.opening() {
                    all.words.insert(word, Word::Opening.into());
                }
                all.patterns.push(pattern);
                continue;
            }
            match Word::read(&row)? {
                Some(word) => all.words.insert(phrase, word.into()),
                None => return Err(row.error("a kind of time word", row.cell(1))),
            }
        }
        Ok(all)
    }

    /// The times that a document states, and those that it tells by events.
    pub(crate) fn find(&self, scene: &Scene<'_>) -> Times {
        let lattice = Lattice::new(scene.text, &self.words);
        let (mut times, hints) = self.stated(scene, &lattice);
        told::tie(scene, &lattice, &mut times);
        let occasions = told::agreeing(scene.text, &times, self.occasions.find(scene.text));
        let mut told = Dated::new(scene, &lattice, &times, &occasions).told();
        told.extend(hints);
        told.sort_by_key(|time| time.first);
        Times { times, occasions, told }
    }

    /// The time expressions of a document, and adverbs that only hint at a time, both in order.
    fn stated(&self, scene: &Scene<'_>, lattice: &Lattice<'_>) -> (Vec<TimeExpr>, Vec<TimeExpr>) {
        let mut clock = Clock::new(scene.text.document.meta.published);
        let (mut found, mut hints) = (Vec::new(), Vec::new());
        let mut of_day = Vec::new();
        let hits = join(lattice, self.hits(scene, lattice));
        let side = |hit: &Hit<'_>| {
            let ends = [edge(scene, lattice, hit).min(hit.first), hit.first];
            tense::side(scene.text, lattice, ends, outermost(scene, hit))
        };
        let mut sides: Vec<Side> = hits.iter().map(side).collect();
        agree::agree(scene.text.document.meta.published, &hits, &mut sides);
        for (hit, side) in hits.into_iter().zip(sides) {
            let first = edge(scene, lattice, &hit);
            let Some(span) = span_of(scene, first, hit.last) else { continue };
            if let Some(time) = clock.read(scene, &hit, side, span) {
                let meaning::Time { kind, value, when } = time;
                if hit.meaning == Meaning::Time {
                    of_day.push(found.len());
                }
                let when =
                    when.map(|when| part_before(lattice, first, &hit).map_or(when, |p| p.of(when)));
                let (last, link) = (hit.last, TimeLink::At);
                let time = TimeExpr { span, first, last, kind, value, when, link };
                if hit.meaning == Meaning::Hint { hints.push(time) } else { found.push(time) }
            }
        }
        date_times_of_day(scene, &mut found, &of_day);
        (found, hints)
    }

    /// The longest pattern at each token that no earlier expression covers.
    fn hits<'a>(&self, scene: &Scene<'_>, lattice: &Lattice<'a>) -> Vec<Hit<'a>> {
        let mut hits: Vec<Hit<'a>> = Vec::new();
        let mut next = 0;
        for first in lattice.starts() {
            if first < next {
                continue;
            }
            let before = hits.last();
            let hit = self.longest(scene, lattice, first);
            if let Some(hit) = hit.or_else(|| next_day(scene, lattice, before?, first)) {
                next = hit.last;
                hits.push(hit);
            }
        }
        hits
    }

    fn longest<'a>(&self, scene: &Scene<'_>, lattice: &Lattice<'a>, first: u32) -> Option<Hit<'a>> {
        let end = scene.text.sentence_of(first)?.last;
        let mut best: Option<Hit<'a>> = None;
        for pattern in &self.patterns {
            let Some((last, parts)) = pattern.matches(lattice, first) else { continue };
            let hit = Hit { first, last, meaning: pattern.meaning, parts };
            let is_longer = best.as_ref().is_none_or(|b| b.last < last);
            let is_whole = || self.is_closed(scene, lattice, &hit) && is_measured(lattice, &hit);
            if is_longer && last <= end && is_whole() && is_trusted(scene, &hit) {
                best = Some(hit);
            }
        }
        best
    }

    /// Whether an expression has an end: what leads to a clause (`ten days after he left`) is none,
    /// what leads to a day (`ten days after Christmas`) is one with it.
    fn is_closed(&self, scene: &Scene<'_>, lattice: &Lattice<'_>, hit: &Hit<'_>) -> bool {
        let leads = matches!(scene.text.pos(hit.last - 1), Pos::Adp | Pos::Sconj);
        let is_day = |p: &Pattern| is_day(p.meaning) && p.matches(lattice, hit.last).is_some();
        let is_open = matches!(hit.meaning, Meaning::Anchored | Meaning::Earlier | Meaning::Later);
        !(leads && is_open) || self.patterns.iter().any(is_day)
    }
}

/// Which part of what an expression means is meant: `late` before `May`.
fn part_before(lattice: &Lattice<'_>, first: u32, hit: &Hit<'_>) -> Option<Part> {
    lattice.words(first).find_map(|(last, word)| match word {
        Word::Modifier(Modifier::Part(part)) if last < hit.last => Some(*part),
        _ => None,
    })
}

/// Whether what says how long something lasted has a number, or a word before it that leads to a
/// length: `for years`, but not `after weeks of talks`.
fn is_measured(lattice: &Lattice<'_>, hit: &Hit<'_>) -> bool {
    let is_bare = hit.meaning == Meaning::Duration && hit.parts.number.is_none();
    !is_bare || lattice.ending_at(hit.first, |word| *word == Word::Extent).is_some()
}

/// Whether a meaning is that of a day.
fn is_day(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Date | Meaning::Weekday | Meaning::Relative | Meaning::Anchored | Meaning::Holiday
    )
}

/// The token of an expression that hangs outside it.
fn outermost(scene: &Scene<'_>, hit: &Hit<'_>) -> u32 {
    let mut inside = hit.first..hit.last;
    let tokens = inside.clone();
    inside.find(|&t| !tokens.contains(&scene.text.head(t))).unwrap_or(hit.first)
}

/// A day that shares the month of the date before it: `April 24 and 25`.
fn next_day<'a>(
    scene: &Scene<'_>,
    lattice: &Lattice<'a>,
    before: &Hit<'a>,
    first: u32,
) -> Option<Hit<'a>> {
    let text = scene.text;
    let is_closer = lattice.words(before.last).any(|(_, word)| *word == Word::Close);
    let is_joined = before.last + 1 == first && (text.pos(before.last) == Pos::Cconj || is_closer);
    let is_alone = !text.pos(first + 1).is_nominal() || text.head(first) != first + 1;
    let day = lattice.whole(first).filter(|day| (1..=31).contains(day))?;
    if before.meaning != Meaning::Date || !is_joined || !is_alone {
        return None;
    }
    let parts = Parts { day: i8::try_from(day).ok(), weekday: None, ..before.parts };
    Some(Hit { first, last: first + 1, parts, ..*before })
}

/// Gives a time of day the day that its sentence states elsewhere: `at 9 a.m. (0700 GMT) Friday`.
fn date_times_of_day(scene: &Scene<'_>, found: &mut [TimeExpr], of_day: &[usize]) {
    const FARTHEST: u32 = 12;
    let sentence = |t: &TimeExpr| scene.text.tokens.get(t.first as usize).map(|t| t.sentence);
    for &at in of_day {
        let near = at.saturating_sub(1)..(at + 3).min(found.len());
        let days = near.filter(|other| *other != at && !of_day.contains(other));
        let days = days.filter(|other| sentence(&found[*other]) == sentence(&found[at]));
        let gap = |other: usize| {
            let (one, two) = (&found[at.min(other)], &found[at.max(other)]);
            two.first.saturating_sub(one.last)
        };
        let is_day = |when: &When| when.precision == Precision::Day;
        let day = days
            .filter(|other| gap(*other) <= FARTHEST)
            .filter_map(|other| Some((gap(other), found[other].when.filter(is_day)?)))
            .min_by_key(|(gap, _)| *gap);
        let Some((_, day)) = day else { continue };
        let time = &mut found[at];
        if let Some((_, clock)) = time.value.split_once('T') {
            time.value = format!("{}T{clock}", day.from);
            time.when = Some(When::day(day.from, Some(time.span)));
        }
    }
}

/// Puts together a day and the time of day beside it (`Friday morning`, `4 a.m. Thursday`), and a
/// day with what says how far from it another is (`two days before Christmas`).
fn join<'a>(lattice: &Lattice<'_>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    let is_of_day = |hit: &Hit<'_>| matches!(hit.meaning, Meaning::Time | Meaning::Daypart);
    let is_day = |hit: &Hit<'_>| is_day(hit.meaning);
    let mut joined: Vec<Hit<'a>> = Vec::with_capacity(hits.len());
    for hit in hits {
        match joined.last_mut().filter(|before| before.last == hit.first) {
            Some(before) if is_day(before) && is_of_day(&hit) => before.take_time(&hit),
            Some(before) if is_of_day(before) && is_day(&hit) => {
                let time = std::mem::replace(before, hit);
                before.take_time(&time);
            }
            Some(before) if is_day(&hit) => match step(lattice, before) {
                Some(step) => {
                    let parts = Parts { step: Some(step), ..hit.parts };
                    *before = Hit { first: before.first, parts, ..hit };
                }
                None => joined.push(hit),
            },
            _ => joined.push(hit),
        }
    }
    joined.retain(|hit| !matches!(hit.meaning, Meaning::Daypart | Meaning::Nothing));
    joined
}

/// How far an expression leads from the day after it, if it ends in a word that ties it to one.
fn step(lattice: &Lattice<'_>, hit: &Hit<'_>) -> Option<Length> {
    let is_tie = |word: &Word| matches!(word, Word::Tie(word::Tie::Before | word::Tie::After));
    if !lattice.words(hit.last.checked_sub(1)?).any(|(_, word)| is_tie(word)) {
        return None;
    }
    let measured = |sign: f64| Some(hit.parts.unit?.times(sign * hit.parts.number.flatten()?));
    match hit.meaning {
        Meaning::Anchored if hit.parts.number.is_none() => hit.parts.offset,
        Meaning::Earlier => measured(-1.0),
        Meaning::Later => measured(1.0),
        _ => None,
    }
}

impl Hit<'_> {
    fn take_time(&mut self, time: &Self) {
        (self.first, self.last) = (self.first.min(time.first), self.last.max(time.last));
        self.parts.clock = time.parts.clock;
        self.parts.daypart = time.parts.daypart;
    }
}

/// The first token of an expression with the modifiers and the article before it (`late
/// November`, `the weekend`) and without an adposition that the table counts among its words
/// (`over the past year`).
fn edge(scene: &Scene<'_>, lattice: &Lattice<'_>, hit: &Hit<'_>) -> u32 {
    let text = scene.text;
    let start = text.sentence_of(hit.first).map_or(hit.first, |s| s.first);
    let is_adposition = |t: &u32| text.pos(*t) == Pos::Adp;
    let inner = (hit.first..hit.last).find(|t| !is_adposition(t)).unwrap_or(hit.first);
    if inner != hit.first {
        return inner;
    }
    let is_distance = matches!(hit.meaning, Meaning::Ago | Meaning::Ahead);
    let is_inside = |word: &Word| match word {
        Word::Modifier(Modifier::Part(_)) => true,
        Word::Modifier(Modifier::Measure) => is_distance,
        _ => false,
    };
    let first = lattice.ending_at(hit.first, is_inside).filter(|f| *f >= start);
    let first = first.unwrap_or(hit.first);
    let takes_article = matches!(
        hit.meaning,
        Meaning::Unit | Meaning::Span | Meaning::Anchored | Meaning::Vague | Meaning::WeekOf
    ) || hit.parts.step.is_some();
    let is_article = |t: &u32| {
        takes_article && text.pos(*t) == Pos::Det && (hit.first..hit.last).contains(&text.head(*t))
    };
    first.checked_sub(1).filter(|t| *t >= start).filter(is_article).unwrap_or(first)
}

fn span_of(scene: &Scene<'_>, first: u32, last: u32) -> Option<Span> {
    let token = |t: u32| scene.text.tokens.get(t as usize);
    Some(token(first)?.span.join(token(last.checked_sub(1)?)?.span))
}
