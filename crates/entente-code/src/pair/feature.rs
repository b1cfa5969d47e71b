//! What is seen of two parties in a text: the words between and beside them and their place in the
//! parse.
//!
//! A feature is a template's name with its values, handed out in parts. Words are values among
//! others; what they weigh stands in the ontology's table.

use std::ops::Range;

use entente_model::{Annotated, Pos, Relation, Span};

use super::meaning::Meaning;

/// Takes the parts of a feature and its value.
pub(super) type Sink<'s> = dyn FnMut(&[&str], f32) + 's;

/// How much a word weighs beside a rule.
const WORD: f32 = 0.3;
/// How far beside the parties words are told apart by their side.
const NEAR: u32 = 6;
/// How many heads are climbed, and how many sentences are read.
const MAX_CLIMB: usize = 40;

/// Hands out the features of an actor and a recipient; either may be missing.
pub(super) fn features(
    text: &Annotated,
    actor: Option<Span>,
    recipient: Option<Span>,
    out: &mut Sink<'_>,
) {
    let find = |span: Option<Span>| span.and_then(|s| head_of(text, s));
    match (find(actor), find(recipient)) {
        (Some(actor), Some(recipient)) => {
            let mut pair = Pair { text, actor, recipient, meaning: Meaning::new(text) };
            pair.features(out);
            pair.meaning.features(out);
        }
        (one, other) => {
            for token in one.or(other).map_or(0..0, |t| around(text, t, t)) {
                word(text, token, &mut |w| out(&["any", w], WORD));
            }
            for (name, token) in [("actor", one), ("recipient", other)] {
                if let Some(token) = token {
                    out(&[name, text.relation(token).as_str()], WORD);
                }
            }
        }
    }
}

/// The head token of a span.
pub(super) fn head_of(text: &Annotated, span: Span) -> Option<u32> {
    let from = text.tokens.partition_point(|t| t.span.end() <= span.start());
    let len = text.tokens[from..].iter().take_while(|t| t.span.start() < span.end()).count();
    let inside = u32::try_from(from).ok()?..u32::try_from(from + len).ok()?;
    let is_head = |t: &u32| !inside.contains(&text.head(*t)) || text.head(*t) == *t;
    inside.clone().rev().find(is_head).or(inside.clone().next_back())
}

/// The tokens of the sentences of two tokens and of those between.
pub(super) fn around(text: &Annotated, first: u32, last: u32) -> Range<u32> {
    let start = text.sentence_of(first).map_or(first, |s| s.first);
    let end = text.sentence_of(last).map_or(last + 1, |s| s.last);
    start..end
}

fn word(text: &Annotated, token: u32, then: &mut dyn FnMut(&str)) {
    let is_word = matches!(
        text.pos(token),
        Pos::Verb
            | Pos::Noun
            | Pos::Adj
            | Pos::Adv
            | Pos::Adp
            | Pos::Part
            | Pos::Sconj
            | Pos::Intj
            | Pos::Aux
    );
    if is_word {
        then(&text.lemma(token).to_lowercase());
    }
}

/// Where a word stands as seen from both parties.
fn place(token: u32, first: u32, last: u32) -> &'static str {
    if token < first {
        "before"
    } else if token < last {
        "between"
    } else {
        "after"
    }
}

struct Pair<'a> {
    text: &'a Annotated,
    actor: u32,
    recipient: u32,
    meaning: Meaning<'a>,
}

impl Pair<'_> {
    fn features(&mut self, out: &mut Sink<'_>) {
        self.words(out);
        self.between(out);
        self.places(out);
        self.path(out);
    }

    /// Which of both comes first.
    fn order(&self) -> (&'static str, u32, u32) {
        if self.actor < self.recipient {
            ("actor first", self.actor, self.recipient)
        } else {
            ("recipient first", self.recipient, self.actor)
        }
    }

    fn words(&mut self, out: &mut Sink<'_>) {
        let (order, first, last) = self.order();
        out(&["order", order], WORD);
        for token in around(self.text, first, last).filter(|t| *t != first && *t != last) {
            self.meaning.add(place(token, first, last), token);
            word(self.text, token, &mut |w| {
                out(&["any", w], WORD);
                if token < first {
                    if first - token < NEAR {
                        out(&["before", order, w], WORD);
                    }
                } else if token < last {
                    out(&["between", order, w], WORD);
                } else if token - last < NEAR {
                    out(&["after", order, w], WORD);
                }
            });
        }
    }

    /// Runs of words between both.
    fn between(&self, out: &mut Sink<'_>) {
        const SHORT: usize = 4;
        let (order, first, last) = self.order();
        let inner = first + 1..last;
        let words: Vec<String> = inner
            .filter(|&t| self.text.pos(t) != Pos::Punct)
            .map(|t| self.text.lemma(t).to_lowercase())
            .collect();
        words.windows(2).for_each(|w| out(&["two between", order, &w[0], &w[1]], WORD));
        if words.len() < SHORT {
            out(&["all between", order, &words.join(" ")], WORD);
        }
    }

    /// How each stands to its head.
    fn places(&self, out: &mut Sink<'_>) {
        let text = self.text;
        for (name, token) in [("actor", self.actor), ("recipient", self.recipient)] {
            let head = text.head(token);
            let relation = text.relation(token).as_str();
            let lemma = text.lemma(head).to_lowercase();
            out(&[name, relation], WORD);
            out(&[name, "head", relation, &lemma], WORD);
            if text.pos(head) == Pos::Adp {
                let above = text.lemma(text.head(head)).to_lowercase();
                out(&[name, "over head", &lemma, &above], WORD);
            }
            for child in text.children(token) {
                let lemma = text.lemma(child).to_lowercase();
                out(&[name, "child", text.relation(child).as_str(), &lemma], WORD);
            }
        }
    }

    /// The way from one to the other through the parse.
    fn path(&mut self, out: &mut Sink<'_>) {
        let text = self.text;
        let (up, down) = (climb(text, self.actor), climb(text, self.recipient));
        let Some(at) = up.iter().position(|t| down.contains(t)) else {
            return out(&["apart"], WORD);
        };
        let top = up[at];
        let (up, down) = (&up[..at], &down[..down.iter().position(|t| *t == top).unwrap_or(0)]);
        let last = |way: &[u32]| way.last().map_or("itself", |&t| text.relation(t).as_str());
        let (from, to) = (last(up), last(down));
        let lemma = text.lemma(top).to_lowercase();
        out(&["top", &lemma], WORD);
        out(&["top relations", from, to], WORD);
        out(&["top lemma relations", &lemma, from, to], WORD);
        if text.children(top).any(|t| text.relation(t) == Relation::Negation) {
            out(&["top negated", &lemma], WORD);
        }
        let relations = |way: &[u32]| -> String {
            way.iter().map(|&t| text.relation(t).as_str()).collect::<Vec<_>>().join(" ")
        };
        out(&["path", &relations(up), &relations(down)], WORD);
        for (name, way) in [("up", up), ("down", down)] {
            for &token in way.iter().skip(1) {
                let lemma = text.lemma(token).to_lowercase();
                out(&[name, &lemma], WORD);
                out(&[name, &lemma, text.relation(token).as_str()], WORD);
            }
        }
        self.meaning.add("top", top);
        let inner = up.iter().skip(1).chain(down.iter().skip(1)).chain([&top]);
        inner.for_each(|&token| self.beside(token, out));
    }

    /// A word on the way, and what stands beside it.
    fn beside(&mut self, token: u32, out: &mut Sink<'_>) {
        use Relation as R;
        let text = self.text;
        let lemma = text.lemma(token).to_lowercase();
        out(&["on path", &lemma], WORD);
        self.meaning.add("on path", token);
        for child in text.children(token).filter(|t| *t != self.actor && *t != self.recipient) {
            let relation = text.relation(child);
            let is_telling = matches!(
                relation,
                R::Modifier
                    | R::Adverb
                    | R::Object
                    | R::Particle
                    | R::Negation
                    | R::OpenComplement
                    | R::AdjectiveComplement
                    | R::Attribute
                    | R::ObjectPredicate
            );
            if is_telling {
                self.meaning.add("beside path", child);
                let beside = text.lemma(child).to_lowercase();
                out(&["beside path", &beside], WORD);
                out(&["beside path", relation.as_str(), &beside, &lemma], WORD);
            }
        }
    }
}

/// A token and the heads above it.
pub(super) fn climb(text: &Annotated, token: u32) -> Vec<u32> {
    let mut way = vec![token];
    let mut at = token;
    while way.len() < MAX_CLIMB && text.head(at) != at {
        at = text.head(at);
        way.push(at);
    }
    way
}
