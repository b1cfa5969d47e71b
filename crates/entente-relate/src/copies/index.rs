//! Which documents have fingerprints like a given one.

use entente_model::Fingerprint;

/// Fingerprints of documents, which are known by their numbers: the first is 0.
///
/// Tables of (hash, document) with open addressing: eight bytes a hash, and nothing is allocated
/// for a document. Of 24 hashes it takes about 250 bytes a document, also while it grows, since that is
/// done one table after the other.
#[derive(Clone, Debug)]
pub struct CopyIndex {
    /// By the first bits of the hash.
    tables: Vec<Table>,
    n_documents: u32,
    /// Hashes in common with the document that is looked for, all zero between two searches.
    counts: Vec<u8>,
}

/// First bits of a hash that choose its table.
const BITS: u32 = 6;
/// Hashes that two fingerprints must have in common.
const FEWEST: u8 = 2;
/// Documents that are proposed at most, and kept of one hash.
const MOST: usize = 128;

impl Default for CopyIndex {
    fn default() -> Self {
        Self { tables: vec![Table::default(); 1 << BITS], n_documents: 0, counts: Vec::new() }
    }
}

impl CopyIndex {
    /// Adds the next document and returns its number.
    pub fn insert(&mut self, fingerprint: &Fingerprint) -> u32 {
        let document = self.n_documents;
        self.n_documents += 1;
        self.counts.push(0);
        for hash in fingerprint.hashes() {
            self.tables[table_of(*hash)].insert(Slot { hash: *hash, document });
        }
        document
    }

    /// The documents that may be near-copies: most hashes in common first, then oldest first, 128
    /// at most.
    pub fn candidates(&mut self, fingerprint: &Fingerprint) -> Vec<u32> {
        let mut seen = Vec::new();
        for hash in fingerprint.hashes() {
            for slot in self.tables[table_of(*hash)].run(*hash) {
                let count = &mut self.counts[slot.document as usize];
                *count = count.saturating_add(1);
                if *count == 1 {
                    seen.push(slot.document);
                }
            }
        }
        let mut like: Vec<(u8, u32)> = Vec::new();
        for document in seen {
            let count = std::mem::take(&mut self.counts[document as usize]);
            if count >= FEWEST {
                like.push((u8::MAX - count, document));
            }
        }
        like.sort_unstable();
        like.into_iter().take(MOST).map(|(_, document)| document).collect()
    }

    /// How many documents were added.
    pub fn len(&self) -> usize {
        self.n_documents as usize
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.n_documents == 0
    }
}

fn table_of(hash: u32) -> usize {
    (hash >> (u32::BITS - BITS)) as usize
}

/// Slots, some of them filled.
#[derive(Clone, Debug, Default)]
struct Table {
    slots: Vec<Slot>,
    n_filled: usize,
}

/// A hash at its place in fingerprints, and a document that has it; `NONE` where the slot is empty.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    document: u32,
}

const NONE: u32 = u32::MAX;
const EMPTY: Slot = Slot { hash: 0, document: NONE };

impl Table {
    fn insert(&mut self, new: Slot) {
        if (self.n_filled + 1) * 20 > self.slots.len() * 17 {
            self.grow();
        }
        self.n_filled += usize::from(self.place(new));
    }

    /// Grows by an eighth: slots are moved more often so than if it doubled, but few lie empty.
    fn grow(&mut self) {
        let size = self.slots.len() + (self.slots.len() / 8).max(16);
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        // Slots of one hash keep their order only if they are moved from the start of a run on.
        let start = old.iter().position(|slot| slot.document == NONE).unwrap_or(0);
        for slot in old[start..].iter().chain(&old[..start]).filter(|slot| slot.document != NONE) {
            self.place(*slot);
        }
    }

    /// Puts a document behind the others of its hash, unless there are too many.
    fn place(&mut self, new: Slot) -> bool {
        let (mut at, mut n_alike) = (self.home(new.hash), 0);
        while self.slots[at].document != NONE {
            n_alike += usize::from(self.slots[at].hash == new.hash);
            if n_alike == MOST {
                return false;
            }
            at = (at + 1) % self.slots.len();
        }
        self.slots[at] = new;
        true
    }

    /// The filled slots of a hash.
    fn run(&self, hash: u32) -> impl Iterator<Item = &Slot> {
        let start = self.home(hash);
        let around = self.slots[start..].iter().chain(&self.slots[..start]);
        around.take_while(|slot| slot.document != NONE).filter(move |slot| slot.hash == hash)
    }

    /// Where the search for a hash begins: hashes are spread evenly over the slots.
    fn home(&self, hash: u32) -> usize {
        ((u64::from(hash << BITS) * self.slots.len() as u64) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fingerprint of four hashes.
    fn print(hashes: [u32; 4]) -> Fingerprint {
        Fingerprint::new(hashes)
    }

    #[test]
    fn two_hashes_in_common_make_a_candidate() {
        let mut index = CopyIndex::default();
        assert_eq!(index.candidates(&print([1, 2, 3, 4])), []);
        let all = [[1, 2, 3, 4], [1, 2, 7, 8], [1, 9, 9, 9], [1, 2, 3, 8], [5, 6, 7, 8]];
        for (number, hashes) in (0..).zip(all) {
            assert_eq!(index.insert(&print(hashes)), number);
        }
        assert_eq!(index.candidates(&print([1, 2, 3, 4])), [0, 3, 1]);
        assert_eq!(index.candidates(&print([1, 2, 3, 4])), [0, 3, 1], "nothing is left behind");
        assert_eq!(index.candidates(&print([11, 12, 13, 14])), []);
    }

    #[test]
    fn all_are_found_however_many() {
        let mut index = CopyIndex::default();
        // Multiplying by an odd number scatters them as hashes would be.
        let of = |n: u32| print([0, 1, 2, 3].map(|k| (n * 4 + k).wrapping_mul(0x9e37_79b1)));
        (0..5_000).for_each(|n| assert_eq!(index.insert(&of(n)), n));
        assert!((0..5_000).all(|n| index.candidates(&of(n)) == [n]));
        assert_eq!(index.len(), 5_000);
    }

    #[test]
    fn what_everyone_has_does_not_pile_up() {
        let mut index = CopyIndex::default();
        (0..10_000).for_each(|_| _ = index.insert(&print([1, 2, 3, 4])));
        assert_eq!(index.candidates(&print([1, 2, 3, 4])), (0..128).collect::<Vec<_>>());
        let n_slots: usize = index.tables.iter().map(|table| table.slots.len()).sum();
        assert!(n_slots <= 1024, "{n_slots}");
    }

    #[test]
    fn an_empty_fingerprint_is_like_no_other() {
        let mut index = CopyIndex::default();
        index.insert(&Fingerprint::default());
        assert_eq!(index.candidates(&Fingerprint::default()), []);
    }
}
