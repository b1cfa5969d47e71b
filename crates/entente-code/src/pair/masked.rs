//! What is seen of a pair's sentence when names are covered: the runs of words and the way through
//! the parse, with the parties and all else that has a name replaced by what sort of name it is.
//!
//! Who the parties are is not seen, so what is learned from it is how a text says how one is disposed
//! towards the other, and not who is on good terms with whom.

use std::borrow::Cow;
use std::ops::Range;

use entente_model::{Annotated, Pos, Relation, Span};

use super::feature::{around, climb, head_of};
use super::weights::hash;

/// How many numbers there are to file features by; a power of two.
pub const BUCKETS: usize = 1 << 17;

/// What stands in the place of names.
const FIRST: &str = "{first}";
const SECOND: &str = "{second}";
const NAME: &str = "{name}";

/// How far beside a party words are told apart, and how far they are close.
const NEAR: usize = 6;
const CLOSE: usize = 4;
/// Up to how many words between both count as a whole.
const WHOLE: usize = 8;

/// What is seen of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// Whether the actor stands before the recipient.
    pub actor_first: bool,
    /// Features by their numbers, each once, in rising order.
    pub features: Vec<u32>,
}

impl Masked {
    /// Sees two parties; none if they are not two in the text.
    pub(super) fn of(text: &Annotated, actor: Span, recipient: Span) -> Option<Self> {
        let actor_first = actor.start() <= recipient.start();
        let (one, other) = if actor_first { (actor, recipient) } else { (recipient, actor) };
        let (first, second) = (head_of(text, one)?, head_of(text, other)?);
        let tokens = around(text, first.min(second), first.max(second));
        let words: Vec<Cow<'_, str>> =
            tokens.clone().map(|t| covered(text, t, one, other)).collect();
        let mut view = View { text, tokens, words, first, second, features: Vec::new() };
        view.runs()?;
        view.tree();
        let mut features = view.features;
        features.sort_unstable();
        features.dedup();
        Some(Self { actor_first, features })
    }
}

/// A token's lemma, or what stands in the place of its name.
fn covered(text: &Annotated, token: u32, one: Span, other: Span) -> Cow<'_, str> {
    let is_in = |span: Span| text.tokens.get(token as usize).is_some_and(|t| t.span.overlaps(span));
    if is_in(one) {
        FIRST.into()
    } else if is_in(other) {
        SECOND.into()
    } else if let Some(entity) = text.entity_at(token) {
        format!("{{{}}}", text.entity_label(entity)).into()
    } else if text.pos(token) == Pos::Propn {
        NAME.into()
    } else {
        text.lemma(token).to_lowercase().into()
    }
}

struct View<'a> {
    text: &'a Annotated,
    tokens: Range<u32>,
    words: Vec<Cow<'a, str>>,
    first: u32,
    second: u32,
    features: Vec<u32>,
}

impl View<'_> {
    fn word(&self, token: u32) -> &str {
        let at = token.checked_sub(self.tokens.start);
        at.and_then(|at| self.words.get(at as usize)).map_or("", |w| w)
    }

    /// Words and runs of two and three, told apart by where they stand.
    fn runs(&mut self) -> Option<()> {
        let mut words: Vec<&str> = self.words.iter().map(|w| &**w).collect();
        words.dedup_by(|next, word| word.starts_with('{') && next == word);
        let first = words.iter().position(|w| *w == FIRST)?;
        let second = words.iter().position(|w| *w == SECOND)?;
        let mut seen = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let place = match at {
                at if at < first => "before",
                at if at < second => "between",
                _ => "after",
            };
            seen.push(number(&["word", word]));
            seen.push(number(&[place, word]));
            if first.abs_diff(at) < NEAR || second.abs_diff(at) < NEAR {
                let close = if at.abs_diff(first) < CLOSE { "close" } else { "near" };
                seen.push(number(&[close, place, word]));
            }
            for run in [2, 3] {
                if let Some(run) = words.get(at..at + run) {
                    seen.push(number(&[place, &run.join(" ")]));
                }
            }
        }
        let between = words.get(first + 1..second).unwrap_or_default();
        let names = between.iter().filter(|w| w.starts_with('{')).count().min(4);
        seen.push(number(&["names between", &names.to_string()]));
        seen.push(number(&["far", &far(between.len()).to_string()]));
        if between.len() < WHOLE {
            seen.push(number(&["whole", &between.join(" ")]));
        }
        self.features = seen;
        Some(())
    }

    /// The places of both in the parse and the way between them.
    fn tree(&mut self) {
        let (one, other) = (climb(self.text, self.first), climb(self.text, self.second));
        let [from, to] = [self.first, self.second].map(|t| self.text.relation(t).as_str());
        self.add(&["relations", from, to]);
        self.path(&one, &other);
        for (party, way) in [("first", &one), ("second", &other)] {
            self.verbs(party, way);
            self.beside(party, way[0]);
            self.add(&[party, self.text.relation(way[0]).as_str()]);
        }
    }

    fn path(&mut self, one: &[u32], other: &[u32]) {
        let text = self.text;
        let Some(up) = one.iter().position(|t| other.contains(t)) else {
            return self.add(&["apart"]);
        };
        let top = one[up];
        let down = other.iter().position(|t| *t == top).unwrap_or(0);
        let (up, down) = (&one[..up], &other[..down]);
        let relations = |way: &[u32]| {
            way.iter().map(|&t| text.relation(t).as_str()).collect::<Vec<_>>().join(" ")
        };
        let (rise, fall) = (relations(up), relations(down));
        let head = self.word(top).to_owned();
        self.add(&["path", &rise, &fall]);
        self.add(&["path over", &rise, &head, &fall]);
        self.add(&["top", &head]);
        let inner = up.iter().skip(1).chain([&top]).chain(down.iter().skip(1).rev());
        let inner: Vec<String> = inner.map(|&t| self.word(t).to_owned()).collect();
        self.add(&["way", &inner.join(" ")]);
        inner.iter().for_each(|word| self.add(&["on way", word]));
        inner.windows(2).for_each(|two| self.add(&["on way", &two[0], &two[1]]));
        for (side, way) in [("rise", up), ("fall", down)] {
            for &token in way.iter().skip(1) {
                let word = self.word(token).to_owned();
                self.add(&[side, &word]);
            }
        }
        let on: Vec<u32> = up.iter().chain(down).chain([&top]).copied().collect();
        on.iter().for_each(|&token| self.around_way(token, &on, top));
    }

    /// What hangs on a word of the way.
    fn around_way(&mut self, token: u32, way: &[u32], top: u32) {
        let text = self.text;
        let is_said = |t: &u32| !way.contains(t) && !matches!(text.pos(*t), Pos::Punct | Pos::Det);
        for child in text.children(token).filter(is_said) {
            let (head, word) = (self.word(token).to_owned(), self.word(child).to_owned());
            self.add(&["by way", &word]);
            if token == top {
                self.add(&["by top", &head, &word]);
            }
            if text.relation(child) == Relation::Negation {
                self.add(&["not", &head]);
            }
        }
    }

    /// The two nearest verbs above a party, and what it is to them.
    fn verbs(&mut self, party: &str, way: &[u32]) {
        let text = self.text;
        let is_verb = |two: &&[u32]| matches!(text.pos(two[1]), Pos::Verb | Pos::Aux);
        for (two, nth) in way.windows(2).filter(is_verb).zip(["verb", "verb above"]) {
            let word = self.word(two[1]).to_owned();
            self.add(&[party, nth, &word]);
            self.add(&[party, nth, &word, text.relation(two[0]).as_str()]);
        }
    }

    /// The head of a party and what hangs on it.
    fn beside(&mut self, party: &str, token: u32) {
        let text = self.text;
        let head = self.word(text.head(token)).to_owned();
        self.add(&[party, "head", text.relation(token).as_str(), &head]);
        for child in text.children(token) {
            let word = self.word(child).to_owned();
            if ![FIRST, SECOND].contains(&word.as_str()) {
                self.add(&[party, "child", text.relation(child).as_str(), &word]);
            }
        }
    }

    fn add(&mut self, parts: &[&str]) {
        self.features.push(number(parts));
    }
}

/// Distances, ever coarser.
fn far(n: usize) -> usize {
    if n < 4 { n } else { 4 + n.min(24) / 4 }
}

fn number(parts: &[&str]) -> u32 {
    let hash = hash(parts);
    let folded = (hash ^ (hash >> 32)) % BUCKETS as u64;
    u32::try_from(folded).unwrap_or_default()
}
