//! Rows as an Arrow file: messages of metadata, each with the bytes it speaks of, and a footer that
//! says where they are. Numbers in the metadata are those of Arrow's `Message.fbs`, `Schema.fbs` and
//! `File.fbs`.

use std::io::{self, Write};

use flatbuffers::{
    FlatBufferBuilder, ForwardsUOffset, TableFinishedWIPOffset, VOffsetT, Vector, WIPOffset,
};

use super::{Groups, Head, Kind, bytes, integer, real};
use crate::Cell;

const MAGIC: &[u8; 6] = b"ARROW1";
/// Version 5 of the metadata.
const VERSION: i16 = 4;
const SCHEMA: u8 = 1;
const RECORD_BATCH: u8 = 3;
const INT: u8 = 2;
const FLOATING_POINT: u8 = 3;
const LARGE_BINARY: u8 = 19;
const LARGE_UTF8: u8 = 20;
/// Double precision.
const DOUBLE: i16 = 2;

type Table = WIPOffset<TableFinishedWIPOffset>;
type Builder<'b> = FlatBufferBuilder<'b>;

/// A file being written.
pub(super) struct Arrow<W: Write> {
    out: W,
    at: i64,
    heads: Vec<Head>,
    /// Where each group lies: offset, length of its metadata, length of its values.
    blocks: Vec<[i64; 3]>,
}

impl<W: Write> Arrow<W> {
    pub(super) fn create(out: W, heads: &[Head]) -> io::Result<Self> {
        let mut file = Self { out, at: 0, heads: heads.to_vec(), blocks: Vec::new() };
        file.put(MAGIC)?;
        file.put(&[0; 2])?;
        let message = message(SCHEMA, 0, |builder| schema(builder, heads));
        file.put_message(&message)?;
        Ok(file)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as i64;
        self.out.write_all(bytes)
    }

    /// Writes metadata after its length, filled up to a multiple of eight; returns what it took.
    fn put_message(&mut self, message: &[u8]) -> io::Result<i64> {
        let filled = message.len().next_multiple_of(8);
        let length = i32::try_from(filled).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.put(&[0xFF; 4])?;
        self.put(&length.to_le_bytes())?;
        self.put(message)?;
        self.put(&[0; 8][..filled - message.len()])?;
        Ok(filled as i64 + 8)
    }
}

impl<W: Write> Groups<W> for Arrow<W> {
    fn write(&mut self, heads: &[Head], rows: &[Vec<Cell>]) -> io::Result<()> {
        let mut body = Body::default();
        for (at, head) in heads.iter().enumerate() {
            body.column(head.kind, rows.iter().map(|row| &row[at]));
        }
        let length = body.bytes.len() as i64;
        let message =
            message(RECORD_BATCH, length, |builder| body.table(builder, rows.len() as i64));
        let at = self.at;
        let of_message = self.put_message(&message)?;
        self.put(&body.bytes)?;
        self.blocks.push([at, of_message, length]);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        // The end of the messages: one without metadata.
        self.put(&[0xFF; 4])?;
        self.put(&[0; 4])?;
        let footer = footer(&self.heads, &self.blocks);
        let length = i32::try_from(footer.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.put(&footer)?;
        self.put(&length.to_le_bytes())?;
        self.put(MAGIC)?;
        self.out.flush()
    }
}

/// The values of a group: one buffer after the other.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    /// Offset and length of each buffer.
    buffers: Vec<[i64; 2]>,
    /// Rows of each column, and those without a value.
    nodes: Vec<[i64; 2]>,
}

impl Body {
    fn column<'c>(&mut self, kind: Kind, cells: impl Iterator<Item = &'c Cell> + Clone) {
        let known: Vec<bool> = cells.clone().map(|cell| *cell != Cell::Null).collect();
        let missing = known.iter().filter(|known| !**known).count();
        self.nodes.push([known.len() as i64, missing as i64]);
        let mut bits = vec![0_u8; known.len().div_ceil(8)];
        for at in (0..known.len()).filter(|at| known[*at]) {
            bits[at / 8] |= 1 << (at % 8);
        }
        self.buffer(&bits);
        match kind {
            Kind::Integer => {
                self.numbers(cells.map(|cell| integer(cell).unwrap_or(0).to_le_bytes()));
            }
            Kind::Real => self.numbers(cells.map(|cell| real(cell).unwrap_or(0.0).to_le_bytes())),
            Kind::Text | Kind::Blob => {
                let (mut ends, mut all) = (vec![0_i64.to_le_bytes()], Vec::new());
                for cell in cells {
                    all.extend(bytes(cell).unwrap_or_default());
                    ends.push((all.len() as i64).to_le_bytes());
                }
                self.numbers(ends.into_iter());
                self.buffer(&all);
            }
        }
    }

    fn numbers(&mut self, numbers: impl Iterator<Item = [u8; 8]>) {
        self.buffer(&numbers.flatten().collect::<Vec<u8>>());
    }

    fn buffer(&mut self, bytes: &[u8]) {
        self.buffers.push([self.bytes.len() as i64, bytes.len() as i64]);
        self.bytes.extend_from_slice(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }

    fn table(&self, builder: &mut Builder<'_>, rows: i64) -> Table {
        let nodes = structs(builder, &self.nodes);
        let buffers = structs(builder, &self.buffers);
        let start = builder.start_table();
        builder.push_slot_always(slot(0), rows);
        builder.push_slot_always(slot(1), nodes);
        builder.push_slot_always(slot(2), buffers);
        builder.end_table(start)
    }
}

/// The place of a table's field.
fn slot(field: VOffsetT) -> VOffsetT {
    4 + 2 * field
}

/// A list of structs that are made of whole numbers of eight bytes.
fn structs<'b, const N: usize>(
    builder: &mut Builder<'b>,
    all: &[[i64; N]],
) -> WIPOffset<Vector<'b, i64>> {
    builder.start_vector::<i64>(all.len() * N);
    for number in all.iter().rev().flat_map(|item| item.iter().rev()) {
        builder.push(*number);
    }
    builder.end_vector(all.len())
}

fn message(kind: u8, body: i64, header: impl FnOnce(&mut Builder<'_>) -> Table) -> Vec<u8> {
    let mut builder = Builder::new();
    let header = header(&mut builder);
    let start = builder.start_table();
    builder.push_slot_always(slot(3), body);
    builder.push_slot_always(slot(2), header);
    builder.push_slot_always(slot(0), VERSION);
    builder.push_slot_always(slot(1), kind);
    let message = builder.end_table(start);
    builder.finish_minimal(message);
    builder.finished_data().to_vec()
}

fn schema(builder: &mut Builder<'_>, heads: &[Head]) -> Table {
    let fields: Vec<Table> = heads.iter().map(|head| field(builder, head)).collect();
    let fields = builder.create_vector(&fields);
    let start = builder.start_table();
    builder.push_slot_always(slot(1), fields);
    builder.end_table(start)
}

fn field(builder: &mut Builder<'_>, head: &Head) -> Table {
    let name = builder.create_string(&head.name);
    let children = builder.create_vector::<ForwardsUOffset<TableFinishedWIPOffset>>(&[]);
    let start = builder.start_table();
    let kind = match head.kind {
        Kind::Integer => {
            builder.push_slot_always(slot(0), 64_i32);
            builder.push_slot_always(slot(1), true);
            INT
        }
        Kind::Real => {
            builder.push_slot_always(slot(0), DOUBLE);
            FLOATING_POINT
        }
        Kind::Text => LARGE_UTF8,
        Kind::Blob => LARGE_BINARY,
    };
    let of_type = builder.end_table(start);
    let start = builder.start_table();
    builder.push_slot_always(slot(0), name);
    builder.push_slot_always(slot(3), of_type);
    builder.push_slot_always(slot(5), children);
    builder.push_slot_always(slot(1), true);
    builder.push_slot_always(slot(2), kind);
    builder.end_table(start)
}

fn footer(heads: &[Head], blocks: &[[i64; 3]]) -> Vec<u8> {
    let mut builder = Builder::new();
    let schema = schema(&mut builder, heads);
    let none = structs::<3>(&mut builder, &[]);
    let blocks = structs(&mut builder, blocks);
    let start = builder.start_table();
    builder.push_slot_always(slot(1), schema);
    builder.push_slot_always(slot(2), none);
    builder.push_slot_always(slot(3), blocks);
    builder.push_slot_always(slot(0), VERSION);
    let footer = builder.end_table(start);
    builder.finish_minimal(footer);
    builder.finished_data().to_vec()
}

#[cfg(test)]
mod tests {
    use super::super::SheetFormat;
    use super::super::tests::written;

    /// The format is others': pyarrow read a file like this one when its bytes were taken down.
    #[test]
    fn a_file_is_as_others_have_read_it() {
        let bytes = written(SheetFormat::Arrow);
        assert!(bytes.starts_with(b"ARROW1\0\0\xFF\xFF\xFF\xFF"));
        assert!(bytes.ends_with(b"ARROW1"));
        let hash = blake3::hash(&bytes).to_hex();
        assert_eq!(&hash[..16], "7ed3e10eacf6bd98");
    }
}
