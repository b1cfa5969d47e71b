//! PATH arguments to a list of things to read.

use std::path::{Path, PathBuf};

use entente::model::Format;
use walkdir::{DirEntry, WalkDir};

use super::{Lost, Source};

/// Finds what the arguments name, in the order given; a folder's files are sorted by path.
///
/// Of a folder, the files are taken whose names end as those of a known format, unless the user
/// said which format they have.
pub(crate) fn expand(paths: &[String], format: Option<Format>, lost: &Lost) -> Vec<Source> {
    let mut found = Vec::new();
    for path in paths {
        match path.as_str() {
            "-" => found.push(Source::Stdin),
            path if Path::new(path).is_dir() => folder(Path::new(path), format, lost, &mut found),
            path if is_pattern(path) && !Path::new(path).exists() => {
                pattern(path, format, lost, &mut found);
            }
            path => found.push(Source::File(PathBuf::from(path))),
        }
    }
    found
}

fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

fn pattern(pattern: &str, format: Option<Format>, lost: &Lost, found: &mut Vec<Source>) {
    let matches = match glob::glob(pattern) {
        Ok(matches) => matches,
        Err(error) => return lost.input(pattern, &format!("expected a path or glob, {error}")),
    };
    let before = found.len();
    for path in matches {
        match path {
            Ok(path) if path.is_dir() => folder(&path, format, lost, found),
            Ok(path) => found.push(Source::File(path)),
            Err(error) => {
                lost.input(&error.path().display().to_string(), &error.error().to_string())
            }
        }
    }
    if found.len() == before {
        lost.input(pattern, "expected at least one file that matches, found none");
    }
}

fn folder(path: &Path, format: Option<Format>, lost: &Lost, found: &mut Vec<Source>) {
    let (before, mut others) = (found.len(), 0_u64);
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) if format.is_some() || is_known(&entry) => {
                found.push(Source::File(entry.into_path()));
            }
            Ok(_) => others += 1,
            Err(error) => {
                let name = error.path().unwrap_or(path).display().to_string();
                lost.input(&name, &cause(&error));
            }
        }
    }
    if others > 0 && found.len() == before {
        let what = "expected files whose names end as those of a known format (.txt, .jsonl, .html, .warc, …), found none";
        lost.input(&path.display().to_string(), &format!("{what} ({others} others)"));
    }
}

fn cause(error: &walkdir::Error) -> String {
    match (error.io_error(), error.loop_ancestor()) {
        (Some(io), _) => io.to_string(),
        (_, Some(_)) => "a link to a folder above it was not followed".to_owned(),
        _ => error.to_string(),
    }
}

fn is_known(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(entente::is_named)
}
