//! What words of propositions and relations mean in tables: `evidence.toml` of the ontology.

use std::collections::BTreeMap;

use entente_relate::check::{Measure, Vocabulary};
use serde::Deserialize;

use crate::{Error, ErrorKind, Knowledge, Result};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    grade: Vec<Grade>,
    #[serde(default)]
    relation: BTreeMap<String, String>,
    #[serde(default)]
    level: BTreeMap<String, Level>,
    #[serde(default)]
    dimension: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    course: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grade {
    name: String,
    met_by: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Level {
    #[serde(default)]
    measures: Vec<String>,
    #[serde(default)]
    ties: Vec<String>,
}

/// Reads the vocabulary of the ontology at hand; one without has no words.
///
/// # Errors
///
/// [`ErrorKind::Packs`] if the file is broken.
pub(super) fn load(knowledge: &Knowledge) -> Result<Vocabulary> {
    let text = knowledge.ontology_table("evidence.toml")?.unwrap_or_default();
    let file: File = toml::from_str(text).map_err(|error| {
        Error::new(ErrorKind::Packs, "expected words and measures in `evidence.toml`")
            .caused_by(error)
    })?;
    let measures = |names: &[String]| names.iter().map(|name| measure(name)).collect::<Result<_>>();
    let grades = file.grade.iter().map(|grade| Ok((grade.name.clone(), measures(&grade.met_by)?)));
    let levels = file
        .level
        .iter()
        .map(|(name, level)| Ok((name.clone(), measures(&level.measures)?, level.ties.clone())));
    let dimensions = file.dimension.iter().map(|(name, of)| Ok((name.clone(), measures(of)?)));
    let pairs = |table: &BTreeMap<String, String>| {
        table.iter().map(|(name, of)| Ok((name.clone(), measure(of)?))).collect::<Result<_>>()
    };
    Ok(Vocabulary {
        grades: grades.collect::<Result<_>>()?,
        relations: pairs(&file.relation)?,
        levels: levels.collect::<Result<_>>()?,
        dimensions: dimensions.collect::<Result<_>>()?,
        courses: pairs(&file.course)?,
    })
}

fn measure(name: &str) -> Result<Measure> {
    Measure::from_name(name).ok_or_else(|| {
        let message = format!("expected a measure in `evidence.toml`, found `{name}`");
        Error::new(ErrorKind::Packs, message)
    })
}
