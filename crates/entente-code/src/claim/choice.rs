//! Choosing among readings: features are hashed to weights, and the reading of the highest sum wins.
//!
//! Weights are whole numbers, so that a sum is the same on any machine.

use crate::ontology::{PackError, unknown};

/// How many weights there are; a power of two.
pub const WEIGHTS: usize = 1 << 17;
/// How many units of a weight make one of the logarithm of odds.
pub(super) const UNIT: f32 = 512.0;
/// What a file of weights begins with.
const HEAD: &[u8; 8] = b"claims01";

/// The weight of every feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights(Vec<i16>);

impl Weights {
    /// Reads a file of weights; an empty one has none.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let wrong = || unknown("claims.bin", "weights that begin with `claims01`", "other bytes");
        let body = bytes.strip_prefix(HEAD).ok_or_else(wrong)?;
        if body.len() != 2 * WEIGHTS {
            let found = format!("{} bytes of weights", body.len());
            return Err(unknown("claims.bin", &format!("{} of them", 2 * WEIGHTS), &found));
        }
        Ok(Self(body.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of some features' weights.
    pub(super) fn sum(&self, features: &[u32]) -> i32 {
        features.iter().map(|&f| self.0.get(f as usize).map_or(0, |&w| i32::from(w))).sum()
    }

    /// The reading of the highest sum; of equal ones the first.
    pub(super) fn best<T>(
        &self,
        readings: impl IntoIterator<Item = T>,
        mut describe: impl FnMut(&T, &mut Features),
    ) -> Option<T> {
        let mut features = Features::default();
        let mut best: Option<(i32, T)> = None;
        for reading in readings {
            features.clear();
            describe(&reading, &mut features);
            let sum = self.sum(features.all());
            if best.as_ref().is_none_or(|(most, _)| sum > *most) {
                best = Some((sum, reading));
            }
        }
        best.map(|(_, reading)| reading)
    }
}

/// Writes weights in the form that [`crate::Attribution::load`] reads; there must be [`WEIGHTS`].
pub fn pack(weights: &[f32]) -> Vec<u8> {
    let whole = |w: &f32| (w * UNIT).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16;
    HEAD.iter().copied().chain(weights.iter().flat_map(|w| whole(w).to_le_bytes())).collect()
}

/// The features of one reading, each the index of its weight.
#[derive(Debug, Default)]
pub(super) struct Features {
    all: Vec<u32>,
    /// What all names begin with.
    family: u32,
}

impl Features {
    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// Tells the features of one question from those of the others.
    pub(super) fn family(&mut self, name: &str) {
        self.family = hash(name);
    }

    pub(super) fn all(&self) -> &[u32] {
        &self.all
    }

    /// Adds a feature: a name and what it is of.
    #[inline]
    pub(super) fn add<const N: usize>(&mut self, name: &str, values: [u32; N]) {
        let mixed = values.into_iter().fold(mix(self.family, hash(name)), mix);
        self.all.push((mixed ^ (mixed >> 15)) & (WEIGHTS as u32 - 1));
    }
}

/// A number for a word (FNV-1a).
#[inline]
pub(super) fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[inline]
pub(super) fn mix(sum: u32, value: u32) -> u32 {
    let mixed = (sum.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b1);
    mixed ^ (mixed >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reading_of_the_highest_sum_wins() {
        let mut features = Features::default();
        features.add("good", [1]);
        let mut weights = vec![0.0; WEIGHTS];
        weights[features.all()[0] as usize] = 1.5;
        let weights = Weights::read(&pack(&weights)).expect("weights");
        let best = weights.best([0_u32, 1, 2], |n, f| f.add("good", [*n]));
        assert_eq!(best, Some(1));
    }

    #[test]
    fn other_bytes_are_no_weights() {
        let said = Weights::read(b"something").expect_err("no weights").to_string();
        assert!(said.starts_with("claims.bin: expected weights"), "{said}");
    }
}
