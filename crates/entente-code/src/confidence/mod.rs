//! How sure an event is, from what was found out about readings that a person judged.
//!
//! `confidence.tsv` of an ontology gives weights in hundredths (`feature  weight`): how each feature
//! of a reading changes the log odds that all of it is right. They are fitted on read events by
//! `eval/confidence.py`; without the table a product of fixed factors stands in.

mod feature;
mod review;

use std::collections::BTreeMap;

pub(crate) use self::feature::features;
pub(crate) use self::review::Review;
use crate::ontology::{PackError, rows, unknown};

/// The feature that every event has.
const ALWAYS: &str = "always";

/// The weights of an ontology.
#[derive(Debug, Default)]
pub(crate) struct Weights(BTreeMap<String, i32>);

impl Weights {
    /// Reads the table.
    pub(crate) fn read(text: &str) -> Result<Self, PackError> {
        let mut weights = BTreeMap::new();
        for (line, cells) in rows(text) {
            let weight = cells.get(1).copied().unwrap_or("");
            let file = format!("confidence.tsv, line {line}");
            let value = weight.parse().map_err(|_| unknown(&file, "a whole number", weight))?;
            weights.insert(cells[0].to_owned(), value);
        }
        Ok(Self(weights))
    }

    /// The probability that an event with these features is right, in hundredths; nothing without
    /// weights.
    pub(crate) fn confidence(&self, features: &[String]) -> Option<f32> {
        let always = *self.0.get(ALWAYS)?;
        let sum: i32 = features.iter().filter_map(|f| self.0.get(f.as_str())).sum();
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
        let weights = Weights::read("always\t-100\nmode\t100\nlong sentence\t-219\n")
            .expect("the table is well formed");
        let of = |features: &[&str]| {
            let features: Vec<String> = features.iter().map(|f| (*f).to_owned()).collect();
            weights.confidence(&features)
        };
        assert_eq!(of(&["mode", "unheard of"]), Some(0.5));
        assert_eq!(of(&[]), Some(0.27));
        assert_eq!(of(&["long sentence", "mode"]), Some(0.1));
        assert_eq!(Weights::default().confidence(&[]), None);
        assert!(Weights::read("always\tmuch").is_err());
    }
}
