//! The learned language layer: tokens, tags, a parse, entities and lemmas from one model pack.
//!
//! [`Model::annotate`] runs everything over many paragraphs at once:
//!
//! ```text
//! text ─tokenizer─▶ tokens ─network─▶ tags, heads, entities ─ruler─▶ parts of speech, morphology
//!                                                            ─lemmatizer─▶ lemmas
//! ```
//!
//! The numbers and rules are those of a published spaCy pipeline, and so are the results; here
//! they are computed with the same bits on every processor ([`kernel`]). The pack is the only
//! input: see [`pack`] for its layout and `packs/lang/en/model.toml` for its origin.

pub mod affix;
pub mod automaton;
pub mod cache;
pub mod embed;
pub mod encoder;
pub mod ids;
pub mod kernel;
pub mod lemmatizer;
pub mod lexeme;
pub mod ner;
pub mod network;
pub mod pack;
pub mod parser;
pub mod pattern;
pub mod ruler;
pub mod scorer;
pub mod special;
pub mod tagger;
pub mod tokenizer;
pub mod unicode;
mod unicode_tables;
pub mod vectors;

use std::borrow::Cow;

use entente_model::{Pos, Strings, WordVectors};

use kernel::{Cpu, WIDTH};
use lemmatizer::Lemmatizer;
use ner::EntitySpan;
use network::{Analysis, Network, NetworkScratch};
use pack::{Pack, PackError};
use ruler::{Ruled, Ruler};
use tokenizer::{ChunkCache, RawToken, Tokenizer};

/// Paragraphs are read together until they have this many tokens.
const GROUP: usize = 6144;

/// A pipeline read from a model pack.
#[derive(Debug)]
pub struct Model {
    tokenizer: Tokenizer,
    network: Network,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
}

/// The names behind the indices of a [`Parsed`].
#[derive(Debug, Clone, Copy)]
pub struct LabelNames<'a> {
    /// Fine part-of-speech tags.
    pub tags: &'a [String],
    /// Dependency labels.
    pub deps: &'a [String],
    /// Morphology, such as `Number=Sing`; the first is empty.
    pub morphs: &'a [String],
    /// Entity labels.
    pub entities: &'a [String],
}

/// A paragraph with its annotation.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Parsed {
    /// Its tokens, in order. Only single blanks between tokens belong to none.
    pub tokens: Vec<ParsedToken>,
    /// Its entities, in order; they do not overlap, and none crosses a sentence boundary.
    pub entities: Vec<EntitySpan>,
    /// The lemmas of its tokens.
    pub lemmas: Strings,
    /// Its tokens in their context, as the tagger and the parser see them: 96 floats a token.
    pub encoded: Vec<f32>,
}

/// A token with its annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedToken {
    /// The byte of the paragraph at which it starts.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// The index of its head; a root's own.
    pub head: u32,
    /// Its lemma, an index into [`Parsed::lemmas`].
    pub lemma: u32,
    /// Its fine tag, an index into [`LabelNames::tags`].
    pub tag: u16,
    /// The label of its arc, an index into [`LabelNames::deps`].
    pub dep: u16,
    /// Its morphology, an index into [`LabelNames::morphs`].
    pub morph: u16,
    /// Its universal part of speech.
    pub pos: Pos,
    /// Whether a sentence starts with it; the first token of a paragraph always starts one.
    pub starts_sentence: bool,
}

/// Buffers and caches of [`Model::annotate`], one for each thread.
///
/// They make it faster and never change a result. They grow to a few tens of megabytes.
#[derive(Debug, Default)]
pub struct Scratch {
    chunks: ChunkCache,
    paragraph: Vec<RawToken>,
    tokens: Vec<RawToken>,
    ends: Vec<usize>,
    network: NetworkScratch,
    analysis: Analysis,
    ruled: Vec<Ruled>,
}

impl Model {
    /// Reads a pack for this processor.
    ///
    /// The bytes are kept, for the word vectors are read where they lie: hand over those embedded
    /// in the program, or a file's.
    pub fn from_pack(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, PackError> {
        Model::for_cpu(Cpu::detect(), bytes.into())
    }

    /// As [`Model::from_pack`], for chosen instructions; they change the speed only.
    pub fn for_cpu(cpu: Cpu, bytes: Cow<'static, [u8]>) -> Result<Self, PackError> {
        let pack = Pack::parse(&bytes)?;
        let tokenizer = Tokenizer::from_pack(&pack)?;
        let ids = &tokenizer.lexemes().ids;
        let network = Network::from_pack(cpu, &pack)?;
        let [tags, deps, _] = network.labels();
        let ruler = Ruler::from_pack(&pack, ids, tags, deps)?;
        let lemmatizer = Lemmatizer::from_pack(&pack, ids, ruler.morphs())?;
        let network = network.with_vectors(bytes)?;
        Ok(Model { tokenizer, network, ruler, lemmatizer })
    }

    /// Returns the names of all labels.
    pub fn labels(&self) -> LabelNames<'_> {
        let [tags, deps, entities] = self.network.labels();
        LabelNames { tags, deps, morphs: self.ruler.morphs(), entities }
    }

    /// Returns the word vectors of some words, one row each; of an unknown word it is all zeros.
    pub fn word_vectors<'w>(&self, words: impl Iterator<Item = &'w str>) -> WordVectors {
        let (ids, vectors) = (&self.tokenizer.lexemes().ids, self.network.vectors());
        let width = vectors.width();
        let mut rows = Vec::new();
        for word in words {
            let start = rows.len();
            rows.resize(start + width, 0.0);
            vectors.read(ids.id(word), &mut rows[start..]);
        }
        WordVectors::new(width, rows)
    }

    /// Replaces the content of `out` with one [`Parsed`] for each paragraph.
    ///
    /// Many paragraphs in one call are faster than many calls. Paragraphs do not see each other,
    /// so how they are grouped never changes a result. Any text is fine; trimmed text with single
    /// blanks between words is what the model was made for.
    pub fn annotate(&self, paragraphs: &[&str], scratch: &mut Scratch, out: &mut Vec<Parsed>) {
        out.clear();
        let mut rest = paragraphs;
        while !rest.is_empty() {
            let (group, after) = rest.split_at(self.tokenize(rest, scratch));
            let Scratch { tokens, ends, network, analysis, .. } = scratch;
            self.network.apply(tokens, ends, network, analysis);
            let mut first = 0;
            for (n, text) in group.iter().enumerate() {
                let end = scratch.ends[n];
                out.push(self.finish(text, first..end, scratch));
                first = end;
            }
            rest = after;
        }
    }

    /// Cuts paragraphs into `scratch.tokens` until there are enough, and returns how many it read.
    fn tokenize(&self, paragraphs: &[&str], scratch: &mut Scratch) -> usize {
        let Scratch { chunks, paragraph, tokens, ends, .. } = scratch;
        tokens.clear();
        ends.clear();
        for text in paragraphs {
            self.tokenizer.tokenize(text, chunks, paragraph);
            tokens.extend_from_slice(paragraph);
            ends.push(tokens.len());
            if tokens.len() >= GROUP {
                break;
            }
        }
        ends.len()
    }

    /// Applies the rules to the tokens of one paragraph and puts everything together.
    fn finish(&self, text: &str, range: std::ops::Range<usize>, scratch: &mut Scratch) -> Parsed {
        let Scratch { tokens, analysis, ruled, .. } = scratch;
        let Analysis { tags, parse, entities, encoded } = analysis;
        let (tokens, base) = (&tokens[range.clone()], range.start as u32);
        let (tags, deps) = (&mut tags[range.clone()], &mut parse.deps[range.clone()]);
        self.ruler.apply(tokens, tags, deps, ruled);
        let mut parsed = Parsed::default();
        parsed.encoded.extend_from_slice(&encoded[range.start * WIDTH..range.end * WIDTH]);
        parsed.tokens.reserve_exact(tokens.len());
        for (n, (token, ruled)) in tokens.iter().zip(ruled).enumerate() {
            let Ruled { pos, morph, lemma } = *ruled;
            let lemma = match lemma {
                Some(lemma) => parsed.lemmas.push(&self.ruler.lemmas()[usize::from(lemma)]),
                None => {
                    let text = &text[token.start as usize..token.end as usize];
                    parsed.lemmas.push(&self.lemmatizer.lemma(text, pos, morph))
                }
            };
            parsed.tokens.push(ParsedToken {
                start: token.start,
                end: token.end,
                head: parse.heads[range.start + n] - base,
                lemma,
                tag: tags[n],
                dep: deps[n],
                morph,
                pos,
                starts_sentence: parse.sentence_starts[range.start + n],
            });
        }
        let from = entities.partition_point(|entity| (entity.first as usize) < range.start);
        let to = entities.partition_point(|entity| (entity.first as usize) < range.end);
        parsed.entities.extend(entities[from..to].iter().map(|entity| EntitySpan {
            first: entity.first - base,
            last: entity.last - base,
            label: entity.label,
        }));
        parsed
    }
}
