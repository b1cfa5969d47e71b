//! The transformer: pieces by themselves become pieces in their context.
//!
//! An encoder as BERT has it: the vectors of a piece and of its place are added, and each layer
//! lets every piece look at all others ([`super::attention`]) and then think by itself. Pieces and
//! places have one set of vectors; the layers over them are a [`Tower`], of which a pack may have
//! several, since what is good for one question is bad for another.

use std::borrow::Cow;
use std::ops::Range;

use super::attention::attend;
use super::float::{LANES, Norm, gelu};
use super::kernel::Cpu;
use super::linear::Linear;
use crate::model::pack::{Kind, Pack, PackError};

const WORD: &str = "embed/word";
const PLACE: &str = "embed/place";
/// What is added to the pieces of a second text.
const SECOND: &str = "embed/second";
/// Two marks around each party and what stands before and after a text need as many places.
const FEWEST: usize = 8;

/// The vectors that all towers stand on.
#[derive(Debug)]
pub(super) struct Encoder {
    cpu: Cpu,
    words: Words,
    /// A vector a place.
    places: Vec<f32>,
    second: Option<Vec<f32>>,
    /// How many ways each piece looks at the others.
    heads: usize,
    /// How many layers a tower has.
    depth: usize,
}

/// The layers through which pieces come to be seen in their context.
#[derive(Debug)]
pub(super) struct Tower {
    norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    /// What each piece asks, what it answers to, and what it says.
    asks: Linear,
    /// Brings together what was heard.
    joins: Linear,
    first_norm: Norm,
    widens: Linear,
    narrows: Linear,
    second_norm: Norm,
}

impl Encoder {
    /// Reads an encoder, which is not complete without [`Encoder::with_words`].
    pub(super) fn from_pack(cpu: Cpu, pack: &Pack<'_>) -> Result<Self, PackError> {
        let words = Words::from_pack(pack)?;
        let width = words.width;
        let &[heads, depth] = &pack.u32s("shape")?[..] else {
            return Err(PackError::content("shape", "expected the numbers of heads and layers"));
        };
        let [heads, depth] = [heads as usize, depth as usize];
        if heads == 0 || depth == 0 || width == 0 || !width.is_multiple_of(LANES * heads) {
            let why = format!("expected layers of heads of sixteens, found {depth} of {heads}");
            return Err(PackError::content("shape", why));
        }
        Ok(Self {
            cpu,
            words,
            places: places(pack, width)?,
            second: pack.section(SECOND).ok().map(|_| pack.finite(SECOND, &[width])).transpose()?,
            heads,
            depth,
        })
    }

    /// Reads the tower whose sections begin with `name`.
    pub(super) fn tower(&self, pack: &Pack<'_>, name: &str) -> Result<Tower, PackError> {
        let width = self.width();
        let layer = |n| Layer::from_pack(self.cpu, pack, &format!("{name}layer{n}"), width);
        Ok(Tower {
            norm: norm(pack, &format!("{name}embed/norm"), width)?,
            layers: (0..self.depth).map(layer).collect::<Result<_, _>>()?,
        })
    }

    /// Keeps the bytes of the pack, where the vectors of words are read as they lie.
    pub(super) fn with_words(mut self, bytes: Cow<'static, [u8]>) -> Self {
        self.words.bytes = bytes;
        self
    }

    /// How many numbers stand for a piece.
    pub(super) fn width(&self) -> usize {
        self.words.width
    }

    /// How many words there are vectors of.
    pub(super) fn n_words(&self) -> usize {
        self.words.scales.len()
    }

    /// The most pieces that are read at once.
    pub(super) fn room(&self) -> usize {
        self.places.len() / self.width()
    }

    /// Reads at most [`Encoder::room`] pieces, and returns the rows of those `asked` in context.
    pub(super) fn encode(&self, tower: &Tower, pieces: &[u32], asked: &[usize]) -> Vec<f32> {
        self.encode_two(tower, pieces, pieces.len(), asked)
    }

    /// As [`Encoder::encode`], where a second text begins at a piece.
    pub(super) fn encode_two(
        &self,
        tower: &Tower,
        pieces: &[u32],
        second: usize,
        asked: &[usize],
    ) -> Vec<f32> {
        let width = self.width();
        let mut rows = vec![0.0; pieces.len() * width];
        for (row, piece) in rows.chunks_exact_mut(width).zip(pieces) {
            self.words.read(*piece, row);
        }
        for row in rows.chunks_exact_mut(width).skip(second) {
            let more = self.second.iter().flatten();
            row.iter_mut().zip(more).for_each(|(value, more)| *value += more);
        }
        tower.norm.apply(self.cpu, &mut rows, &self.places[..pieces.len() * width]);
        let all: Vec<usize> = (0..pieces.len()).collect();
        for (n, layer) in tower.layers.iter().enumerate() {
            // What nobody asks for need not be known in the end.
            let wanted = if n + 1 == tower.layers.len() { asked } else { &all };
            rows = layer.apply(self.cpu, &rows, wanted, self.heads);
        }
        rows
    }
}

impl Layer {
    fn from_pack(cpu: Cpu, pack: &Pack<'_>, own: &str, width: usize) -> Result<Self, PackError> {
        let name = |part: &str| format!("{own}/{part}");
        let wide = pack.section(&name("widen"))?.dims.first().copied().unwrap_or(0);
        let linear = |part, dims| Linear::from_pack(cpu, pack, &name(part), dims);
        Ok(Self {
            asks: linear("ask", [3 * width, width])?,
            joins: linear("join", [width, width])?,
            first_norm: norm(pack, &name("norm1"), width)?,
            widens: linear("widen", [wide, width])?,
            narrows: linear("narrow", [width, wide])?,
            second_norm: norm(pack, &name("norm2"), width)?,
        })
    }

    /// Turns all rows into those that are wanted, in context.
    fn apply(&self, cpu: Cpu, rows: &[f32], wanted: &[usize], heads: usize) -> Vec<f32> {
        let width = self.joins.outputs();
        let heard = attend(cpu, &self.asks.apply(rows), width, heads, wanted);
        let mut out = Vec::with_capacity(wanted.len() * width);
        for at in wanted {
            out.extend_from_slice(&rows[at * width..][..width]);
        }
        self.first_norm.apply(cpu, &mut out, &self.joins.apply(&heard));
        let mut wide = self.widens.apply(&out);
        gelu(cpu, &mut wide);
        self.second_norm.apply(cpu, &mut out, &self.narrows.apply(&wide));
        out
    }
}

/// The vectors of words, in whole numbers, where they lie in the pack.
#[derive(Debug)]
struct Words {
    bytes: Cow<'static, [u8]>,
    range: Range<usize>,
    scales: Vec<f32>,
    width: usize,
}

impl Words {
    fn from_pack(pack: &Pack<'_>) -> Result<Self, PackError> {
        let section = pack.section(WORD)?;
        let (&[count, width], Kind::I8) = (&section.dims[..], section.kind) else {
            return Err(PackError::content(WORD, "expected rows of `i8`"));
        };
        let (range, scales) = (section.range.clone(), pack.finite("embed/word/scale", &[count])?);
        Ok(Self { bytes: Cow::default(), range, scales, width })
    }

    /// Writes the vector of a word that there is.
    fn read(&self, word: u32, out: &mut [f32]) {
        let row = &self.bytes[self.range.clone()][word as usize * self.width..];
        let scale = self.scales[word as usize];
        for (out, byte) in out.iter_mut().zip(row) {
            *out = f32::from(byte.cast_signed()) * scale;
        }
    }
}

fn places(pack: &Pack<'_>, width: usize) -> Result<Vec<f32>, PackError> {
    let count = pack.section(PLACE)?.dims.first().copied().unwrap_or(0);
    if count < FEWEST {
        return Err(PackError::content(PLACE, format!("expected {FEWEST} places or more")));
    }
    let whole = pack.i8s(PLACE, &[count, width])?;
    let scales = pack.finite("embed/place/scale", &[count])?;
    let rows = whole.chunks_exact(width).zip(scales);
    Ok(rows.flat_map(|(row, scale)| row.iter().map(move |byte| f32::from(*byte) * scale)).collect())
}

fn norm(pack: &Pack<'_>, name: &str, width: usize) -> Result<Norm, PackError> {
    let [gain, shift] =
        ["gain", "shift"].map(|part| pack.finite(&format!("{name}/{part}"), &[width]));
    Ok(Norm { gain: gain?, shift: shift? })
}
