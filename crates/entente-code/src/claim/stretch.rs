//! What speaks for and against a stretch of text as the content of a cue, or as a further piece.

use std::collections::HashMap;

use entente_model::{Pos, Relation};

use super::choice::{Features, mix};
use super::content::Around;
use super::reading::{Reading, Run};
use super::source::bucket;

/// How many phrases that begin or end at one token are told.
const TOLD: usize = 3;
/// How far up from the last word of a stretch the phrases are told that end with it.
const DEEP: usize = 5;

/// What is asked of every stretch around one cue.
pub(super) struct Judge<'a> {
    reading: &'a Reading<'a>,
    around: Around,
    sentence: Run,
    kinds: Vec<u32>,
    /// The phrases that begin, and that end, at each token, by how they hang on the cue.
    begins: HashMap<u32, Vec<u32>>,
    ends: HashMap<u32, Vec<u32>>,
    /// Whether the cue has a clause or an object after it.
    has_complement: bool,
}

/// A stretch as it lies to its cue.
struct Lie {
    run: Run,
    /// 1 after the cue, 0 before it.
    side: u32,
    /// Whether it lies in the cue's sentence, goes beyond it, or in which other it begins.
    zone: u32,
    /// How it begins and ends with regard to quotations.
    quotes: u32,
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

    /// How much stands between cue and content, without the source.
    fn describe_gap(&self, lie: &Lie, f: &mut Features) {
        let Around { head, cue, source } = self.around;
        let run = lie.run;
        let (first, last) =
            if lie.side == 1 { (cue.last, run.first) } else { (run.last, cue.first) };
        let between = source.filter(|s| first <= s.first && s.last <= last).map_or(0, Run::len);
        let gap = bucket((last - first).saturating_sub(between));
        f.add("gap", [lie.side, gap]);
        f.add("gap-pos", [lie.side, gap, self.reading.pos(head) as u32]);
    }

    /// What of the sentence and of the cue's dependents is left out.
    fn describe_rest(&self, lie: &Lie, f: &mut Features) {
        let (reading, run) = (self.reading, lie.run);
        let is_word = |t: &u32| reading.pos(*t) != Pos::Punct;
        if lie.side == 0 {
            let lead = (self.sentence.first..run.first).filter(is_word).count();
            f.add("lead", [bucket(lead as u32)]);
            return;
        }
        let mut rest = (run.last..self.sentence.last).filter(is_word).peekable();
        if let Some(&next) = rest.peek() {
            let (bond, relation) = (self.bond(next), reading.relation(next) as u32);
            f.add("rest-bond", [bond]);
            f.add("rest-relation", [relation]);
            f.add("rest-entity", [bond, reading.entity(reading.below(next).last - 1)]);
            f.add("rest-lemma", [bond, reading.lemma(next)]);
        }
        f.add("rest", [bucket(rest.count() as u32)]);
        for child in reading.children(self.around.head).filter(|&t| t >= self.around.cue.last) {
            let relation = reading.relation(child);
            if relation == Relation::Punctuation {
                continue;
            }
            let inside = u32::from(run.contains(child));
            f.add("child", [inside, relation as u32]);
            self.kinds.iter().for_each(|&k| f.add("kind-child", [k, inside, relation as u32]));
            if relation == Relation::Preposition {
                let is_before = u32::from(child < run.first);
                f.add("child-adposition", [inside, is_before, reading.lemma(child)]);
            }
        }
    }

    fn bond(&self, token: u32) -> u32 {
        let (reading, head) = (self.reading, self.around.head);
        let (above, relation) = (reading.head(token), reading.relation(token) as u32);
        if above == head {
            mix(1, relation)
        } else if reading.head(above) == head {
            mix(mix(2, reading.relation(above) as u32), relation)
        } else if reading.head(head) == token {
            mix(3, reading.relation(head) as u32)
        } else if above == reading.head(head) {
            mix(4, relation)
        } else {
            0
        }
    }

    /// How well a stretch holds together.
    fn describe_whole(&self, lie: &Lie, f: &mut Features) {
        let (reading, run) = (self.reading, lie.run);
        let is_word = |t: u32| reading.pos(t) != Pos::Punct;
        let is_top = |&t: &u32| !run.contains(reading.head(t)) && is_word(t);
        let tops = (run.first..run.last).filter(is_top).count().min(3);
        f.add("tops", [tops as u32, lie.zone / 2]);
        f.add("length", [bucket(run.len())]);
        let near = run.first.saturating_sub(15).max(self.sentence.first)
            ..(run.last + 15).min(self.sentence.last);
        let cue = self.around.cue;
        let is_torn = |&t: &u32| {
            !run.contains(t) && run.contains(reading.head(t)) && is_word(t) && !cue.contains(t)
        };
        let torn: Vec<u32> = near.filter(is_torn).collect();
        f.add("torn", [torn.len().min(3) as u32, lie.zone / 2]);
        for &token in torn.iter().take(TOLD) {
            let side = u32::from(token >= run.last);
            f.add("torn-relation", [reading.relation(token) as u32, side]);
            self.describe_branch("torn", token, f);
        }
        let last = run.last - 1;
        let sentences = reading.sentence_index(last) - reading.sentence_index(run.first);
        let paragraphs = reading.paragraph(last) - reading.paragraph(run.first);
        f.add("sentences", [sentences.clamp(0, 4) as u32, lie.quotes]);
        f.add("paragraphs", [paragraphs.clamp(0, 2) as u32]);
    }

    /// The phrases that a stretch ends with: what might as well have been left out.
    fn describe_tail(&self, lie: &Lie, f: &mut Features) {
        let (reading, run) = (self.reading, lie.run);
        let mut at = run.last - 1;
        for _ in 0..DEEP {
            let below = reading.below(at);
            let ends = reading.trimmed(below).last >= run.last;
            if below.first <= run.first || !ends {
                break;
            }
            if is_branch(reading.relation(at)) {
                self.describe_branch("tail", at, f);
            }
            let above = reading.head(at);
            if above == at || !run.contains(above) {
                break;
            }
            at = above;
        }
    }

    /// A phrase at the end of a stretch, or just left out of it.
    fn describe_branch(&self, name: &str, token: u32, f: &mut Features) {
        let reading = self.reading;
        let below = reading.below(token);
        let relation = reading.relation(token) as u32;
        let comma = below.first > 0 && reading.is_stop(below.first - 1);
        let (comma, opening) = (u32::from(comma), reading.lemma(below.first));
        let family = super::choice::hash(name);
        let entity = reading.entity(reading.trimmed(below).last - 1);
        f.add("branch", [family, relation, comma]);
        f.add("branch-opening", [family, relation, comma, opening]);
        f.add("branch-entity", [family, relation, entity]);
        f.add("branch-above", [family, relation, reading.pos(reading.head(token)) as u32]);
        f.add("branch-length", [family, relation, bucket(below.len())]);
        let bond = u32::from(reading.head(token) == self.around.head);
        self.kinds.iter().for_each(|&k| f.add("branch-kind", [family, relation, k, bond]));
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
        f.add("complement", [u32::from(self.has_complement), lie.zone, lie.quotes / 3 >> 2]);
        f.add("marks", [after, before, lie.zone, lie.quotes]);
        f.add("source-side", [side, lie.zone]);
        f.add("cue-last", [u32::from(cue.last + 2 >= self.sentence.last), lie.zone]);
    }
}

/// Whether a phrase in a relation may as well be left out.
fn is_branch(relation: Relation) -> bool {
    use Relation::{
        AdverbialClause, Apposition, Conjunct, NounAdverb, NounClause, Parataxis, Preposition,
        RelativeClause,
    };
    matches!(
        relation,
        AdverbialClause
            | Apposition
            | Conjunct
            | NounAdverb
            | NounClause
            | Parataxis
            | Preposition
            | RelativeClause
            | Relation::Adverb
    )
}

fn bonds(map: &HashMap<u32, Vec<u32>>, token: u32) -> &[u32] {
    map.get(&token).map_or(&[], Vec::as_slice)
}
