//! Which kinds of tables there are: a file each in `packs/exchange/events` and `packs/exchange/records`.

use super::kind::{Given, Kind};
use super::map::Map;
use crate::{Knowledge, Result};

/// What the rows of a table become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Events that others coded.
    Events,
    /// Records of what stands between states.
    Records,
}

/// A kind of table that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableKind {
    /// What it is called, such as `gdelt` or `trade`.
    pub name: String,
    /// What its rows become.
    pub holds: Holds,
    /// What it is, in a line.
    pub title: String,
}

/// Lists the kinds of tables that the packs know, those of events first, by name.
///
/// # Errors
///
/// [`crate::ErrorKind::Packs`] if a file of one is broken.
pub fn kinds(knowledge: &Knowledge) -> Result<Vec<TableKind>> {
    let mut all = Vec::new();
    for holds in [Holds::Events, Holds::Records] {
        for name in knowledge.exchange_kinds(holds.folder()) {
            let title = match holds {
                Holds::Events => Map::load(knowledge, name, &[])?.title,
                Holds::Records => Kind::load(knowledge, name, &[], Given::default())?.title,
            };
            all.push(TableKind { name: name.to_owned(), holds, title });
        }
    }
    Ok(all)
}

impl Holds {
    /// The folder of `packs/exchange` with its kinds.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Records => "records",
        }
    }

    /// The file of one of its kinds.
    pub(super) fn file(self, kind: &str) -> String {
        format!("{}/{kind}.toml", self.folder())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_a_new_kind() {
        let table =
            "title = \"Aid: grants by year\"\nmeasure = \"aid\"\n[map]\nactor = \"donor\"\n";
        let files = [
            ("exchange/records/aid.toml".to_owned(), table.as_bytes().to_vec()),
            ("exchange/cow.tsv".to_owned(), Vec::new()),
        ];
        let kinds = kinds(&Knowledge::from_files(files)).expect("it is whole");
        let (name, title) = ("aid".to_owned(), "Aid: grants by year".to_owned());
        assert_eq!(kinds, [TableKind { name, holds: Holds::Records, title }]);
    }
}
