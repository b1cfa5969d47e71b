//! Rows as a Parquet file.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::{Groups, Head, Kind, bytes, integer, real};
use crate::Cell;

/// A file being written.
pub(super) struct Parquet<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> Parquet<W> {
    pub(super) fn create(out: W, heads: &[Head]) -> io::Result<Self> {
        let fields = heads.iter().map(|head| field(head).map(Arc::new)).collect::<Result<_, _>>();
        let schema = fields
            .and_then(|fields| Type::group_type_builder("answer").with_fields(fields).build());
        let packed = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = Arc::new(schema.map_err(failure)?);
        let file = SerializedFileWriter::new(out, schema, Arc::new(packed));
        file.map(Self).map_err(failure)
    }

    fn group(&mut self, heads: &[Head], rows: &[Vec<Cell>]) -> Result<(), ParquetError> {
        let mut group = self.0.next_row_group()?;
        for (at, head) in heads.iter().enumerate() {
            let Some(mut writer) = group.next_column()? else { break };
            let cells = || rows.iter().map(|row| &row[at]);
            match (head.kind, writer.untyped()) {
                (Kind::Integer, ColumnWriter::Int64ColumnWriter(writer)) => {
                    let (levels, values) = parted(cells().map(integer));
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                (Kind::Real, ColumnWriter::DoubleColumnWriter(writer)) => {
                    let (levels, values) = parted(cells().map(real));
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                (_, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                    let (levels, values) =
                        parted(cells().map(|cell| bytes(cell).map(ByteArray::from)));
                    writer.write_batch(&values, Some(&levels), None)?;
                }
                _ => return Err(ParquetError::General("expected a column of its kind".into())),
            }
            writer.close()?;
        }
        group.close().map(|_| ())
    }
}

impl<W: Write + Send> Groups<W> for Parquet<W> {
    fn write(&mut self, heads: &[Head], rows: &[Vec<Cell>]) -> io::Result<()> {
        self.group(heads, rows).map_err(failure)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let mut out = self.0.into_inner().map_err(failure)?;
        out.flush()
    }
}

fn field(head: &Head) -> Result<Type, ParquetError> {
    let (physical, logical) = match head.kind {
        Kind::Integer => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Blob => (Physical::BYTE_ARRAY, None),
    };
    Type::primitive_type_builder(&head.name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

/// Where values are known, and those that are.
fn parted<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<i16>, Vec<T>) {
    let (mut levels, mut known) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        known.extend(value);
    }
    (levels, known)
}

#[cold]
fn failure(cause: ParquetError) -> io::Error {
    match cause {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        cause => io::Error::other(cause),
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::SerializedFileReader;
    use parquet::record::Field;

    use super::super::SheetFormat;
    use super::super::tests::written;

    #[test]
    fn what_was_written_is_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.parquet");
        std::fs::write(&path, written(SheetFormat::Parquet)).expect("it can be written");
        let file = SerializedFileReader::new(std::fs::File::open(&path).expect("it is there"));
        let rows: Vec<_> = file.expect("a Parquet file").into_iter().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        let columns = |row: usize| -> Vec<(String, Field)> {
            rows[row].get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect()
        };
        let named = |name: &str, field| (name.to_owned(), field);
        assert_eq!(columns(2)[3], named("text", Field::Null));
        let columns = columns(1);
        assert_eq!(columns[0], named("n", Field::Long(1)));
        assert_eq!(columns[1], named("x", Field::Double(7.0)));
        assert_eq!(columns[2], named("x_2", Field::Double(7.0)));
        assert_eq!(columns[3], named("text", Field::Str("é1".into())));
        assert_eq!(columns[4], named("bytes", Field::Bytes(vec![0, 255].into())));
        assert_eq!(columns[5], named("none", Field::Null));
    }
}
