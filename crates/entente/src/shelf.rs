//! Documents set aside until all are read: only then is it known which is the first of its story.

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use entente_model::{DocId, Document, Fingerprint, NearCopy, Noted};
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
    places: Places,
}

/// Where each content stands among the items; the same may have come under several ids.
type Places = HashMap<DocId, Vec<usize>>;

/// Read at once.
const BUFFER: usize = 64 << 10;
/// Near-copies that are shown of one document.
const MOST_SHOWN: usize = 128;

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
            places: Places::new(),
        }
    }

    /// Sets a document aside.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn put(&mut self, read: Noted<Document>) -> io::Result<()> {
        let near = self.near_copies(&read.value)?;
        self.pairs.extend(near);
        let meta = &read.value.meta;
        let (id, key) = (meta.id.clone(), meta.key.clone());
        if !self.places.contains_key(&id) {
            self.kept.push(Kept {
                arrival: self.items.len() as u64,
                id: id.clone(),
                key: key.clone(),
                url: meta.url.clone(),
                published: meta.published,
                fingerprint: Fingerprint::default(),
            });
        }
        let hashes = Shingles::of(&read.value, &self.credits);
        self.write(id, key, hashes.hashes(), &wire::Document::from(read))
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
        let Self { mut file, items, kept, pairs, places, .. } = self;
        let found =
            Found { stories: Stories::new(&kept, &pairs), near: near(&pairs), items, places };
        file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(BUFFER, file);
        let mut bytes = Vec::new();
        for (at, item) in found.items.iter().enumerate() {
            io::copy(&mut (&mut file).take(item.n_hashes as u64 * 8), &mut io::sink())?;
            bytes.resize(item.length, 0);
            file.read_exact(&mut bytes)?;
            let line = std::str::from_utf8(&bytes).map_err(io::Error::other)?;
            match found.amended(line, at)? {
                None => each(line)?,
                Some(line) => each(&line)?,
            }
        }
        Ok(())
    }

    fn near_copies(&mut self, document: &Document) -> io::Result<Vec<NearCopy>> {
        let Self { file, items, places, credits, copies, .. } = self;
        copies.add(document, credits, |_, id| hashes(file, &items[places[id][0]]).map(Some))
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
        self.places.entry(id.clone()).or_default().push(self.items.len());
        self.items.push(Item { id, start: self.end, n_hashes, length, key });
        self.end += bytes.len() as u64;
        Ok(())
    }
}

fn hashes(file: &mut (impl Read + Seek), item: &Item) -> io::Result<Shingles> {
    let mut bytes = vec![0; item.n_hashes * 8];
    file.seek(SeekFrom::Start(item.start))?;
    file.read_exact(&mut bytes)?;
    let (hashes, _) = bytes.as_chunks::<8>();
    Ok(Shingles::new(hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect()))
}

/// The near-copies of each document, closest first.
fn near(pairs: &[NearCopy]) -> HashMap<&DocId, Vec<(&DocId, f64)>> {
    let mut near = HashMap::<_, Vec<_>>::new();
    for NearCopy { document, other, similarity } in pairs {
        near.entry(document).or_default().push((other, *similarity));
        near.entry(other).or_default().push((document, *similarity));
    }
    near.values_mut().for_each(|all| all.sort_by(|a, b| b.1.total_cmp(&a.1)));
    near
}

/// What is known once all are read.
struct Found<'p> {
    stories: Stories,
    near: HashMap<&'p DocId, Vec<(&'p DocId, f64)>>,
    items: Vec<Item>,
    places: Places,
}

impl Found<'_> {
    /// A line with what was not known when it was written, if there is any of it.
    fn amended(&self, line: &str, at: usize) -> io::Result<Option<String>> {
        let near_copies = self.near_copies(at);
        let version = self.stories.version(&self.items[at].id);
        if near_copies.is_empty() && version.is_none() {
            return Ok(None);
        }
        let mut value: Value = serde_json::from_str(line)?;
        value["copy_of"] = self.copy_of(at).into();
        value["near_copies"] = serde_json::to_value(near_copies)?;
        value["version"] = version.into();
        Ok(Some(value.to_string()))
    }

    /// What a document is a copy of: the first of its story, or the same content under another id.
    fn copy_of(&self, at: usize) -> Option<&str> {
        let item = &self.items[at];
        let first = &self.items[self.places[&item.id][0]];
        let again = || Some(first.shown()).filter(|first| *first != item.shown());
        self.stories.copy_of(&item.id).or_else(again)
    }

    /// All near-copies of a document, under every id that they came under.
    fn near_copies(&self, at: usize) -> Vec<wire::NearCopy> {
        let own = &self.items[at];
        let others = self.near.get(&own.id).into_iter().flatten().copied();
        let all = std::iter::once((&own.id, 1.0)).chain(others);
        let shown = all.flat_map(|(id, similarity)| {
            let similarity = (similarity * 1e4).round() / 1e4;
            let ids = self.places[id].iter().map(|at| self.items[*at].shown());
            ids.map(move |id| wire::NearCopy { id: id.to_owned(), similarity })
        });
        shown.filter(|near| near.id != own.shown()).take(MOST_SHOWN).collect()
    }
}

impl Item {
    fn shown(&self) -> &str {
        self.key.as_deref().unwrap_or(self.id.as_str())
    }
}
