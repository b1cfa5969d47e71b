//! Which stretches of a text speak of something.
//!
//! A phrase is a noun or pronoun with all that hangs on it but what is coordinated or apposed.
//! Entities that head no phrase count as well, names that stand inside others, what a name stands
//! right behind (`her novel Dune`), and the parts of a date. What is coordinated is a phrase of its
//! own besides ([`several`]).

use std::collections::{BTreeMap, HashMap, HashSet};

use entente_model::{Annotated, Entity, Pos, Relation};

use super::edge::{Edges, end_of_name};
use super::lexicon::Lexicon;
use super::several;
use crate::atlas::Sort;
use crate::scene::Scene;

/// Names inside names have so many words at most, and so many begin with one word.
const LONGEST_NAME: usize = 5;
const MOST_NAMES: usize = 8;

/// First token, one past the last; the order of phrases.
pub(crate) type Bounds = (u32, std::cmp::Reverse<u32>);

/// What is known of a phrase besides its bounds.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) head: u32,
    /// The heads of what it coordinates; empty if it is one phrase.
    pub(crate) members: Vec<u32>,
}

/// The head of each phrase, by its bounds.
#[derive(Default)]
pub(super) struct Found {
    heads: BTreeMap<Bounds, u32>,
    /// The phrase that each token heads, without the parts of dates.
    pub(super) by_head: HashMap<u32, (u32, u32)>,
}

impl Found {
    fn put(&mut self, first: u32, last: u32, head: u32) {
        if first < last {
            self.heads.entry((first, std::cmp::Reverse(last))).or_insert(head);
        }
    }
}

/// All phrases, by their bounds.
pub(crate) fn find(scene: &Scene<'_>, lexicon: &Lexicon, keys: &[u32]) -> BTreeMap<Bounds, Spot> {
    let text = scene.text;
    let edges = Edges::new(scene, lexicon);
    let mut found = Found::default();
    let mut known = HashSet::new();
    for head in 0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX) {
        if !is_head(scene, lexicon, head) {
            continue;
        }
        let is_known = !known.insert(text.lemma(head));
        let (first, last) = edges.of(head, is_known);
        found.by_head.insert(head, (first, last));
        if let Some(name) = name_behind(scene, first, head) {
            found.put(first, name, name - 1);
            found.put(name, last, head);
        } else {
            found.put(first, last, head);
        }
    }
    for entity in &text.entities {
        match scene.atlas.reference.sort(text.entity_label(entity)) {
            Sort::Time => date(text, entity, &mut found),
            Sort::People => {}
            _ => name(text, entity, &mut found),
        }
    }
    inner_names(scene, keys, &mut found);
    let mut spots = several::find(text, &found);
    let single = |(at, head)| (at, Spot { head, members: Vec::new() });
    spots.extend(found.heads.into_iter().map(single));
    spots
}

fn is_time(scene: &Scene<'_>, token: u32) -> bool {
    scene.sort_at(token) == Some(Sort::Time)
}

fn is_head(scene: &Scene<'_>, lexicon: &Lexicon, token: u32) -> bool {
    let text = scene.text;
    let (relation, entity) = (text.relation(token), text.entity_at(token));
    let in_entity = |t: u32| entity.is_some_and(|e| (e.first..e.last).contains(&t));
    if is_time(scene, token) && entity.is_some_and(|e| e.last - e.first > 1) {
        return false;
    }
    let is_word = text.text(token).chars().any(char::is_alphanumeric);
    is_word
        && match text.pos(token) {
            Pos::Pron => relation != Relation::Other && !lexicon.is_relative(text.tag(token)),
            Pos::Det => {
                relation != Relation::Determiner
                    && lexicon.pronoun(&text.text(token).to_lowercase()).is_some()
            }
            Pos::Adv => lexicon.pronoun(&text.text(token).to_lowercase()).is_some(),
            Pos::Noun | Pos::Propn => {
                let is_part = relation == Relation::Compound && in_entity(text.head(token));
                let sort = scene.sort_at(token);
                !(is_part && matches!(sort, Some(Sort::Person | Sort::State | Sort::Feature)))
            }
            Pos::Num => is_time(scene, token) || stands_alone(relation),
            _ => {
                let sort = scene.sort_at(token);
                entity.is_some_and(|e| e.last == token + 1)
                    && matches!(sort, Some(Sort::Person | Sort::State | Sort::Body))
                    && !matches!(relation, Relation::Case | Relation::Punctuation)
            }
        }
}

/// Whether a number is no part of another phrase.
fn stands_alone(relation: Relation) -> bool {
    !matches!(
        relation,
        Relation::Number
            | Relation::Compound
            | Relation::Punctuation
            | Relation::NounAdverb
            | Relation::Apposition
    )
}

/// The parts of a date: what stands before a comma, the rest, and a year at its end.
fn date(text: &Annotated, entity: &Entity, found: &mut Found) {
    let Entity { first, last, .. } = *entity;
    if last.saturating_sub(first) < 2 {
        return;
    }
    let is_number = |t: &u32| text.text(*t).chars().any(|c| c.is_ascii_digit());
    let comma = (first + 1..last).find(|t| text.text(*t) == ",");
    let comma = comma.filter(|comma| !(first..*comma).any(|t| is_number(&t)));
    let from = comma.map_or(first, |comma| comma + 1);
    if let Some(comma) = comma {
        found.put(first, comma, comma - 1);
        let head = (from..last).find(|t| text.pos(*t) != Pos::Num).unwrap_or(from);
        found.put(from, last, head);
    } else {
        let is_noun = |t: &u32| matches!(text.pos(*t), Pos::Noun | Pos::Propn | Pos::Num);
        let head = Some(top(text, entity)).filter(is_noun);
        let head = head.or_else(|| (first..last).rev().find(is_noun));
        found.put(first, last, head.unwrap_or(last - 1));
    }
    let year = text.text(last - 1);
    if last - from > 1 && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) {
        found.put(last - 1, last, last - 1);
    }
}

/// The token of an entity on which the others hang.
fn top(text: &Annotated, entity: &Entity) -> u32 {
    let inside = entity.first..entity.last;
    let is_top = |t: &u32| text.head(*t) == *t || !inside.contains(&text.head(*t));
    inside.clone().rev().find(is_top).unwrap_or(entity.last.saturating_sub(1))
}

/// An entity whose top heads no phrase, or one that goes on behind a case mark: `the Church of
/// Rome's` in `the Church of Rome's walls`, where they all hang on `Church`.
fn name(text: &Annotated, entity: &Entity, found: &mut Found) {
    let Entity { first, last, .. } = *entity;
    let head = top(text, entity);
    let phrase = found.by_head.get(&head);
    let ends = last > first && text.relation(last - 1) == Relation::Case;
    let is_cut = phrase.is_none_or(|(_, end)| ends && *end > last);
    if is_cut && text.pos(head) == Pos::Propn {
        found.put(first, last, head);
    }
}

/// Where a name begins that stands behind a common noun with a determiner or possessor, and both
/// mean the same: `Dune` in `her novel Dune`.
fn name_behind(scene: &Scene<'_>, first: u32, head: u32) -> Option<u32> {
    let text = scene.text;
    if text.pos(head) != Pos::Propn {
        return None;
    }
    let is_name = |t: &u32| matches!(text.pos(*t), Pos::Propn | Pos::Num);
    let run = (first..head).rev().take_while(is_name).last().unwrap_or(head);
    let noun = run.checked_sub(1).filter(|t| *t > first)?;
    let opens = |t: u32| {
        let is_one = matches!(text.relation(t), Relation::Determiner | Relation::Possessor);
        is_one && t < noun
    };
    let is_apposed = text.pos(noun) == Pos::Noun
        && text.relation(noun) == Relation::Compound
        && text.head(noun) >= run
        && (text.children(head).chain(text.children(noun))).any(opens);
    is_apposed.then_some(run)
}

/// Names of the document that stand inside other phrases.
fn inner_names(scene: &Scene<'_>, keys: &[u32], found: &mut Found) {
    let text = scene.text;
    let mut names: HashMap<u32, Vec<(&[u32], u32)>> = HashMap::new();
    for (&(first, std::cmp::Reverse(last)), &head) in &found.heads {
        if text.pos(head) != Pos::Propn || text.relation(head) == Relation::Compound {
            continue;
        }
        let is_name = |t: &u32| text.pos(*t) == Pos::Propn;
        let from = (first..head).find(is_name).unwrap_or(head);
        let to = whole_name(text, head, end_of_name(scene, head, last));
        let length = (to + 1 - from) as usize;
        if length <= LONGEST_NAME && (from..=head).all(|t| is_name(&t)) {
            let name = (&keys[from as usize..=to as usize], head - from);
            let known = names.entry(name.0[0]).or_default();
            if known.len() < MOST_NAMES && !known.contains(&name) {
                known.push(name);
            }
        }
    }
    names.values_mut().for_each(|n| n.sort_by_key(|n| std::cmp::Reverse(n.0.len())));
    for (at, token) in text.tokens.iter().enumerate() {
        let first = u32::try_from(at).unwrap_or(u32::MAX);
        if token.pos != Pos::Propn || is_time(scene, first) {
            continue;
        }
        let known = names.get(&keys[at]).into_iter().flatten();
        let name = known.into_iter().find(|n| keys[at..].starts_with(n.0));
        let Some((name, head)) = name else { continue };
        let (last, head) = (first + u32::try_from(name.len()).unwrap_or(1), first + head);
        let entity = scene.person_at(last - 1);
        let is_part = name.len() == 1 && entity.is_some_and(|e| e.last - e.first > 1);
        let own = found.by_head.get(&head).copied();
        let is_head = own.is_some_and(|(from, end)| from <= first && end >= last);
        if !is_part && !is_head {
            // A name whose words hang beside each other on what follows was found by its last.
            if let Some(own) = own.filter(|(from, end)| *from > first && *end == last) {
                found.heads.remove(&(own.0, std::cmp::Reverse(own.1)));
            }
            found.put(first, last, head);
        }
    }
}

/// The last token of a name that an adposition goes on with: `Rome` in `the Church of Rome's`.
fn whole_name(text: &Annotated, head: u32, last: u32) -> u32 {
    let is_case = |t: u32| text.relation(t) == Relation::Case;
    let end = (head + 1..last).rev().find(|t| !is_case(*t)).unwrap_or(head);
    let is_name = |t: u32| text.pos(t) == Pos::Propn;
    let is_short = ((end - head) as usize) < LONGEST_NAME;
    let goes_on = is_short && (head + 1..end).all(|t| is_name(t) || text.pos(t) == Pos::Adp);
    if goes_on && is_name(end) { end } else { head }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use entente_model::testing::annotated;

    use super::*;
    use crate::{Atlas, AtlasText};

    /// The phrases of a text in the one-line notation.
    fn phrases(notation: &str) -> Vec<String> {
        let tables = AtlasText {
            reference: "GPE\tentity\tstate\nORG\tentity\tbody\nPERSON\tentity\tperson\nof\tlink\twhole",
            coref: "like\tapart",
            ..AtlasText::default()
        };
        let atlas = Atlas::load(&tables).expect("good tables");
        let text = annotated(notation);
        let scene = Scene::new(&text, &atlas);
        let all: Vec<&str> = (0..).take(text.tokens.len()).map(|t| text.text(t)).collect();
        let key = |word: &&str| all.iter().position(|w| w == word).unwrap_or_default();
        let keys: Vec<u32> = all.iter().map(|w| key(w) as u32).collect();
        let found = find(&scene, &atlas.coref, &keys);
        let shown =
            |(first, Reverse(last)): &Bounds| all[*first as usize..*last as usize].join(" ");
        found.keys().map(shown).collect()
    }

    #[test]
    fn the_case_mark_of_a_whole_is_none_of_its_part() {
        let found = phrases(
            "the/DET<Church:determiner Church/PROPN<walls:possessor of/ADP<Church:preposition \
             Rome/PROPN<of:prep-object 's/PART<Rome:case walls/NOUN",
        );
        assert!(found.contains(&"the Church of Rome 's".into()), "{found:?}");
        assert!(found.contains(&"Rome".into()) && !found.contains(&"Rome 's".into()), "{found:?}");
    }

    #[test]
    fn a_score_is_none_of_its_side() {
        let found = phrases("[GPE Spain/PROPN ] 2/NUM<Spain:number");
        assert!(found.contains(&"Spain".into()) && !found.contains(&"Spain 2".into()), "{found:?}");
    }

    #[test]
    fn names_of_things_keep_what_tells_of_them_and_persons_do_not() {
        let found = phrases("Fair/PROPN in/ADP<Fair:preposition Oslo/PROPN<in:prep-object");
        assert!(found.contains(&"Fair in Oslo".into()), "{found:?}");
        let found = phrases(
            "[PERSON Ada/PROPN ] in/ADP<Ada:preposition Oslo/PROPN<in:prep-object ran/VERB",
        );
        assert!(found.contains(&"Ada".into()) && found.contains(&"Oslo".into()), "{found:?}");
        assert!(!found.contains(&"Ada in Oslo".into()), "{found:?}");
    }

    #[test]
    fn examples_and_what_stands_behind_a_comma_stand_apart() {
        let found = phrases(
            "cities/NOUN like/ADP<cities:preposition Oslo/PROPN<like:prep-object\n\
             cities/NOUN ,/PUNCT<cities:punctuation from/ADP<cities:preposition \
             Oslo/PROPN<from:prep-object\n\
             cities/NOUN in/ADP<cities:preposition Norway/PROPN<in:prep-object",
        );
        assert_eq!(found.iter().filter(|f| *f == "cities").count(), 2, "{found:?}");
        assert!(found.contains(&"cities in Norway".into()), "{found:?}");
    }

    #[test]
    fn what_is_apposed_to_the_last_noun_is_none_of_the_whole() {
        let found = phrases(
            "death/NOUN of/ADP<death:preposition a/DET<child:determiner child/NOUN<of:prep-object \
             ,/PUNCT<child:punctuation Ada/PROPN<child:apposition",
        );
        assert_eq!(found, ["death of a child", "a child", "Ada"]);
        let found = phrases(
            "road/NOUN in/ADP<road:preposition [GPE Salem/PROPN<in:prep-object ] \
             ,/PUNCT<Salem:punctuation [GPE Oregon/PROPN<Salem:apposition ]",
        );
        assert!(found.contains(&"road in Salem , Oregon".into()), "{found:?}");
    }

    #[test]
    fn a_known_noun_under_an_adposition_needs_no_more_telling() {
        let found = phrases(
            "the/DET<fair:determiner fair/NOUN in/ADP<fair:preposition Oslo/PROPN<in:prep-object\n\
             came/VERB to/ADP<came:preposition the/DET<fair:determiner fair/NOUN<to:prep-object \
             with/ADP<fair:preposition joy/NOUN<with:prep-object",
        );
        assert!(found.contains(&"the fair in Oslo".into()), "{found:?}");
        assert!(found.contains(&"the fair".into()), "{found:?}");
    }

    #[test]
    fn what_is_said_of_a_fragment_is_none_of_it() {
        let found = phrases(
            "Document/NOUN found/VERB/find/Tense=Past|VerbForm=Part<Document:noun-clause \
             on/ADP<found:preposition street/NOUN<on:prep-object",
        );
        assert!(found.contains(&"Document".into()), "{found:?}");
    }

    #[test]
    fn coordinations_are_phrases_besides_their_members() {
        let found = phrases(
            "wheat/NOUN ,/PUNCT<wheat:punctuation rice/NOUN<wheat:conjunct and/CCONJ<rice:coordinator \
             the/DET<maize:determiner maize/NOUN<rice:conjunct grow/VERB",
        );
        let expected = ["wheat , rice and the maize", "wheat", "rice", "the maize"];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_with_an_adposition_is_found_in_another_phrase() {
        let found = phrases(
            "Church/PROPN of/ADP<Church:preposition Rome/PROPN<of:prep-object\n\
             Church/PROPN<site:compound of/ADP<Rome:compound Rome/PROPN<site:compound site/NOUN",
        );
        assert_eq!(found.iter().filter(|f| *f == "Church of Rome").count(), 2, "{found:?}");
    }
}
