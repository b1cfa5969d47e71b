//! The words of a language that attribute, and what they say of the author's stance.
//!
//! A row of `claims.tsv` is `kind  class  word`: the class is `v`, `n`, `a` or `p` (verb, noun,
//! adjective, adposition) or `r` (adverb), the word a lemma. A kind `stance:refutes` says what the
//! author makes of what stands under the word. Of class `-` are the nouns for classes of speakers
//! (`speaker:class`), the labels of entities that are persons (`speaker:person`), and little words:
//! `word:if` of conditions, `word:no` of denial, `word:ground` of grounds, `mood:possible` modals. Any other kind groups
//! cues that take the same sources and contents (`say`, `ask`); a word may be of several.

use std::collections::{HashMap, HashSet};

use entente_model::{Mood, Pos, Stance};

use super::choice::Weights;
use crate::ontology::{PackError, unknown};

/// The most kinds of cues that a language may have.
const MOST: usize = 31;

/// What a word of class `-` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Little {
    /// A noun for a class of speakers.
    Class,
    /// A label of entities that are persons.
    Person,
    /// A mark of conditions.
    If,
    /// A word of denial.
    No,
    /// A word before grounds.
    Ground,
}

impl Little {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "speaker:class" => Some(Self::Class),
            "speaker:person" => Some(Self::Person),
            "word:if" => Some(Self::If),
            "word:no" => Some(Self::No),
            "word:ground" => Some(Self::Ground),
            _ => None,
        }
    }
}

/// What a language knows of claims: its words, and the weights that choose among readings.
#[derive(Debug, Default)]
pub struct Attribution {
    kinds: Vec<String>,
    /// The kinds of each cue, a bit each.
    cues: HashMap<(char, String), u32>,
    stances: HashMap<(char, String), Stance>,
    /// Modal auxiliaries.
    moods: HashMap<String, Mood>,
    /// Words of class `-` in lower case, with what they are.
    little: HashSet<(Little, String)>,
    pub(super) weights: Weights,
}

impl Attribution {
    /// Reads `claims.tsv` and `claims.bin`; without weights nothing is found.
    ///
    /// # Errors
    ///
    /// [`PackError`], naming the line that is not as it should be.
    pub fn load(table: &str, weights: &[u8]) -> Result<Self, PackError> {
        let mut known = Self { weights: Weights::read(weights)?, ..Self::default() };
        for (at, line) in table.lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                known.add(&format!("claims.tsv, line {}", at + 1), line)?;
            }
        }
        Ok(known)
    }

    fn add(&mut self, place: &str, line: &str) -> Result<(), PackError> {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let &[kind, class, word] = cells.as_slice() else {
            return Err(unknown(place, "kind, class and word with tabs between", line));
        };
        if let Some(mood) = kind.strip_prefix("mood:").filter(|_| class == "-") {
            let mood = Mood::from_name(mood).ok_or_else(|| unknown(place, "a mood", mood))?;
            self.moods.insert(word.to_lowercase(), mood);
            return Ok(());
        }
        if class == "-" {
            let little = Little::from_name(kind)
                .ok_or_else(|| unknown(place, "a kind of class `-`", kind))?;
            self.little.insert((little, word.to_lowercase()));
            return Ok(());
        }
        let letter = match class {
            "v" | "n" | "a" | "p" | "r" => class.chars().next().unwrap_or_default(),
            _ => return Err(unknown(place, "`v`, `n`, `a`, `p`, `r` or `-`", class)),
        };
        let key = (letter, word.to_lowercase());
        match kind.split_once(':') {
            Some(("stance", name)) => {
                let stance = Stance::from_name(name);
                self.stances.insert(key, stance.ok_or_else(|| unknown(place, "a stance", name))?);
            }
            Some(_) => return Err(unknown(place, "`stance:…` or a kind of cue", kind)),
            None => {
                let bit = self.bit(place, kind)?;
                *self.cues.entry(key).or_default() |= bit;
            }
        }
        Ok(())
    }

    fn bit(&mut self, place: &str, kind: &str) -> Result<u32, PackError> {
        let at = self.kinds.iter().position(|k| k == kind).unwrap_or_else(|| {
            self.kinds.push(kind.to_owned());
            self.kinds.len() - 1
        });
        if at < MOST { Ok(1 << at) } else { Err(unknown(place, "one of at most 31 kinds", kind)) }
    }

    /// The kinds of a word as bits; none for what is no cue.
    pub(super) fn kinds(&self, pos: Pos, lemma: &str) -> u32 {
        let Some(letter) = letter(pos) else { return 0 };
        self.cues.get(&(letter, lemma.to_lowercase())).copied().unwrap_or(0)
    }

    /// What the author makes of what stands under a word.
    pub(super) fn stance(&self, pos: Pos, lemma: &str) -> Option<Stance> {
        self.stances.get(&(letter(pos)?, lemma.to_lowercase())).copied()
    }

    /// The mood that a modal auxiliary gives.
    pub(super) fn mood(&self, lemma: &str) -> Option<Mood> {
        self.moods.get(&lemma.to_lowercase()).copied()
    }

    /// The names of the kinds in some bits.
    pub(super) fn names(&self, bits: u32) -> impl Iterator<Item = &str> {
        let kinds = self.kinds.iter().enumerate();
        kinds.filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, name)| name.as_str())
    }

    /// Whether a noun is one of a class of speakers.
    pub(super) fn is_class(&self, lemma: &str) -> bool {
        self.is(Little::Class, lemma)
    }

    /// Whether an entity with a label is a person.
    pub(super) fn is_person(&self, label: &str) -> bool {
        self.is(Little::Person, label)
    }

    /// Whether a mark opens a condition.
    pub(super) fn is_if(&self, lemma: &str) -> bool {
        self.is(Little::If, lemma)
    }

    /// Whether a word denies what it stands on.
    pub(super) fn is_no(&self, lemma: &str) -> bool {
        self.is(Little::No, lemma)
    }

    /// Whether a word opens the grounds of what is said.
    pub(super) fn is_ground(&self, lemma: &str) -> bool {
        self.is(Little::Ground, lemma)
    }

    fn is(&self, little: Little, word: &str) -> bool {
        self.little.contains(&(little, word.to_lowercase()))
    }
}

fn letter(pos: Pos) -> Option<char> {
    match pos {
        Pos::Verb | Pos::Aux => Some('v'),
        Pos::Noun | Pos::Propn => Some('n'),
        Pos::Adj => Some('a'),
        Pos::Adp | Pos::Sconj => Some('p'),
        Pos::Adv => Some('r'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_be_of_several_kinds() {
        let table = "say\tv\tclaim\nthink\tv\tbelieve\nthink\tv\tclaim\n";
        let known = Attribution::load(table, &[]).expect("a table");
        assert_eq!(known.kinds(Pos::Verb, "claim"), 3);
        assert_eq!(known.kinds(Pos::Verb, "believe"), 2);
        assert_eq!(known.kinds(Pos::Noun, "claim"), 0);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let said = |table| Attribution::load(table, &[]).expect_err("a wrong table").to_string();
        assert_eq!(
            said("say\tv\tsay\nsay\tx\ttell"),
            "claims.tsv, line 2: expected `v`, `n`, `a`, `p`, `r` or `-`, found `x`"
        );
        assert!(said("stance:shouts\tv\tyell").contains("a stance"));
    }
}
