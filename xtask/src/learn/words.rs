//! Texts as bags of their words' runs, as marked pages are scored by.

use std::collections::BTreeMap;

/// Runs of four words and how often each comes.
pub(super) type Runs = BTreeMap<Vec<String>, u32>;

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// All runs of four words; of fewer words the one of all.
pub(super) fn runs(words: &[String]) -> Runs {
    let mut runs = Runs::new();
    if words.is_empty() {
        return runs;
    }
    for at in 0..words.len().saturating_sub(3).max(1) {
        let run = words[at..words.len().min(at + 4)].to_vec();
        *runs.entry(run).or_default() += 1;
    }
    runs
}

/// How many runs two texts share.
pub(super) fn shared(a: &Runs, b: &Runs) -> u32 {
    a.iter().map(|(run, n)| (*n).min(b.get(run).copied().unwrap_or_default())).sum()
}

/// Text with single spaces.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted() {
        let [a, b] = ["a b c d e", "b c d e, a"].map(|text| runs(&words(text)));
        assert_eq!((a.len(), b.len(), shared(&a, &b)), (2, 2, 1));
        assert_eq!(runs(&words("a b")).len(), 1);
        assert_eq!(fold(" a\n b "), "a b");
    }
}
