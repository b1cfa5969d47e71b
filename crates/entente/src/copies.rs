//! Near-copies among documents as they come, in one input or across the runs of a store.
//!
//! Which stage does what: read makes a document's fingerprint and its shingles, for which it needs
//! the text; relate proposes by fingerprint and clusters what was found, for which it needs none.
//! Here, where texts are at hand, a proposal is checked.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{BuildHasher, RandomState};

use entente_model::{DocId, Document, Fingerprint, NearCopy};
use entente_relate::CopyIndex;
use entente_store::{Record, Store};
use hashbrown::HashTable;

use crate::{Error, Result};

pub use entente_read::{Credits, Shingles};
pub use entente_relate::clusters;

/// The share of wording in common from which on two texts are near-copies: the Jaccard coefficient
/// of their shingles of three words.
pub const NEAR: f64 = 0.5;

/// Finds the near-copies of each document among those before it.
///
/// Fingerprints and ids stay in memory, about 350 bytes a document; texts are asked for again where
/// two fingerprints are alike.
#[derive(Debug, Default)]
pub struct Copies {
    index: CopyIndex,
    ids: Vec<DocId>,
    /// Numbers of documents, found by their ids.
    numbers: HashTable<u32>,
    hasher: RandomState,
    recent: Recent,
}

impl Copies {
    /// Takes note of a document whose near-copies are known.
    pub fn know(&mut self, id: &DocId, fingerprint: &Fingerprint) {
        if self.number(id).is_none() {
            let number = self.index.insert(fingerprint);
            self.ids.push(id.clone());
            let hash = |id: &DocId| self.hasher.hash_one(id);
            let again = |number: &u32| hash(&self.ids[*number as usize]);
            self.numbers.insert_unique(hash(id), number, again);
        }
    }

    /// Finds the near-copies of a document, closest first, and takes note of it; one that is known
    /// has none that are new.
    ///
    /// `text` gives the shingles of a document taken note of before, by its number and id; without
    /// them it is not compared.
    ///
    /// # Errors
    ///
    /// Those of `text`.
    pub fn add<E>(
        &mut self,
        document: &Document,
        credits: &Credits,
        mut text: impl FnMut(usize, &DocId) -> Result<Option<Shingles>, E>,
    ) -> Result<Vec<NearCopy>, E> {
        let (id, fingerprint) = (&document.meta.id, &document.meta.fingerprint);
        if self.number(id).is_some() {
            return Ok(Vec::new());
        }
        let candidates = self.index.candidates(fingerprint);
        self.know(id, fingerprint);
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let own = Shingles::of(document, credits);
        let mut found = Vec::new();
        for number in candidates.into_iter().map(|number| number as usize) {
            let other = &self.ids[number];
            let ask = || text(number, other);
            let similarity = self.recent.get(number, ask)?.map_or(0.0, |s| s.jaccard(&own));
            if similarity >= NEAR {
                found.push(NearCopy { document: id.clone(), other: other.clone(), similarity });
            }
        }
        self.recent.put(self.ids.len() - 1, own);
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        Ok(found)
    }

    /// The number of a document that was taken note of: the first is 0.
    pub fn number(&self, id: &DocId) -> Option<usize> {
        let is_it = |number: &u32| self.ids[*number as usize] == *id;
        self.numbers.find(self.hasher.hash_one(id), is_it).map(|number| *number as usize)
    }

    /// How many documents were taken note of.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Finds near-copies among the documents of a store.
#[derive(Debug, Default)]
pub(crate) struct StoreCopies {
    copies: Copies,
    /// The last document of the store that was taken note of.
    last: u64,
}

impl StoreCopies {
    /// Finds the near-copies of documents that are about to be appended, among those of the store
    /// and among themselves. What others appended since the last time is taken note of first.
    pub(crate) fn find(
        &mut self,
        records: &[Record],
        store: &dyn Store,
        credits: &Credits,
    ) -> Result<Vec<NearCopy>> {
        let (copies, last) = (&mut self.copies, &mut self.last);
        store.visit_kept(*last, &mut |kept| {
            copies.know(&kept.id, &kept.fingerprint);
            *last = kept.arrival;
        })?;
        let text = |_: usize, id: &DocId| {
            let new = records.iter().map(|record| &record.document).find(|d| d.meta.id == *id);
            match new {
                Some(new) => Ok(Some(Shingles::of(new, credits))),
                None => {
                    Ok::<_, Error>(store.document(id)?.map(|kept| Shingles::of(&kept, credits)))
                }
            }
        };
        let mut found = Vec::new();
        for Record { document, .. } in records {
            found.extend(self.copies.add(document, credits, text)?);
        }
        Ok(found)
    }
}

/// The shingles of documents that were compared last: a story is copied many times in a row.
#[derive(Debug, Default)]
struct Recent {
    shingles: BTreeMap<usize, Shingles>,
    /// In the order in which they came.
    order: VecDeque<usize>,
    n_hashes: usize,
}

/// Hashes that are kept at most: 8 MiB of them.
const MOST_HASHES: usize = 1 << 20;

impl Recent {
    fn get<E>(
        &mut self,
        number: usize,
        ask: impl FnOnce() -> Result<Option<Shingles>, E>,
    ) -> Result<Option<&Shingles>, E> {
        if !self.shingles.contains_key(&number)
            && let Some(asked) = ask()?
        {
            self.put(number, asked);
        }
        Ok(self.shingles.get(&number))
    }

    fn put(&mut self, number: usize, shingles: Shingles) {
        self.n_hashes += shingles.hashes().len();
        self.order.push_back(number);
        self.shingles.insert(number, shingles);
        while self.n_hashes > MOST_HASHES && self.order.len() > 1 {
            let oldest = self.order.pop_front().expect("there are two");
            let gone = self.shingles.remove(&oldest).unwrap_or_default();
            self.n_hashes -= gone.hashes().len();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use entente_model::testing::document;

    use super::*;

    /// A document of numbered words, with its fingerprint.
    fn numbered(id: &str, numbers: impl Iterator<Item = u32>) -> Document {
        let words: Vec<String> = numbers.map(|n| format!("w{n}")).collect();
        let mut document = document(&words.join(" "), None);
        document.meta.id = id.into();
        let shingles = Shingles::of(&document, &Credits::default());
        document.meta.fingerprint = shingles.fingerprint();
        document
    }

    /// The near-copies of each document among those before it, as `d>a:0.75`.
    fn found(documents: &[Document]) -> Vec<String> {
        let credits = Credits::default();
        let mut copies = Copies::default();
        let mut shown = Vec::new();
        for document in documents {
            let text = |number: usize, id: &DocId| {
                assert_eq!(documents[number].meta.id, *id);
                Ok::<_, Infallible>(Some(Shingles::of(&documents[number], &credits)))
            };
            for near in copies.add(document, &credits, text).unwrap_or_default() {
                shown.push(format!("{}>{}:{:.2}", near.document, near.other, near.similarity));
            }
        }
        shown
    }

    #[test]
    fn near_copies_are_found_and_measured() {
        let documents = [
            numbered("a", 0..102),
            numbered("b", 200..302),
            // 80 threes of a's 100, none of others.
            numbered("c", 0..82),
            numbered("d", 0..102),
        ];
        assert_eq!(found(&documents), ["c>a:0.80", "d>a:1.00", "d>c:0.80"]);
    }

    #[test]
    fn a_document_is_no_copy_of_itself() {
        assert!(found(&[numbered("a", 0..9)]).is_empty());
        let same = [numbered("a", 0..50), numbered("b", 90..99), numbered("b", 90..99)];
        assert!(found(&same).is_empty());
    }

    #[test]
    fn less_than_half_is_no_copy() {
        assert!(found(&[numbered("a", 0..102), numbered("b", 50..152)]).is_empty());
    }

    #[test]
    fn recent_texts_are_bounded() {
        let mut recent = Recent::default();
        let long = Shingles::new((0..MOST_HASHES as u64 / 4).collect());
        (0..20).for_each(|number| recent.put(number, long.clone()));
        assert_eq!(recent.shingles.len(), 4);
        assert_eq!(recent.n_hashes, MOST_HASHES);
    }
}
