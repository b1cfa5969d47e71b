//! The ontology's `attitudes.bin`: what words and their places weigh for how the one of two parties is
//! disposed towards the other, names being covered ([`super::masked`]).
//!
//! Weights are small whole numbers, so that a sum is the same on any machine.

use super::attitude::{Leaning, Leanings};
use super::masked::{BUCKETS, Masked};
use crate::ontology::{PackError, unknown};

/// None, the first well disposed towards the second, the second towards the first, and both ill.
pub const LABELS: usize = 5;
const FILE: &str = "attitudes.bin";
const HEAD: &[u8; 8] = b"attit001";
/// The bytes before the weights: the head, then base and unit of each label.
const BEFORE: usize = HEAD.len() + LABELS * 8;

/// Weights of covered sentences.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readings {
    /// What stands before any feature, and what one of a weight is worth.
    base: [f32; LABELS],
    unit: [f32; LABELS],
    /// Of each feature, by label.
    weights: Vec<[i8; LABELS]>,
}

impl Readings {
    /// Reads the file; an empty one has no weights.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        if !bytes.starts_with(HEAD) {
            return Err(unknown(FILE, "weights that begin with `attit001`", "other bytes"));
        }
        let expected = BEFORE + BUCKETS * LABELS;
        if bytes.len() != expected {
            let found = format!("{} bytes", bytes.len());
            return Err(unknown(FILE, &format!("{expected} bytes"), &found));
        }
        let mut readings = Self::default();
        let head = bytes[HEAD.len()..BEFORE].chunks_exact(8);
        for (at, two) in head.enumerate() {
            let number = |from: usize| {
                f32::from_le_bytes([two[from], two[from + 1], two[from + 2], two[from + 3]])
            };
            (readings.base[at], readings.unit[at]) = (number(0), number(4));
        }
        if !readings.base.iter().chain(&readings.unit).all(|n| n.is_finite()) {
            return Err(unknown(FILE, "numbers that are finite", "others"));
        }
        let weights = bytes[BEFORE..].chunks_exact(LABELS);
        readings.weights = weights.map(|w| std::array::from_fn(|at| w[at].cast_signed())).collect();
        Ok(readings)
    }

    /// How both parties seem disposed, if anything was learned.
    pub(super) fn leanings(&self, seen: &Masked) -> Option<Leanings> {
        if self.weights.is_empty() {
            return None;
        }
        let [none, to, back, against, against_back] = self.sums(&seen.features);
        let first = Leaning { favour: to, against };
        let second = Leaning { favour: back, against: against_back };
        let (there, back) = if seen.actor_first { (first, second) } else { (second, first) };
        Some(Leanings { there, back, none })
    }

    fn sums(&self, features: &[u32]) -> [f32; LABELS] {
        let mut sums = [0_i32; LABELS];
        for weights in features.iter().filter_map(|&f| self.weights.get(f as usize)) {
            sums.iter_mut().zip(weights).for_each(|(sum, w)| *sum += i32::from(*w));
        }
        let length = libm::sqrtf(features.len().max(1) as f32);
        std::array::from_fn(|at| self.base[at] + self.unit[at] * sums[at] as f32 / length)
    }
}

/// Writes base and weights of each label in the form that is read.
pub fn pack_attitudes(learned: &[(f64, Vec<f64>); LABELS]) -> Vec<u8> {
    let unit = learned.each_ref().map(|(_, weights)| {
        let most = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
        if most > 0.0 { most / f64::from(i8::MAX) } else { 1.0 }
    });
    let mut bytes = HEAD.to_vec();
    for ((base, _), unit) in learned.iter().zip(unit) {
        bytes.extend((*base as f32).to_le_bytes());
        bytes.extend((unit as f32).to_le_bytes());
    }
    for bucket in 0..BUCKETS {
        for ((_, weights), unit) in learned.iter().zip(unit) {
            let weight = weights.get(bucket).map_or(0.0, |w| (w / unit).round());
            bytes.push((weight as i8).cast_unsigned());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_read() {
        let mut learned: [(f64, Vec<f64>); LABELS] = Default::default();
        learned[0].0 = 0.5;
        learned[3].1 = vec![0.0, 2.0, -1.0];
        let readings = Readings::read(&pack_attitudes(&learned)).expect("just packed");
        let seen = |actor_first| Masked { actor_first, features: vec![1] };
        let told = readings.leanings(&seen(true)).expect("there are weights");
        assert_eq!((told.none, told.back.against), (0.5, 0.0));
        assert!((told.there.against - 2.0).abs() < 1e-5);
        let turned = readings.leanings(&seen(false)).expect("there are weights");
        assert!((turned.back.against - 2.0).abs() < 1e-5);
    }

    #[test]
    fn other_bytes_are_an_error() {
        let error = Readings::read(b"attit001 and so on").expect_err("too short");
        assert!(error.to_string().starts_with("attitudes.bin: expected 6"), "{error}");
        assert!(Readings::read(b"other").is_err());
        assert!(
            Readings::default()
                .leanings(&Masked { actor_first: true, features: Vec::new() })
                .is_none()
        );
    }
}
