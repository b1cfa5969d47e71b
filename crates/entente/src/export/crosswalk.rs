//! Our codes in the words of others: the tables of `packs/exchange` read from right to left.

use std::collections::HashMap;

use super::flat::Flat;
use crate::{Knowledge, Result};

/// What exports in the shape of others look codes up in; empty for those that need none.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    countries: HashMap<String, String>,
    groups: HashMap<String, String>,
    roles: HashMap<String, String>,
    fips: HashMap<String, String>,
    /// By type.
    cameo: HashMap<String, String>,
    /// By quad class: its number.
    quads: HashMap<String, String>,
}

impl Crosswalk {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Packs`] if one is missing.
    pub fn load(knowledge: &Knowledge) -> Result<Self> {
        let turned = |text: &str| -> HashMap<String, String> {
            let mut table = HashMap::new();
            for (theirs, ours) in pairs(text) {
                table.entry(ours.to_owned()).or_insert_with(|| theirs.to_owned());
            }
            table
        };
        let is_role = |(theirs, _): &(&str, &str)| theirs.len() == 3;
        let cameo = knowledge.exchange("cameo.tsv")?;
        let mut roles = HashMap::new();
        for (theirs, ours) in pairs(knowledge.exchange("sectors.tsv")?).filter(is_role) {
            roles.entry(ours.to_owned()).or_insert_with(|| theirs.to_owned());
        }
        // The first code of a type, or its root where the ontology names one.
        let mut of_type = turned(cameo);
        for line in lines(knowledge.ontology_table("crosswalk.tsv")?.unwrap_or_default()) {
            if let [kind, "", code, ..] = line.split('\t').collect::<Vec<_>>()[..] {
                of_type.insert(kind.to_owned(), code.to_owned());
            }
        }
        Ok(Self {
            countries: turned(knowledge.exchange("cameo-countries.tsv")?),
            groups: turned(knowledge.exchange("cameo-groups.tsv")?),
            roles,
            fips: turned(knowledge.exchange("fips.tsv")?),
            cameo: of_type,
            quads: quads(cameo),
        })
    }

    /// A state's code as CAMEO has it.
    pub(super) fn country(&self, iso: &str) -> String {
        self.countries.get(iso).cloned().unwrap_or_else(|| iso.to_owned())
    }

    /// An organisation's code; empty for what is none.
    pub(super) fn group(&self, id: &str) -> String {
        self.groups.get(id).cloned().unwrap_or_default()
    }

    /// The role that a sector is.
    pub(super) fn role(&self, sector: &str) -> String {
        self.roles.get(sector).cloned().unwrap_or_else(|| sector.to_owned())
    }

    /// A state's code in FIPS 10-4; empty for one that it does not have.
    pub(super) fn fips(&self, iso: &str) -> String {
        self.fips.get(iso).cloned().unwrap_or_default()
    }

    /// An event's CAMEO code, or that of its type.
    pub(super) fn cameo<'r>(&'r self, row: &Flat<'r>) -> &'r str {
        match row.cameo {
            "" => self.cameo.get(row.kind).map_or("", String::as_str),
            own => own,
        }
    }

    /// The number of a root's quad class.
    pub(super) fn quad(&self, root: &str) -> String {
        self.quads.get(root).cloned().unwrap_or_default()
    }
}

/// The number of each root's quad class, in the order in which the roots bring the classes up.
fn quads(cameo: &str) -> HashMap<String, String> {
    let mut order: Vec<&str> = Vec::new();
    let mut numbers = HashMap::new();
    for line in lines(cameo) {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [root, _, _, quad] = cells[..]
            && root.len() == 2
        {
            let at = order.iter().position(|known| *known == quad).unwrap_or_else(|| {
                order.push(quad);
                order.len() - 1
            });
            numbers.insert(root.to_owned(), (at + 1).to_string());
        }
    }
    numbers
}

fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(text).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}
