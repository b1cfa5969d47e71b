//! Signatures: what a word says of the truth of what stands under it.
//!
//! A row of `signatures.tsv` is `class  pos  word`. Classes are named in the table alone, but for
//! `hedge` (`perhaps`), whose part of speech is `-`, and `event`, nouns that say that something
//! happens (`visit`).

use std::collections::{HashMap, HashSet};

use entente_model::Annotated;

use crate::predicate::Lemmas;
use crate::predicate::pattern::Class;
use crate::table::{PackError, rows};

/// Nouns of events are no governors; they are rated.
const EVENT: &str = "event";

/// The signatures of a language's words.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    classes: HashMap<Box<str>, Vec<(Class, Box<str>)>>,
    events: HashSet<Box<str>>,
    hedges: HashSet<Box<str>>,
    lemmas: Lemmas,
}

impl Signatures {
    /// Reads the table.
    pub(crate) fn read(name: &str, text: &str, lemmas: &Lemmas) -> Result<Self, PackError> {
        let mut read = Self { lemmas: lemmas.clone(), ..Self::default() };
        for row in rows(name, text) {
            let (class, pos, word) = (row.cell(0), row.cell(1), row.cell(2));
            if word.is_empty() {
                return Err(row.expected("a word", word));
            }
            match (class, pos) {
                (EVENT, _) => _ = read.events.insert(word.into()),
                (_, "-") => _ = read.hedges.insert(word.into()),
                _ => {
                    let pos = Class::from_letter(pos)
                        .ok_or_else(|| row.expected("`v`, `n`, `a` or `-`", pos))?;
                    read.classes.entry(word.into()).or_default().push((pos, class.into()));
                }
            }
        }
        Ok(read)
    }

    /// The classes of a word, in order of the table.
    pub(super) fn classes(&self, text: &Annotated, token: u32) -> impl Iterator<Item = &str> {
        let class = Class::of(text.pos(token));
        let lemma = super::lower(self.lemmas.of(text, token));
        let found = self.classes.get(&*lemma).into_iter().flatten();
        found.filter(move |(c, _)| Some(*c) == class).map(|(_, name)| &**name)
    }

    /// Whether a noun says that something happens.
    pub(super) fn is_event(&self, lemma: &str) -> bool {
        self.events.contains(lemma)
    }

    pub(super) fn is_hedge(&self, lemma: &str) -> bool {
        self.hedges.contains(lemma)
    }
}
