//! Finding the phrases of a table in running text.
//!
//! Phrases and tokens are both cut into *atoms*, runs of letters and digits and single other
//! signs, so that a table need not know how the tokenizer treats `U.S.`, `People's` or
//! `Guinea-Bissau`. A match begins and ends where tokens do. Atoms are compared in lower case;
//! [`case_agrees`] then tells `US` from `us`.

use std::collections::HashMap;

use crate::quick::QuickMap;

/// A set of phrases, each with the values filed under it.
pub(crate) struct Phrases<T> {
    atoms: QuickMap<Box<str>, u32>,
    next: QuickMap<(u32, u32), u32>,
    values: Vec<Vec<T>>,
    longest_atom: usize,
    /// Plain letters for those with marks.
    letters: HashMap<char, Box<str>>,
}

/// A place in the set while tokens are read one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(u32);

impl<T> Phrases<T> {
    /// Where every phrase starts.
    pub(crate) const START: Node = Node(0);

    /// An empty set, which will read some letters as others: `ü` as `u`.
    pub(crate) fn new(letters: HashMap<char, Box<str>>) -> Self {
        let (atoms, next) = Default::default();
        Self { atoms, next, values: vec![Vec::new()], longest_atom: 0, letters }
    }

    /// Files a value under a phrase; a phrase without atoms is left out.
    pub(crate) fn insert(&mut self, phrase: &str, value: T) {
        let mut at = 0;
        let mut folded = String::new();
        for atom in atoms(phrase) {
            fold(atom, &self.letters, &mut folded);
            self.longest_atom = self.longest_atom.max(folded.len());
            let atom = self.atom(&folded);
            let fresh = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            at = *self.next.entry((at, atom)).or_insert(fresh);
            if at == fresh {
                self.values.push(Vec::new());
            }
        }
        if at != 0 {
            self.values[at as usize].push(value);
        }
    }

    fn atom(&mut self, folded: &str) -> u32 {
        if let Some(&atom) = self.atoms.get(folded) {
            return atom;
        }
        let atom = u32::try_from(self.atoms.len()).unwrap_or(u32::MAX);
        self.atoms.insert(folded.into(), atom);
        atom
    }

    /// Reads one more token; `None` where no phrase goes on so. `folded` is working space.
    pub(crate) fn step(&self, from: Node, token: &str, folded: &mut String) -> Option<Node> {
        let mut at = from.0;
        for atom in atoms(token) {
            // Lower case is at most three times as long as upper case.
            if atom.len() > 3 * self.longest_atom {
                return None;
            }
            fold(atom, &self.letters, folded);
            at = *self.next.get(&(at, *self.atoms.get(folded.as_str())?))?;
        }
        Some(Node(at))
    }

    /// The values of the phrase that ends here; empty where none does.
    pub(crate) fn values(&self, at: Node) -> &[T] {
        self.values.get(at.0 as usize).map_or(&[], Vec::as_slice)
    }
}

/// Whether a text is written as a phrase is, as far as capitals go.
///
/// Small letters of the phrase may be capitals in the text if whole words are (a headline in
/// capitals) or if the word is small in the phrase (`Gulf Of …`); a capital is never small.
pub(crate) fn case_agrees(phrase: &str, text: &str) -> bool {
    let shouted = text.chars().filter(|c| c.is_alphabetic()).count() > 3
        && !text.chars().any(char::is_lowercase);
    shouted || atoms(phrase).zip(atoms(text)).all(|(wanted, found)| word_agrees(wanted, found))
}

fn word_agrees(wanted: &str, found: &str) -> bool {
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    let mut pairs = wanted.chars().zip(found.chars());
    if is_small(wanted) {
        pairs.next();
    }
    pairs.all(|(w, f)| w.is_uppercase() == f.is_uppercase())
}

/// The atoms of a text: runs of letters and digits, and every other sign by itself.
pub(crate) fn atoms(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (atom, after) = rest.split_at(end);
        rest = after;
        Some(atom)
    })
}

/// Writes an atom in lower case and plain letters, with apostrophes and dashes made plain.
fn fold(atom: &str, letters: &HashMap<char, Box<str>>, into: &mut String) {
    into.clear();
    match atom {
        "’" | "‘" | "ʼ" | "ʻ" | "`" => into.push('\''),
        "–" | "‑" | "‐" | "—" => into.push('-'),
        _ if atom.is_ascii() => {
            into.push_str(atom);
            into.make_ascii_lowercase();
        }
        _ => {
            for letter in atom.chars().flat_map(char::to_lowercase) {
                match letters.get(&letter) {
                    Some(plain) => into.push_str(plain),
                    None => into.push(letter),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn atoms_do_not_depend_on_tokens() {
        let of = |text| atoms(text).collect::<Vec<_>>();
        assert_eq!(of("U.S. People's"), ["U", ".", "S", ".", "People", "'", "s"]);
        assert_eq!(of("  "), Vec::<&str>::new());
    }

    #[test]
    fn a_phrase_is_found_across_tokens() {
        let mut phrases = Phrases::new(HashMap::from([('ü', "u".into())]));
        phrases.insert("People's Army", 1);
        phrases.insert("People", 2);
        let values = |tokens: &[&str]| {
            let step = |at, token: &&str| phrases.step(at, token, &mut String::new());
            let end = tokens.iter().try_fold(Phrases::<i32>::START, step);
            end.map(|end| phrases.values(end).to_vec())
        };
        assert_eq!(values(&["People", "’s", "ARMY"]), Some(vec![1]));
        assert_eq!(values(&["people"]), Some(vec![2]));
        assert_eq!(values(&["people's"]), Some(vec![]));
        assert_eq!(values(&["peoples"]), None);
        phrases.insert("Zürich", 3);
        assert!(phrases.step(Phrases::<i32>::START, "Zurich", &mut String::new()).is_some());
    }

    #[test]
    fn capitals_tell_states_from_words() {
        assert!(case_agrees("US", "US"));
        assert!(!case_agrees("US", "us"));
        assert!(!case_agrees("Turkey", "turkey"));
        assert!(case_agrees("Russia", "RUSSIA"));
        assert!(case_agrees("Republic of Korea", "Republic Of Korea"));
        assert!(!case_agrees("Who", "WHO"));
    }
}
