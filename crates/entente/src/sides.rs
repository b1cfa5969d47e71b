//! What people call a state or body, and its id: `Vietnam`, `Vietnamese`, `VN` and `VNM` are one.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Knowledge, Result};

/// The states, organisations and groups of the packs, by all that they are called.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// Usual names by id.
    ids: BTreeMap<String, String>,
    /// Ids of two letters.
    short: BTreeMap<String, String>,
    /// Names in small letters, each as it is written and with whom it may mean.
    names: BTreeMap<String, (String, BTreeSet<String>)>,
}

/// Columns of `actors.tsv` and of the names of a language.
const NAME: usize = 2;
const SHORT: usize = 3;
const REMARK: usize = 6;

/// What a row of names must be, to be what a state is called: what its towns and offices are called
/// is not.
const OWN: [&str; 4] = ["name", "acronym", "adjective", "people"];

/// How a remark begins that tells of further ids.
const AMBIGUOUS: &str = "ambiguous:";

impl Sides {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Packs`] if one is missing or no text.
    pub fn load(knowledge: &Knowledge) -> Result<Self> {
        let mut sides = Self::default();
        for row in rows(knowledge.atlas_table("actors.tsv")?) {
            let (Some(id), Some(name)) = (row.first(), row.get(NAME)) else { continue };
            sides.ids.insert((*id).to_owned(), (*name).to_owned());
            if let Some(short) = row.get(SHORT).filter(|short| !short.is_empty()) {
                sides.short.entry((*short).to_owned()).or_insert_with(|| (*id).to_owned());
            }
            sides.file(name, id);
        }
        for row in rows(knowledge.language_table("names.tsv")?) {
            let [id, kind, name, ..] = *row.as_slice() else { continue };
            if !OWN.contains(&kind) {
                continue;
            }
            sides.file(name, id);
            let remark = row.get(REMARK).and_then(|remark| remark.strip_prefix(AMBIGUOUS));
            for word in remark.unwrap_or_default().split(|c: char| !c.is_ascii_alphanumeric()) {
                if sides.ids.contains_key(word) {
                    sides.file(name, word);
                }
            }
        }
        Ok(sides)
    }

    fn file(&mut self, name: &str, id: &str) {
        let (_, ids) =
            self.names.entry(name.to_lowercase()).or_insert((name.to_owned(), BTreeSet::new()));
        ids.insert(id.to_owned());
    }

    /// The ids that something typed may mean: an id itself, one of a part of a state such as
    /// `RUS.MIL`, the two letters of ISO 3166-1, or a name in any case; none if it is not known.
    pub fn find(&self, typed: &str) -> Vec<String> {
        let upper = typed.trim().to_uppercase();
        let is_part =
            || upper.split_once('.').is_some_and(|(state, _)| self.ids.contains_key(state));
        if self.ids.contains_key(&upper) {
            return vec![upper];
        }
        if let Some((_, ids)) = self.names.get(&typed.trim().to_lowercase()) {
            return ids.iter().cloned().collect();
        }
        match self.short.get(&upper) {
            Some(id) => vec![id.clone()],
            None if is_part() => vec![upper],
            None => Vec::new(),
        }
    }

    /// The usual name of an id.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.ids.get(id).map(String::as_str)
    }

    /// All names as they are written, with the ids that they may mean.
    pub fn names(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.names.values().map(|(name, ids)| (name.as_str(), ids))
    }
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_goes_by_many_names() {
        let sides = Sides::load(&Knowledge::embedded()).unwrap();
        for typed in ["VNM", "vnm", " Vietnam ", "vietnamese", "VN", "Viet"] {
            assert_eq!(sides.find(typed), ["VNM"], "{typed}");
        }
        assert_eq!(sides.find("Burma"), sides.find("Myanmar"));
        assert_eq!(sides.find("rus.mil"), ["RUS.MIL"]);
        assert_eq!(sides.find("ASEAN"), ["IGO.ASEAN"]);
        assert_eq!(sides.find("South Korea"), ["KOR"]);
        assert_eq!(sides.find("korea"), ["KOR", "PRK"]);
        assert_eq!(sides.find("Vietnm"), [""; 0]);
        assert_eq!(sides.name("KOR"), Some("South Korea"));
    }
}
