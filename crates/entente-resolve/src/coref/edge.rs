//! Where a phrase begins and ends: what hangs on its head and belongs to it.
//!
//! Adpositions behind a noun are the doubtful case, since the parser hangs many on the noun that
//! tell of the deed. Those stand apart that give examples, stand behind a comma, or follow a noun
//! that is itself under an adposition and was spoken of before: it needs no more telling.

use entente_model::{Annotated, Pos, Relation};

use super::lexicon::Lexicon;
use crate::atlas::{Link, Sort};
use crate::scene::Scene;

/// Finds the edges of phrases.
pub(super) struct Edges<'s, 'a> {
    scene: &'s Scene<'a>,
    lexicon: &'s Lexicon,
    /// First and one past the last token of everything below each token.
    reach: Vec<(u32, u32)>,
}

impl<'s, 'a> Edges<'s, 'a> {
    pub(super) fn new(scene: &'s Scene<'a>, lexicon: &'s Lexicon) -> Self {
        Self { scene, lexicon, reach: reach(scene) }
    }

    /// First and one past the last token of the phrase that a token heads; `is_known` if its word
    /// has headed one before.
    pub(super) fn of(&self, head: u32, is_known: bool) -> (u32, u32) {
        let text = self.scene.text;
        let (mut first, mut last) = (head, head + 1);
        for child in text.children(head).filter(|c| self.belongs(head, *c, is_known)) {
            let (from, to) = self.reach[child as usize];
            (first, last) = (first.min(from), last.max(to));
        }
        let is_mark = |t: u32| text.relation(t) == Relation::Punctuation;
        let closes = |t: u32| text.text(t).chars().all(|c| matches!(c, ')' | '"' | '”'));
        let opens = |t: u32| text.text(t).chars().all(|c| matches!(c, '(' | '"' | '“'));
        while last > head + 1 && is_mark(last - 1) && !closes(last - 1) {
            last -= 1;
        }
        while first < head && is_mark(first) && !opens(first) {
            first += 1;
        }
        if text.relation(head) == Relation::Possessor && text.relation(last) == Relation::Case {
            last += 1;
        }
        (first, last)
    }

    /// Whether what hangs on a head belongs to its phrase.
    fn belongs(&self, head: u32, child: u32, is_known: bool) -> bool {
        let (scene, text) = (self.scene, self.scene.text);
        let is_name = text.pos(head) == Pos::Propn;
        let after = child > head;
        match text.relation(child) {
            Relation::Apposition => are_states(scene, head, child),
            Relation::Preposition => {
                after && (is_inside_name(scene, head, child) || self.tells(head, child, is_known))
            }
            // What is said of a fragment, as headlines are: `Document found on a street`.
            Relation::NounClause if text.head(head) == head => {
                !text.morph(child).contains("Tense=Past")
            }
            Relation::NounClause if is_name && after => {
                is_thing(scene, head)
                    && text.morph(child).contains("Tense=Past")
                    && !is_behind_comma(text, self.reach[child as usize].0)
            }
            Relation::NounClause => true,
            Relation::Modifier => !(is_name && after),
            Relation::Adverb | Relation::NounAdverb => !after,
            // The case mark of the whole: `the Church of Rome's`.
            Relation::Case => !(after && text.relation(head) == Relation::PrepObject),
            // A score behind a side: `Spain 2`.
            Relation::Number => {
                let entity = text.entity_at(head);
                !(is_name && after && entity.is_some() && entity != text.entity_at(child))
            }
            Relation::Punctuation
            | Relation::Conjunct
            | Relation::Coordinator
            | Relation::Marker
            | Relation::Auxiliary
            | Relation::PassiveAuxiliary
            | Relation::AdverbialClause
            | Relation::Parataxis
            | Relation::Complement
            | Relation::Subject
            | Relation::PassiveSubject
            | Relation::ClausalSubject
            | Relation::Other => false,
            _ => true,
        }
    }

    /// Whether an adposition tells which one is meant: of names only those of things have any, and
    /// no time.
    fn tells(&self, head: u32, child: u32, is_known: bool) -> bool {
        let (scene, text) = (self.scene, self.scene.text);
        let link = scene.atlas.reference.link(text.lemma(child));
        let is_when = |t: u32| {
            text.relation(t) == Relation::PrepObject && scene.sort_at(t) == Some(Sort::Time)
        };
        let is_new = |t: u32| text.morph(t).contains("Definite=Ind");
        let needs_none = is_known
            && link != Some(Link::Whole)
            && text.relation(head) == Relation::PrepObject
            && !text.children(head).any(is_new);
        if text.pos(head) == Pos::Propn {
            is_thing(scene, head) && !text.children(child).any(is_when) && !self.stands_apart(child)
        } else {
            !needs_none && !self.stands_apart(child)
        }
    }

    /// Whether an adposition gives examples or stands behind a comma.
    fn stands_apart(&self, child: u32) -> bool {
        let text = self.scene.text;
        self.lexicon.stands_apart(text.lemma(child)) || is_behind_comma(text, child)
    }
}

/// One past the last token of a name, without what is told of its bearer.
pub(super) fn end_of_name(scene: &Scene<'_>, head: u32, last: u32) -> u32 {
    let text = scene.text;
    let is_telling = |child: &u32| match text.relation(*child) {
        Relation::Preposition => !is_inside_name(scene, head, *child),
        Relation::RelativeClause | Relation::NounClause => true,
        _ => false,
    };
    let tells = text.children(head).filter(|c| *c > head && *c < last).find(is_telling);
    let Some(telling) = tells.filter(|_| text.pos(head) == Pos::Propn) else { return last };
    let hangs = |t: &u32| {
        let above = text.head(*t);
        *t == telling || above == telling || text.head(above) == telling
    };
    let from = (head + 1..=telling).find(hangs).unwrap_or(telling);
    let is_mark = |t: u32| text.relation(t) == Relation::Punctuation;
    (head + 1..=from).rev().find(|end| !is_mark(end - 1)).unwrap_or(head + 1)
}

/// Whether an adposition goes on with a name: `of`, or one within the name.
fn is_inside_name(scene: &Scene<'_>, head: u32, child: u32) -> bool {
    let text = scene.text;
    let is_of = scene.atlas.reference.link(text.lemma(child)) == Some(Link::Whole);
    let entity = text.entity_at(head);
    text.pos(head) == Pos::Propn && (is_of || (entity.is_some() && entity == text.entity_at(child)))
}

/// Whether a name is neither that of a person nor of a time.
fn is_thing(scene: &Scene<'_>, head: u32) -> bool {
    !matches!(scene.sort_at(head), Some(Sort::Person | Sort::Time))
}

/// First and one past the last token of everything below each token, but what is apposed behind a
/// comma: `the death of their child, Ada` ends with the child.
fn reach(scene: &Scene<'_>) -> Vec<(u32, u32)> {
    let text = scene.text;
    let mut reach: Vec<(u32, u32)> =
        (0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX)).map(|t| (t, t + 1)).collect();
    for token in downwards(text).into_iter().rev() {
        let (first, last) = reach[token as usize];
        let above = text.head(token);
        let is_apart = text.relation(token) == Relation::Apposition
            && is_behind_comma(text, first)
            && !are_states(scene, above, token);
        if let Some(head) = reach.get_mut(above as usize).filter(|_| !is_apart) {
            *head = (head.0.min(first), head.1.max(last));
        }
    }
    reach
}

/// The tokens, each behind its head.
fn downwards(text: &Annotated) -> Vec<u32> {
    let mut order = Vec::with_capacity(text.tokens.len());
    let tokens = 0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
    let mut open: Vec<u32> = tokens.filter(|t| text.head(*t) == *t).collect();
    while let Some(token) = open.pop() {
        order.push(token);
        if order.len() > text.tokens.len() {
            break;
        }
        open.extend(text.children(token));
    }
    order
}

/// Whether a place and what is apposed to it are one name: `Kanata, Ontario`.
fn are_states(scene: &Scene<'_>, head: u32, apposed: u32) -> bool {
    let is_state = |t| scene.sort_at(t) == Some(Sort::State) && scene.text.pos(t) == Pos::Propn;
    is_state(head) && is_state(apposed)
}

fn is_behind_comma(text: &Annotated, token: u32) -> bool {
    token.checked_sub(1).is_some_and(|before| text.text(before) == ",")
}
