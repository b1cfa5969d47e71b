//! String ids: the 64-bit numbers under which the pipeline knows every text.
//!
//! The empty text is 0, a reserved symbol (`PERSON`, `nsubj` ...) is its small number, and any
//! other text is the MurmurHash2 64A of its bytes. Forgetting the symbols changes results: a lone
//! capital has the shape `X`, which is one of them.

use std::collections::HashMap;

use super::pack::{Pack, PackError};

const SYMBOLS: &str = "ids/symbols";

/// The reserved symbols of a pack, and with them the id of any text.
#[derive(Debug, Default)]
pub struct Ids {
    symbols: HashMap<String, u64>,
    longest: usize,
}

impl Ids {
    /// Reads the section `ids/symbols`: lines of name, tab, number.
    pub fn from_pack(pack: &Pack<'_>) -> Result<Self, PackError> {
        let mut symbols = HashMap::new();
        for line in pack.text(SYMBOLS)?.lines() {
            let row = line.split_once('\t').and_then(|(name, id)| Some((name, id.parse().ok()?)));
            let (name, id) = row.ok_or_else(|| {
                PackError::content(SYMBOLS, format!("expected a name and a number, found `{line}`"))
            })?;
            symbols.insert(name.to_owned(), id);
        }
        let longest = symbols.keys().map(String::len).max().unwrap_or(0);
        Ok(Ids { symbols, longest })
    }

    /// Returns the id of a text.
    pub fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let symbol = if text.len() <= self.longest { self.symbols.get(text) } else { None };
        symbol.copied().unwrap_or_else(|| hash(text.as_bytes()))
    }
}

/// Returns the MurmurHash2 64A of some bytes, with seed 1.
pub fn hash(bytes: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const SEED: u64 = 1;
    let mut h = SEED ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        let k = u64::from_le_bytes(word).wrapping_mul(M);
        h = (h ^ (k ^ k >> 47).wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        h = (h ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    h = (h ^ h >> 47).wrapping_mul(M);
    h ^ h >> 47
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_pipeline() {
        assert_eq!(hash(b"apple"), 8_566_208_034_543_834_098);
        assert_eq!(hash(b"Russia"), 8_429_461_636_037_806_616);
        assert_eq!(hash(b"ussia"), 6_421_606_067_943_147_710);
    }

    #[test]
    fn symbols_come_before_hashes() {
        let ids = Ids { symbols: HashMap::from([("X".to_owned(), 101)]), longest: 1 };
        assert_eq!(ids.id("X"), 101);
        assert_eq!(ids.id(""), 0);
        assert_eq!(ids.id("apple"), hash(b"apple"));
    }
}
