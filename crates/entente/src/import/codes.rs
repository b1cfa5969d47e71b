//! Crosswalks from the codes of others to ours, as `packs/exchange` and the atlas have them.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{ActorId, Code};
use entente_store::CodedParty;

use super::map::{Map, Scheme, Sectors};
use crate::{Knowledge, Result};

/// Everything that codes are looked up in.
pub(super) struct Codes {
    ontology: Arc<str>,
    types: HashMap<String, Type>,
    cameo: HashMap<String, Cameo>,
    states: HashMap<String, Arc<str>>,
    cameo_countries: HashMap<String, Arc<str>>,
    fips: HashMap<String, Arc<str>>,
    names: HashMap<String, Arc<str>>,
    /// Two letters, by ISO 3166-1.
    iso2: HashMap<String, Arc<str>>,
    /// Numbers of the Correlates of War.
    cow: HashMap<String, Arc<str>>,
    /// Organisations by CAMEO's code and by our id.
    groups: HashMap<String, Arc<str>>,
    /// Sectors with their ranks.
    sectors: HashMap<String, (usize, Arc<str>)>,
}

/// A type of the ontology.
struct Type {
    name: Arc<str>,
    quad: Arc<str>,
    tone: f32,
}

/// What became of a CAMEO code.
struct Cameo {
    code: Arc<str>,
    kind: Arc<str>,
    mode: Option<Arc<str>>,
    quad: Arc<str>,
}

/// How a table names a side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Side<'r> {
    /// Our own id.
    pub(super) id: &'r str,
    pub(super) code: &'r str,
    pub(super) name: &'r str,
    pub(super) country: &'r str,
    pub(super) group: &'r str,
    pub(super) sector: &'r str,
}

impl Codes {
    pub(super) fn load(knowledge: &Knowledge) -> Result<Self> {
        let pairs = |file: &str| -> Result<HashMap<String, Arc<str>>> {
            let rows = rows(knowledge.exchange(file)?);
            Ok(rows.map(|row| (row[0].to_owned(), row[1].into())).collect())
        };
        let ontology = knowledge.ontology()?;
        let of_type = |of: &entente_code::TypeInfo| {
            let (name, quad) = (of.name.clone(), of.quad.clone());
            (of.name.to_string(), Type { name, quad, tone: of.tone })
        };
        let cameo = rows(knowledge.exchange("cameo.tsv")?).map(|row| {
            let mode = row.get(2).filter(|mode| !mode.is_empty()).map(|mode| Arc::from(*mode));
            let quad = row.get(3).copied().unwrap_or_default().into();
            let of = Cameo { code: row[0].into(), kind: row[1].into(), mode, quad };
            (row[0].to_owned(), of)
        });
        let sectors = rows(knowledge.exchange("sectors.tsv")?).enumerate();
        let actors = knowledge.atlas_table("actors.tsv")?;
        let states: HashMap<String, Arc<str>> = rows(actors)
            .filter(|row| row[0].len() == 3)
            .map(|row| (row[0].to_owned(), row[0].into()))
            .collect();
        let two = |row: Vec<&str>| Some(((*row.get(3)?).to_owned(), Arc::from(row[0])));
        let iso2 = rows(actors).filter(|row| row[0].len() == 3).filter_map(two);
        let mut names = pairs("countries.tsv")?;
        names = names.into_iter().map(|(name, id)| (name.to_lowercase(), id)).collect();
        for row in rows(actors).filter(|row| row[0].len() == 3) {
            if let Some(name) = row.get(2) {
                names.entry(name.to_lowercase()).or_insert_with(|| row[0].into());
            }
        }
        let mut groups = pairs("cameo-groups.tsv")?;
        // Our own ids stand for themselves, as they do in what we export.
        for row in rows(actors).filter(|row| row[0].contains('.')) {
            groups.entry(row[0].to_owned()).or_insert_with(|| row[0].into());
        }
        Ok(Self {
            ontology: ontology.name().clone(),
            types: ontology.types().map(of_type).collect(),
            cameo: cameo.collect(),
            states,
            cameo_countries: pairs("cameo-countries.tsv")?,
            fips: pairs("fips.tsv")?,
            names,
            iso2: iso2.filter(|(code, _)| code.len() == 2).collect(),
            cow: pairs("cow.tsv")?,
            groups,
            sectors: sectors
                .map(|(rank, row)| (row[0].to_owned(), (rank, row[1].into())))
                .collect(),
        })
    }

    /// The code for a CAMEO code, also where a program took its leading nought for nothing.
    pub(super) fn of_cameo(&self, code: &str) -> Option<Code> {
        let padded = || self.cameo.get(&format!("0{code}"));
        let Cameo { code, kind, mode, quad } = self.cameo.get(code).or_else(padded)?;
        let (quad, tone) = match self.types.get(&**kind) {
            Some(known) => (known.quad.clone(), known.tone),
            None => (quad.clone(), 0.0),
        };
        Some(Code {
            ontology: self.ontology.clone(),
            kind: kind.clone(),
            mode: mode.clone(),
            contexts: Vec::new(),
            cameo: Some(code.clone()),
            quad,
            tone,
        })
    }

    /// The code for a type of the ontology, or one that only the crosswalk has.
    pub(super) fn of_type(&self, name: &str) -> Option<Code> {
        let name = name.to_uppercase();
        let Some(Type { name, quad, tone }) = self.types.get(&name) else {
            let of = self.cameo.values().filter(|of| *of.kind == *name);
            let Cameo { code, .. } = of.min_by(|a, b| a.code.cmp(&b.code))?;
            return Some(Code { mode: None, cameo: None, ..self.of_cameo(code)? });
        };
        Some(Code {
            ontology: self.ontology.clone(),
            kind: name.clone(),
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad: quad.clone(),
            tone: *tone,
        })
    }

    /// The CAMEO code itself, if there is such a one.
    pub(super) fn cameo(&self, code: &str) -> Option<Arc<str>> {
        self.of_cameo(code)?.cameo
    }

    /// The state that a code or name means.
    pub(super) fn state(&self, scheme: Scheme, code: &str) -> Option<Arc<str>> {
        if code.is_empty() {
            return None;
        }
        let iso = || self.states.get(code);
        let found = match scheme {
            Scheme::Cameo => self.cameo_countries.get(code).or_else(iso),
            Scheme::Fips => self.fips.get(code),
            Scheme::Iso => iso(),
            Scheme::Names => self.names.get(&code.to_lowercase()).or_else(iso),
        };
        found.cloned()
    }

    /// The state that a code of any list means, or a name: ISO 3166-1 with three letters or two, a
    /// number of the Correlates of War.
    pub(super) fn any_state(&self, code: &str) -> Option<Arc<str>> {
        let (iso, two, cow) = (self.states.get(code), self.iso2.get(code), self.cow.get(code));
        iso.or(two).or(cow).or_else(|| self.names.get(&code.to_lowercase())).cloned()
    }

    /// Who a side is; none where the row names nobody.
    pub(super) fn party(&self, map: &Map, side: Side<'_>) -> Option<CodedParty> {
        let Side { id, code, name, country, group, sector } = side;
        let name = [name, id, code, country].into_iter().find(|name| !name.is_empty())?;
        let name: Arc<str> = name.into();
        let (state, sector) =
            (self.state(map.countries, country), self.sector(map.sectors, sector));
        let made = |id: &str| Some(ActorId::new(id));
        if !id.is_empty() {
            return Some(CodedParty { id: made(id), country: state, sector, name });
        }
        if let Some(group) = self.groups.get(group) {
            return Some(CodedParty { id: made(group), country: None, sector: None, name });
        }
        let id = match (&state, &sector) {
            (Some(state), Some(sector)) => made(&format!("{state}.{sector}")),
            (Some(state), None) => made(state),
            // What stands after the class of an international body is its own code.
            (None, _) => {
                code.get(3..6).and_then(|code| self.groups.get(code)).and_then(|id| made(id))
            }
        };
        Some(CodedParty { id, country: state, sector, name })
    }

    /// The sector that says most among those a cell names.
    fn sector(&self, scheme: Sectors, cell: &str) -> Option<Arc<str>> {
        if cell.is_empty() {
            return None;
        }
        if scheme == Sectors::Plover {
            return Some(cell.into());
        }
        let known = |name: &str| self.sectors.get(name.trim());
        let all = cell.split([',', ';']).filter_map(known);
        let best = known(cell).into_iter().chain(all).min_by_key(|(rank, _)| *rank);
        best.map(|(_, sector)| sector.clone())
    }
}

/// Rows of a table of the packs with at least two cells, without its remarks.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> Codes {
        Codes::load(&Knowledge::embedded()).expect("the packs are whole")
    }

    #[test]
    fn fips_is_not_iso() {
        let codes = codes();
        let state = |scheme, code| codes.state(scheme, code).map(|state| state.to_string());
        assert_eq!(state(Scheme::Fips, "CH").as_deref(), Some("CHN"));
        assert_eq!(state(Scheme::Fips, "SZ").as_deref(), Some("CHE"));
        assert_eq!(state(Scheme::Fips, "CHN"), None);
        assert_eq!(state(Scheme::Cameo, "ROM").as_deref(), Some("ROU"));
        assert_eq!(state(Scheme::Cameo, "EUR"), None);
        assert_eq!(state(Scheme::Names, "russian federation").as_deref(), Some("RUS"));
        assert_eq!(state(Scheme::Names, "France").as_deref(), Some("FRA"));
    }

    #[test]
    fn codes_that_are_none_are_none() {
        let codes = codes();
        for code in ["13y", "---", "", "311x", "99", "0"] {
            assert!(codes.of_cameo(code).is_none(), "{code}");
        }
        let code = codes.of_cameo("42").expect("the nought was lost on the way");
        assert_eq!((&*code.kind, code.cameo.as_deref()), ("CONSULT", Some("042")));
        let code = codes.of_cameo("010").expect("it is a public statement");
        assert_eq!((&*code.kind, code.tone), ("STATEMENT", 0.0));
    }

    /// Every row of the crosswalks leads to something that the atlas or the ontology has, but for
    /// what no ontology has: then the tone is nought.
    #[test]
    fn the_crosswalks_lead_somewhere() {
        let codes = codes();
        let knowledge = Knowledge::embedded();
        let actors: Vec<&str> =
            rows(knowledge.atlas_table("actors.tsv").expect("a table")).map(|row| row[0]).collect();
        let targets = [&codes.fips, &codes.cameo_countries, &codes.groups, &codes.names];
        for target in targets.into_iter().flat_map(|table| table.values()) {
            assert!(actors.contains(&&**target), "{target} is not in the atlas");
        }
        let strange: std::collections::BTreeSet<&str> = (codes.cameo.values())
            .map(|of| &*of.kind)
            .filter(|kind| !codes.types.contains_key(*kind))
            .collect();
        assert_eq!(strange.len(), 1, "{strange:?}");
        for kind in ["gdelt", "icews", "polecat", "phoenix", "csv"] {
            Map::load(&knowledge, kind, &[]).expect("the packs have a map");
        }
    }

    #[test]
    fn the_sector_that_says_most_counts() {
        let codes = codes();
        let sector = |cell| codes.sector(Sectors::Cameo, cell).map(|sector| sector.to_string());
        assert_eq!(sector("Government,Police").as_deref(), Some("COP"));
        assert_eq!(sector("GOV").as_deref(), Some("GOV"));
        assert_eq!(sector("General Population / Civilian / Social").as_deref(), Some("CVL"));
        assert_eq!(sector("Nonsense"), None);
        let plover = codes.sector(Sectors::Plover, "MED").map(|sector| sector.to_string());
        assert_eq!((sector("MED").as_deref(), plover.as_deref()), (Some("JRN"), Some("MED")));
    }
}
