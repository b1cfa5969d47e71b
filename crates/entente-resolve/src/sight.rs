//! Finding what the atlas knows in a document: one pass over its tokens for names, one for roles.
//!
//! Sightings are leftmost and longest, do not overlap and stay inside a sentence, so that the
//! sighting over a token is found by bisection.

use entente_model::{Annotated, Pos};

use crate::atlas::{Atlas, Meaning};
use crate::phrase::{Node, Phrases, case_agrees};

/// A run of tokens that the atlas knows.
pub(crate) struct Sighting<T> {
    /// First token.
    pub(crate) first: u32,
    /// One past the last token.
    pub(crate) last: u32,
    /// What it may mean, in the order of the tables; never empty.
    pub(crate) found: Vec<T>,
}

/// All sightings of one sort, in order.
pub(crate) struct Sightings<T>(Vec<Sighting<T>>);

impl<T> Sightings<T> {
    /// The sighting that covers a token.
    pub(crate) fn at(&self, token: u32) -> Option<&Sighting<T>> {
        let after = self.0.partition_point(|s| s.first <= token);
        self.0[..after].last().filter(|s| token < s.last)
    }

    /// Those that end before a token, the nearest first.
    pub(crate) fn before(&self, token: u32) -> impl Iterator<Item = &Sighting<T>> {
        let after = self.0.partition_point(|s| s.last <= token);
        self.0[..after].iter().rev()
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Sighting<T>> {
        self.0.iter()
    }
}

/// Finds the names of actors, persons and places.
pub(crate) fn proper_names(text: &Annotated, atlas: &Atlas) -> Sightings<Meaning> {
    let mut folded = String::new();
    let step = |node, token| atlas.proper.step(node, text.text(token), &mut folded);
    let day = text.document.meta.as_of();
    // A treaty of later days is none, and leaves its words to what they meant then.
    let is_unknown = |m| matches!(m, Meaning::Treaty(_)) && !atlas.is_treaty(m, day);
    scan(text, &atlas.proper, step, |proper, first, last| {
        if is_turned(text, atlas, first) {
            return Vec::new();
        }
        let words = words(text, first, last);
        let is_name = is_name(text, first, last);
        let fitting = proper.iter().filter(|p| {
            let is_cased = !p.is_cased && words.chars().any(char::is_uppercase);
            let is_nominal = is_name || atlas.is_demonym(p.meaning) || atlas.is_own(p.meaning);
            (is_cased || case_agrees(&p.spelling, words)) && is_nominal
        });
        fitting.map(|p| p.meaning).filter(|m| !is_unknown(*m)).collect()
    })
}

/// `non-Malian`, `anti-Malian`: whether a hyphened prefix turns what follows away from who it names.
fn is_turned(text: &Annotated, atlas: &Atlas, first: u32) -> bool {
    let Some(before) = first.checked_sub(2) else { return false };
    let is_joined =
        |t: u32| text.tokens[t as usize].span.end() == text.tokens[t as usize + 1].span.start();
    is_joined(before + 1)
        && is_joined(before)
        && !text.text(before + 1).contains(char::is_alphanumeric)
        && atlas.reference.turns(&text.text(before).to_lowercase())
}

/// Whether the tokens can be a name by their parts of speech, or are one by an entity: `Independent
/// experts` at the beginning of a sentence are not of the newspaper.
fn is_name(text: &Annotated, first: u32, last: u32) -> bool {
    let is_nominal = |t| matches!(text.pos(t), Pos::Propn | Pos::Noun | Pos::X | Pos::None);
    (first..last).any(|t| is_nominal(t) || text.entity_at(t).is_some())
}

/// Finds the phrases of `roles.tsv`, as indices into its rows.
///
/// A lemma counts first, then the word as it stands, then, for proper nouns, which lemmatizers
/// leave alone (`Foreign Ministers`), the singular by the language's endings. A role that ends names
/// (`Inc`) stands behind another proper noun. A role does not begin inside the name of an actor and
/// end behind it: `United States Government` has no `state government`.
pub(crate) fn roles(
    text: &Annotated,
    atlas: &Atlas,
    names: &Sightings<Meaning>,
) -> Sightings<usize> {
    let is_whole = |m: &Meaning| matches!(m, Meaning::Name(at) if atlas.names[*at].kind.is_whole());
    let cuts = |first: u32, last: u32| {
        let name = names.at(first).filter(|n| n.first < first && n.last < last);
        name.is_some_and(|n| n.found.iter().any(is_whole))
    };
    let phrases = &atlas.role_phrases;
    let mut folded = String::new();
    let step = |node, token| {
        let mut take = |word: &str| phrases.step(node, word, &mut folded);
        let found = take(text.lemma(token)).or_else(|| take(text.text(token)));
        if found.is_some() || text.pos(token) != Pos::Propn {
            return found;
        }
        atlas.reference.singulars(text.text(token)).find_map(|word| take(&word))
    };
    scan(text, phrases, step, |rows, first, last| {
        let fits = |row: &&usize| !atlas.roles[**row].ends_name || ends_name(text, first);
        if cuts(first, last) { Vec::new() } else { rows.iter().filter(fits).copied().collect() }
    })
}

/// Whether a word goes on a name: a proper noun right behind another.
fn ends_name(text: &Annotated, first: u32) -> bool {
    let is_name = |t: u32| {
        text.pos(t) == Pos::Propn && text.text(t).chars().next().is_some_and(char::is_uppercase)
    };
    let before = first.checked_sub(1).filter(|_| is_name(first));
    // `Sahel, Inc.`, but not a province in capitals behind its town.
    let is_word = text.text(first).chars().any(char::is_lowercase);
    let steps_over = |t: u32| is_word && text.pos(t) == Pos::Punct;
    let before = before.map(|t| if steps_over(t) { t.saturating_sub(1) } else { t });
    let sentence = |t: u32| text.tokens[t as usize].sentence;
    before.is_some_and(|t| is_name(t) && sentence(t) == sentence(first))
}

/// The text from a token to before another.
pub(crate) fn words(text: &Annotated, first: u32, last: u32) -> &str {
    let token = |t: u32| text.tokens.get(t as usize);
    let ends = token(first).zip(last.checked_sub(1).and_then(token));
    ends.map_or("", |(from, to)| from.span.join(to.span).of(&text.document.text))
}

/// Reads each sentence once from every token on that no earlier sighting covers; how far it reads
/// is bounded by the longest phrase.
fn scan<V, T>(
    text: &Annotated,
    phrases: &Phrases<V>,
    mut step: impl FnMut(Node, u32) -> Option<Node>,
    keep: impl Fn(&[V], u32, u32) -> Vec<T>,
) -> Sightings<T> {
    let mut found = Vec::new();
    let mut ends = Vec::new();
    let end_of_text = u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
    for sentence in &text.sentences {
        let mut first = sentence.first;
        while first < sentence.last.min(end_of_text) {
            ends.clear();
            let mut node = Phrases::<V>::START;
            for token in first..sentence.last.min(end_of_text) {
                let Some(next) = step(node, token).filter(|next| *next != node) else { break };
                node = next;
                if !phrases.values(node).is_empty() {
                    ends.push((token + 1, node));
                }
            }
            let longest = ends.iter().rev().find_map(|&(last, node)| {
                let found = keep(phrases.values(node), first, last);
                (!found.is_empty()).then_some(Sighting { first, last, found })
            });
            first = longest.as_ref().map_or(first + 1, |s| s.last);
            found.extend(longest);
        }
    }
    Sightings(found)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;
    use crate::AtlasText;

    fn atlas() -> Atlas {
        Atlas::load(&AtlasText {
            actors: "KOR\tstate\tSouth Korea\nUSA\tstate\tUnited States",
            names: "KOR\tname\tSouth Korea\nKOR\tname\tKorea\nUSA\tacronym\tUS",
            roles: "foreign minister\tGOV\toffice\nminister\tGOV\toffice\nnavy\tMIL\torgan",
            reference: "ies\tending\ty\ns\tending",
            ..AtlasText::default()
        })
        .expect("good tables")
    }

    fn shown<T>(text: &Annotated, found: &Sightings<T>) -> Vec<String> {
        found.iter().map(|s| words(text, s.first, s.last).to_owned()).collect()
    }

    #[test]
    fn the_longest_name_wins() {
        let text = annotated("South/PROPN Korea/PROPN told/VERB us/PRON and/CCONJ US/PROPN");
        assert_eq!(shown(&text, &proper_names(&text, &atlas())), ["South Korea", "US"]);
    }

    #[test]
    fn roles_are_found_by_lemma_and_singular() {
        let text = annotated(
            "Foreign/PROPN Ministers/PROPN met/VERB/meet ministers/NOUN/minister of/ADP \
             Navies/PROPN",
        );
        let atlas = atlas();
        let found = shown(&text, &roles(&text, &atlas, &proper_names(&text, &atlas)));
        assert_eq!(found, ["Foreign Ministers", "ministers", "Navies"]);
    }

    #[test]
    fn sightings_are_looked_up_by_token() {
        let text = annotated("in/ADP South/PROPN Korea/PROPN today/NOUN");
        let found = proper_names(&text, &atlas());
        let first = |token| found.at(token).map(|s| s.first);
        assert_eq!([0, 1, 2, 3].map(first), [None, Some(1), Some(1), None]);
    }
}
