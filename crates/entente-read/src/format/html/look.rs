//! What a piece of text looks like, in any script: its signs, its letters and runs of its words.

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::layout::ends_sentence;

/// What a piece's own letters look like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub(super) n_words: u32,
    pub(super) n_lower_words: u32,
    pub(super) n_upper: u32,
    pub(super) n_digits: u32,
    pub(super) n_commas: u32,
    pub(super) n_stops: u32,
    pub(super) n_quotes: u32,
    /// Signs that furniture is made of.
    pub(super) n_signs: u32,
    pub(super) n_lines: u32,
    /// The longest word, in characters.
    pub(super) longest: u32,
    /// Whether it ends as a sentence does, or with a colon.
    pub(super) ends: bool,
    pub(super) ends_colon: bool,
    pub(super) starts_lower: bool,
    pub(super) starts_upper: bool,
    /// Of the whole text.
    pub(super) hash: u64,
}

impl Look {
    pub(super) fn of(text: &str) -> Self {
        let mut look = Self {
            n_lines: 1,
            ends: ends_sentence(text),
            ends_colon: text.ends_with([':', '：']),
            starts_lower: text.starts_with(char::is_lowercase),
            starts_upper: text.starts_with(char::is_uppercase),
            hash: hash_of(text),
            ..Self::default()
        };
        for word in text.split_whitespace() {
            look.n_words += 1;
            look.n_lower_words += u32::from(word.starts_with(char::is_lowercase));
            look.longest = look.longest.max(word.chars().count() as u32);
        }
        text.chars().for_each(|c| look.count(c));
        look
    }

    fn count(&mut self, c: char) {
        match c {
            ',' | '،' | '、' | '，' | ';' => self.n_commas += 1,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' => {
                self.n_stops += 1
            }
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' => {
                self.n_quotes += 1
            }
            '|' | '©' | '@' | '›' | '→' | '#' | '/' | '•' | '·' | '+' | '=' => {
                self.n_signs += 1
            }
            '\n' => self.n_lines += 1,
            '0'..='9' => self.n_digits += 1,
            _ if c.is_uppercase() => self.n_upper += 1,
            _ => {}
        }
    }
}

/// A hash of a text (FNV-1a).
pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Hashes of all runs of three words, sorted; of a shorter text, of all its words.
pub(super) fn shingles(text: &str) -> Vec<u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<u64> = words.map(|word| hash_of(&word.to_lowercase())).collect();
    let mix = |run: &[u64]| run.iter().fold(0, |sum: u64, word| sum.rotate_left(21) ^ word);
    let mut runs: Vec<u64> = match words.len() {
        0 => Vec::new(),
        1 | 2 => vec![mix(&words)],
        _ => words.windows(3).map(mix).collect(),
    };
    runs.sort_unstable();
    runs
}

/// The share of runs that a known text has too; `both` divides by the longer of the two.
pub(super) fn overlap(own: &[u64], known: &[u64], both: bool) -> f32 {
    let n_shared = own.iter().filter(|run| known.binary_search(run).is_ok()).count();
    let whole = if both { own.len().max(known.len()) } else { own.len() };
    n_shared as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_are_counted() {
        let look = Look::of("The envoy left, 7 May | “Why?”");
        assert_eq!((look.n_words, look.n_lower_words, look.n_commas, look.n_digits), (7, 2, 1, 1));
        assert_eq!((look.n_quotes, look.n_signs, look.n_stops), (2, 1, 1));
        assert!(look.ends && look.starts_upper && !look.ends_colon);
    }

    #[test]
    fn texts_overlap_by_runs_of_words() {
        let [a, b] = ["The envoy left Klow.", "the envoy LEFT, it seems"].map(shingles);
        assert_eq!(overlap(&a, &b, false), 0.5);
        assert_eq!(overlap(&a, &b, true), 1.0 / 3.0);
        assert_eq!(overlap(&[], &b, false), 0.0);
    }
}
