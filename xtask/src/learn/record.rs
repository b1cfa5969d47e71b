//! `packs/web/body.toml`: what the judges of web pages were learned from, and their hash.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::gold::{Gold, Page};
use super::{FOLDS, PACK};
use crate::model::wheel::sha256;
use crate::{Outcome, root};

/// Where the record lies in the repository.
const PATH: &str = "packs/web/body.toml";
const COMMAND: &str = "cargo xtask learn pages --data ../shared/data/reading";
const HEADER: &str = "\
# What body.bin was learned from. Written by `cargo xtask learn pages`; a test compares the hash. The
# numbers hold nothing of the pages' texts. The figures are those of pages whose site was not learned
# from: F1 of runs of four words, and of marked strings that are kept and left out.

";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    file: String,
    sha256: String,
    licence: String,
    command: String,
    cross_validation: CrossValidation,
    learned_from: Vec<Source>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrossValidation {
    folds: usize,
    body_f1: f64,
    keep_f1: f64,
}

/// A set of marked pages.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    origin: String,
    licence: String,
    pages: usize,
}

/// Writes the record.
pub(super) fn write(pack: &[u8], pages: &[Page], figures: &Figures) -> Outcome {
    let rounded = |figure: f64| (figure * 1e4).round() / 1e4;
    let n_bodies = pages.iter().filter(|page| matches!(page.gold, Gold::Body(..))).count();
    let source = |name: &str, origin: &str, licence: &str, pages| Source {
        name: name.into(),
        origin: origin.into(),
        licence: licence.into(),
        pages,
    };
    let record = Record {
        file: PACK.rsplit('/').next().unwrap_or(PACK).into(),
        sha256: sha256(pack),
        licence: "MIT OR Apache-2.0".into(),
        command: COMMAND.into(),
        cross_validation: CrossValidation {
            folds: FOLDS,
            body_f1: rounded(figures.body_f1()),
            keep_f1: rounded(figures.keep_f1()),
        },
        learned_from: vec![
            source(
                "html_body",
                "article-extraction-benchmark at 4a3bc97, the half for tuning",
                "MIT; the pages are their publishers'",
                n_bodies,
            ),
            source(
                "html_marks",
                "trafilatura's evaluation data at e90b0ef, the half for tuning",
                "Apache-2.0; the pages are their publishers'",
                pages.len() - n_bodies,
            ),
        ],
    };
    std::fs::write(root().join(PATH), HEADER.to_owned() + &toml::to_string(&record)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_judges_are_those_of_the_record() {
        let text = std::fs::read_to_string(root().join(PATH)).expect("the record is committed");
        let record: Record = toml::from_str(&text).expect("the record is TOML");
        let pack = std::fs::read(root().join(PACK)).expect("the judges are committed");
        assert_eq!(sha256(&pack), record.sha256);
        assert_eq!(record.command, COMMAND);
    }
}
