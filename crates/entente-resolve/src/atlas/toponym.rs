//! How a language writes the names of places: `toponyms.tsv`.

use std::collections::HashMap;

use crate::place::fold;
use crate::quick::{QuickMap, QuickSet};
use crate::table::{self, PackError};

/// What a row may be.
const KINDS: &str = "for, first, last, street, facility, district, eponymous, eponym or word";

/// The table, by folded words.
#[derive(Default)]
pub(crate) struct Toponyms {
    /// By words as they are written, and folded.
    stands_for: QuickMap<Box<str>, Vec<Box<str>>>,
    first_words: QuickMap<Box<str>, Box<str>>,
    last_words: QuickMap<Box<str>, Box<str>>,
    words: QuickSet<Box<str>>,
    streets: QuickSet<Box<str>>,
    facilities: QuickSet<Box<str>>,
    districts: QuickMap<Box<str>, Box<str>>,
    eponymous: QuickSet<Box<str>>,
    /// How a feature is called after a state: `*` for the state, `%` for the sort.
    eponyms: Vec<Box<str>>,
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
            let written = row.required(0, "words")?;
            let words = folded(written);
            let value = || row.required(2, "what the words stand for").map(folded);
            match row.cell(1) {
                "word" => drop(all.words.insert(words)),
                "street" => drop(all.streets.insert(words)),
                "facility" => drop(all.facilities.insert(words)),
                "eponymous" => drop(all.eponymous.insert(written.into())),
                "eponym" => all.eponyms.push(written.into()),
                "first" => drop(all.first_words.insert(words, value()?)),
                "last" => drop(all.last_words.insert(words, value()?)),
                "district" => drop(all.districts.insert(words, value()?)),
                "for" => {
                    let names = row.required(2, "what the words stand for")?.split('|');
                    let names: Vec<Box<str>> = names.map(folded).collect();
                    all.stands_for.insert(written.into(), names.clone());
                    all.stands_for.entry(words).or_insert(names);
                }
                other => return Err(row.error(KINDS, other)),
            }
        }
        Ok(all)
    }

    /// The folded names that one may stand for: `florida` for `Fla.`. Looked up as it is written
    /// first (`La.` and `LA` differ), then folded.
    pub(crate) fn stands_for(&self, written: &str, folded: &str) -> &[Box<str>] {
        let found = self.stands_for.get(written).or_else(|| self.stands_for.get(folded));
        found.map_or(&[], Vec::as_slice)
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

    /// Whether a folded word makes a name one of a building or grounds: `hospital`.
    pub(crate) fn is_facility(&self, folded: &str) -> bool {
        self.facilities.contains(folded)
    }

    /// The word that each name before a folded word is filed with: `county` for `counties`.
    pub(crate) fn district(&self, folded: &str) -> Option<&str> {
        self.districts.get(folded).map(AsRef::as_ref)
    }

    /// Whether a word says that something bears the name of its owner.
    pub(crate) fn is_eponymous(&self, written: &str) -> bool {
        self.eponymous.contains(written)
    }

    /// The names that a sort of feature may have after a state.
    pub(crate) fn called_after<'a>(
        &'a self,
        state: &'a str,
        sort: &'a str,
    ) -> impl Iterator<Item = String> + 'a {
        self.eponyms.iter().map(move |form| form.replace('*', state).replace('%', sort))
    }
}
