//! WordPiece: words cut into the pieces that a vocabulary has.

use std::collections::HashMap;

use super::words::words;
use crate::model::pack::PackError;

/// The section of a pack with the vocabulary: one piece a line, its number that of the line.
pub(super) const SECTION: &str = "pieces";
/// What a piece inside of a word begins with.
const INSIDE: &str = "##";
/// Longer words, in characters, are not cut.
const LONGEST: usize = 100;

/// The pieces of a vocabulary and their numbers.
#[derive(Debug)]
pub(super) struct Vocabulary {
    starts: HashMap<Box<str>, u32>,
    /// Without the sign that they are inside.
    inside: HashMap<Box<str>, u32>,
    /// What stands for words that cannot be cut.
    unknown: u32,
    /// What stands before a text, and after it.
    pub(super) ends: [u32; 2],
    /// What stands around the actor, and around the recipient: before, after.
    pub(super) marks: [[u32; 2]; 2],
    /// What stands around the words of a deed, if the vocabulary has it.
    pub(super) deed: Option<[u32; 2]>,
}

impl Vocabulary {
    /// Reads a vocabulary.
    ///
    /// # Errors
    ///
    /// Names a special piece that is missing.
    pub(super) fn read(lines: &str) -> Result<Self, PackError> {
        let (mut starts, mut inside) = (HashMap::new(), HashMap::new());
        for (id, piece) in (0..).zip(lines.lines()) {
            match piece.strip_prefix(INSIDE) {
                Some(rest) if !rest.is_empty() => inside.insert(rest.into(), id),
                _ => starts.insert(piece.into(), id),
            };
        }
        let special = |name: &str| {
            let missing = || PackError::content(SECTION, format!("expected the piece `{name}`"));
            starts.get(name).copied().ok_or_else(missing)
        };
        let unknown = special("[UNK]")?;
        let ends = [special("[CLS]")?, special("[SEP]")?];
        let marks = [
            [special("[unused1]")?, special("[unused2]")?],
            [special("[unused3]")?, special("[unused4]")?],
        ];
        let deed = special("[unused5]").ok().zip(special("[unused6]").ok()).map(<[u32; 2]>::from);
        Ok(Self { starts, inside, unknown, ends, marks, deed })
    }

    /// How many pieces there are at least: one more than the greatest number.
    pub(super) fn len(&self) -> usize {
        let greatest = self.starts.values().chain(self.inside.values()).max();
        greatest.map_or(0, |id| *id as usize + 1)
    }

    /// Adds the pieces of a text to `out`.
    pub(super) fn cut(&self, text: &str, out: &mut Vec<u32>) {
        words(text, |_, word| self.word(word, out));
    }

    /// The pieces of a text, and of each word the byte at which it starts and its first piece.
    pub(super) fn cut_words(&self, text: &str) -> (Vec<u32>, Vec<(usize, usize)>) {
        let (mut pieces, mut starts) = (Vec::new(), Vec::new());
        words(text, |at, word| {
            starts.push((at, pieces.len()));
            self.word(word, &mut pieces);
        });
        (pieces, starts)
    }

    /// Adds the pieces of a word: each the longest that fits what is left.
    fn word(&self, word: &str, out: &mut Vec<u32>) {
        let (first, mut rest) = (out.len(), word);
        if word.chars().nth(LONGEST).is_some() {
            return out.push(self.unknown);
        }
        while !rest.is_empty() {
            let pieces = if rest.len() == word.len() { &self.starts } else { &self.inside };
            let Some((id, length)) = longest(pieces, rest) else {
                out.truncate(first);
                return out.push(self.unknown);
            };
            out.push(id);
            rest = &rest[length..];
        }
    }
}

/// The longest piece that a text begins with, and its length in bytes.
fn longest(pieces: &HashMap<Box<str>, u32>, text: &str) -> Option<(u32, usize)> {
    let mut ends = text.char_indices().rev().map(|(at, c)| at + c.len_utf8());
    ends.find_map(|end| Some((*pieces.get(&text[..end])?, end)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A small vocabulary; numbers from 0.
    pub(in crate::deep) const LINES: &str = "[PAD]\n[unused1]\n[unused2]\n[unused3]\n[unused4]\n\
        [UNK]\n[CLS]\n[SEP]\nfrance\n##s\nac\n##cus\n##ed\nmali\n.\n##\nof\nthe\nenvoy\nex\n##pel\n\
        ##led\na\n##c\n##u\nwarned\npraised\n,\nand\nminister\n";

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let mut found = Vec::new();
        Vocabulary::read(LINES).expect("it has all special pieces").cut(text, &mut found);
        assert_eq!(found, expected);
    }

    #[test]
    fn the_longest_piece_comes_first() {
        check("France accused Mali.", &[8, 10, 11, 12, 13, 14]);
        check("Accuccused", &[10, 23, 24, 23, 11, 12]);
    }

    #[test]
    fn a_word_with_a_part_that_is_no_piece_is_unknown() {
        check("acz france", &[5, 8]);
        check("s", &[5]);
        // Text that looks like a special piece is text.
        check("[CLS]", &[5, 5, 5]);
    }

    #[test]
    fn very_long_words_are_unknown() {
        let long = format!("a{}", "c".repeat(99));
        check(&long, &[&[10][..], &[23; 98]].concat());
        check(&format!("{long}c"), &[5]);
    }

    #[test]
    fn a_vocabulary_without_marks_is_an_error() {
        let error = Vocabulary::read("[UNK]\n[CLS]\n[SEP]").expect_err("no marks");
        assert!(error.to_string().contains("[unused1]"), "{error}");
    }
}
