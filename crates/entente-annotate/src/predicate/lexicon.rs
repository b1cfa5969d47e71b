//! The lexicon: which words mean which sense, and where their roles stand.
//!
//! A row is `sense  class  pattern  roles`; see `pattern.rs` for patterns. `roles` moves what
//! stands in a place (`subject`, `object`, `dative`, `possessor`, `modifier`, `clause`,
//! `clause-subject`, or an adposition) to another role: `from=subject` in `receive`, `on=object` in `attack`; `-` drops it.
//! Some places count only where a row names them: the noun that the word itself modifies (`modified`), and the clause
//! that a conjunction opens (`when`, with `when-subject` for who acts in it).

use std::collections::HashMap;

use entente_model::{Annotated, Role, Sense};

use super::lemmas::Lemmas;
use super::pattern::{Class, Pattern};
use crate::table::{PackError, Row, rows};

/// All senses of a language, by head word.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    entries: HashMap<Box<str>, Vec<Entry>>,
    lemmas: Lemmas,
    tables: usize,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) sense: Sense,
    pub(crate) moves: Moves,
    class: Class,
    pattern: Pattern,
    /// Number of the table it stands in.
    table: usize,
}

/// Where a row's roles stand, where that is not where they usually do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moves(Vec<(Box<str>, Option<Role>)>);

impl Moves {
    fn parse(text: &str, row: &Row<'_>) -> Result<Self, PackError> {
        let one = |part: &str| {
            let (place, role) = part.split_once('=').ok_or(())?;
            let role = if role == "-" { None } else { Some(Role::from_name(role).ok_or(())?) };
            Ok((place.into(), role))
        };
        text.split_whitespace()
            .map(|part| one(part).map_err(|()| row.expected("`place=role`", part)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The role for a place: `usual` unless the row says otherwise; `None` drops it.
    pub(crate) fn role(&self, place: &str, usual: Option<Role>) -> Option<Role> {
        self.0.iter().find(|(p, _)| **p == *place).map_or(usual, |(_, role)| *role)
    }
}

impl Lexicon {
    /// An empty one that looks words up by these lemmas.
    pub(crate) fn new(lemmas: &Lemmas) -> Self {
        Self { lemmas: lemmas.clone(), ..Self::default() }
    }

    /// Adds the rows of one table.
    pub(crate) fn read(&mut self, name: &str, text: &str) -> Result<(), PackError> {
        let table = self.tables;
        self.tables += 1;
        for row in rows(name, text) {
            let class = Class::from_letter(row.cell(1))
                .ok_or_else(|| row.expected("`v`, `n` or `a`", row.cell(1)))?;
            let (head, pattern) =
                Pattern::parse(row.cell(2)).map_err(|e| row.expected(&e, row.cell(2)))?;
            if row.cell(0).is_empty() {
                return Err(row.expected("a sense", ""));
            }
            let moves = Moves::parse(row.cell(3), &row)?;
            let sense = Sense::new(row.cell(0));
            let entry = Entry { sense, moves, class, pattern, table };
            self.entries.entry(head.to_lowercase().into()).or_default().push(entry);
        }
        for entries in self.entries_mut() {
            entries.sort_by_key(|e| std::cmp::Reverse(e.pattern.specificity()));
        }
        Ok(())
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.values().map(Vec::len).sum()
    }

    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    fn entries_mut(&mut self) -> Vec<&mut Vec<Entry>> {
        let mut lists = Vec::new();
        for list in self.entries.values_mut() {
            lists.push(list);
        }
        lists
    }

    /// The entries that a token means: of each sense its most exact, and of each table, where some
    /// of its entries state conditions, only those that state the most.
    pub(crate) fn senses<'a>(&'a self, text: &Annotated, token: u32) -> Vec<(&'a Entry, Vec<u32>)> {
        let mut found: Vec<(&Entry, Vec<u32>)> = Vec::new();
        let Some(class) = Class::of(text.pos(token)) else { return found };
        let Some(entries) = self.lookup(self.lemmas.of(text, token)) else { return found };
        for entry in entries.iter().filter(|e| e.class == class) {
            let is_outdone = |(best, _): &(&Entry, Vec<u32>)| {
                best.table == entry.table
                    && best.pattern.specificity() > entry.pattern.specificity()
            };
            if found.iter().any(is_outdone) {
                continue;
            }
            let mut taken = Vec::new();
            if entry.pattern.matches(text, token, &mut taken)
                && !found.iter().any(|(e, _)| e.sense == entry.sense)
            {
                found.push((entry, taken));
            }
        }
        found
    }

    fn lookup(&self, lemma: &str) -> Option<&Vec<Entry>> {
        self.entries.get(lemma).or_else(|| {
            lemma
                .chars()
                .any(char::is_uppercase)
                .then(|| self.entries.get(lemma.to_lowercase().as_str()))
                .flatten()
        })
    }
}
