//! A small transformer that judges two parties of a text: what the one does to the other, and how
//! it is disposed towards it.
//!
//! ```text
//! text, two spans ─marks─▶ pieces, a mark around each party ─encoder─▶ rows ─heads─▶ probabilities
//! ```
//!
//! What is asked and which answers there are stands in the pack. The weights are whole numbers
//! ([`linear`]), and the answers have the same bits on every processor ([`kernel`]).

mod attention;
mod classes;
mod encoder;
mod event;
mod float;
mod head;
mod kernel;
mod lazy;
mod linear;
mod marks;
mod pieces;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

use entente_model::{Judgement, Span};

use self::encoder::{Encoder, Tower};
use self::head::{EVENTS, HEADS, Head, WORDS};
pub use self::kernel::Cpu;
pub(crate) use self::lazy::LazyJudge;
use self::marks::mark;
use self::pieces::Vocabulary;
use crate::model::pack::{Pack, PackError};

/// The most pieces of a text that are read.
const ROOM: usize = 128;

/// Judges what is between two parties of a text.
#[derive(Debug)]
pub struct Judge {
    vocabulary: Vocabulary,
    encoder: Encoder,
    main: Tower,
    /// A tower for questions about words, where these have their own.
    words: Option<Tower>,
    heads: Vec<Head>,
    /// Whether an event is right.
    event: Option<Head>,
    /// How sure one may be of a word.
    word: Option<Head>,
}

impl Judge {
    /// Reads a pack for this processor; the bytes are kept.
    ///
    /// # Errors
    ///
    /// Names the section that is missing or is not as it should be.
    pub fn from_pack(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, PackError> {
        Self::for_cpu(Cpu::detect(), bytes.into())
    }

    /// As [`Judge::from_pack`], for chosen instructions; they change the speed only.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn for_cpu(cpu: Cpu, bytes: Cow<'static, [u8]>) -> Result<Self, PackError> {
        let pack = Pack::parse(&bytes)?;
        let vocabulary = Vocabulary::read(pack.text(pieces::SECTION)?)?;
        let encoder = Encoder::from_pack(cpu, &pack)?;
        if vocabulary.len() > encoder.n_words() {
            let why = format!("expected {} pieces, found {}", encoder.n_words(), vocabulary.len());
            return Err(PackError::content(pieces::SECTION, why));
        }
        let width = encoder.width();
        let heads = Head::all(cpu, &pack, HEADS, 3 * width)?;
        let one = |section, rows| {
            Ok::<_, PackError>(Head::all(cpu, &pack, section, rows * width)?.into_iter().next())
        };
        let (event, word) = (one(EVENTS, 4)?, one(WORDS, 1)?);
        let main = encoder.tower(&pack, "")?;
        let has_own = pack.section("words/embed/norm/gain").is_ok();
        let words = has_own.then(|| encoder.tower(&pack, "words/")).transpose()?;
        let encoder = encoder.with_words(bytes);
        Ok(Self { vocabulary, encoder, main, words, heads, event, word })
    }

    /// Judges what the text says of an actor and a recipient; either may be missing.
    ///
    /// Any text and any spans are fine. Of a text of more than 128 pieces those around the
    /// parties are read; a span that holds nothing of the text is a party that is missing.
    pub fn judge(&self, text: &str, actor: Option<Span>, recipient: Option<Span>) -> Judgement {
        let row = self.read(text, actor, recipient);
        let answer = |head: &Head| (head.name.clone(), head.answer(&row));
        Judgement::new(self.heads.iter().map(answer).collect())
    }

    /// What speaks for each label, by the names of the questions: the judgement before it is
    /// turned into probabilities.
    pub fn logits(
        &self,
        text: &str,
        actor: Option<Span>,
        recipient: Option<Span>,
    ) -> Vec<(String, Vec<f32>)> {
        let row = self.read(text, actor, recipient);
        self.heads.iter().map(|head| (head.name.to_string(), head.logits(&row))).collect()
    }

    /// The numbers of the pieces that are read of a text, marks included.
    pub fn pieces(&self, text: &str, actor: Option<Span>, recipient: Option<Span>) -> Vec<u32> {
        mark(&self.vocabulary, text, [actor, recipient], self.room()).pieces
    }

    /// The rows of the text's start and of both parties' opening marks, zeros for a missing one.
    fn read(&self, text: &str, actor: Option<Span>, recipient: Option<Span>) -> Vec<f32> {
        let marked = mark(&self.vocabulary, text, [actor, recipient], self.room());
        let mut asked = vec![0];
        asked.extend(marked.opening.iter().flatten());
        let found = self.encoder.encode(&self.main, &marked.pieces, &asked);
        self.row(&found, &marked.opening.map(|at| at.is_some()))
    }

    /// The row of the text's start, and those of the marks that are there, zeros for the others.
    fn row(&self, found: &[f32], there: &[bool]) -> Vec<f32> {
        let width = self.encoder.width();
        let mut found = found.chunks_exact(width);
        let mut row = Vec::with_capacity((1 + there.len()) * width);
        for is_there in [true].into_iter().chain(there.iter().copied()) {
            match is_there.then(|| found.next()).flatten() {
                Some(found) => row.extend_from_slice(found),
                None => row.resize(row.len() + width, 0.0),
            }
        }
        row
    }

    fn room(&self) -> usize {
        ROOM.min(self.encoder.room())
    }
}
