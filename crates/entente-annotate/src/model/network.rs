//! All learned parts together: from tokens to tags, trees and entities.

use std::borrow::Cow;

use super::cache::Cache;
use super::encoder::{Batch, Encoder};
use super::kernel::{Cpu, WIDTH};
use super::ner::{EntitySpan, Recogniser};
use super::pack::{Pack, PackError};
use super::parser::{Parse, Parser, ParserScratch};
use super::scorer::Features;
use super::tagger::Tagger;
use super::tokenizer::RawToken;
use super::vectors::Vectors;

/// Tokens computed together, unless one paragraph has more.
const BATCH: usize = 768;
/// A longer paragraph is cut into pieces that do not see each other.
///
/// Real paragraphs are far shorter; the limit bounds memory and time on anything else.
const LONGEST: usize = 4096;

/// The learned parts of a model.
#[derive(Debug)]
pub struct Network {
    vectors: Vectors,
    /// Feeds the tagger and the parser.
    shared: Encoder,
    /// Feeds the entity recogniser.
    own: Encoder,
    tagger: Tagger,
    parser: Parser,
    recogniser: Recogniser,
}

/// What the network says about the tokens of some paragraphs, one entry a token.
#[derive(Debug, Default, Clone)]
pub struct Analysis {
    /// Fine tags, indices into the tagger's labels.
    pub tags: Vec<u16>,
    /// Heads, labels and sentence starts; heads are counted from the first token of all.
    pub parse: Parse,
    /// Entities in order, counted from the first token of all.
    pub entities: Vec<EntitySpan>,
    /// Each token in its context, [`WIDTH`] floats a token.
    pub encoded: Vec<f32>,
}

/// Buffers for [`Network::apply`]; they never change a result.
#[derive(Debug, Default)]
pub struct NetworkScratch {
    cache: Cache,
    entries: Vec<u32>,
    is_space: Vec<bool>,
    ends: Vec<usize>,
    batch: Batch,
    encoded: Vec<f32>,
    scores: Vec<f32>,
    parser: ParserScratch,
    features: Features,
    part: Analysis,
}

impl Network {
    /// Reads the sections `tok2vec/…`, `tagger/…`, `parser/…` and `ner/…`.
    pub fn from_pack(cpu: Cpu, pack: &Pack<'_>) -> Result<Self, PackError> {
        let vector_width = Vectors::width_in(pack);
        Ok(Network {
            vectors: Vectors::default(),
            shared: Encoder::from_pack(cpu, pack, "tok2vec", vector_width)?,
            own: Encoder::from_pack(cpu, pack, "ner/tok2vec", vector_width)?,
            tagger: Tagger::from_pack(cpu, pack)?,
            parser: Parser::from_pack(cpu, pack)?,
            recogniser: Recogniser::from_pack(cpu, pack)?,
        })
    }

    /// Gives the network the word vectors, which stay where they are in the bytes of the pack.
    pub fn with_vectors(self, bytes: Cow<'static, [u8]>) -> Result<Self, PackError> {
        Ok(Network { vectors: Vectors::from_pack(bytes)?, ..self })
    }

    /// Returns the word vectors; there may be none.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// Returns the labels of tags, arcs and entities.
    pub fn labels(&self) -> [&[String]; 3] {
        [&self.tagger.labels, self.parser.labels(), self.recogniser.labels()]
    }

    /// Replaces `out` with the analysis of paragraphs that follow each other.
    ///
    /// `ends` has the index after the last token of each paragraph.
    pub fn apply(
        &self,
        tokens: &[RawToken],
        ends: &[usize],
        scratch: &mut NetworkScratch,
        out: &mut Analysis,
    ) {
        out.clear();
        let mut first = 0;
        let mut done = 0;
        scratch.ends.clear();
        for &end in ends {
            while first < end {
                let piece = (end - first).min(LONGEST);
                if first > done && first + piece - done > BATCH {
                    self.apply_batch(&tokens[done..first], scratch, out);
                    done = first;
                    scratch.ends.clear();
                }
                first += piece;
                scratch.ends.push(first - done);
            }
        }
        self.apply_batch(&tokens[done..first], scratch, out);
    }

    /// Appends the analysis of the paragraphs that end at `scratch.ends`.
    fn apply_batch(&self, tokens: &[RawToken], scratch: &mut NetworkScratch, out: &mut Analysis) {
        let NetworkScratch { cache, entries, is_space, ends, part, .. } = scratch;
        cache.look_up([&self.shared, &self.own], &self.vectors, tokens, entries);
        is_space.clear();
        is_space.extend(tokens.iter().map(|token| token.lexeme.is_space));
        part.clear();

        let NetworkScratch { batch, encoded, scores, .. } = scratch;
        encode(&self.shared, 0, cache, entries, ends, batch, encoded);
        self.tagger.apply(encoded, scores, &mut part.tags);
        self.parser.apply(encoded, is_space, ends, &mut scratch.parser, &mut part.parse);
        part.encoded.extend_from_slice(encoded);

        encode(&self.own, 1, cache, entries, ends, batch, encoded);
        let starts = &part.parse.sentence_starts;
        let features = &mut scratch.features;
        self.recogniser.apply(encoded, is_space, starts, ends, features, &mut part.entities);
        out.append(part, ends);
    }
}

/// Runs one encoder over the paragraphs and leaves the rows of their tokens in `encoded`.
fn encode(
    encoder: &Encoder,
    part: usize,
    cache: &Cache,
    entries: &[u32],
    ends: &[usize],
    batch: &mut Batch,
    encoded: &mut Vec<f32>,
) {
    batch.clear();
    let mut first = 0;
    for &end in ends {
        entries[first..end].iter().for_each(|&entry| batch.push(cache.values(entry, part)));
        batch.end_paragraph();
        first = end;
    }
    batch.seal();
    encoder.apply(batch);
    encoded.clear();
    encoded.reserve(entries.len() * WIDTH);
    let mut first = 0;
    for (before, &end) in ends.iter().enumerate() {
        encoded.extend_from_slice(batch.paragraph(first, before, end - first));
        first = end;
    }
}

impl Analysis {
    /// Empties all arrays.
    pub fn clear(&mut self) {
        self.tags.clear();
        self.parse.heads.clear();
        self.parse.deps.clear();
        self.parse.sentence_starts.clear();
        self.entities.clear();
        self.encoded.clear();
    }

    /// Appends another analysis whose heads are counted inside each of its paragraphs.
    fn append(&mut self, part: &Analysis, ends: &[usize]) {
        let base = self.tags.len() as u32;
        self.tags.extend_from_slice(&part.tags);
        self.parse.deps.extend_from_slice(&part.parse.deps);
        self.encoded.extend_from_slice(&part.encoded);
        self.parse.sentence_starts.extend_from_slice(&part.parse.sentence_starts);
        let mut first = 0;
        for &end in ends {
            let shift = base + first as u32;
            self.parse.heads.extend(part.parse.heads[first..end].iter().map(|head| head + shift));
            first = end;
        }
        self.entities.extend(part.entities.iter().map(|&EntitySpan { first, last, label }| {
            EntitySpan { first: first + base, last: last + base, label }
        }));
    }
}
