//! Marked pages: the article's text of some, of others strings that belong to it or do not.

use std::fs;
use std::hash::Hasher;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use entente_read::Pages;
use entente_read::training::Sample;
use flate2::read::GzDecoder;
use fnv::FnvHasher;
use rayon::prelude::*;
use serde_json::{Map, Value};

use super::label::{self, Label};
use super::words::{Runs, fold, runs, words};
use crate::Outcome;

/// A marked page, cut into pieces.
pub(super) struct Page {
    /// The name of its file.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) sample: Sample,
    pub(super) gold: Gold,
    /// What is known of each piece.
    pub(super) labels: Vec<Label>,
    /// Its site.
    site: String,
}

/// What is marked of a page.
pub(super) enum Gold {
    /// The text of its article, and the runs of that.
    Body(String, Runs),
    /// Strings that belong to its article, that do not, and that readers wrote.
    Marks { with: Vec<String>, without: Vec<String>, comments: Vec<String> },
}

impl Page {
    fn new(name: &str, bytes: Vec<u8>, url: &str, gold: Gold, pages: &Pages) -> Self {
        let sample = Sample::new(&bytes, pages);
        let labels = label::labels(&sample.texts(), &gold);
        Self { name: name.to_owned(), bytes, sample, gold, labels, site: site(url) }
    }

    /// In which of so many parts it falls; all pages of a site fall in one.
    pub(super) fn fold(&self, n: usize) -> usize {
        (hash(&self.site) % n as u64) as usize
    }

    /// In which of so many parts it falls, whatever its site.
    pub(super) fn part(&self, n: usize) -> usize {
        (hash(&self.name) % n as u64) as usize
    }
}

/// Loads all pages of both folders, in the order of their names.
pub(super) fn load(data: &Path, pages: &Pages) -> Outcome<Vec<Page>> {
    let mut all = bodies(&data.join("html_body"), pages)?;
    all.extend(marks(&data.join("html_marks"), pages)?);
    Ok(all)
}

fn bodies(folder: &Path, pages: &Pages) -> Outcome<Vec<Page>> {
    let items = items(&folder.join("ground-truth.json"))?;
    let load = |(id, item): &(String, Value)| {
        let file = folder.join("html").join(format!("{id}.html.gz"));
        let mut bytes = Vec::new();
        let packed = fs::File::open(&file).map_err(|error| format!("{}: {error}", file.display()));
        let read = packed.and_then(|packed| {
            GzDecoder::new(packed).read_to_end(&mut bytes).map_err(|error| error.to_string())
        });
        let body = text(item, "articleBody");
        let gold = Gold::Body(body.to_owned(), runs(&words(body)));
        read.map(|_| Page::new(id, bytes, text(item, "url"), gold, pages))
    };
    Ok(items.par_iter().map(load).collect::<Result<Vec<_>, String>>()?)
}

fn marks(folder: &Path, pages: &Pages) -> Outcome<Vec<Page>> {
    let items = items(&folder.join("evaldata.json"))?;
    let unpacked = tempfile::tempdir()?;
    let archive = folder.join("pages.tar.xz");
    let status =
        Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(unpacked.path()).status()?;
    if !status.success() {
        return Err(format!("{}: tar could not unpack it", archive.display()).into());
    }
    let load = |(url, item): &(String, Value)| {
        let name = text(item, "file");
        let path = unpacked.path().join(name);
        let bytes = fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
        let [with, without, comments] =
            ["with", "without", "comments"].map(|key| strings(item, key));
        let gold = Gold::Marks { with, without, comments };
        Ok(Page::new(name, bytes, url, gold, pages))
    };
    Ok(items.par_iter().map(load).collect::<Result<Vec<_>, String>>()?)
}

fn items(path: &Path) -> Outcome<Vec<(String, Value)>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let items: Map<String, Value> = serde_json::from_str(&text)?;
    let mut items: Vec<_> = items.into_iter().collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(items)
}

fn text<'i>(item: &'i Value, key: &str) -> &'i str {
    item[key].as_str().unwrap_or_default()
}

fn strings(item: &Value, key: &str) -> Vec<String> {
    let strings = item[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(fold);
    strings.filter(|string| !string.is_empty()).collect()
}

/// The last two parts of a host's name.
fn site(url: &str) -> String {
    let host = url.split("//").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    parts[parts.len().saturating_sub(2)..].join(".")
}

/// FNV-1a, its upper half mixed in.
fn hash(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    hash ^ (hash >> 29)
}
