//! Remembers what the first layers of both encoders say about a token by itself.
//!
//! Most tokens of a text have been seen before, so most of the work of the first layers is done
//! once. The cache is bounded: it has a young and an old generation, and when the young one is
//! full it becomes the old one, from which tokens still in use are carried over. Values depend on
//! the key alone, so what the cache holds never changes a result.

use super::embed::EmbedScratch;
use super::encoder::Encoder;
use super::kernel::WIDTH;
use super::tokenizer::RawToken;
use super::vectors::Vectors;

/// Tokens a generation holds, unless one batch has more.
const CAPACITY: usize = 12_288;
/// Both encoders' values for one token.
const ENTRY: usize = 2 * WIDTH;
/// Marks a free slot.
const FREE: u32 = u32::MAX;

/// The first layers of the encoder of the parser and that of the entity recogniser, for tokens
/// seen lately.
#[derive(Debug, Default)]
pub struct Cache {
    young: Generation,
    old: Generation,
    missing: Vec<Missing>,
    scratch: EmbedScratch,
    computed: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
struct Missing {
    token: u32,
    entry: u32,
}

impl Cache {
    /// Writes to `entries` where the values of each token stand.
    ///
    /// They stand there until the next call.
    pub fn look_up(
        &mut self,
        encoders: [&Encoder; 2],
        vectors: &Vectors,
        tokens: &[RawToken],
        entries: &mut Vec<u32>,
    ) {
        self.make_room(tokens.len());
        self.missing.clear();
        entries.clear();
        for (n, token) in (0..).zip(tokens) {
            let (entry, is_new) = self.young.enter(Key::of(token));
            if is_new {
                match self.old.find(Key::of(token)) {
                    Some(old) => self.young.entry_mut(entry).copy_from_slice(self.old.entry(old)),
                    None => self.missing.push(Missing { token: n, entry }),
                }
            }
            entries.push(entry);
        }
        for (part, encoder) in encoders.into_iter().enumerate() {
            self.compute(part, encoder, vectors, tokens);
        }
    }

    /// Returns the values of a token for the first or second encoder.
    pub fn values(&self, entry: u32, part: usize) -> &[f32] {
        &self.young.entry(entry)[part * WIDTH..][..WIDTH]
    }

    fn make_room(&mut self, tokens: usize) {
        if self.young.keys.len() + tokens > CAPACITY {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear(tokens.max(CAPACITY));
        } else if self.young.slots.is_empty() {
            self.young.clear(CAPACITY);
        }
    }

    fn compute(&mut self, part: usize, encoder: &Encoder, vectors: &Vectors, tokens: &[RawToken]) {
        self.computed.clear();
        self.computed.resize(self.missing.len() * WIDTH, 0.0);
        let missing = self.missing.iter().map(|missing| &tokens[missing.token as usize]);
        encoder.embedding.apply(missing, vectors, &mut self.scratch, &mut self.computed);
        for (missing, values) in self.missing.iter().zip(self.computed.chunks_exact(WIDTH)) {
            let entry = self.young.entry_mut(missing.entry);
            entry[part * WIDTH..][..WIDTH].copy_from_slice(values);
        }
    }
}

/// All that the first layer sees of a token: its text decides everything but these two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    orth: u64,
    norm: u64,
    space_after: bool,
}

impl Key {
    fn of(token: &RawToken) -> Self {
        let RawToken { lexeme, space_after, .. } = *token;
        Key { orth: lexeme.orth, norm: lexeme.norm, space_after }
    }

    fn hash(self) -> u64 {
        let mixed = self.orth ^ self.norm.rotate_left(32) ^ u64::from(self.space_after);
        mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
    }
}

/// A hash table with open addressing; at most half of its slots are taken.
#[derive(Debug, Default)]
struct Generation {
    /// A power of two, or none.
    slots: Vec<u32>,
    keys: Vec<Key>,
    values: Vec<f32>,
}

impl Generation {
    /// Empties the table and makes it large enough for `capacity` keys.
    fn clear(&mut self, capacity: usize) {
        self.slots.clear();
        self.slots.resize((2 * capacity).next_power_of_two(), FREE);
        self.keys.clear();
        self.values.clear();
    }

    /// Returns the entry of a key and whether it was made just now.
    fn enter(&mut self, key: Key) -> (u32, bool) {
        let slot = self.slot(key);
        if self.slots[slot] != FREE {
            return (self.slots[slot], false);
        }
        let entry = u32::try_from(self.keys.len()).expect("a generation is far smaller");
        self.slots[slot] = entry;
        self.keys.push(key);
        self.values.resize(self.keys.len() * ENTRY, 0.0);
        (entry, true)
    }

    fn find(&self, key: Key) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        Some(self.slots[self.slot(key)]).filter(|&entry| entry != FREE)
    }

    /// Returns the slot that holds a key, or the free one where it belongs.
    fn slot(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        while self.slots[slot] != FREE && self.keys[self.slots[slot] as usize] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn entry(&self, entry: u32) -> &[f32] {
        &self.values[entry as usize * ENTRY..][..ENTRY]
    }

    fn entry_mut(&mut self, entry: u32) -> &mut [f32] {
        &mut self.values[entry as usize * ENTRY..][..ENTRY]
    }
}
