//! What may fill a sense's roles: a storm slams nobody, and a contract is not executed by a squad.
//!
//! `kinds.tsv` says what sort of thing a noun names (`kind  noun`), `selection.tsv` which kinds a
//! role takes (`sense|sense  role  kind|kind`, or `!kind|kind` for those it does not take; `*` is
//! every sense). Names and pronouns are of no kind, and a role that nothing fills is not asked.

use std::collections::HashMap;

use entente_model::{Annotated, Pos, Predicate, Role};

use crate::table::{PackError, Row, rows};

/// The sense that stands for all.
const EVERY: &str = "*";

/// The kinds of nouns and what senses ask of them.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    kinds: HashMap<Box<str>, Vec<Box<str>>>,
    asked: HashMap<Box<str>, Vec<Asked>>,
}

/// What one sense asks of a role.
#[derive(Clone, Debug)]
struct Asked {
    role: Role,
    kinds: Vec<Box<str>>,
    forbidden: bool,
}

impl Selection {
    /// Reads both tables, each with its name.
    pub(crate) fn read(kinds: (&str, &str), asked: (&str, &str)) -> Result<Self, PackError> {
        let mut selection = Self::default();
        for row in rows(kinds.0, kinds.1) {
            let list = selection.kinds.entry(row.cell(1).into()).or_default();
            list.push(row.cell(0).into());
        }
        for row in rows(asked.0, asked.1) {
            let asked = Asked::read(&row)?;
            for sense in row.cell(0).split('|') {
                selection.asked.entry(sense.into()).or_default().push(asked.clone());
            }
        }
        Ok(selection)
    }

    /// Every noun with its kinds.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&str, &[Box<str>])> {
        self.kinds.iter().map(|(noun, kinds)| (&**noun, kinds.as_slice()))
    }

    /// Whether a noun is of a kind.
    pub(crate) fn is(&self, text: &Annotated, token: u32, kind: &str) -> bool {
        self.kinds_of(text, token).iter().any(|k| **k == *kind)
    }

    /// Whether all that fills a predicate's roles may do so.
    pub(crate) fn admits(&self, text: &Annotated, predicate: &Predicate) -> bool {
        let of = |sense: &str| self.asked.get(sense).into_iter().flatten();
        let mut asked = of(EVERY).chain(of(predicate.sense.as_str()));
        asked.all(|asked| self.is_met(text, predicate, asked))
    }

    fn is_met(&self, text: &Annotated, predicate: &Predicate, asked: &Asked) -> bool {
        let mut fillers = predicate.fillers(asked.role).peekable();
        let is_listed =
            |token: u32| self.kinds_of(text, token).iter().any(|kind| asked.kinds.contains(kind));
        fillers.peek().is_none() || fillers.any(|t| is_listed(t) != asked.forbidden)
    }

    fn kinds_of(&self, text: &Annotated, token: u32) -> &[Box<str>] {
        let lemma = match text.pos(token) {
            Pos::Noun => text.lemma(token),
            _ => return &[],
        };
        let lower = || self.kinds.get(lemma.to_lowercase().as_str());
        self.kinds.get(lemma).or_else(lower).map_or(&[], Vec::as_slice)
    }
}

impl Asked {
    fn read(row: &Row<'_>) -> Result<Self, PackError> {
        let role = row.cell(1);
        let role = Role::from_name(role).ok_or_else(|| row.expected("a role", role))?;
        let (forbidden, kinds) = match row.cell(2).strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, row.cell(2)),
        };
        if kinds.is_empty() {
            return Err(row.expected("kinds of nouns", ""));
        }
        Ok(Self { role, kinds: kinds.split('|').map(Into::into).collect(), forbidden })
    }
}
