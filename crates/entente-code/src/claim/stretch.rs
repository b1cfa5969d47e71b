//! What speaks for and against a stretch of text as the content of a cue, or as a further piece.
//!
//! `rest.rs` tells what such a stretch takes in of its sentence and what it leaves out.

use std::collections::HashMap;

use entente_model::{Pos, Relation};

use super::choice::{Features, mix};
use super::content::Around;
use super::reading::{Reading, Run};
use super::source::bucket;

/// How many phrases that begin or end at one token are told.
pub(super) const TOLD: usize = 3;

/// What is asked of every stretch around one cue.
pub(super) struct Judge<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) around: Around,
    pub(super) sentence: Run,
    pub(super) kinds: Vec<u32>,
    /// The phrases that begin, and that end, at each token, by how they hang on the cue.
    begins: HashMap<u32, Vec<u32>>,
    ends: HashMap<u32, Vec<u32>>,
    /// Whether the cue has a clause or an object after it.
    has_complement: bool,
}

/// A stretch as it lies to its cue.
pub(super) struct Lie {
    pub(super) run: Run,
    /// 1 after the cue, 0 before it.
    pub(super) side: u32,
    /// Whether it lies in the cue's sentence, goes beyond it, or in which other it begins.
    pub(super) zone: u32,
    /// How it begins and ends with regard to quotations.
    pub(super) quotes: u32,
    is_local: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(reading: &'a Reading<'a>, around: Around) -> Self {
        use Relation::{Complement, Object, OpenComplement};
        let head = around.head;
        let is_complement =
            |t: u32| matches!(reading.relation(t), Complement | OpenComplement | Object);
        let mut judge = Self {
            reading,
            around,
            sentence: reading.sentence(head),
            kinds: reading.kinds(head).collect(),
            begins: HashMap::new(),
            ends: HashMap::new(),
            has_complement: reading.children(head).any(|t| t > head && is_complement(t)),
        };
        judge.gather();
        judge
    }

    /// Notes the phrases around the cue by how they hang on it.
    fn gather(&mut self) {
        let (reading, head) = (self.reading, self.around.head);
        let relation = |t: u32| reading.relation(t) as u32;
        let is_phrase = |t: &u32| reading.relation(*t) != Relation::Punctuation;
        for child in reading.children(head).filter(is_phrase) {
            self.note(child, mix(mix(1, relation(child)), u32::from(child > head)));
            for below in reading.children(child).filter(is_phrase) {
                self.note(below, mix(mix(2, relation(child)), relation(below)));
            }
        }
        let above = reading.head(head);
        if above != head {
            self.note(above, mix(3, relation(head)));
            for sibling in reading.children(above).filter(is_phrase).filter(|&t| t != head) {
                self.note(sibling, mix(mix(4, relation(head)), relation(sibling)));
            }
        }
    }

    fn note(&mut self, token: u32, bond: u32) {
        let run = self.reading.below(token);
        let bare = self.reading.trimmed(run);
        let mut first = run.first;
        while first + 1 < run.last && self.reading.is_stop(first) {
            first += 1;
        }
        self.begins.entry(run.first).or_default().push(bond);
        if first != run.first {
            self.begins.entry(first).or_default().push(bond);
        }
        self.ends.entry(run.last).or_default().push(bond);
        if bare.last != run.last {
            self.ends.entry(bare.last).or_default().push(bond);
        }
    }

    /// What speaks for and against a stretch as the content.
    pub(super) fn describe(&self, run: Run, f: &mut Features) {
        f.family("content");
        self.describe_stretch(&self.lie(run), f);
    }

    /// What speaks for and against a stretch as a further piece of a content.
    pub(super) fn describe_further(&self, main: Run, run: Run, f: &mut Features) {
        f.family("further");
        let lie = self.lie(run);
        self.describe_stretch(&lie, f);
        let is_after = u32::from(run.first >= main.last);
        let main_side = u32::from(main.first >= self.around.cue.last);
        let quotes = &self.reading.quotes;
        let gap = if is_after == 1 { run.first - main.last } else { main.first - run.last };
        f.add("order", [is_after, lie.side, main_side]);
        f.add("order-quotes", [is_after, lie.quotes, self.ending(main)]);
        f.add("gap-main", [bucket(gap)]);
        f.add("main-opens", [u32::from(quotes.opening(main.first) > 0), lie.quotes]);
    }

    /// What speaks for and against there being no further piece.
    pub(super) fn describe_no_further(&self, main: Run, f: &mut Features) {
        f.family("further");
        let side = u32::from(main.first >= self.around.cue.last);
        let at_end = u32::from(self.around.cue.last + 2 >= self.sentence.last);
        f.add("none", []);
        f.add("none-end", [side, self.ending(main)]);
        f.add("none-cue", [side, at_end]);
        f.add("none-far", [side, self.steps(main.first)]);
        self.kinds.iter().for_each(|&k| f.add("none-kind", [k, side]));
    }

    /// The mark at the end of a stretch; 0 for a word.
    fn ending(&self, run: Run) -> u32 {
        let last = run.last - 1;
        if self.reading.pos(last) == Pos::Punct { self.reading.lemma(last) } else { 0 }
    }

    /// How many sentences after the cue's, or before it, a token stands.
    fn steps(&self, token: u32) -> u32 {
        let steps =
            self.reading.sentence_index(token) - self.reading.sentence_index(self.around.head);
        (steps.clamp(-3, 3) + 3) as u32
    }

    fn lie(&self, run: Run) -> Lie {
        let Self { reading, around, sentence, .. } = self;
        let side = u32::from(run.first >= around.cue.last);
        let (begins, ends) = (sentence.contains(run.first), sentence.contains(run.last - 1));
        let zone = match (begins, ends) {
            (true, true) => 10,
            (true, false) | (false, true) => 11,
            _ => self.steps(run.first),
        };
        let quotes = &reading.quotes;
        let (opens, closes) = (quotes.opening(run.first), quotes.closing(run.last - 1));
        let inside = opens == 0 && quotes.at(run.first) > 0;
        let cut = closes == 0 && quotes.at(run.last - 1) > 0;
        let own = quotes.at(around.head);
        let own = if own == 0 { 0 } else { 1 + u32::from(own == quotes.at(run.first)) };
        let flags = [opens > 0, closes > 0, opens > 0 && opens == closes, inside, cut];
        let shape = flags.iter().fold(0, |sum, flag| sum * 2 + u32::from(*flag));
        let local = begins && ends;
        Lie { run, side, zone: zone * 2 + side, quotes: shape * 3 + own, is_local: local }
    }

    fn describe_stretch(&self, lie: &Lie, f: &mut Features) {
        f.add("zone", [lie.zone]);
        self.describe_phrases(lie, f);
        f.add("quotes", [lie.quotes, lie.zone]);
        self.kinds.iter().for_each(|&k| f.add("kind-quotes", [k, lie.quotes, lie.side]));
        self.describe_edges(lie, f);
        if lie.is_local {
            self.describe_gap(lie, f);
            self.describe_rest(lie, f);
            self.describe_tail(lie, f);
        }
        self.describe_whole(lie, f);
        self.describe_setting(lie, f);
    }

    fn describe_phrases(&self, lie: &Lie, f: &mut Features) {
        let (head, Run { first, last }) = (self.around.head, lie.run);
        let (begins, ends) = match lie.is_local {
            true => (bonds(&self.begins, first), bonds(&self.ends, last)),
            false => ([].as_slice(), [].as_slice()),
        };
        for &bond in begins.iter().take(TOLD) {
            f.add("begins", [bond]);
            self.kinds.iter().for_each(|&k| f.add("kind-begins", [k, bond]));
        }
        for &bond in ends.iter().take(TOLD) {
            f.add("ends", [bond]);
            self.kinds.iter().for_each(|&k| f.add("kind-ends", [k, bond]));
        }
        let mut whole = begins.iter().filter(|bond| ends.contains(bond)).take(TOLD).peekable();
        if whole.peek().is_none() {
            let one = |bonds: &[u32]| bonds.first().copied().unwrap_or(0);
            f.add("no-phrase", [lie.zone]);
            f.add("from-to", [one(begins), one(ends)]);
        }
        let lemma = self.reading.lemma(head);
        let place = [self.reading.pos(head) as u32, self.reading.relation(head) as u32];
        for &bond in whole {
            f.add("phrase", [bond]);
            f.add("phrase-lemma", [lemma, bond]);
            f.add("phrase-place", [place[0], place[1], bond]);
            self.kinds.iter().for_each(|&k| f.add("phrase-kind", [k, bond]));
        }
    }

    fn describe_edges(&self, lie: &Lie, f: &mut Features) {
        let Run { first, last } = lie.run;
        let reading = self.reading;
        let begins = reading.sentence(first).first == first;
        let ends = reading.sentence(last - 1).last == last;
        let previous = if begins { 0 } else { self.edge(first - 1) };
        let next = if ends { 0 } else { self.edge(last) };
        let (own_first, own_last) = (self.edge(first), self.edge(last - 1));
        f.add("first", [own_first, lie.side]);
        f.add("previous", [previous, lie.side]);
        f.add("previous-first", [previous, own_first]);
        f.add("last", [own_last, lie.side]);
        f.add("next", [next, lie.side]);
        f.add("last-next", [own_last, next]);
        f.add("last-next-quotes", [own_last, next, lie.quotes]);
        self.kinds.iter().for_each(|&k| f.add("kind-first", [k, own_first]));
        f.add("lemma-first", [reading.lemma(self.around.head), own_first]);
        if !ends && lie.is_local {
            f.add("next-relation", [reading.relation(last) as u32, own_last, lie.side]);
        }
    }

    /// A token at an edge: little words and marks by themselves, others by their class.
    fn edge(&self, token: u32) -> u32 {
        match self.reading.pos(token) {
            Pos::Punct
            | Pos::Adp
            | Pos::Sconj
            | Pos::Part
            | Pos::Cconj
            | Pos::Det
            | Pos::Pron
            | Pos::Aux => self.reading.lemma(token),
            pos => mix(1, pos as u32),
        }
    }

    /// What kind of sentence the cue stands in.
    fn describe_setting(&self, lie: &Lie, f: &mut Features) {
        let Around { head, cue, source } = self.around;
        let reading = self.reading;
        let is_colon = |t: u32| reading.text.text(t) == ":";
        let colon = u32::from(is_colon(cue.last) || is_colon(cue.last - 1));
        let (pos, relation) = (reading.pos(head) as u32, reading.relation(head) as u32);
        let quoted = |first, last| u32::from(reading.quotes.any_mark(Run::new(first, last)));
        let after = quoted(cue.last, self.sentence.last.max(cue.last));
        let before = quoted(self.sentence.first, cue.first);
        let side = source.map_or(0, |s| 1 + u32::from(s.first >= cue.last));
        f.add("colon", [colon, lie.zone]);
        f.add("relation", [relation, lie.zone]);
        f.add("place-quotes", [pos, lie.quotes, lie.zone / 2]);
        f.add("complement", [u32::from(self.has_complement), lie.zone, lie.quotes / 12]);
        f.add("marks", [after, before, lie.zone, lie.quotes]);
        f.add("source-side", [side, lie.zone]);
        f.add("cue-last", [u32::from(cue.last + 2 >= self.sentence.last), lie.zone]);
    }
}

fn bonds(map: &HashMap<u32, Vec<u32>>, token: u32) -> &[u32] {
    map.get(&token).map_or(&[], Vec::as_slice)
}
