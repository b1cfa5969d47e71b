//! Documents set aside until all are read: only then is it known which is the first of its story.

mod found;

use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use entente_model::{Document, Fingerprint, NearCopy, Noted};
use entente_read::{Credits, Shingles};
use entente_store::Kept;

use self::found::Found;
use crate::copies::Copies;
use crate::{Reader, wire};

/// Keeps documents in a file of the caller's, and gives them back in order as lines of JSON in the
/// shape of [`wire::Document`], each with its near-copies, what it is a copy of and its version.
pub struct Shelf<F> {
    file: F,
    end: u64,
    credits: Credits,
    copies: Copies,
    items: Vec<Item>,
    /// Each content once, by its number among the copies; it arrived as its first item.
    kept: Vec<Kept>,
    /// Further items with the content of that number.
    again: HashMap<usize, Vec<usize>>,
    pairs: Vec<NearCopy>,
}

/// Read at once.
const BUFFER: usize = 64 << 10;

/// Where a document stands in the file: the hashes of its wording, then its line.
struct Item {
    start: u64,
    n_hashes: u32,
    length: u32,
    /// The number of its content.
    number: u32,
    /// The input's own id, where that is not the one under which the content came first.
    key: Option<Box<str>>,
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
            again: HashMap::new(),
            pairs: Vec::new(),
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
        let number = self.copies.number(&meta.id).expect("it was taken note of");
        let mut key = None;
        match self.kept.get(number) {
            Some(first) => {
                key = meta.key.as_deref().filter(|key| first.key.as_deref() != Some(key));
                self.again.entry(number).or_default().push(self.items.len());
            }
            None => self.kept.push(Kept {
                arrival: self.items.len() as u64,
                id: meta.id.clone(),
                key: meta.key.clone(),
                url: meta.url.clone(),
                published: meta.published,
                fingerprint: Fingerprint::default(),
            }),
        }
        let key = key.map(Box::from);
        let hashes = Shingles::of(&read.value, &self.credits);
        self.write(number, key, hashes.hashes(), &wire::Document::from(read))
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
        let Self { mut file, end: _, credits: _, copies, items, kept, again, pairs } = self;
        let found = Found::new(&pairs, &copies, &items, &kept, &again);
        file.seek(SeekFrom::Start(0))?;
        let mut file = BufReader::with_capacity(BUFFER, file);
        let mut bytes = Vec::new();
        for item in &items {
            io::copy(&mut (&mut file).take(u64::from(item.n_hashes) * 8), &mut io::sink())?;
            bytes.resize(item.length as usize, 0);
            file.read_exact(&mut bytes)?;
            let line = std::str::from_utf8(&bytes).map_err(io::Error::other)?;
            match found.amended(line, item)? {
                None => each(line)?,
                Some(line) => each(&line)?,
            }
        }
        Ok(())
    }

    fn near_copies(&mut self, document: &Document) -> io::Result<Vec<NearCopy>> {
        let Self { file, items, kept, credits, copies, .. } = self;
        let first = |number: usize| &items[kept[number].arrival as usize];
        copies.add(document, credits, |number, _| hashes(file, first(number)).map(Some))
    }

    fn write(
        &mut self,
        number: usize,
        key: Option<Box<str>>,
        hashes: &[u64],
        shown: &wire::Document,
    ) -> io::Result<()> {
        let mut bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        serde_json::to_writer(&mut bytes, shown)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        let short = |n: usize| u32::try_from(n).map_err(io::Error::other);
        let (n_hashes, length) = (short(hashes.len())?, short(bytes.len() - hashes.len() * 8)?);
        self.items.push(Item { start: self.end, n_hashes, length, number: short(number)?, key });
        self.end += bytes.len() as u64;
        Ok(())
    }
}

fn hashes(file: &mut (impl Read + Seek), item: &Item) -> io::Result<Shingles> {
    let mut bytes = vec![0; item.n_hashes as usize * 8];
    file.seek(SeekFrom::Start(item.start))?;
    file.read_exact(&mut bytes)?;
    let (hashes, _) = bytes.as_chunks::<8>();
    Ok(Shingles::new(hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect()))
}
