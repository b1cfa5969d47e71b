//! A user's own actors: read tolerantly, with a report of the lines that were not understood.
//!
//! Two forms are told apart by their looks: the tables of the packs ([`sections`]), and the actor
//! and agent dictionaries of TABARI and PETRARCH ([`entries`], [`code`]). Whatever the bytes,
//! reading ends with a [`Dictionary`]; what is in it ranks above the packs.

mod code;
mod entries;
mod sections;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::atlas::{ActorKind, NameKind, RoleKind};
use crate::table::Interval;

/// Problems kept for the report; more are only counted.
const MOST_PROBLEMS: usize = 200;
/// So much of a line is shown in the report, in characters.
const SHOWN: usize = 60;
/// Longer lines are not read, in bytes.
const LONGEST_LINE: usize = 4096;

/// Actors, names, offices and roles of a user.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    pub(crate) actors: Vec<OwnActor>,
    pub(crate) names: Vec<OwnName>,
    pub(crate) offices: Vec<OwnOffice>,
    pub(crate) roles: Vec<OwnRole>,
    problems: Vec<Problem>,
    n_problems: usize,
}

/// A line that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Number of the line, from 1.
    pub line: usize,
    /// What should have stood there.
    pub expected: &'static str,
    /// What stood there, cut if it is long.
    pub found: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}, found `{}`", self.line, self.expected, self.found)
    }
}

/// Whose a name is: an id of the atlas or a new one, or a code that says it in threes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// `RUS`, `IGO.ASEAN`.
    Id(String),
    /// `USAGOV`: a state or a sort of body, then a sector.
    Code(String),
}

/// An actor of the user's.
#[derive(Clone, Debug)]
pub(crate) struct OwnActor {
    pub(crate) id: String,
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    pub(crate) held: Interval,
}

/// A name that the user gives an actor.
#[derive(Clone, Debug)]
pub(crate) struct OwnName {
    pub(crate) whose: Whose,
    pub(crate) surface: String,
    /// Unknown in the dictionaries of others.
    pub(crate) kind: Option<NameKind>,
    pub(crate) sector: Option<String>,
    pub(crate) held: Interval,
    /// Whether capitals in it are meant.
    pub(crate) is_cased: bool,
}

/// An office that somebody holds.
#[derive(Clone, Debug)]
pub(crate) struct OwnOffice {
    pub(crate) person: String,
    pub(crate) aliases: String,
    pub(crate) title: String,
    pub(crate) actor: String,
    pub(crate) sector: Option<String>,
    pub(crate) held: Interval,
}

/// A role and its sector.
#[derive(Clone, Debug)]
pub(crate) struct OwnRole {
    pub(crate) words: String,
    pub(crate) sector: Option<String>,
    /// Unknown in the dictionaries of others.
    pub(crate) kind: Option<RoleKind>,
    pub(crate) is_relational: bool,
}

impl Dictionary {
    /// Reads a file of either form.
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut found = Self::default();
        if sections::looks_so(text) {
            sections::read(text, &mut found);
        } else {
            entries::read(text, &mut found);
        }
        found
    }

    /// How many actors, names, offices and roles were understood.
    pub fn len(&self) -> usize {
        self.actors.len() + self.names.len() + self.offices.len() + self.roles.len()
    }

    /// Whether nothing was understood.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first lines that were not understood, in order.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many lines were not understood.
    pub fn n_problems(&self) -> usize {
        self.n_problems
    }

    fn report(&mut self, line: usize, expected: &'static str, found: &str) {
        self.n_problems += 1;
        if self.problems.len() < MOST_PROBLEMS {
            let shown = found.trim().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
            let found = shown.take(SHOWN).collect();
            self.problems.push(Problem { line, expected, found });
        }
    }
}

/// The lines of a file with their numbers; those that are no text are reported.
fn lines<'a>(text: &'a str, found: &mut Dictionary) -> Vec<(usize, &'a str)> {
    let mut kept = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let is_text = |c: char| c == '\t' || !(c.is_control() || c == '\u{fffd}');
        if line.len() > LONGEST_LINE {
            found.report(at + 1, "a line of at most 4096 bytes", line);
        } else if !line.chars().all(is_text) {
            found.report(at + 1, "a line of text in UTF-8", line);
        } else {
            kept.push((at + 1, line));
        }
    }
    kept
}
