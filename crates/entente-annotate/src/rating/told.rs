//! What is seen of a predicate inside a clause that somebody says, knows, doubts or asks.
//!
//! Whether the reader may take such a clause for true hangs on the verb over it, on what weakens
//! that verb, and on who speaks (de Marneffe, Simons and Tonhauser 2019).

use std::collections::BTreeSet;

use entente_model::{Pos, Relation};

use super::feature::{Sink, each_class, predicates_of};
use super::lower;
use super::shape::{Operators, Reader};

/// How many heads are climbed to the clause that is told, and how many words of it are read.
const MAX_CLIMB: usize = 6;
const MAX_WORDS: usize = 200;

/// Hands out the features of a told clause, where the predicate stands in one.
pub(super) fn features(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    let Some(clause) = told(read, token) else { return };
    let text = read.text;
    let governor = text.head(clause);
    let weak = read.operators(governor);
    let (all, tense, person) = (weak.name(), read.tense(governor), read.person(governor));
    let subject = read.person(clause);
    let own = read.own_operators(clause).name();
    let marker = text.children(clause).find(|&t| text.relation(t) == Relation::Marker);
    let marker = marker.map(|t| lower(text.lemma(t)));
    let marker = marker.as_deref().unwrap_or("-");
    out(&["told operators", all], 1.0);
    out(&["told operators tense", all, tense], 1.0);
    out(&["told operators person tense", all, person, tense], 1.0);
    out(&["told subject", subject], 1.0);
    out(&["told tenses", tense, read.tense(clause)], 1.0);
    out(&["told own", all, own], 1.0);
    out(&["told marker", marker, all], 1.0);
    out(&["told persons", subject, person], 1.0);
    let lemma = lower(text.lemma(governor));
    out(&["told lemma", &lemma], 1.0);
    out(&["told lemma operators", &lemma, all], 1.0);
    out(&["told lemma operators person", &lemma, all, person], 1.0);
    let mut signed = |class: &str| {
        out(&["told class", class], 1.0);
        out(&["told class operators", class, all], 1.0);
        out(&["told class operators person", class, all, person], 1.0);
        out(&["told class operators tense", class, all, tense], 1.0);
        out(&["told class operators person tense", class, all, person, tense], 1.0);
        out(&["told class operators marker", class, all, marker], 1.0);
        out(&["told class operators own", class, all, own], 1.0);
        out(&["told class operators subject", class, all, subject], 1.0);
        weak.each().for_each(|operator| out(&["told class operator", class, operator], 1.0));
    };
    predicates_of(read, clause, governor).for_each(|t| each_class(read, t, &mut signed));
    for child in text.children(governor) {
        let relation = text.relation(child);
        if matches!(relation, Relation::Adverb | Relation::Auxiliary) {
            out(&["told beside", relation.as_str(), &lower(text.lemma(child))], 1.0);
        }
    }
    if text.head(governor) != governor {
        out(&["told above", text.relation(governor).as_str(), all], 1.0);
    }
    context(read, clause, all, out);
}

/// Whether the predicate stands in a clause that is told under something that weakens it.
pub(super) fn is_weak(read: &Reader<'_>, token: u32) -> bool {
    told(read, token)
        .is_some_and(|clause| read.operators(read.text.head(clause)) != Operators::default())
}

/// What the rest of the text tells: how it is written, and whether it spoke of the same before.
fn context(read: &Reader<'_>, clause: u32, operators: &str, out: &mut Sink<'_>) {
    let register = &read.register;
    for (name, share) in [("talk", register.talk()), ("past", register.past())] {
        out(&["told", name], share);
        out(&["told operators", name, operators], share);
    }
    let words = below(read, clause);
    out(&["told length"], (words.len() as f32 / 20.0).min(1.0));
    let Some(sentence) = read.text.sentence_of(clause) else { return };
    let first = read.text.sentences.first().map_or(0, |s| s.first);
    if sentence.first > first {
        let near = sentence.first.saturating_sub(200).max(first)..sentence.first;
        let known: BTreeSet<&str> = near.filter_map(|t| content(read, t)).collect();
        let said: BTreeSet<&str> = words.iter().filter_map(|&t| content(read, t)).collect();
        let share = said.intersection(&known).count() as f32 / said.len().max(1) as f32;
        out(&["told given"], share);
    }
}

fn content<'a>(read: &Reader<'a>, token: u32) -> Option<&'a str> {
    let is_content =
        matches!(read.text.pos(token), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::Num);
    is_content.then(|| read.text.lemma(token))
}

/// The clause that a predicate stands in and that is the content of something above.
fn told(read: &Reader<'_>, token: u32) -> Option<u32> {
    use Relation as R;
    let text = read.text;
    let mut at = token;
    for _ in 0..MAX_CLIMB {
        if text.head(at) == at {
            return None;
        }
        let is_marked = || text.children(at).any(|t| text.relation(t) == R::Marker);
        match text.relation(at) {
            R::Complement | R::ClausalSubject => return Some(at),
            R::NounClause | R::RelativeClause | R::AdverbialClause if is_marked() => {
                return Some(at);
            }
            _ => at = text.head(at),
        }
    }
    None
}

/// The words of a clause.
fn below(read: &Reader<'_>, clause: u32) -> Vec<u32> {
    let mut words = vec![clause];
    let mut at = 0;
    while at < words.len() && words.len() < MAX_WORDS {
        words.extend(read.text.children(words[at]));
        at += 1;
    }
    words
}
