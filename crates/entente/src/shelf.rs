//! Documents set aside until all are read: only then is it known which is the first of its story.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use entente_model::{DocId, Document, NearCopy, Noted};
use entente_read::{Credits, Shingles};
use entente_store::Kept;
use serde_json::Value;

use crate::copies::Copies;
use crate::stories::Stories;
use crate::{Reader, wire};

/// Keeps documents in a file of the caller's, and gives them back in order as lines of JSON in the
/// shape of [`wire::Document`], each with its near-copies, what it is a copy of and its version.
pub struct Shelf<F> {
    file: F,
    end: u64,
    credits: Credits,
    copies: Copies,
    items: Vec<Item>,
    /// Documents, each once.
    kept: Vec<Kept>,
    pairs: Vec<NearCopy>,
    /// Where a content came first, by its hash.
    firsts: HashMap<DocId, usize>,
}

/// Read at once.
const BUFFER: usize = 64 << 10;

/// Where a document stands in the file: the hashes of its wording, then its line.
struct Item {
    id: DocId,
    start: u64,
    n_hashes: usize,
    length: usize,
    /// The input's own id.
    key: Option<String>,
}

impl<F: Read + Write + Seek> Shelf<F> {
    /// An empty shelf over an empty file.
    pub fn new(reader: &Reader, file: F) -> Self {
        Self {
            file,
            end: 0,
            credits: reader.credits().clone(),
            copies: Copies::default(),
            items: Vec::new(),
            kept: Vec::new(),
            pairs: Vec::new(),
            firsts: HashMap::new(),
        }
    }

    /// Sets a document aside.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn put(&mut self, read: Noted<Document>) -> io::Result<()> {
        let near = self.near_copies(&read.value)?;
        let hashes = Shingles::of(&read.value, &self.credits);
        let meta = &read.value.meta;
        let (id, key) = (meta.id.clone(), meta.key.clone());
        if !self.firsts.contains_key(&id) {
            let arrival = self.items.len() as u64;
            let (url, published) = (meta.url.clone(), meta.published);
            let fingerprint = Default::default();
            let (id, key) = (id.clone(), key.clone());
            self.kept.push(Kept { arrival, id, key, url, published, fingerprint });
        }
        let mut shown = wire::Document::from(read);
        shown.near_copies = near.iter().map(|near| self.shown(near)).collect();
        self.pairs.extend(near);
        self.write(id, key, hashes.hashes(), &shown)
    }

    /// Gives all documents back, each as a line without its end.
    ///
    /// # Errors
    ///
    /// Those of the file and of `each`.
    pub fn take<E: From<io::Error>>(
        self,
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { mut file, items, kept, pairs, firsts, .. } = self;
        let stories = Stories::new(&kept, &pairs);
        file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(BUFFER, file);
        let mut bytes = Vec::new();
        for item in &items {
            io::copy(&mut (&mut file).take(item.n_hashes as u64 * 8), &mut io::sink())?;
            bytes.resize(item.length, 0);
            file.read_exact(&mut bytes)?;
            let line = std::str::from_utf8(&bytes).map_err(io::Error::other)?;
            let copy_of = item.copy_of(&items[firsts[&item.id]], &stories);
            match (copy_of, stories.version(&item.id)) {
                (None, None) => each(line)?,
                (copy_of, version) => each(&amended(line, copy_of, version)?)?,
            }
        }
        Ok(())
    }

    fn near_copies(&mut self, document: &Document) -> io::Result<Vec<NearCopy>> {
        let Self { file, items, firsts, credits, copies, .. } = self;
        copies.add(document, credits, |_, id| hashes(file, &items[firsts[id]]).map(Some))
    }

    fn shown(&self, near: &NearCopy) -> wire::NearCopy {
        let NearCopy { document: _, other, similarity } = near;
        let key = self.items[self.firsts[other]].key.clone();
        let id = key.unwrap_or_else(|| other.to_string());
        wire::NearCopy { id, similarity: (similarity * 1e4).round() / 1e4 }
    }

    fn write(
        &mut self,
        id: DocId,
        key: Option<String>,
        hashes: &[u64],
        shown: &wire::Document,
    ) -> io::Result<()> {
        let mut bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        serde_json::to_writer(&mut bytes, shown)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        let n_hashes = hashes.len();
        let length = bytes.len() - n_hashes * 8;
        self.firsts.entry(id.clone()).or_insert(self.items.len());
        self.items.push(Item { id, start: self.end, n_hashes, length, key });
        self.end += bytes.len() as u64;
        Ok(())
    }
}

impl Item {
    /// What a document is a copy of: the first of its story, or the same content under another id.
    fn copy_of<'s>(&self, first: &'s Self, stories: &'s Stories) -> Option<&'s str> {
        let again = || first.key.as_deref().filter(|_| first.key != self.key);
        stories.copy_of(&self.id).or_else(again)
    }
}

fn hashes(file: &mut (impl Read + Seek), item: &Item) -> io::Result<Shingles> {
    let mut bytes = vec![0; item.n_hashes * 8];
    file.seek(SeekFrom::Start(item.start))?;
    file.read_exact(&mut bytes)?;
    let (hashes, _) = bytes.as_chunks::<8>();
    Ok(Shingles::new(hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect()))
}

/// A line with what was not known when it was written.
fn amended(line: &str, copy_of: Option<&str>, version: Option<usize>) -> io::Result<String> {
    let mut value: Value = serde_json::from_str(line)?;
    value["copy_of"] = copy_of.into();
    value["version"] = version.into();
    Ok(value.to_string())
}
