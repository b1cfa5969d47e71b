//! Cuts a text into tokens exactly as the reference tokenizer does.
//!
//! The text is cut into chunks at blanks; a single blank after a word is kept as that word's
//! [`RawToken::space_after`], other whitespace becomes tokens. From a chunk prefixes and suffixes
//! are taken off until it is an exception or nothing comes off; the core is one token if it is an
//! exception or a web address, else it is cut at its infixes. Last, exceptions with affixes inside
//! are looked for among the finished tokens.
//!
//! Every step takes time linear in the text, whatever the text, and nothing recurses.

use std::collections::HashMap;
use std::ops::Range;

use super::affix::{Infixes, Prefixes, Refusal, Suffixes};
use super::automaton::Automaton;
use super::lexeme::{Lexeme, Lexemes};
use super::pack::{Pack, PackError};
use super::pattern::Node;
use super::special::{Exceptions, Piece, Sequences};
use super::unicode::is_space;

const PREFIX: &str = "tokenizer/prefix";
const SUFFIX: &str = "tokenizer/suffix";
const INFIX: &str = "tokenizer/infix";
const URL: &str = "tokenizer/url";

/// A token before it is tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawToken {
    /// The byte at which it starts.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// Whether a single blank follows that is no token.
    pub space_after: bool,
    /// What its text and its exception, if any, say about it.
    pub lexeme: Lexeme,
}

impl RawToken {
    /// Adds the pieces of a chunk that starts at `start`.
    pub(super) fn push_all(
        pieces: &[Piece],
        mut start: u32,
        space_after: bool,
        out: &mut Vec<RawToken>,
    ) {
        for piece in pieces {
            let end = start + piece.length;
            out.push(RawToken { start, end, space_after: false, lexeme: piece.lexeme });
            start = end;
        }
        if let Some(last) = out.last_mut() {
            last.space_after = space_after;
        }
    }
}

/// The rules of a tokenizer.
#[derive(Debug)]
pub struct Tokenizer {
    lexemes: Lexemes,
    prefixes: Prefixes,
    suffixes: Suffixes,
    infixes: Infixes,
    url: Automaton,
    exceptions: Exceptions,
    sequences: Sequences,
}

impl Tokenizer {
    /// Reads the sections `tokenizer/…`, `ids/…` and `norms/…`.
    pub fn from_pack(pack: &Pack<'_>) -> Result<Self, PackError> {
        let lexemes = Lexemes::from_pack(pack)?;
        let exceptions = Exceptions::from_pack(pack, &lexemes)?;
        let mut tokenizer = Tokenizer {
            prefixes: compile(pack, PREFIX, Prefixes::new)?,
            suffixes: compile(pack, SUFFIX, Suffixes::new)?,
            infixes: compile(pack, INFIX, Infixes::new)?,
            url: compile(pack, URL, Automaton::new)?,
            sequences: Sequences::default(),
            lexemes,
            exceptions,
        };
        tokenizer.sequences = tokenizer.find_sequences();
        Ok(tokenizer)
    }

    /// Replaces the content of `out` with the tokens of a text.
    ///
    /// Tokens cover the text but for the blanks that [`RawToken::space_after`] stands for. Of a
    /// text beyond 4 GiB only the first 4 GiB are read. The cache changes the speed, never the
    /// answer.
    pub fn tokenize(&self, text: &str, cache: &mut ChunkCache, out: &mut Vec<RawToken>) {
        out.clear();
        let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
        for (chunk, space_after) in Chunks::new(text) {
            let start = u32::try_from(chunk.start).expect("the text was cut to 32 bits");
            let pieces = cache.pieces(&text[chunk], |chunk, pieces| {
                self.split(chunk, Some(&self.exceptions), pieces);
            });
            RawToken::push_all(pieces, start, space_after, out);
        }
        self.sequences.apply(text, &self.exceptions, out);
    }

    /// Returns the attributes and ids that the tokens were made with.
    pub fn lexemes(&self) -> &Lexemes {
        &self.lexemes
    }

    /// Returns the exceptions that affixes or blanks would cut, as the tokens they are cut into.
    fn find_sequences(&self) -> Sequences {
        let mut sequences = Sequences::default();
        for (text, replacement) in self.exceptions.sorted() {
            let is_cut = self.prefixes.find(text) > 0
                || self.suffixes.find(text) > 0
                || self.infixes.find(text, 0).is_some();
            if is_cut || text.contains(' ') {
                let mut sequence = Vec::new();
                for (chunk, _) in Chunks::new(text) {
                    self.split(&text[chunk], None, &mut sequence);
                }
                sequences.add(&sequence, replacement);
            }
        }
        sequences
    }

    /// Adds the pieces of one chunk.
    fn split(&self, chunk: &str, exceptions: Option<&Exceptions>, pieces: &mut Vec<Piece>) {
        let listed = |text: &str| exceptions.and_then(|exceptions| exceptions.get(text));
        let mut core = 0..chunk.len();
        let mut suffixes = Vec::new();
        while !core.is_empty() && listed(&chunk[core.clone()]).is_none() {
            let rest = &chunk[core.clone()];
            let prefix = self.prefixes.find(rest);
            if prefix > 0 && listed(&rest[prefix..]).is_some() {
                pieces.push(self.piece(&rest[..prefix]));
                core.start += prefix;
                break;
            }
            let suffix = self.suffixes.find(&rest[prefix..]);
            let cut = rest.len() - suffix;
            if suffix > 0 && listed(&rest[..cut]).is_some() {
                suffixes.push(&rest[cut..]);
                core.end -= suffix;
                break;
            }
            if prefix > 0 {
                pieces.push(self.piece(&rest[..prefix]));
                core.start += prefix;
            }
            if suffix > 0 {
                suffixes.push(&rest[cut..]);
                core.end -= suffix;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
        }
        match listed(&chunk[core.clone()]) {
            Some(exception) => pieces.extend_from_slice(exception),
            None => self.split_core(&chunk[core], pieces),
        }
        pieces.extend(suffixes.iter().rev().map(|suffix| self.piece(suffix)));
    }

    /// Adds what is left of a chunk without its affixes, cut at its infixes.
    fn split_core(&self, core: &str, pieces: &mut Vec<Piece>) {
        let mut done = 0;
        let mut from = if self.url.fits(core) { core.len() } else { 0 };
        while let Some(infix) = self.infixes.find(core, from) {
            from = infix.end;
            if infix.start == 0 {
                continue;
            }
            if done < infix.start {
                pieces.push(self.piece(&core[done..infix.start]));
            }
            done = infix.end;
            pieces.push(self.piece(&core[infix]));
        }
        if done < core.len() {
            pieces.push(self.piece(&core[done..]));
        }
    }

    fn piece(&self, text: &str) -> Piece {
        let length = u32::try_from(text.len()).expect("the text was cut to 32 bits");
        Piece { length, lexeme: self.lexemes.lexeme(text) }
    }
}

fn compile<T>(
    pack: &Pack<'_>,
    name: &str,
    new: fn(&Node) -> Result<T, Refusal>,
) -> Result<T, PackError> {
    let node = Node::parse(pack.text(name)?)
        .map_err(|error| PackError::content(name, error.to_string()))?;
    new(&node).map_err(|refusal| PackError::content(name, format!("not supported: {refusal}")))
}

/// The chunks of a text, each with whether a blank that is no token follows.
struct Chunks<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Chunks<'a> {
    fn new(text: &'a str) -> Self {
        Chunks { text, at: 0 }
    }
}

impl Iterator for Chunks<'_> {
    type Item = (Range<usize>, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = &self.text[start..];
        let is_blank = is_space(rest.chars().next()?);
        let end = rest.find(|c| is_space(c) != is_blank).map_or(self.text.len(), |n| start + n);
        let space_after = !is_blank && self.text[end..].starts_with(' ');
        self.at = end + usize::from(space_after);
        Some((start..end, space_after))
    }
}

/// The pieces of chunks seen before; bounded, and one for each thread.
#[derive(Debug, Default)]
pub struct ChunkCache {
    ranges: HashMap<Box<str>, Range<usize>>,
    pieces: Vec<Piece>,
    scratch: Vec<Piece>,
}

impl ChunkCache {
    /// With this many chunks the cache is emptied: about 3 MB.
    const MOST_CHUNKS: usize = 16_384;
    /// Longer chunks are rare and not kept.
    const LONGEST: usize = 48;

    fn pieces(&mut self, chunk: &str, split: impl FnOnce(&str, &mut Vec<Piece>)) -> &[Piece] {
        if chunk.len() > Self::LONGEST {
            self.scratch.clear();
            split(chunk, &mut self.scratch);
            return &self.scratch;
        }
        if let Some(range) = self.ranges.get(chunk) {
            return &self.pieces[range.clone()];
        }
        if self.ranges.len() == Self::MOST_CHUNKS {
            self.ranges.clear();
            self.pieces.clear();
        }
        let start = self.pieces.len();
        split(chunk, &mut self.pieces);
        self.ranges.insert(chunk.into(), start..self.pieces.len());
        &self.pieces[start..]
    }
}
