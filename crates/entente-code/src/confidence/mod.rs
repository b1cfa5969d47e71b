//! How sure an event is, from what was found out about readings that a person judged.
//!
//! `confidence.tsv` of an ontology gives weights in hundredths (`feature  weight`): how each feature
//! of a reading changes the log odds that all of it is right, and what two that hold at once
//! (`one & other`) change beside. They are fitted on read events by `eval/confidence.py`; without the
//! table a product of fixed factors stands in.

mod feature;
mod review;

use std::collections::BTreeMap;

pub(crate) use self::feature::features;
pub(crate) use self::review::Review;
use crate::ontology::{PackError, rows, unknown};

/// The feature that every event has.
const ALWAYS: &str = "always";
/// Stands between two features that count where both hold.
const AND: &str = " & ";

/// The weights of an ontology.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    single: BTreeMap<String, i32>,
    both: Vec<([String; 2], i32)>,
}

impl Weights {
    /// Reads the table.
    pub(crate) fn read(text: &str) -> Result<Self, PackError> {
        let mut weights = Self::default();
        for (line, cells) in rows(text) {
            let weight = cells.get(1).copied().unwrap_or("");
            let file = format!("confidence.tsv, line {line}");
            let value = weight.parse().map_err(|_| unknown(&file, "a whole number", weight))?;
            match cells[0].split_once(AND) {
                Some((one, other)) => weights.both.push(([one.into(), other.into()], value)),
                None => _ = weights.single.insert(cells[0].to_owned(), value),
            }
        }
        Ok(weights)
    }

    /// The probability that an event with these features is right, in hundredths; nothing without
    /// weights.
    pub(crate) fn confidence(&self, features: &[String]) -> Option<f32> {
        let always = *self.single.get(ALWAYS)?;
        let single: i32 = features.iter().filter_map(|f| self.single.get(f.as_str())).sum();
        let has = |name: &String| features.contains(name);
        let both = self.both.iter().filter(|(pair, _)| pair.iter().all(has));
        let sum = single + both.map(|(_, weight)| weight).sum::<i32>();
        let odds = (f64::from(always + sum) / 100.0).exp();
        // Rounded, so that the last bit of a logarithm is of no account.
        #[expect(clippy::cast_possible_truncation, reason = "in [0, 1]")]
        let rounded = ((odds / (1.0 + odds)) * 100.0).round() as f32 / 100.0;
        Some(rounded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_to_log_odds() {
        let table = "always\t-100\nmode\t100\nlong sentence\t-219\nmode & passive\t119\n";
        let weights = Weights::read(table).expect("the table is well formed");
        let of = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            weights.confidence(&features)
        };
        assert_eq!(of(&["mode", "unheard of"]), Some(0.5));
        assert_eq!(of(&[]), Some(0.27));
        assert_eq!(of(&["long sentence", "mode"]), Some(0.1));
        assert_eq!(of(&["passive"]), of(&[]));
        assert_eq!(of(&["mode", "passive", "long sentence"]), Some(0.27));
        assert_eq!(Weights::default().confidence(&[]), None);
        assert!(Weights::read("always\tmuch").is_err());
    }
}
