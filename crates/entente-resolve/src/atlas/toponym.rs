//! How a language writes the names of places: `toponyms.tsv`.

use std::collections::{HashMap, HashSet};

use crate::place::fold;
use crate::table::{self, PackError};

/// The table, by folded words.
#[derive(Default)]
pub(crate) struct Toponyms {
    stands_for: HashMap<Box<str>, Box<str>>,
    first_words: HashMap<Box<str>, Box<str>>,
    last_words: HashMap<Box<str>, Box<str>>,
    words: HashSet<Box<str>>,
    streets: HashSet<Box<str>>,
}

impl Toponyms {
    /// Reads `toponyms.tsv`: words, kind, value, remark.
    pub(crate) fn load(text: &str, letters: &HashMap<char, Box<str>>) -> Result<Self, PackError> {
        let mut all = Self::default();
        let folded = |cell: &str| {
            let mut into = String::new();
            fold(cell, letters, &mut into);
            Box::<str>::from(into)
        };
        for row in table::rows::<4>("toponyms.tsv", text) {
            let row = row?;
            let words = folded(row.required(0, "words")?);
            match row.cell(1) {
                "word" => {
                    all.words.insert(words);
                    continue;
                }
                "street" => {
                    all.streets.insert(words);
                    continue;
                }
                kind => {
                    let value = folded(row.required(2, "what the words stand for")?);
                    match kind {
                        "for" => all.stands_for.insert(words, value),
                        "first" => all.first_words.insert(words, value),
                        "last" => all.last_words.insert(words, value),
                        other => return Err(row.error("for, first, last, street or word", other)),
                    };
                }
            }
        }
        Ok(all)
    }

    /// The name that a folded one stands for: `florida` for `fla`.
    pub(crate) fn stands_for(&self, folded: &str) -> Option<&str> {
        self.stands_for.get(folded).map(AsRef::as_ref)
    }

    /// A folded name with the short form of its first or last word written out.
    pub(crate) fn in_full(&self, folded: &str) -> Option<String> {
        if let Some((first, rest)) = folded.split_once(' ')
            && let Some(full) = self.first_words.get(first)
        {
            return Some(format!("{full} {rest}"));
        }
        let (rest, last) = folded.rsplit_once(' ')?;
        self.last_words.get(last).map(|full| format!("{rest} {full}"))
    }

    /// Whether a folded name is mostly a word of the language that some town has as its name.
    pub(crate) fn is_word(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }

    /// Whether a folded word makes the name before it one of a street.
    pub(crate) fn is_street(&self, folded: &str) -> bool {
        self.streets.contains(folded)
    }
}
