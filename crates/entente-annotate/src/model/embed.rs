//! The first layer of an encoder: a token by itself, without its neighbours.
//!
//! Each attribute of the token picks four rows of a table by hashing; the rows are added up, the
//! attributes stand side by side, followed by the projected word vector, and one layer mixes them.

use super::kernel::{Cpu, Layer, Linear, Rows, WIDTH};
use super::pack::{Pack, PackError};
use super::tokenizer::RawToken;
use super::vectors::Vectors;

/// Reads one attribute of a token.
type Attribute = fn(&RawToken) -> u64;

/// The attributes an encoder may hash, in column order, by their names in the pack.
const ATTRIBUTES: [(&str, Attribute); 6] = [
    ("norm", |token| token.lexeme.norm),
    ("prefix", |token| token.lexeme.prefix),
    ("suffix", |token| token.lexeme.suffix),
    ("shape", |token| token.lexeme.shape),
    ("spacy", |token| u64::from(token.space_after)),
    ("is_space", |token| u64::from(token.lexeme.is_space)),
];

/// Tokens are embedded this many at a time.
const BLOCK: usize = 64;

/// The first layer of one encoder.
#[derive(Debug)]
pub struct Embedding {
    tables: Vec<Table>,
    /// Projects a word vector, where the pack has any.
    project: Option<Linear>,
    mixer: Layer,
}

#[derive(Debug)]
struct Table {
    attribute: Attribute,
    seed: u32,
    /// Rows of [`WIDTH`] floats, at least one.
    values: Vec<f32>,
}

/// Buffers for [`Embedding::apply`].
#[derive(Debug, Default)]
pub struct EmbedScratch {
    vectors: Vec<f32>,
    columns: Vec<f32>,
}

impl Embedding {
    /// Reads the sections `<prefix>/embed/…`, `<prefix>/static` and `<prefix>/layer0/…`.
    pub fn from_pack(
        cpu: Cpu,
        pack: &Pack<'_>,
        prefix: &str,
        vector_width: usize,
    ) -> Result<Self, PackError> {
        let seeds = pack.u32s(&format!("{prefix}/seeds"))?;
        let mut tables = Vec::new();
        for (seed, (name, attribute)) in seeds.into_iter().zip(ATTRIBUTES) {
            let name = format!("{prefix}/embed/{name}");
            let rows = pack.section(&name)?.dims.first().copied().unwrap_or(0);
            let values = pack.tensor(&name, &[rows.max(1), WIDTH])?;
            tables.push(Table { attribute, seed, values });
        }
        let mut project = None;
        if vector_width > 0 {
            let weights = pack.tensor(&format!("{prefix}/static"), &[WIDTH, vector_width])?;
            project = Some(Linear::new(cpu, &weights, &[0.0; WIDTH]));
        }
        let columns = tables.len() + usize::from(project.is_some());
        let mixer = layer(cpu, pack, &format!("{prefix}/layer0"), columns * WIDTH)?;
        Ok(Embedding { tables, project, mixer })
    }

    /// Computes the layer for each token into `out`, [`WIDTH`] floats a token.
    pub fn apply<'t>(
        &self,
        tokens: impl ExactSizeIterator<Item = &'t RawToken>,
        vectors: &Vectors,
        scratch: &mut EmbedScratch,
        out: &mut [f32],
    ) {
        let mut tokens = tokens.peekable();
        let mut outs = out.chunks_mut(BLOCK * WIDTH);
        while tokens.peek().is_some() {
            let block = tokens.by_ref().take(BLOCK);
            let count = self.columns(block, vectors, scratch);
            let inputs = self.mixer.inputs();
            let rows = Rows { data: &scratch.columns, stride: inputs, count };
            let Some(out) = outs.next() else { return };
            self.mixer.apply(rows, out);
        }
    }

    /// Fills `scratch.columns` with the columns of a block of tokens and returns their number.
    fn columns<'t>(
        &self,
        tokens: impl Iterator<Item = &'t RawToken>,
        vectors: &Vectors,
        scratch: &mut EmbedScratch,
    ) -> usize {
        let (inputs, width) = (self.mixer.inputs(), vectors.width());
        scratch.columns.clear();
        scratch.columns.resize(BLOCK * inputs, 0.0);
        scratch.vectors.clear();
        scratch.vectors.resize(BLOCK * width, 0.0);
        let mut count = 0;
        for (token, row) in tokens.zip(scratch.columns.chunks_exact_mut(inputs)) {
            for (table, column) in self.tables.iter().zip(row.chunks_exact_mut(WIDTH)) {
                table.add_rows((table.attribute)(token), column);
            }
            if width > 0 {
                vectors.read(token.lexeme.orth, &mut scratch.vectors[count * width..][..width]);
            }
            count += 1;
        }
        if let Some(project) = &self.project {
            let rows = Rows { data: &scratch.vectors, stride: width, count };
            project.apply(rows, inputs, &mut scratch.columns[self.tables.len() * WIDTH..]);
        }
        count
    }
}

impl Table {
    /// Adds the four rows of an id to `column`.
    fn add_rows(&self, id: u64, column: &mut [f32]) {
        let rows = (self.values.len() / WIDTH) as u64;
        for key in row_keys(id, self.seed) {
            // Fits: less than the number of rows.
            let row = (u64::from(key) % rows) as usize;
            for (sum, value) in column.iter_mut().zip(&self.values[row * WIDTH..][..WIDTH]) {
                *sum += value;
            }
        }
    }
}

/// Reads one layer of [`WIDTH`] outputs and as many `inputs` as given.
pub(super) fn layer(
    cpu: Cpu,
    pack: &Pack<'_>,
    name: &str,
    inputs: usize,
) -> Result<Layer, PackError> {
    let weights = pack.tensor(&format!("{name}/w"), &[WIDTH, Layer::PIECES, inputs])?;
    let bias = pack.tensor(&format!("{name}/b"), &[WIDTH, Layer::PIECES])?;
    let [gain, shift] = ["gain", "bias"].map(|part| {
        let values = pack.tensor(&format!("{name}/{part}"), &[WIDTH])?;
        Ok(<[f32; WIDTH]>::try_from(values).expect("the shape was checked"))
    });
    Ok(Layer::new(cpu, &weights, &bias, gain?, shift?))
}

/// Returns the four keys of an id: MurmurHash3 of 128 bits over its eight bytes.
fn row_keys(id: u64, seed: u32) -> [u32; 4] {
    const LENGTH: u64 = 8;
    let mut low = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    low = u64::from(seed) ^ low.wrapping_mul(0x4cf5_ad43_2745_937f) ^ LENGTH;
    let mut high = u64::from(seed) ^ LENGTH;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    (low, high) = (finish(low), finish(high));
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    let halves = [low, low >> 32, high, high >> 32];
    halves.map(|half| (half & u64::from(u32::MAX)) as u32)
}

fn finish(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ h >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_pipeline() {
        let apple = 8_566_208_034_543_834_098;
        assert_eq!(
            row_keys(apple, 8),
            [2_653_853_934, 3_922_826_080, 3_980_780_901, 3_736_755_472]
        );
        assert_eq!(row_keys(1, 12).map(|key| key % 50), [6, 13, 20, 22]);
    }
}
