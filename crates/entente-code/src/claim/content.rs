//! Contents: the stretches that may be what is said.
//!
//! A content begins where a phrase, a quotation or a clause begins and ends where one ends; every
//! such pair around a cue is a candidate, and `stretch.rs` says what speaks for each.

use std::collections::BTreeSet;

use entente_model::Relation;

use super::reading::{Reading, Run};

/// The longest content, in tokens.
const LONGEST: u32 = 220;
/// The most stretches that are weighed for one cue.
const MOST: usize = 2_000;
/// How many sentences after that of its cue a content may take in, and before it.
const SENTENCES: (i64, i64) = (6, 3);
/// How far a quotation may stand before and after the cue's sentence, in tokens.
const QUOTES: (u32, u32) = (80, 60);

/// What a content may not overlap, and where it is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The head of the cue.
    pub(super) head: u32,
    /// The cue.
    pub(super) cue: Run,
    /// The source, if the text names one.
    pub(super) source: Option<Run>,
}

/// The stretches that may be the content of a cue.
pub(super) fn stretches(reading: &Reading<'_>, around: Around) -> Vec<Run> {
    let mut edges = Edges { reading, around, firsts: BTreeSet::new(), lasts: BTreeSet::new() };
    edges.of_phrases();
    edges.of_sentence();
    edges.of_quotes();
    edges.of_sentences();
    edges.pairs()
}

/// Where a content may begin and end.
struct Edges<'a> {
    reading: &'a Reading<'a>,
    around: Around,
    firsts: BTreeSet<u32>,
    lasts: BTreeSet<u32>,
}

impl Edges<'_> {
    fn of_phrases(&mut self) {
        let head = self.around.head;
        for child in self.reading.children(head) {
            if !is_function(self.reading.relation(child)) {
                self.phrase(child, if child > head { 2 } else { 1 });
            }
        }
        let above = self.reading.head(head);
        if above != head {
            self.firsts.insert(above);
            self.whole(above);
            if matches!(
                self.reading.relation(head),
                Relation::NounClause | Relation::RelativeClause
            ) {
                self.lasts.insert(head);
            }
            self.whole(self.reading.head(above));
            for sibling in self.reading.children(above).filter(|&t| t != head) {
                if !is_within_noun(self.reading.relation(sibling)) {
                    self.whole(sibling);
                }
            }
        }
    }

    fn phrase(&mut self, token: u32, depth: u32) {
        self.whole(token);
        if depth > 0 {
            for child in self.reading.children(token) {
                if !is_within_noun(self.reading.relation(child)) {
                    self.phrase(child, depth - 1);
                }
            }
        }
    }

    fn whole(&mut self, token: u32) {
        let run = self.reading.below(token);
        self.firsts.insert(run.first);
        self.lasts.insert(run.last);
    }

    fn of_sentence(&mut self) {
        let Around { head, cue, source } = self.around;
        let sentence = self.reading.sentence(head);
        self.firsts.extend([sentence.first, cue.last, cue.last + 1]);
        self.lasts.extend([sentence.last, cue.first]);
        for token in cue.last..sentence.last {
            if self.reading.is_stop(token) {
                self.lasts.insert(token);
                self.firsts.insert(token + 1);
            } else if self.reading.relation(token) == Relation::Punctuation {
                self.lasts.insert(token);
            }
            if token - cue.last < 3 {
                self.firsts.insert(token);
            }
        }
        let commas = (sentence.first..cue.first).filter(|&t| self.reading.text.text(t) == ",");
        let commas: Vec<u32> = commas.collect();
        self.lasts.extend(commas.iter().flat_map(|&t| [t, t + 1]));
        if let Some(source) = source {
            self.firsts.extend([source.last, source.last + 1]);
            self.lasts.insert(source.first);
        }
    }

    fn of_quotes(&mut self) {
        let sentence = self.reading.sentence(self.around.head);
        let paragraph = self.reading.paragraph(self.around.head);
        let quotes = &self.reading.quotes.all;
        let first = quotes.partition_point(|q| q.run.last + QUOTES.0 < sentence.first);
        for quote in &quotes[first..] {
            if quote.run.first > sentence.last + QUOTES.1 {
                break;
            }
            if (self.reading.paragraph(quote.run.first) - paragraph).abs() <= 2 {
                self.firsts.insert(quote.run.first);
                self.lasts.insert(quote.run.last);
            }
        }
    }

    fn of_sentences(&mut self) {
        let text = self.reading.text;
        let here = self.reading.sentence_index(self.around.head);
        let paragraph = self.reading.paragraph(self.around.head);
        for step in -SENTENCES.1..=SENTENCES.0 {
            let index = usize::try_from(here + step).ok().filter(|_| step != 0);
            let Some(sentence) = index.and_then(|i| text.sentences.get(i)) else { continue };
            let apart = i64::from(sentence.block) - paragraph;
            if step > 0 && apart <= 2 {
                self.lasts.insert(sentence.last);
            }
            if (step == 1 && apart <= 2) || (step < 0 && apart >= -1) {
                self.firsts.insert(sentence.first);
            }
        }
    }

    /// All pairs, without the marks before the first word, and with and without those at the end.
    fn pairs(&self) -> Vec<Run> {
        let Around { head: _, cue, source } = self.around;
        let n = self.reading.n_tokens();
        let begin = |mut t: u32| {
            while t < n && self.reading.is_stop(t) {
                t += 1;
            }
            t
        };
        let firsts: BTreeSet<u32> = self.firsts.iter().map(|&t| begin(t)).collect();
        let lasts = self.lasts.iter().filter(|&&t| t > 0 && t <= n);
        let bare = |t: u32| self.reading.trimmed(Run::new(0, t)).last;
        let lasts: BTreeSet<u32> = lasts.flat_map(|&t| [t, bare(t)]).collect();
        let is_free = |run: &Run| {
            run.first < n && !run.overlaps(cue) && source.is_none_or(|source| !run.overlaps(source))
        };
        let ending = |first: u32| lasts.range(first + 1..=first.saturating_add(LONGEST));
        let runs = firsts.iter().flat_map(|&f| ending(f).map(move |&l| Run::new(f, l)));
        runs.filter(is_free).take(MOST).collect()
    }
}

fn is_function(relation: Relation) -> bool {
    use Relation::{Auxiliary, Negation, PassiveAuxiliary, Punctuation};
    matches!(relation, Auxiliary | Negation | PassiveAuxiliary | Punctuation)
}

fn is_within_noun(relation: Relation) -> bool {
    use Relation::{Case, Compound, Determiner, Modifier, Number};
    is_function(relation) || matches!(relation, Case | Compound | Determiner | Modifier | Number)
}
