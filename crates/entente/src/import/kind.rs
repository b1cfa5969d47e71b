//! What a kind of structural table holds, as data of `packs/exchange`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::catalogue::Holds;
use crate::knowledge::broken;
use crate::{Error, ErrorKind, Knowledge, Result};

/// The columns that every kind may have; those of its measures come after them.
pub(super) const OURS: [&str; 14] = [
    "actor",
    "recipient",
    "year",
    "from",
    "to",
    "value",
    "back",
    "item",
    "measure",
    "low",
    "high",
    "unit",
    "source",
    "reported",
];

/// A kind of structural table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    /// What it is, in a line.
    pub(super) title: String,
    /// What a row of two states measures, unless the row says so itself.
    #[serde(default)]
    pub(super) measure: Option<String>,
    /// What a row of one state measures; without it, there are none.
    #[serde(default)]
    pub(super) alone: Option<String>,
    /// What values count, unless the row says so itself.
    #[serde(default)]
    unit: Option<String>,
    /// Whether a table without a value says that something holds.
    #[serde(default)]
    pub(super) holds: bool,
    /// Whether a table without a value has a column an item: roll calls.
    #[serde(default)]
    pub(super) wide: bool,
    /// What programs leave in cells about which nothing is known.
    #[serde(default)]
    pub(super) unknown: Vec<String>,
    /// What words mean as values, in small letters.
    #[serde(default)]
    pub(super) values: BTreeMap<String, f64>,
    /// What words mean as measures, in small letters.
    #[serde(default)]
    pub(super) words: BTreeMap<String, String>,
    /// Whether its measures bind (1) or part (-1) two states.
    #[serde(default)]
    sign: Option<i8>,
    /// How close a tie each measure is, for comparing portfolios.
    #[serde(default)]
    levels: BTreeMap<String, f64>,
    /// Measures that have a column of their own, with what that may be called.
    #[serde(default)]
    measures: BTreeMap<String, String>,
    map: BTreeMap<String, String>,
    /// What the user says of all rows.
    #[serde(skip)]
    given: Given,
}

/// What a user says of all rows of a structural table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Values of our columns that the table does not have, such as `year`, `unit` or `source`.
    pub cells: Vec<(String, String)>,
    /// Whether the table lists all there is, so that a missing row means none.
    pub closed: bool,
}

/// What the measures of structural tables mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structural {
    /// 1 for measures that bind two states, -1 for those that part them.
    pub signs: BTreeMap<String, i8>,
    /// How close a tie each measure is.
    pub levels: BTreeMap<String, f64>,
}

impl Structural {
    /// Reads it from the kinds of structural tables.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Packs`] if one is broken.
    pub fn load(knowledge: &Knowledge) -> Result<Self> {
        let mut all = Self::default();
        for name in knowledge.exchange_kinds(Holds::Records.folder()) {
            let kind = Kind::load(knowledge, name, &[], Given::default())?;
            let own = kind.measure.iter().chain(kind.measures.keys()).chain(kind.words.values());
            if let Some(sign) = kind.sign {
                all.signs.extend(own.map(|measure| (measure.clone(), sign)));
            }
            all.levels.extend(kind.levels);
        }
        Ok(all)
    }
}

impl Given {
    /// All of it, as (what, value).
    pub(super) fn said(&self) -> Vec<(String, String)> {
        let mut said = self.cells.clone();
        if self.closed {
            said.push(("closed".into(), "1".into()));
        }
        said
    }
}

impl Kind {
    /// Reads a kind, with the user's names of columns in the place of its own.
    pub(super) fn load(
        knowledge: &Knowledge,
        name: &str,
        own: &[(String, String)],
        given: Given,
    ) -> Result<Self> {
        let file = Holds::Records.file(name);
        let text = knowledge.exchange(&file)?;
        let mut kind: Self = toml::from_str(text).map_err(|error| {
            broken(format!("`exchange/{file}` is no kind of structural table")).caused_by(error)
        })?;
        for (ours, theirs) in own {
            kind.check(ours)?;
            let is_measure = kind.measures.contains_key(ours);
            let of = if is_measure { &mut kind.measures } else { &mut kind.map };
            of.insert(ours.clone(), theirs.clone());
        }
        given.cells.iter().try_for_each(|(ours, _)| kind.check(ours))?;
        kind.map.keys().try_for_each(|ours| kind.check(ours))?;
        kind.given = given;
        Ok(kind)
    }

    fn check(&self, ours: &str) -> Result<()> {
        if OURS.contains(&ours) || self.measures.contains_key(ours) {
            return Ok(());
        }
        let message = format!("expected one of our columns before `=`, found `{ours}`");
        let known: Vec<&str> = self.columns().map(|(ours, _)| ours).collect();
        Err(Error::new(ErrorKind::Usage, message).hint(format!("known are {}", known.join(", "))))
    }

    /// Our columns, each with what it may be called: [`OURS`], then measures.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        let of = |ours: &'static str| (ours, self.map.get(ours).map_or("", String::as_str));
        let measures = self.measures.iter().map(|(ours, theirs)| (ours.as_str(), theirs.as_str()));
        OURS.into_iter().map(of).chain(measures)
    }

    /// The measures that have a column of their own, in the order of these columns.
    pub(super) fn measures(&self) -> impl Iterator<Item = Arc<str>> {
        self.measures.keys().map(|name| name.as_str().into())
    }

    /// What the user, or else the kind, says of one of our columns in all rows.
    pub(super) fn given(&self, ours: &str) -> &str {
        let given = self.given.cells.iter().find(|(name, _)| name == ours);
        match given {
            Some((_, value)) => value,
            None if ours == "unit" => self.unit.as_deref().unwrap_or_default(),
            None => "",
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.given.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_whole() {
        let knowledge = Knowledge::embedded();
        let all: Vec<&str> = knowledge.exchange_kinds("records").collect();
        assert!(all.len() >= 8, "{all:?}");
        for name in all {
            let kind = Kind::load(&knowledge, name, &[], Given::default()).expect("it is whole");
            assert!(kind.measure.is_some() || kind.alone.is_some(), "{name}");
            assert!(kind.columns().any(|(ours, theirs)| ours == "actor" && !theirs.is_empty()));
        }
        let meaning = Structural::load(&knowledge).expect("they are whole");
        assert!(meaning.signs.values().all(|sign| [1, -1].contains(sign)));
        assert!(meaning.levels.keys().all(|measure| meaning.signs.contains_key(measure)));
    }

    #[test]
    fn a_column_that_is_none_of_ours_is_refused() {
        let own = [("wat".to_owned(), "x".to_owned())];
        let refused = Kind::load(&Knowledge::embedded(), "trade", &own, Given::default());
        let refused = refused.expect_err("there is no such column").to_string();
        assert_eq!(refused, "expected one of our columns before `=`, found `wat`");
    }
}
