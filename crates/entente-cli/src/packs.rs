//! Packs on disk: the engine is handed their files, as it has no file system.

use std::fs;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use entente::{Error, ErrorKind, Knowledge, Result};
use walkdir::WalkDir;

use crate::error::{line, usage};
use crate::output::count;

/// Files that stand in the place of those of the packs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Own<'a> {
    pub(crate) ontology: Option<&'a Path>,
    pub(crate) model: Option<&'a Path>,
    pub(crate) gazetteer: Option<&'a Path>,
}

/// Reads the packs, and what stands in their place, from where the user says; else those in this
/// binary.
pub(crate) fn load(packs: Option<&Path>, own: Own<'_>) -> Result<Knowledge> {
    let Own { ontology, model, gazetteer } = own;
    let mut knowledge = match packs {
        Some(folder) => Knowledge::from_files(read_folder(folder)?),
        None => Knowledge::embedded(),
    };
    if let Some(folder) = ontology {
        let name = folder.file_name().map_or("own".into(), |name| name.to_string_lossy());
        knowledge = knowledge.with_ontology(&name, read_folder(folder)?);
    }
    if let Some(file) = model {
        knowledge = knowledge.with_model(read_model(file)?);
    }
    if let Some(file) = gazetteer {
        knowledge = with_gazetteer(knowledge, file)?;
    }
    Ok(knowledge)
}

/// Lines of a user's actors that are told one by one; of more there is only the number.
const TOLD: usize = 10;

/// Adds the user's own actors, and says on stderr which of their lines were not understood.
pub(crate) fn with_actors(mut knowledge: Knowledge, files: &[PathBuf]) -> Result<Knowledge> {
    for file in files {
        let bytes = fs::read(file).map_err(|cause| {
            let path = file.display();
            usage(format!("expected a file of actors for `--actors`, found `{path}`"))
                .caused_by(cause)
        })?;
        knowledge = knowledge.with_actors(&file.to_string_lossy(), bytes)?;
    }
    let unread = knowledge.unread();
    for unread in unread.iter().take(TOLD) {
        tell(&format!("{unread}; the line is left out"));
    }
    let more = knowledge.n_unread().saturating_sub(TOLD);
    if more > 0 {
        tell(&format!("{} of `--actors` are left out as well", count(more as u64, "more line")));
    }
    Ok(knowledge)
}

fn tell(message: &str) {
    line("warning", AnsiColor::Yellow, message);
}

/// Reads every file below a folder, named by its path there with `/`.
fn read_folder(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry = entry.map_err(|cause| unreadable(folder, cause))?;
        let Ok(name) = entry.path().strip_prefix(folder) else { continue };
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).map_err(|cause| unreadable(entry.path(), cause))?;
            files.push((name.to_string_lossy().replace('\\', "/"), bytes));
        }
    }
    Ok(files)
}

fn read_model(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|cause| {
        let path = file.display();
        usage(format!("expected `md`, `sm` or a model file for `--model`, found `{path}`"))
            .caused_by(cause)
    })
}

fn with_gazetteer(knowledge: Knowledge, file: &Path) -> Result<Knowledge> {
    let path = file.display();
    let bytes = fs::read(file).map_err(|cause| {
        usage(format!("expected a gazetteer file for `--gazetteer`, found `{path}`"))
            .caused_by(cause)
    })?;
    knowledge.with_gazetteer(bytes).map_err(|cause| {
        let kind = cause.kind();
        Error::new(kind, format!("`{path}`: {cause}"))
            .hint("`cargo xtask gazetteer --all --out FILE` makes a larger one")
    })
}

#[cold]
fn unreadable(path: &Path, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    let message = format!("expected a folder of packs at `{}`", path.display());
    Error::new(ErrorKind::Packs, message).caused_by(cause)
}
