//! The contexts of an event: what its words and parties have to do with.
//!
//! `contexts.tsv` of an ontology says what concepts a context is known by (`context  concept`): kinds
//! of nouns and senses of words as the language packs name them, and sectors of its parties. What
//! counts are the words of its own clause, with what is said, asked or promised in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::{Annotated, Party, Predicate, Relation};

use crate::ontology::{PackError, rows, unknown};

/// So many words of a clause are looked at.
const MOST_WORDS: usize = 64;

/// Concepts and the contexts that they give.
#[derive(Debug, Default)]
pub(crate) struct Contexts(BTreeMap<String, Vec<Arc<str>>>);

impl Contexts {
    /// Reads the table.
    pub(crate) fn read(text: &str) -> Result<Self, PackError> {
        let mut by_concept: BTreeMap<String, Vec<Arc<str>>> = BTreeMap::new();
        for (line, cells) in rows(text) {
            let [context, concept] = cells[..] else {
                let file = format!("contexts.tsv, line {line}");
                return Err(unknown(&file, "a context and a concept", &cells.join(" ")));
            };
            by_concept.entry(concept.into()).or_default().push(context.into());
        }
        Ok(Self(by_concept))
    }

    /// The contexts of an event between two parties, sorted.
    pub(crate) fn of(
        &self,
        text: &Annotated,
        predicate: &Predicate,
        parties: [Option<&Party>; 2],
        given: &[Arc<str>],
    ) -> Vec<Arc<str>> {
        let mut found: BTreeSet<Arc<str>> = given.iter().cloned().collect();
        let mut add =
            |concept: &str| found.extend(self.0.get(concept).into_iter().flatten().cloned());
        add(predicate.sense.as_str());
        parties.into_iter().flatten().filter_map(|p| p.sector.as_deref()).for_each(&mut add);
        for token in clause(text, predicate) {
            text.kinds(token).iter().for_each(|kind| add(kind));
            let said = &text.predicates[text.predicates_at(token)];
            said.iter().for_each(|p| add(p.sense.as_str()));
        }
        found.into_iter().collect()
    }
}

/// The words of a predicate's own clause, with the clauses that it speaks of.
fn clause(text: &Annotated, predicate: &Predicate) -> Vec<u32> {
    let is_lent = !predicate.is_nominal && text.pos(predicate.head).is_nominal();
    let mut words = vec![if is_lent { text.head(predicate.head) } else { predicate.head }];
    let mut at = 0;
    while at < words.len() && words.len() < MOST_WORDS {
        let is_verb = words[at] == words[0];
        let below = text.children(words[at]).filter(|&t| !is_outside(text, t, is_verb));
        words.extend(below);
        at += 1;
    }
    words
}

/// Whether a word begins another clause: beside the main one, or coordinated with its verb.
fn is_outside(text: &Annotated, token: u32, of_verb: bool) -> bool {
    match text.relation(token) {
        Relation::RelativeClause | Relation::AdverbialClause | Relation::Parataxis => true,
        Relation::Conjunct => of_verb,
        _ => false,
    }
}

/// What an event's code depends on besides type and mode: its contexts, its sense, and the senses
/// of what it is about.
pub(crate) fn marks<'a>(
    text: &'a Annotated,
    predicate: &'a Predicate,
    contexts: &'a [Arc<str>],
) -> BTreeSet<&'a str> {
    let mut marks: BTreeSet<&str> = contexts.iter().map(|c| &**c).collect();
    marks.insert(predicate.sense.as_str());
    let about = predicate.fillers.iter().filter(|f| f.role != entente_model::Role::Subject);
    for token in about.map(|f| f.token) {
        let nouns = text.children(token).filter(|&t| text.relation(t) == Relation::Object);
        for token in nouns.chain([token]) {
            let said = &text.predicates[text.predicates_at(token)];
            marks.extend(said.iter().map(|p| p.sense.as_str()));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;

    #[test]
    fn the_words_of_its_own_clause_give_an_event_its_contexts() {
        let mut text = annotated(
            "Chad/PROPN<offered:subject offered/VERB/offer grain/NOUN<offered:object \
             leaving/VERB/leave<offered:adverbial-clause missiles/NOUN/missile<leaving:object\n\
             ! offer@offered subject=Chad object=grain past",
        );
        let kinds = &mut Arc::make_mut(&mut text.labels).kinds;
        kinds.insert("grain".into(), vec!["crop".into()]);
        kinds.insert("missile".into(), vec!["arms".into()]);
        let table = "economic\tcrop\nmilitary\tarms\nmilitary\tMIL\ntrade\toffer";
        let contexts = Contexts::read(table).expect("the table is well formed");
        let of = |given: &[Arc<str>]| contexts.of(&text, &text.predicates[0], [None; 2], given);
        let names = |list: Vec<Arc<str>>| list.join(" ");
        assert_eq!(names(of(&[])), "economic trade");
        assert_eq!(names(of(&["legal".into()])), "economic legal trade");
        let wrong = Contexts::read("economic").expect_err("a concept is missing").to_string();
        assert!(wrong.starts_with("contexts.tsv, line 1: expected a context and a concept"));
    }
}
