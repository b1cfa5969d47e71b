//! `packs/ontology/plover/attitudes.toml`: what the weights were learned from, and their hash.

use serde::{Deserialize, Serialize};

use super::PACK;
use crate::model::wheel::sha256;
use crate::{Outcome, root};

/// Where the record lies in the repository.
const PATH: &str = "packs/ontology/plover/attitudes.toml";
const COMMAND: &str = "cargo xtask learn attitudes --data ../shared/data";
const HEADER: &str = "\
# What attitudes.bin was learned from. Written by `cargo xtask learn attitudes`; a test compares the
# hash. Names were covered, and features are filed by hashed numbers: no text can be read off. The
# figures are macro F1 of fifths that were not learned from, of the weights alone: of rows, where some
# sentences have a copy among what was learned from, and of sentences, where none has.

";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    file: String,
    sha256: String,
    licence: String,
    command: String,
    origin: String,
    pairs: usize,
    by_rows: f64,
    by_sentences: f64,
}

/// Writes the record.
pub(super) fn write(pack: &[u8], pairs: usize, figures: [f64; 2]) -> Outcome {
    let [by_rows, by_sentences] = figures.map(|f| (f * 1e4).round() / 1e4);
    let record = Record {
        file: PACK.rsplit('/').next().unwrap_or(PACK).into(),
        sha256: sha256(pack),
        licence: "MIT OR Apache-2.0".into(),
        command: COMMAND.into(),
        origin:
            "directed sentiment (Park, Pan & Joo 2021; use with citation), its train part; the \
                 sentences are their publishers'"
                .into(),
        pairs,
        by_rows,
        by_sentences,
    };
    std::fs::write(root().join(PATH), HEADER.to_owned() + &toml::to_string(&record)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs may go without.
    #[test]
    fn the_committed_weights_are_those_of_the_record() {
        let Ok(text) = std::fs::read_to_string(root().join(PATH)) else {
            assert!(!root().join(PACK).exists(), "weights without a record");
            return;
        };
        let record: Record = toml::from_str(&text).expect("the record is TOML");
        let pack = std::fs::read(root().join(PACK)).expect("the weights are committed");
        assert_eq!(sha256(&pack), record.sha256);
        assert_eq!(record.command, COMMAND);
    }
}
