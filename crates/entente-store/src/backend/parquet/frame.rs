//! Columns of values that may be missing, between nouns and Parquet files.
//!
//! A frame is filled row by row, each from left to right, and written as one row group; read back,
//! its rows are taken the same way. Files are packed with Snappy, which every reader knows.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// Day 0 of Parquet's dates.
const EPOCH: Date = date(1970, 1, 1);

/// A column: its name, its kind, and what it means.
pub(super) type Head = (&'static str, Kind, &'static str);

/// The columns of a table, put together when they are first asked for.
pub(super) type Columns = LazyLock<Vec<Head>>;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Int,
    Real,
    Bool,
    Day,
}

/// Rows of one table.
#[derive(Debug)]
pub(super) struct Frame {
    heads: &'static [Head],
    columns: Vec<Column>,
    /// The column that is next.
    at: usize,
    rows: usize,
}

/// A column's values without those that are missing, and where they are missing.
#[derive(Debug, Default)]
struct Column {
    levels: Vec<i16>,
    texts: Vec<ByteArray>,
    ints: Vec<i64>,
    reals: Vec<f64>,
    bools: Vec<bool>,
    days: Vec<i32>,
    /// When read: the row and the value that are next.
    row: usize,
    value: usize,
}

impl Frame {
    pub(super) fn new(heads: &'static [Head]) -> Self {
        let columns = heads.iter().map(|_| Column::default()).collect();
        Self { heads, columns, at: 0, rows: 0 }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn put_text(&mut self, value: Option<&str>) {
        let value = value.map(|text| ByteArray::from(text.as_bytes().to_vec()));
        let column = self.next(Kind::Text, value.is_some());
        column.texts.extend(value);
    }

    pub(super) fn put_int(&mut self, value: Option<impl TryInto<i64>>) {
        let value = value.map(|number| number.try_into().unwrap_or(i64::MAX));
        self.next(Kind::Int, value.is_some()).ints.extend(value);
    }

    pub(super) fn put_real(&mut self, value: Option<impl Into<f64>>) {
        let value = value.map(Into::into);
        self.next(Kind::Real, value.is_some()).reals.extend(value);
    }

    pub(super) fn put_bool(&mut self, value: Option<bool>) {
        self.next(Kind::Bool, value.is_some()).bools.extend(value);
    }

    pub(super) fn put_day(&mut self, value: Option<Date>) {
        let value = value.and_then(|day| EPOCH.until(day).ok()).map(|span| span.get_days());
        self.next(Kind::Day, value.is_some()).days.extend(value);
    }

    /// The column whose turn it is; a row is done with its last one.
    fn next(&mut self, kind: Kind, is_known: bool) -> &mut Column {
        debug_assert_eq!(self.heads[self.at].1, kind, "{}", self.heads[self.at].0);
        let at = self.at;
        self.at = (at + 1) % self.columns.len();
        self.rows += usize::from(self.at == 0);
        let column = &mut self.columns[at];
        column.levels.push(i16::from(is_known));
        column
    }

    pub(super) fn text(&mut self) -> Result<Option<String>> {
        let Some((column, value)) = self.take() else { return Ok(None) };
        let text = column.texts.get(value).map(|text| text.data().to_vec());
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Some).ok_or_else(|| flaw("expected UTF-8 in a column, found other bytes"))
    }

    pub(super) fn shared(&mut self) -> Result<Option<Arc<str>>> {
        Ok(self.text()?.map(Arc::from))
    }

    pub(super) fn int(&mut self) -> Result<Option<i64>> {
        Ok(self.take().and_then(|(column, value)| column.ints.get(value).copied()))
    }

    pub(super) fn real(&mut self) -> Result<Option<f64>> {
        Ok(self.take().and_then(|(column, value)| column.reals.get(value).copied()))
    }

    pub(super) fn bool(&mut self) -> Result<Option<bool>> {
        Ok(self.take().and_then(|(column, value)| column.bools.get(value).copied()))
    }

    pub(super) fn day(&mut self) -> Result<Option<Date>> {
        let Some((column, value)) = self.take() else { return Ok(None) };
        let days = column.days.get(value).copied().unwrap_or_default();
        let span = jiff::Span::new().try_days(days).ok();
        let day = span.and_then(|span| EPOCH.checked_add(span).ok());
        day.map(Some).ok_or_else(|| flaw("expected a day, found a number beyond the calendar"))
    }

    /// The next value, if it is known.
    fn take(&mut self) -> Option<(&Column, usize)> {
        let column = &mut self.columns[self.at];
        self.at = (self.at + 1) % self.heads.len();
        let level = column.levels.get(column.row).copied().unwrap_or(0);
        column.row += 1;
        if level == 0 {
            return None;
        }
        column.value += 1;
        let value = column.value - 1;
        Some((column, value))
    }
}

/// A file being written.
pub(super) struct Writer {
    heads: &'static [Head],
    inner: SerializedFileWriter<File>,
}

impl Writer {
    pub(super) fn create(path: &Path, heads: &'static [Head]) -> Result<Self> {
        let schema = Arc::new(parse_message_type(&schema(heads))?);
        let packed = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let inner = SerializedFileWriter::new(File::create(path)?, schema, Arc::new(packed))?;
        Ok(Self { heads, inner })
    }

    /// Writes the rows of a frame, which is empty then.
    pub(super) fn write(&mut self, frame: &mut Frame) -> Result<()> {
        if frame.rows == 0 {
            return Ok(());
        }
        let full = std::mem::replace(frame, Frame::new(self.heads));
        let mut group = self.inner.next_row_group()?;
        for column in &full.columns {
            let Some(mut writer) = group.next_column()? else { break };
            let levels = Some(column.levels.as_slice());
            match writer.untyped() {
                ColumnWriter::ByteArrayColumnWriter(w) => {
                    w.write_batch(&column.texts, levels, None)?
                }
                ColumnWriter::Int64ColumnWriter(w) => w.write_batch(&column.ints, levels, None)?,
                ColumnWriter::DoubleColumnWriter(w) => {
                    w.write_batch(&column.reals, levels, None)?
                }
                ColumnWriter::BoolColumnWriter(w) => w.write_batch(&column.bools, levels, None)?,
                ColumnWriter::Int32ColumnWriter(w) => w.write_batch(&column.days, levels, None)?,
                _ => return Err(flaw("expected a column of a known kind")),
            };
            writer.close()?;
        }
        group.close().map(|_| ())
    }

    pub(super) fn close(self) -> Result<()> {
        self.inner.close().map(|_| ())
    }
}

/// Hands out each row group of a file as a frame; columns are found by name, others are let be.
pub(super) fn read(
    path: &Path,
    heads: &'static [Head],
    each: &mut dyn FnMut(Frame) -> Result<()>,
) -> Result<()> {
    let file = SerializedFileReader::new(File::open(path)?)?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let place = |(name, ..): &Head| {
        let mut columns = schema.columns().iter();
        let at = columns.position(|column| column.name() == *name);
        at.ok_or_else(|| flaw(&format!("expected a column `{name}`, found none")))
    };
    let places: Vec<usize> = heads.iter().map(place).collect::<Result<_>>()?;
    for at in 0..file.num_row_groups() {
        let group = file.get_row_group(at)?;
        each(frame(group.as_ref(), heads, &places)?)?;
    }
    Ok(())
}

fn frame(group: &dyn RowGroupReader, heads: &'static [Head], places: &[usize]) -> Result<Frame> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mut frame = Frame::new(heads);
    frame.rows = rows;
    for (((_, kind, _), place), column) in heads.iter().zip(places).zip(&mut frame.columns) {
        let reader = group.get_column_reader(*place)?;
        match (kind, &reader) {
            (Kind::Text, ColumnReader::ByteArrayColumnReader(_)) => {
                fill(
                    get_typed_column_reader::<ByteArrayType>(reader),
                    rows,
                    &mut column.levels,
                    &mut column.texts,
                )?;
            }
            (Kind::Int, ColumnReader::Int64ColumnReader(_)) => {
                fill(
                    get_typed_column_reader::<Int64Type>(reader),
                    rows,
                    &mut column.levels,
                    &mut column.ints,
                )?;
            }
            (Kind::Real, ColumnReader::DoubleColumnReader(_)) => {
                fill(
                    get_typed_column_reader::<DoubleType>(reader),
                    rows,
                    &mut column.levels,
                    &mut column.reals,
                )?;
            }
            (Kind::Bool, ColumnReader::BoolColumnReader(_)) => {
                fill(
                    get_typed_column_reader::<BoolType>(reader),
                    rows,
                    &mut column.levels,
                    &mut column.bools,
                )?;
            }
            (Kind::Day, ColumnReader::Int32ColumnReader(_)) => {
                fill(
                    get_typed_column_reader::<Int32Type>(reader),
                    rows,
                    &mut column.levels,
                    &mut column.days,
                )?;
            }
            _ => return Err(flaw("expected a column of another kind")),
        }
        if column.levels.len() != rows {
            return Err(flaw("expected as many values in every column"));
        }
    }
    Ok(frame)
}

fn fill<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
    values: &mut Vec<T::T>,
) -> Result<()> {
    while levels.len() < rows {
        let (read, _, _) = reader.read_records(rows - levels.len(), Some(levels), None, values)?;
        if read == 0 {
            break;
        }
    }
    Ok(())
}

fn schema(heads: &[Head]) -> String {
    let field = |(name, kind, _): &Head| match kind {
        Kind::Text => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
        Kind::Int => format!("OPTIONAL INT64 {name};"),
        Kind::Real => format!("OPTIONAL DOUBLE {name};"),
        Kind::Bool => format!("OPTIONAL BOOLEAN {name};"),
        Kind::Day => format!("OPTIONAL INT32 {name} (DATE);"),
    };
    format!("message entente {{ {} }}", heads.iter().map(field).collect::<Vec<_>>().join(" "))
}

/// Says that a file holds something that no build has written.
#[cold]
pub(super) fn flaw(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}
