//! What of its sentence a stretch takes in, what it leaves out, and how well it holds together.

use entente_model::{Pos, Relation};

use super::choice::{Features, hash, mix};
use super::content::Around;
use super::reading::Run;
use super::source::bucket;
use super::stretch::{Judge, Lie, TOLD};

/// How far up from the last word of a stretch the phrases are told that end with it.
const DEEP: usize = 5;
/// How far before and after a stretch words are looked for that hang on it.
const NEAR: u32 = 15;

impl Judge<'_> {
    /// How much stands between cue and content, without the source.
    pub(super) fn describe_gap(&self, lie: &Lie, f: &mut Features) {
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
    pub(super) fn describe_rest(&self, lie: &Lie, f: &mut Features) {
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
    pub(super) fn describe_whole(&self, lie: &Lie, f: &mut Features) {
        let (reading, run) = (self.reading, lie.run);
        let is_word = |t: u32| reading.pos(t) != Pos::Punct;
        let is_top = |&t: &u32| !run.contains(reading.head(t)) && is_word(t);
        let tops = (run.first..run.last).filter(is_top).count().min(3);
        f.add("tops", [tops as u32, lie.zone / 2]);
        f.add("length", [bucket(run.len())]);
        let near = run.first.saturating_sub(NEAR).max(self.sentence.first)
            ..(run.last + NEAR).min(self.sentence.last);
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
    pub(super) fn describe_tail(&self, lie: &Lie, f: &mut Features) {
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
        let family = hash(name);
        let entity = reading.entity(reading.trimmed(below).last - 1);
        f.add("branch", [family, relation, comma]);
        f.add("branch-opening", [family, relation, comma, opening]);
        f.add("branch-entity", [family, relation, entity]);
        f.add("branch-above", [family, relation, reading.pos(reading.head(token)) as u32]);
        f.add("branch-length", [family, relation, bucket(below.len())]);
        let bond = u32::from(reading.head(token) == self.around.head);
        self.kinds.iter().for_each(|&k| f.add("branch-kind", [family, relation, k, bond]));
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
