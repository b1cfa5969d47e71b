//! Concept words: which words of a language say `ally`, `dispute` or `only`.
//!
//! A table has one row a wording: the concept, a tab, and the words, each as `lemma`, `one|another`,
//! with its class (`trade/n`; n, v, a, r, p) where that matters, or `~` for up to three words that
//! may stand between. `grade/defence` is the word `defence` of the family `grade`.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{Annotated, Pos};

use crate::ontology::{PackError, unknown};

/// How many words a gap may skip.
const MAX_GAP: u32 = 3;

/// The wordings of all concepts, by their first words.
#[derive(Debug, Default)]
pub(crate) struct Words {
    wordings: Vec<Wording>,
    by_first: HashMap<Box<str>, Vec<usize>>,
}

#[derive(Debug)]
struct Wording {
    concept: Arc<str>,
    items: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Gap,
    Word { any: Vec<Box<str>>, class: Option<Class> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Noun,
    Verb,
    Adjective,
    Adverb,
    Particle,
}

/// A wording where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// What it says.
    pub(crate) concept: Arc<str>,
    /// First token.
    pub(crate) first: u32,
    /// One past the last token.
    pub(crate) last: u32,
    /// The token on which the others hang.
    pub(crate) head: u32,
}

impl Hit {
    /// The word of a family (`defence` of `grade/defence`).
    pub(crate) fn word_of(&self, family: &str) -> Option<&str> {
        self.concept.strip_prefix(family)?.strip_prefix('/')
    }
}

impl Words {
    /// Reads a table.
    pub(crate) fn parse(file: &str, table: &str) -> Result<Self, PackError> {
        let mut words = Self::default();
        for (line, row) in (1..).zip(table.lines()) {
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let place = || format!("{file}, line {line}");
            let (concept, wording) = row
                .split_once('\t')
                .ok_or_else(|| unknown(&place(), "a concept, a tab and words", row))?;
            let items = wording.split_whitespace().map(|item| Item::parse(&place(), item));
            words.add(Wording {
                concept: concept.trim().into(),
                items: items.collect::<Result<_, _>>()?,
            });
        }
        Ok(words)
    }

    fn add(&mut self, wording: Wording) {
        let at = self.wordings.len();
        if let Some(Item::Word { any, .. }) = wording.items.first() {
            for word in any {
                self.by_first.entry(word.clone()).or_default().push(at);
            }
            self.wordings.push(wording);
        }
    }

    /// Whether some wording says this, or a word of this family.
    pub(crate) fn knows(&self, concept: &str) -> bool {
        let is_family =
            |known: &str| known.strip_prefix(concept).is_some_and(|rest| rest.starts_with('/'));
        self.wordings.iter().any(|w| &*w.concept == concept || is_family(&w.concept))
    }

    /// Every wording that stands in a run of tokens, in order.
    pub(crate) fn hits(&self, text: &Annotated, first: u32, last: u32) -> Vec<Hit> {
        let tokens: Vec<[String; 2]> = (first..last)
            .map(|t| [text.lemma(t).to_lowercase(), text.text(t).to_lowercase()])
            .collect();
        let mut hits: Vec<Hit> = Vec::new();
        for (at, [lemma, word]) in (first..last).zip(&tokens) {
            let by = |word: &str| self.by_first.get(word).map_or(&[][..], Vec::as_slice);
            let others: &[usize] = if lemma == word { &[] } else { by(word) };
            for &wording in by(lemma).iter().chain(others) {
                let Wording { concept, items } = &self.wordings[wording];
                let here = Line { text, tokens: &tokens, first };
                if let Some(end) = here.end(at, last, items) {
                    let head = outermost(text, at, end);
                    let hit = Hit { concept: concept.clone(), first: at, last: end, head };
                    if !hits.contains(&hit) {
                        hits.push(hit);
                    }
                }
            }
        }
        hits
    }
}

/// The tokens of a sentence as they are compared.
struct Line<'a> {
    text: &'a Annotated,
    tokens: &'a [[String; 2]],
    first: u32,
}

impl Line<'_> {
    /// Where a wording that starts at a token ends.
    fn end(&self, at: u32, last: u32, items: &[Item]) -> Option<u32> {
        match items.split_first() {
            None => Some(at),
            Some((Item::Gap, rest)) => (0..=MAX_GAP).find_map(|n| self.end(at + n, last, rest)),
            Some((Item::Word { any, class }, rest)) => {
                let is_here = at < last && self.says(at, any, *class);
                if is_here { self.end(at + 1, last, rest) } else { None }
            }
        }
    }

    fn says(&self, at: u32, any: &[Box<str>], class: Option<Class>) -> bool {
        let Some([lemma, word]) = self.tokens.get((at - self.first) as usize) else { return false };
        class.is_none_or(|class| class.fits(self.text.pos(at)))
            && any.iter().any(|known| **known == **lemma || **known == **word)
    }
}

impl Item {
    fn parse(place: &str, item: &str) -> Result<Self, PackError> {
        if item == "~" {
            return Ok(Self::Gap);
        }
        let (words, class) = match item.rsplit_once('/') {
            Some((words, class)) => (words, Some(Class::parse(place, class)?)),
            None => (item, None),
        };
        Ok(Self::Word { any: words.split('|').map(Into::into).collect(), class })
    }
}

impl Class {
    fn parse(place: &str, name: &str) -> Result<Self, PackError> {
        Ok(match name {
            "n" => Self::Noun,
            "v" => Self::Verb,
            "a" => Self::Adjective,
            "r" => Self::Adverb,
            "p" => Self::Particle,
            _ => return Err(unknown(place, "one of the classes n, v, a, r, p", name)),
        })
    }

    fn fits(self, pos: Pos) -> bool {
        match self {
            Self::Noun => matches!(pos, Pos::Noun | Pos::Propn),
            Self::Verb => matches!(pos, Pos::Verb | Pos::Aux),
            Self::Adjective => matches!(pos, Pos::Adj),
            Self::Adverb => matches!(pos, Pos::Adv),
            Self::Particle => matches!(pos, Pos::Adp | Pos::Sconj | Pos::Part | Pos::Cconj),
        }
    }
}

/// The first token of a run that hangs on something outside it.
fn outermost(text: &Annotated, first: u32, last: u32) -> u32 {
    let within = first..last;
    let is_outer = |&t: &u32| text.head(t) == t || !within.contains(&text.head(t));
    within.clone().find(is_outer).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;

    fn found(table: &str, notation: &str) -> Vec<String> {
        let words = Words::parse("words.tsv", table).expect("the table is good");
        let text = annotated(notation);
        let last = u32::try_from(text.tokens.len()).expect("a short text");
        let show = |h: &Hit| format!("{} {}..{} {}", h.concept, h.first, h.last, text.text(h.head));
        words.hits(&text, 0, last).iter().map(show).collect()
    }

    #[test]
    fn a_wording_is_found_by_lemma_or_word_and_class() {
        let text = "Mali/PROPN<pacts:possessor pacts/NOUN/pact";
        assert_eq!(found("pact\tpact/n\npact\tpact/v\n", text), ["pact 1..2 pacts"]);
        assert_eq!(found("pact\tpacts\n", text), ["pact 1..2 pacts"]);
    }

    #[test]
    fn a_gap_skips_a_few_words() {
        let text = "closer/ADJ to/ADP<closer:preposition Mali/PROPN<to:prep-object \
                    than/ADP<closer:preposition";
        assert_eq!(found("closer\tnear|closer ~ than\n", text), ["closer 0..4 closer"]);
        assert!(found("closer\tcloser than\n", text).is_empty());
    }

    #[test]
    fn a_bad_row_is_named() {
        let error = Words::parse("words.tsv", "# a table\npact").expect_err("no tab");
        assert!(error.to_string().contains("words.tsv, line 2"), "{error}");
    }
}
