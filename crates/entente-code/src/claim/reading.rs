//! A document as claims are looked for in it: what is below each token, its quotations, its cues.

use entente_model::{Annotated, Pos, Relation, Span};

use super::choice::hash;
use super::quote::{Quotes, is_stop};
use super::words::Attribution;

/// A run of tokens: the first, and one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Run {
    pub(super) fn new(first: u32, last: u32) -> Self {
        Self { first, last: last.max(first) }
    }

    pub(super) fn len(self) -> u32 {
        self.last - self.first
    }

    pub(super) fn contains(self, token: u32) -> bool {
        self.first <= token && token < self.last
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.first < other.last && other.first < self.last
    }
}

/// A document with what the finders ask of it again and again.
pub(super) struct Reading<'a> {
    pub(super) text: &'a Annotated,
    pub(super) known: &'a Attribution,
    pub(super) quotes: Quotes,
    lemmas: Vec<u32>,
    entities: Vec<u32>,
    kinds: Vec<u32>,
    /// What each token does to the predicates under it, a bit each.
    frames: Vec<u32>,
    /// All that stands below each token, with it.
    below: Vec<Run>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(text: &'a Annotated, known: &'a Attribution) -> Self {
        let all = 0..n_tokens(text);
        let lemma = |t: u32| hash(&text.lemma(t).to_lowercase());
        let mut entities = vec![0; text.tokens.len()];
        for entity in &text.entities {
            let label = hash(text.entity_label(entity));
            (entity.first..entity.last).for_each(|t| entities[t as usize] = label);
        }
        let mut frames = vec![0; text.tokens.len()];
        for frame in text.predicates.iter().flat_map(|predicate| &predicate.frames) {
            if let Some(bits) = frames.get_mut(frame.cue as usize) {
                *bits |= 1_u32 << frame.kind as u32;
            }
        }
        Self {
            frames,
            quotes: Quotes::of(text),
            lemmas: all.clone().map(lemma).collect(),
            kinds: all.map(|t| known.kinds(text.pos(t), text.lemma(t))).collect(),
            below: below(text),
            entities,
            text,
            known,
        }
    }

    pub(super) fn n_tokens(&self) -> u32 {
        n_tokens(self.text)
    }

    pub(super) fn relation(&self, token: u32) -> Relation {
        self.text.relation(token)
    }

    pub(super) fn pos(&self, token: u32) -> Pos {
        self.text.pos(token)
    }

    pub(super) fn head(&self, token: u32) -> u32 {
        self.text.head(token)
    }

    pub(super) fn children(&self, token: u32) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.text.children(token)
    }

    /// A number for a token's lemma.
    pub(super) fn lemma(&self, token: u32) -> u32 {
        self.lemmas.get(token as usize).copied().unwrap_or(0)
    }

    /// A number for the label of the entity that a token belongs to; 0 without one.
    pub(super) fn entity(&self, token: u32) -> u32 {
        self.entities.get(token as usize).copied().unwrap_or(0)
    }

    /// Whether a token is in the language's table of cues.
    pub(super) fn is_listed(&self, token: u32) -> bool {
        self.kind_bits(token) != 0
    }

    /// The kinds of cue that a token is of, a bit each.
    pub(super) fn kind_bits(&self, token: u32) -> u32 {
        self.kinds.get(token as usize).copied().unwrap_or(0)
    }

    /// What a token does to the predicates under it, a bit each.
    pub(super) fn frames(&self, token: u32) -> u32 {
        self.frames.get(token as usize).copied().unwrap_or(0)
    }

    /// The senses that a token has by the language's lexicon, each a number.
    pub(super) fn senses(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let senses = self.text.predicates[self.text.predicates_at(token)].iter();
        senses.map(|predicate| hash(predicate.sense.as_str()))
    }

    /// The kinds of cue that a token is of, each a number; 0 alone for what is none.
    pub(super) fn kinds(&self, token: u32) -> impl Iterator<Item = u32> + use<> {
        let bits = self.kind_bits(token);
        let none = (bits == 0).then_some(0);
        none.into_iter().chain((0..32).filter(move |at| bits >> at & 1 == 1).map(|at| at + 1))
    }

    /// All that stands below a token, with it.
    pub(super) fn below(&self, token: u32) -> Run {
        self.below.get(token as usize).copied().unwrap_or(Run::new(token, token + 1))
    }

    /// The sentence of a token.
    pub(super) fn sentence(&self, token: u32) -> Run {
        let sentence = self.text.sentence_of(token);
        sentence.map_or(Run::new(token, token + 1), |s| Run::new(s.first, s.last))
    }

    /// The number of a token's sentence.
    pub(super) fn sentence_index(&self, token: u32) -> i64 {
        self.text.tokens.get(token as usize).map_or(0, |t| i64::from(t.sentence))
    }

    /// The number of a token's paragraph.
    pub(super) fn paragraph(&self, token: u32) -> i64 {
        self.text.sentence_of(token).map_or(0, |s| i64::from(s.block))
    }

    /// Whether a token is a mark that ends or joins clauses.
    pub(super) fn is_stop(&self, token: u32) -> bool {
        is_stop(self.text, token)
    }

    /// Where a run stands in the text.
    pub(super) fn span(&self, run: Run) -> Span {
        let tokens = self.text.tokens.get(run.first as usize..run.last as usize);
        let ends = tokens.and_then(|tokens| tokens.first().zip(tokens.last()));
        ends.map_or(Span::new(0, 0), |(first, last)| first.span.join(last.span))
    }

    /// A run without the marks at its end.
    pub(super) fn trimmed(&self, run: Run) -> Run {
        let mut last = run.last;
        while last > run.first + 1 && self.is_stop(last - 1) {
            last -= 1;
        }
        Run::new(run.first, last)
    }

    /// The subject of a verb.
    pub(super) fn subject(&self, verb: u32) -> Option<u32> {
        self.children(verb).find(|&t| is_subject(self.relation(t)))
    }

    /// The subject of a verb, its own, its clause's or the noun above it, and which.
    pub(super) fn any_subject(&self, verb: u32) -> (Option<u32>, u32) {
        use Relation::{
            AdverbialClause, Complement, Conjunct, NounClause, OpenComplement, PrepClause,
            Preposition, RelativeClause,
        };
        let mut at = verb;
        for step in 0..4 {
            if let Some(subject) = self.subject(at) {
                return (Some(subject), step.min(1));
            }
            match self.relation(at) {
                Conjunct | OpenComplement | AdverbialClause | Complement | PrepClause
                | Preposition => at = self.head(at),
                NounClause | RelativeClause => return (Some(self.head(at)), 2),
                _ => break,
            }
        }
        (None, 3)
    }

    /// Whether an auxiliary makes a verb passive.
    pub(super) fn is_passive(&self, verb: u32) -> bool {
        self.children(verb).any(|t| self.relation(t) == Relation::PassiveAuxiliary)
    }
}

pub(super) fn is_subject(relation: Relation) -> bool {
    matches!(relation, Relation::Subject | Relation::PassiveSubject | Relation::ClausalSubject)
}

fn n_tokens(text: &Annotated) -> u32 {
    u32::try_from(text.tokens.len()).unwrap_or(u32::MAX)
}

/// For each token the run from the first to the last of what stands below it.
fn below(text: &Annotated) -> Vec<Run> {
    let mut runs: Vec<Run> = (0..n_tokens(text)).map(|t| Run::new(t, t + 1)).collect();
    let mut order: Vec<u32> = (0..n_tokens(text)).filter(|&t| text.head(t) == t).collect();
    let mut at = 0;
    while at < order.len() {
        order.extend(text.children(order[at]));
        at += 1;
    }
    for &token in order.iter().rev() {
        let (run, head) = (runs[token as usize], text.head(token) as usize);
        if let Some(above) = runs.get_mut(head) {
            *above = Run::new(above.first.min(run.first), above.last.max(run.last));
        }
    }
    runs
}
