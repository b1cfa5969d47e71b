//! Texts whose tokens are listed: contractions, abbreviations, emoticons.
//!
//! An exception applies to a whole chunk, or to what is left of one while affixes come off. Those
//! that themselves contain affixes (`:)`, `'s`) are looked for once more as sequences in the
//! finished tokens: see [`Sequences`].

use std::collections::HashMap;

use super::lexeme::{Lexeme, Lexemes};
use super::pack::{Pack, PackError};
use super::tokenizer::RawToken;

const EXCEPTIONS: &str = "tokenizer/exceptions";
/// Separators of exceptions, of their pieces, and of a piece's form from its norm.
const SEPARATORS: [char; 3] = ['\u{1d}', '\u{1e}', '\u{1f}'];

/// A token inside a chunk, which begins where the one before it ends.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Its length in bytes.
    pub length: u32,
    /// Its attributes.
    pub lexeme: Lexeme,
}

/// The tokens of listed texts.
#[derive(Debug)]
pub struct Exceptions {
    pieces: HashMap<String, Vec<Piece>>,
    longest: usize,
}

impl Exceptions {
    /// Reads the section `tokenizer/exceptions`.
    pub fn from_pack(pack: &Pack<'_>, lexemes: &Lexemes) -> Result<Self, PackError> {
        let [between, inside, before_norm] = SEPARATORS;
        let mut exceptions = HashMap::new();
        for record in pack.text(EXCEPTIONS)?.split(between).filter(|record| !record.is_empty()) {
            let (mut text, mut pieces) = (String::new(), Vec::new());
            for piece in record.split(inside) {
                let (form, norm) = piece.split_once(before_norm).unwrap_or((piece, ""));
                let length = u32::try_from(form.len()).ok().filter(|&length| length > 0);
                let length = length
                    .ok_or_else(|| PackError::content(EXCEPTIONS, "expected pieces, found none"))?;
                let mut lexeme = lexemes.lexeme(form);
                lexeme.norm = if norm.is_empty() { lexeme.norm } else { lexemes.ids.id(norm) };
                text.push_str(form);
                pieces.push(Piece { length, lexeme });
            }
            exceptions.insert(text, pieces);
        }
        let longest = exceptions.keys().map(String::len).max().unwrap_or(0);
        Ok(Exceptions { pieces: exceptions, longest })
    }

    /// Returns the tokens of a text, if it is listed. The time does not depend on its length.
    pub fn get(&self, text: &str) -> Option<&[Piece]> {
        if text.len() > self.longest {
            return None;
        }
        self.pieces.get(text).map(Vec::as_slice)
    }

    /// Returns every listed text with its tokens, sorted.
    pub fn sorted(&self) -> Vec<(&str, &[Piece])> {
        let mut all: Vec<_> = self.pieces.iter().map(|(k, v)| (k.as_str(), v.as_slice())).collect();
        all.sort_unstable_by_key(|&(text, _)| text);
        all
    }
}

/// Exceptions as token sequences, in a tree keyed by the ids of their texts.
#[derive(Debug, Default)]
pub struct Sequences {
    edges: HashMap<(u32, u64), u32>,
    /// Whether a sequence ends here, for each node; node 0 is the root.
    is_end: Vec<bool>,
}

impl Sequences {
    /// Adds the sequence of tokens that stands for an exception.
    ///
    /// A single token that an exception leaves as it is can neither change a text nor stand in the
    /// way of another sequence, so it is left out.
    pub fn add(&mut self, sequence: &[Piece], replacement: &[Piece]) {
        if let ([a], [b]) = (sequence, replacement)
            && a.lexeme == b.lexeme
        {
            return;
        }
        if self.is_end.is_empty() {
            self.is_end.push(false);
        }
        let mut node = 0;
        for piece in sequence {
            let new = u32::try_from(self.is_end.len()).expect("a pack counts in 32 bits");
            node = *self.edges.entry((node, piece.lexeme.orth)).or_insert(new);
            if node == new {
                self.is_end.push(false);
            }
        }
        self.is_end[node as usize] = true;
    }

    /// Replaces each matched span of tokens whose text is an exception by that exception's tokens.
    pub fn apply(&self, text: &str, exceptions: &Exceptions, tokens: &mut Vec<RawToken>) {
        let spans = self.matches(tokens);
        if spans.is_empty() {
            return;
        }
        let spans = without_overlaps(spans, tokens.len());
        let mut rebuilt = Vec::with_capacity(tokens.len() + spans.len());
        let mut done = 0;
        for (start, end) in spans {
            let (first, last) = (&tokens[start], &tokens[end - 1]);
            let covered = &text[first.start as usize..last.end as usize];
            if let Some(pieces) = exceptions.get(covered) {
                rebuilt.extend_from_slice(&tokens[done..start]);
                RawToken::push_all(pieces, first.start, last.space_after, &mut rebuilt);
                done = end;
            }
        }
        rebuilt.extend_from_slice(&tokens[done..]);
        *tokens = rebuilt;
    }

    /// Returns all matches, overlapping ones too.
    fn matches(&self, tokens: &[RawToken]) -> Vec<(usize, usize)> {
        let mut spans = Vec::new();
        for start in 0..tokens.len() {
            let mut node = 0;
            for (i, token) in tokens[start..].iter().enumerate() {
                match self.edges.get(&(node, token.lexeme.orth)) {
                    Some(&next) => node = next,
                    None => break,
                }
                if self.is_end[node as usize] {
                    spans.push((start, start + i + 1));
                }
            }
        }
        spans
    }
}

/// Keeps the longest matches, of equal ones the first, and returns them in the order of the text.
///
/// A match that is dropped still blocks its tokens: the reference does so, and it shows.
fn without_overlaps(mut spans: Vec<(usize, usize)>, n_tokens: usize) -> Vec<(usize, usize)> {
    spans.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
    let mut seen = vec![false; n_tokens];
    spans.retain(|&(start, end)| {
        let free = !seen[start] && !seen[end - 1];
        seen[start..end].fill(true);
        free
    });
    spans.sort_unstable();
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_then_first_and_what_is_dropped_still_blocks() {
        assert_eq!(without_overlaps(vec![(0, 1), (0, 3), (4, 6)], 6), [(0, 3), (4, 6)]);
        assert_eq!(without_overlaps(vec![(0, 2), (1, 3)], 3), [(0, 2)]);
        // The middle match is dropped for the first, and takes the last down with it.
        assert_eq!(without_overlaps(vec![(0, 4), (3, 6), (5, 7)], 7), [(0, 4)]);
    }
}
