//! Sources: the phrases that may name who says so, and what speaks for each.

use std::collections::BTreeMap;

use entente_model::{Pos, Relation};

use super::choice::{Features, mix};
use super::reading::{Reading, Run};

/// How far from its cue a source may stand, in tokens.
const REACH: u32 = 45;
/// The longest path between source and cue that is told in full.
const PATH: usize = 4;

/// A phrase that may be the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) run: Run,
    /// Its head.
    pub(super) head: u32,
    cut: Cut,
}

/// How much of what stands below its head a phrase takes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// All.
    Whole,
    /// All, with the comma at its end or after it.
    WithComma,
    /// What stands before a dependent in the given relation.
    Before(Relation),
    /// Nothing after the head.
    Head,
}

impl Cut {
    fn number(self) -> u32 {
        match self {
            Self::Whole => 0,
            Self::WithComma => 1,
            Self::Head => 2,
            Self::Before(relation) => 3 + relation as u32,
        }
    }
}

/// The phrases of a cue's sentence that may be its source, and none first.
pub(super) fn phrases(reading: &Reading<'_>, head: u32, cue: Run) -> Vec<Option<Phrase>> {
    let sentence = reading.sentence(head);
    let near = head.saturating_sub(REACH).max(sentence.first)..(head + REACH).min(sentence.last);
    let mut found = Phrases { reading, cue, sentence, seen: BTreeMap::new(), all: vec![None] };
    near.filter(|&t| t != head && may_speak(reading, t)).for_each(|t| found.add(t));
    found.all
}

fn may_speak(reading: &Reading<'_>, token: u32) -> bool {
    use Relation::{Object, PassiveSubject, Possessor, PrepObject, Subject};
    let relation = reading.relation(token);
    match reading.pos(token) {
        Pos::Noun | Pos::Propn | Pos::Pron => true,
        Pos::Det | Pos::Num | Pos::Adj => {
            matches!(relation, Subject | PassiveSubject | Possessor | PrepObject | Object)
        }
        _ => matches!(relation, Subject | PassiveSubject),
    }
}

struct Phrases<'a> {
    reading: &'a Reading<'a>,
    cue: Run,
    sentence: Run,
    seen: BTreeMap<Run, ()>,
    all: Vec<Option<Phrase>>,
}

impl Phrases<'_> {
    fn add(&mut self, head: u32) {
        use Relation::{
            Apposition, Coordinator, NounClause, Preposition, Punctuation, RelativeClause,
        };
        let below = self.reading.below(head);
        let run = if !below.overlaps(self.cue) {
            below
        } else if head < self.cue.first {
            Run::new(below.first, self.cue.first)
        } else {
            Run::new(self.cue.last, below.last)
        };
        let whole = self.reading.trimmed(run);
        self.put(whole, head, Cut::Whole);
        if whole.last < run.last || self.is_comma(whole.last) {
            self.put(Run::new(run.first, whole.last + 1), head, Cut::WithComma);
        }
        for child in self.reading.children(head).filter(|&c| c > head && c < run.last) {
            let relation = self.reading.relation(child);
            if matches!(
                relation,
                RelativeClause | Apposition | NounClause | Preposition | Coordinator | Punctuation
            ) {
                let last = self.reading.below(child).first.min(run.last).max(head + 1);
                let part = self.reading.trimmed(Run::new(run.first, last));
                self.put(part, head, Cut::Before(relation));
            }
        }
        self.put(Run::new(run.first, head + 1), head, Cut::Head);
    }

    fn is_comma(&self, token: u32) -> bool {
        self.sentence.contains(token) && self.reading.text.text(token) == ","
    }

    fn put(&mut self, run: Run, head: u32, cut: Cut) {
        let is_whole = run.first < run.last && run.contains(head) && !run.overlaps(self.cue);
        if is_whole && self.seen.insert(run, ()).is_none() {
            self.all.push(Some(Phrase { run, head, cut }));
        }
    }
}

/// What speaks for and against a phrase, or none, as the source of a cue.
pub(super) fn describe(
    reading: &Reading<'_>,
    head: u32,
    cue: Run,
    phrase: Option<Phrase>,
    f: &mut Features,
) {
    f.family("source");
    match phrase {
        Some(phrase) => {
            describe_tie(reading, head, cue, phrase, f);
            describe_edges(reading, cue, phrase.run, f);
            describe_quotes(reading, head, phrase, f);
        }
        None => describe_none(reading, head, f),
    }
}

fn describe_none(reading: &Reading<'_>, head: u32, f: &mut Features) {
    f.add("none", []);
    f.add("none-lemma", [reading.lemma(head)]);
    f.add("none-relation", [reading.relation(head) as u32]);
    f.add("none-tag", [super::choice::hash(reading.text.tag(head))]);
    f.add("none-subject", [u32::from(reading.subject(head).is_some())]);
    f.add("none-passive", [u32::from(reading.is_passive(head))]);
    f.add("none-how", [reading.any_subject(head).1]);
    reading.kinds(head).for_each(|k| f.add("none-kind", [k]));
}

fn describe_tie(reading: &Reading<'_>, head: u32, cue: Run, phrase: Phrase, f: &mut Features) {
    let Phrase { run, head: noun, cut } = phrase;
    let (path, cut) = (path(reading, noun, head), cut.number());
    let side = u32::from(run.first >= cue.last);
    let distance = if side == 0 { cue.first - run.last } else { run.first - cue.last };
    let (subject, how) = reading.any_subject(head);
    let is_subject = u32::from(subject == Some(noun));
    let (relation, pos) = (reading.relation(noun) as u32, reading.pos(noun) as u32);
    f.add("path", [path]);
    f.add("path-pos", [path, reading.pos(head) as u32]);
    f.add("cut", [cut]);
    f.add("side", [side]);
    f.add("distance", [side, bucket(distance)]);
    f.add("relation", [relation]);
    f.add("pos", [pos]);
    f.add("entity", [reading.entity(noun)]);
    f.add("subject", [is_subject, how]);
    f.add("length", [bucket(run.len())]);
    f.add("subject-cut", [is_subject, cut, pos]);
    f.add("lemma", [reading.lemma(noun)]);
    f.add("side-relation", [side, relation]);
    f.add("path-cut", [path, cut]);
    f.add("cut-pos", [cut, pos]);
    reading.kinds(head).for_each(|k| f.add("kind-path", [k, path]));
    f.add("lemma-path", [reading.lemma(head), path]);
    f.add("voice", [u32::from(reading.is_passive(head)), path]);
}

fn describe_edges(reading: &Reading<'_>, cue: Run, run: Run, f: &mut Features) {
    f.add("last", [edge(reading, run.last - 1)]);
    f.add("next", [edge(reading, run.last)]);
    f.add("first", [reading.pos(run.first) as u32]);
    f.add("previous", [run.first.checked_sub(1).map_or(0, |t| edge(reading, t))]);
    let commas = (run.first..run.last).filter(|&t| reading.text.text(t) == ",").count();
    let ends = reading.text.text(run.last - 1) == ",";
    let inner = commas > usize::from(ends);
    f.add("commas", [commas.min(3) as u32]);
    f.add("comma-inner", [u32::from(inner), u32::from(ends)]);
    let is_relative = |t| reading.relation(t) == Relation::RelativeClause;
    f.add("relative", [u32::from((run.first..run.last).any(is_relative))]);
    f.add("beside", [u32::from(run.last == cue.first || cue.last == run.first)]);
}

fn describe_quotes(reading: &Reading<'_>, head: u32, phrase: Phrase, f: &mut Features) {
    let at = |t| reading.quotes.at(t);
    let (noun, cue) = (at(phrase.head), at(head));
    f.add("quoted", [u32::from(noun > 0), u32::from(cue > 0 && cue == noun)]);
    let crosses = at(phrase.run.first) != at(phrase.run.last - 1);
    f.add("crosses", [u32::from(crosses)]);
}

/// A token at an edge: little words and marks by themselves, others by their class.
fn edge(reading: &Reading<'_>, token: u32) -> u32 {
    match reading.pos(token) {
        Pos::Punct | Pos::Part | Pos::Adp | Pos::Cconj => reading.lemma(token),
        pos => mix(1, pos as u32),
    }
}

/// A length or distance as one of a few sizes.
pub(super) fn bucket(length: u32) -> u32 {
    match length {
        0..=4 => length,
        5..=6 => 6,
        7..=10 => 10,
        11..=20 => 20,
        21..=40 => 40,
        _ => 99,
    }
}

/// The relations on the way from one token up and down to another, as one number.
pub(super) fn path(reading: &Reading<'_>, from: u32, to: u32) -> u32 {
    let (up, down) = (above(reading, from), above(reading, to));
    for (steps, token) in up.iter().enumerate() {
        if let Some(back) = down.iter().position(|t| t == token) {
            if steps + back > PATH {
                return mix(7, (steps + back).min(7) as u32);
            }
            let relation = |sum, t: &u32| mix(sum, reading.relation(*t) as u32);
            let up = up[..steps].iter().fold(1, relation);
            return down[..back].iter().fold(mix(up, 99), relation);
        }
    }
    0
}

/// A token and those above it, at most twelve.
fn above(reading: &Reading<'_>, token: u32) -> Vec<u32> {
    let up = |t: &u32| Some(reading.head(*t)).filter(|head| head != t);
    std::iter::successors(Some(token), up).take(12).collect()
}
