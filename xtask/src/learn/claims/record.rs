//! `packs/lang/en/claims.toml`: what the weights of claims were learned from, and their hash.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::{FOLDS, PACK};
use crate::model::wheel::sha256;
use crate::{Outcome, root};

/// Where the record lies in the repository.
const PATH: &str = "packs/lang/en/claims.toml";
const COMMAND: &str = "cargo xtask learn claims --data ../shared/data/claims";
const HEADER: &str = "\
# What claims.bin was learned from. Written by `cargo xtask learn claims`; a test compares the hash.
# The numbers hold nothing of the articles' texts. The figures are those of articles that were not
# learned from: F1 of exact spans.

";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    file: String,
    sha256: String,
    licence: String,
    command: String,
    origin: String,
    articles: usize,
    cross_validation: CrossValidation,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrossValidation {
    folds: usize,
    source_f1: f64,
    cue_f1: f64,
    content_f1: f64,
}

/// Writes the record.
pub(super) fn write(pack: &[u8], articles: usize, figures: &Figures) -> Outcome {
    let [source_f1, cue_f1, content_f1] = figures.f1().map(|f| (f * 1e4).round() / 1e4);
    let record = Record {
        file: PACK.rsplit('/').next().unwrap_or(PACK).into(),
        sha256: sha256(pack),
        licence: "MIT OR Apache-2.0".into(),
        command: COMMAND.into(),
        origin: "PolNeAR 1.0 (Newell, Margolin & Ruths 2018), half of its development part; the \
                 articles are their publishers'"
            .into(),
        articles,
        cross_validation: CrossValidation { folds: FOLDS, source_f1, cue_f1, content_f1 },
    };
    std::fs::write(root().join(PATH), HEADER.to_owned() + &toml::to_string(&record)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_weights_are_those_of_the_record() {
        let text = std::fs::read_to_string(root().join(PATH)).expect("the record is committed");
        let record: Record = toml::from_str(&text).expect("the record is TOML");
        let pack = std::fs::read(root().join(PACK)).expect("the weights are committed");
        assert_eq!(sha256(&pack), record.sha256);
        assert_eq!(record.command, COMMAND);
    }
}
