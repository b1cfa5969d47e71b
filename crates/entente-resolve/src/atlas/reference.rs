//! The little words by which a language refers: `reference.tsv`.
//!
//! Pronouns, prepositions that tie a role to its state or to a place, words for what is past, and
//! what the pipeline's entity labels stand for. One table, so that no Rust file holds a language's
//! words or a pipeline's labels.

use std::collections::HashMap;
use std::sync::Arc;

use crate::quick::{QuickMap, QuickSet};
use crate::table::{self, PackError, Row};

/// What kind of thing an entity label or a pronoun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A person.
    Person,
    /// A state or other governed place.
    State,
    /// A nationality or other group of people.
    People,
    /// An organisation.
    Body,
    /// A natural or built feature: a sea, a bridge.
    Feature,
    /// A date or time.
    Time,
    /// Anything else: a war, a book, a number.
    Thing,
}

/// A pronoun's demands on what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pronoun {
    /// Whether it stands for persons only, for no person, or for either.
    pub(crate) person: Option<bool>,
    pub(crate) is_plural: bool,
}

/// How a preposition or participle ties a noun to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The first belongs to the second (`of`).
    Whole,
    /// The first is located there (`in`).
    Location,
    /// The first has its seat there (`based`), or is led from there.
    Seat,
    /// The first goes there or is on the way (`to`).
    Path,
    /// The first comes from there (`from`).
    Origin,
}

/// The table.
#[derive(Default)]
pub(crate) struct Reference {
    entities: QuickMap<Box<str>, Sort>,
    pronouns: QuickMap<Box<str>, Pronoun>,
    links: QuickMap<Box<str>, Link>,
    former: QuickMap<Box<str>, Arc<str>>,
    left_office: Option<Arc<str>>,
    descriptions: QuickSet<Box<str>>,
    pairs: QuickSet<Box<str>>,
    of_pairs: QuickSet<Box<str>>,
    of_two: QuickMap<Box<str>, usize>,
    honorifics: QuickSet<Box<str>>,
    local_sectors: QuickSet<Box<str>>,
    generic: QuickSet<Box<str>>,
    trades: QuickSet<Box<str>>,
    turning: QuickSet<Box<str>>,
    called_after: QuickMap<Box<str>, bool>,
    individuals: Option<Arc<str>>,
    endings: Vec<(Box<str>, Box<str>)>,
    letters: HashMap<char, Box<str>>,
}

impl Reference {
    /// Reads `reference.tsv`: words, kind, value, remark.
    pub(crate) fn load(text: &str) -> Result<Self, PackError> {
        let mut all = Self::default();
        for row in table::rows::<4>("reference.tsv", text) {
            all.add(row?)?;
        }
        Ok(all)
    }

    fn add(&mut self, row: Row<'_, 4>) -> Result<(), PackError> {
        let words: Box<str> = row.required(0, "a word")?.into();
        match row.cell(1) {
            "entity" => {
                self.entities.insert(words, row.parse(2, "a sort of entity", sort)?);
            }
            "pronoun" => {
                self.pronouns.insert(words, row.parse(2, PRONOUN, pronoun)?);
            }
            "link" => {
                self.links.insert(words, row.parse(2, "whole, location or seat", link)?);
            }
            "former" => {
                let sector: Arc<str> = row.required(2, "a sector")?.into();
                self.left_office.get_or_insert_with(|| sector.clone());
                self.former.insert(words, sector);
            }
            "pair" => {
                self.pairs.insert(words);
            }
            "of-pairs" => {
                self.of_pairs.insert(words);
            }
            "of-two" => {
                let rank = |cell: &str| ["first", "second"].iter().position(|r| *r == cell);
                self.of_two.insert(words, row.parse(2, "first or second", rank)?);
            }
            "description" => {
                self.descriptions.insert(words);
            }
            "honorific" => {
                self.honorifics.insert(words);
            }
            "local" => {
                self.local_sectors.insert(words);
            }
            "generic" => {
                self.generic.insert(words);
            }
            "trade" => {
                self.trades.insert(words);
            }
            "turning" => {
                self.turning.insert(words);
            }
            "called-after" => {
                self.called_after.insert(words, row.cell(2) == "any");
            }
            "individuals" => self.individuals = Some(words.as_ref().into()),
            "ending" => self.endings.push((words, row.cell(2).into())),
            "letter" => {
                let letter = row.parse(0, "one letter", |cell| cell.parse().ok())?;
                self.letters.insert(letter, row.required(2, "plain letters")?.into());
            }
            other => return Err(row.error("a kind of reference word", other)),
        }
        Ok(())
    }

    /// The plain letters that stand for one with marks (`u` for `ü`).
    pub(crate) fn letters(&self) -> &HashMap<char, Box<str>> {
        &self.letters
    }

    /// What an entity label stands for; an unknown one for a thing.
    pub(crate) fn sort(&self, label: &str) -> Sort {
        self.entities.get(label).copied().unwrap_or(Sort::Thing)
    }

    /// The demands of a pronoun, by its lower-case form.
    pub(crate) fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// How a preposition or participle ties, by its lemma.
    pub(crate) fn link(&self, lemma: &str) -> Option<Link> {
        self.links.get(lemma).copied()
    }

    /// The sector of those who were but are no more, if a word says so (`former`).
    pub(crate) fn former(&self, lemma: &str) -> Option<&Arc<str>> {
        self.former.get(lemma)
    }

    /// The sector of those who have left office, whatever the text says.
    pub(crate) fn left_office(&self) -> Option<&Arc<str>> {
        self.left_office.as_ref()
    }

    /// Whether a noun with a definite article may stand for a state (`the country`).
    pub(crate) fn describes_a_state(&self, lemma: &str) -> bool {
        self.descriptions.contains(lemma)
    }

    /// Whether a word says that there are two (`both`).
    pub(crate) fn is_pair(&self, lemma: &str) -> bool {
        self.pairs.contains(lemma)
    }

    /// Whether two of a noun may stand for states (`the two neighbours`).
    pub(crate) fn is_of_pairs(&self, lemma: &str) -> bool {
        self.of_pairs.contains(lemma)
    }

    /// Which of two a word picks, from 0: the second for `the latter`.
    pub(crate) fn of_two(&self, lemma: &str) -> Option<usize> {
        self.of_two.get(lemma).copied()
    }

    /// Whether a word goes with a family name (`Mr`).
    pub(crate) fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains(word)
    }

    /// Whether people or organs of a sector belong to the place where they are (`police in …`).
    pub(crate) fn is_local(&self, sector: &str) -> bool {
        self.local_sectors.contains(sector)
    }

    /// Whether those of a sector or role are better placed by the organ they belong to, if it is
    /// named (`spokesman of the army`, `chairman of the committee`).
    pub(crate) fn is_generic(&self, sector_or_role: &str) -> bool {
        self.generic.contains(sector_or_role)
    }

    /// Whether persons of a sector are of the organ that they work for, if it is named before them
    /// (`army accountant`).
    pub(crate) fn is_trade(&self, sector: &str) -> bool {
        self.trades.contains(sector)
    }

    /// Whether a hyphened prefix says that what follows is not who is named (`non-`).
    pub(crate) fn turns(&self, prefix: &str) -> bool {
        self.turning.contains(prefix)
    }

    /// Whether what a noun names is called after the place where it was made (`accord`), and whether
    /// after a state as well (`round`).
    pub(crate) fn called_after(&self, lemma: &str) -> Option<bool> {
        self.called_after.get(lemma).copied()
    }

    /// The sector of single persons of a nation: `a Malian`, `forty Malians`.
    pub(crate) fn individuals(&self) -> Option<&Arc<str>> {
        self.individuals.as_ref()
    }

    /// The singular of a word by the table's endings, each tried in order.
    pub(crate) fn singulars<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        let strip = |(ending, plain): &'a (Box<str>, Box<str>)| {
            word.strip_suffix(&**ending).map(|stem| format!("{stem}{plain}"))
        };
        self.endings.iter().filter_map(strip)
    }
}

const PRONOUN: &str = "`person`, `thing` or `any`, then `singular` or `plural`";

fn sort(name: &str) -> Option<Sort> {
    Some(match name {
        "person" => Sort::Person,
        "state" => Sort::State,
        "people" => Sort::People,
        "body" => Sort::Body,
        "feature" => Sort::Feature,
        "time" => Sort::Time,
        "thing" => Sort::Thing,
        _ => return None,
    })
}

fn pronoun(value: &str) -> Option<Pronoun> {
    let (who, number) = value.split_once(' ')?;
    let person = match who {
        "person" => Some(true),
        "thing" => Some(false),
        "any" => None,
        _ => return None,
    };
    let is_plural = match number {
        "singular" => false,
        "plural" => true,
        _ => return None,
    };
    Some(Pronoun { person, is_plural })
}

fn link(name: &str) -> Option<Link> {
    match name {
        "whole" => Some(Link::Whole),
        "location" => Some(Link::Location),
        "seat" => Some(Link::Seat),
        "path" => Some(Link::Path),
        "origin" => Some(Link::Origin),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_filed_by_kind() {
        let text = "it\tpronoun\tthing singular\nies\tending\ty\ns\tending\t\nex\tformer\tELI\n";
        let table = Reference::load(text).expect("a good table");
        assert_eq!(table.pronoun("it"), Some(Pronoun { person: Some(false), is_plural: false }));
        assert_eq!(table.singulars("navies").collect::<Vec<_>>(), ["navy", "navie"]);
        assert_eq!(table.left_office().map(|s| &**s), Some("ELI"));
    }

    #[test]
    fn an_unknown_kind_is_an_error() {
        let error = Reference::load("it\tprounoun\tthing singular").err().expect("an error");
        let said = "reference.tsv line 1: expected a kind of reference word, found `prounoun`";
        assert_eq!(error.to_string(), said);
    }
}
