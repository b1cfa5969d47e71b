//! On which shelf and in which dimension an act counts, as the ontology's pack has it.

use std::collections::BTreeMap;

use entente_model::Status;
use entente_store::Pattern;

use crate::{Knowledge, Result};

/// The tables of one ontology; types and contexts that they do not list have no place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelving {
    dimensions: BTreeMap<String, String>,
    shelves: BTreeMap<String, String>,
}

impl Shelving {
    /// Reads the tables, if the ontology at hand has them.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Packs`] if a table is no text.
    pub fn load(knowledge: &Knowledge) -> Result<Self> {
        let pairs = |name: &str| -> Result<BTreeMap<String, String>> {
            let text = knowledge.ontology_table(name)?.unwrap_or_default();
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            let pair = |line: &str| {
                let mut cells = line.split('\t').map(str::trim).map(str::to_owned);
                Some((cells.next()?, cells.next().filter(|cell| !cell.is_empty())?))
            };
            Ok(lines.filter_map(pair).collect())
        };
        Ok(Self { dimensions: pairs("dimensions.tsv")?, shelves: pairs("shelves.tsv")? })
    }

    /// The dimensions, sorted.
    pub fn dimensions(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.dimensions.values().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The dimensions that an act counts in; often none is known.
    pub(super) fn of(&self, act: &Pattern) -> Vec<&str> {
        let contexts = act.contexts.iter();
        let mut found: Vec<&str> =
            contexts.filter_map(|c| self.dimensions.get(&**c)).map(String::as_str).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The shelf of an act: plans and what is only feared or denied are told by their status.
    pub(super) fn shelf(&self, act: &Pattern) -> &str {
        self.shelf_of(&act.kind, act.status)
    }

    /// The shelf of an act of a type and status.
    pub(crate) fn shelf_of(&self, kind: &str, status: Status) -> &str {
        match status {
            Status::Happened | Status::Ongoing => {
                self.shelves.get(kind).map_or("other", String::as_str)
            }
            Status::Planned | Status::Hypothetical => "plan",
            Status::Denied => "denied",
            Status::Unknown => "unknown",
        }
    }
}
