//! What a language's tables say for coreference: `coref.tsv`, `nouns.tsv`, `given-names.tsv` and
//! the weights of the ranker, `coref-weights.tsv`.

use std::collections::{BTreeSet, HashMap, HashSet};

use entente_model::Annotated;

use super::feature::Weights;
use super::phrase::Class;
use super::words::Words;
use crate::quick::QuickMap;
use crate::table::{self, PackError, Row};

/// Sexes and things as bits: what a word may stand for.
pub(crate) mod sex {
    pub(crate) const MALE: u8 = 1;
    pub(crate) const FEMALE: u8 = 2;
    pub(crate) const THING: u8 = 4;
    pub(crate) const PERSON: u8 = MALE | FEMALE;
    pub(crate) const ANY: u8 = PERSON | THING;
}

/// Numbers as bits.
pub(crate) mod count {
    pub(crate) const ONE: u8 = 1;
    pub(crate) const MANY: u8 = 2;
    pub(crate) const ANY: u8 = ONE | MANY;
}

/// A pronoun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pronoun {
    pub(crate) class: Class,
    pub(crate) count: u8,
    pub(crate) sex: u8,
    /// Its row among the pronouns.
    pub(crate) row: u32,
}

/// A common noun.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noun {
    /// Index of the kind of its first sense.
    pub(crate) kind: u32,
    /// Its first senses.
    pub(crate) senses: Words,
    pub(crate) first_sense: Option<u32>,
    /// What is broader than the first.
    pub(crate) broader: Words,
}

/// Kinds whose nouns behave as a kind of their own.
#[derive(Clone, Copy, Debug, Default)]
struct Kinds {
    person: Option<u32>,
    group: Option<u32>,
    animal: Option<u32>,
    time: Option<u32>,
}

/// The tables.
#[derive(Default)]
pub(crate) struct Lexicon {
    pronouns: QuickMap<Box<str>, Pronoun>,
    gendered: QuickMap<Box<str>, u8>,
    given: QuickMap<Box<str>, u8>,
    nouns: QuickMap<Box<str>, Noun>,
    relatives: HashSet<Box<str>>,
    /// Adpositions that stand apart from the noun before them.
    apart: HashSet<Box<str>>,
    /// Codes of the states of a part of the world, by the adjective for it.
    regions: HashMap<Box<str>, Vec<Box<str>>>,
    kinds: Kinds,
    pub(crate) weights: Weights,
}

impl Lexicon {
    /// Reads the four tables.
    pub(crate) fn load(
        words: &str,
        nouns: &str,
        given: &str,
        weights: &str,
    ) -> Result<Self, PackError> {
        let mut all = Self { weights: Weights::load(weights)?, ..Self::default() };
        for row in table::rows::<4>("coref.tsv", words) {
            all.add_word(&row?)?;
        }
        for row in table::rows::<2>("given-names.tsv", given) {
            let row = row?;
            let sex = row.parse(1, "male or female", sex_of)?;
            all.given.insert(row.required(0, "a name")?.into(), sex);
        }
        all.add_nouns(nouns)?;
        Ok(all)
    }

    fn add_word(&mut self, row: &Row<'_, 4>) -> Result<(), PackError> {
        let word: Box<str> = row.required(0, "a word")?.into();
        match row.cell(1) {
            "pronoun" => {
                let next = u32::try_from(self.pronouns.len()).unwrap_or(u32::MAX);
                let pronoun = row.parse(2, PRONOUN, |cell| pronoun(cell, next))?;
                self.pronouns.insert(word, pronoun);
            }
            "noun" => {
                let sex = row.parse(2, "male or female", sex_of)?;
                self.gendered.insert(word, sex);
            }
            "relative" => {
                self.relatives.insert(word);
            }
            "apart" => {
                self.apart.insert(word);
            }
            "region" => {
                let members = row.required(2, "codes of states")?.split(' ').map(Box::from);
                self.regions.insert(word, members.collect());
            }
            other => return Err(row.error("pronoun, noun, relative, apart or region", other)),
        }
        Ok(())
    }

    fn add_nouns(&mut self, text: &str) -> Result<(), PackError> {
        let mut names = BTreeSet::new();
        for row in table::rows::<4>("nouns.tsv", text) {
            names.insert(row?.required(1, "a kind")?);
        }
        let index = |name: &str| {
            let at = names.iter().position(|n| *n == name)?;
            u32::try_from(at).ok()
        };
        let numbers: HashMap<&str, u32> =
            names.iter().filter_map(|n| Some((*n, index(n)?))).collect();
        self.kinds = Kinds {
            person: index("person"),
            group: index("group"),
            animal: index("animal"),
            time: index("time"),
        };
        for row in table::rows::<4>("nouns.tsv", text) {
            let row = row?;
            let kind = numbers.get(row.cell(1)).copied().unwrap_or_default();
            let senses = row.parse(2, "numbers", list)?;
            let first_sense = senses.first().copied();
            let broader = row.parse(3, "numbers", list)?.into_iter().collect();
            let senses = senses.into_iter().collect();
            let noun = Noun { kind, senses, first_sense, broader };
            self.nouns.insert(row.required(0, "a noun")?.into(), noun);
        }
        Ok(())
    }

    pub(crate) fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// Whether a fine tag is that of words that never refer by themselves (`which`, `there`).
    pub(crate) fn is_relative(&self, tag: &str) -> bool {
        self.relatives.contains(tag)
    }

    /// Whether what an adposition begins stands apart from the noun before it (`including`).
    pub(crate) fn stands_apart(&self, lemma: &str) -> bool {
        self.apart.contains(lemma)
    }

    /// The states of the part of the world that words before a noun name (`Southeast Asian`).
    pub(crate) fn region(&self, text: &Annotated, words: &[u32]) -> Option<&[Box<str>]> {
        let words: Vec<String> =
            words.iter().take(4).map(|t| text.text(*t).to_lowercase()).collect();
        self.regions.get(words.join(" ").as_str()).map(Vec::as_slice)
    }

    pub(crate) fn noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma)
    }

    /// The sex of those whom a noun or title means.
    pub(crate) fn gendered(&self, word: &str) -> Option<u8> {
        self.gendered.get(word).copied()
    }

    /// The sex of those who bear a given name.
    pub(crate) fn given(&self, name: &str) -> Option<u8> {
        self.given.get(name).copied()
    }

    /// What a noun of a kind may stand for, and in what number besides its own.
    pub(crate) fn of_kind(&self, kind: Option<u32>) -> (u8, u8) {
        let Kinds { person, group, animal, .. } = self.kinds;
        match kind {
            None => (sex::ANY, 0),
            _ if kind == person => (sex::PERSON, 0),
            _ if kind == group => (sex::THING, count::MANY),
            _ if kind == animal => (sex::ANY, 0),
            _ => (sex::THING, 0),
        }
    }

    /// Whether a kind is that of times.
    pub(crate) fn is_time(&self, kind: Option<u32>) -> bool {
        kind.is_some() && kind == self.kinds.time
    }
}

const PRONOUN: &str = "a class, then `singular`, `plural` or `any`, then `male`, `female`, `person`, `thing` or `any`";

fn pronoun(cell: &str, row: u32) -> Option<Pronoun> {
    let mut parts = cell.split(' ');
    let class = Class::named(parts.next()?)?;
    let count = match parts.next()? {
        "singular" => count::ONE,
        "plural" => count::MANY,
        "any" => count::ANY,
        _ => return None,
    };
    Some(Pronoun { class, count, sex: sex_of(parts.next()?)?, row })
}

fn sex_of(cell: &str) -> Option<u8> {
    match cell {
        "male" => Some(sex::MALE),
        "female" => Some(sex::FEMALE),
        "person" => Some(sex::PERSON),
        "thing" => Some(sex::THING),
        "any" => Some(sex::ANY),
        _ => None,
    }
}

fn list(cell: &str) -> Option<Vec<u32>> {
    cell.split_whitespace().map(|n| n.parse().ok()).collect()
}
