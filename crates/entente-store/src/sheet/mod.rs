//! Answers in SQL as files of typed columns, for tools that would rather not read text.
//!
//! A column's type is what its values are in the first rows; SQLite itself knows none. Rows are
//! written in groups, so that an answer of any length takes little memory.

mod arrow;
mod parquet;

use std::io::{self, Write};

use self::arrow::Arrow;
use self::parquet::Parquet;
use crate::{Answer, Cell};

/// Rows in a group, which is held in memory, and bytes of its texts.
const GROUP: usize = 65_536;
const BYTES: usize = 32 << 20;

/// The formats that an answer can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// Apache Parquet, packed with Snappy.
    Parquet,
    /// The file format of Apache Arrow, also known as Feather.
    Arrow,
}

/// Writes an answer of [`crate::ask`] in one of these formats.
pub struct Sheet<W: Write + Send> {
    format: SheetFormat,
    names: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Bytes of the texts in these rows.
    held: usize,
    state: State<W>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

/// A column: its name, and what it holds.
#[derive(Clone, Debug)]
struct Head {
    name: String,
    kind: Kind,
}

/// A file that is begun once the types are known.
enum State<W: Write + Send> {
    New(W),
    Begun(Vec<Head>, Box<dyn Groups<W>>),
    Broken,
}

/// A file that takes rows in groups.
trait Groups<W> {
    fn write(&mut self, heads: &[Head], rows: &[Vec<Cell>]) -> io::Result<()>;

    fn finish(self: Box<Self>) -> io::Result<()>;
}

impl<W: Write + Send + 'static> Sheet<W> {
    /// Begins a file.
    pub fn new(format: SheetFormat, out: W) -> Self {
        Self { format, names: Vec::new(), rows: Vec::new(), held: 0, state: State::New(out) }
    }

    /// Takes the names of columns, then rows.
    ///
    /// # Errors
    ///
    /// Those of writing; and where a value is of another type than those before it in its column.
    pub fn take(&mut self, answer: Answer<'_>) -> io::Result<()> {
        match answer {
            Answer::Columns(names) => self.names = distinct(names),
            Answer::Row(cells) => {
                self.held += cells.iter().map(size).sum::<usize>();
                self.rows.push(cells.to_vec());
            }
        }
        if self.rows.len() >= GROUP || self.held >= BYTES { self.flush() } else { Ok(()) }
    }

    /// Writes what is left, and the end.
    ///
    /// # Errors
    ///
    /// As those of [`Sheet::take`].
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        match self.state {
            State::Begun(_, file) => file.finish(),
            State::New(_) | State::Broken => Ok(()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if let State::New(_) = self.state {
            let State::New(out) = std::mem::replace(&mut self.state, State::Broken) else {
                return Ok(());
            };
            let heads = heads(&self.names, &self.rows);
            let file: Box<dyn Groups<W>> = match self.format {
                SheetFormat::Parquet => Box::new(Parquet::create(out, &heads)?),
                SheetFormat::Arrow => Box::new(Arrow::create(out, &heads)?),
            };
            self.state = State::Begun(heads, file);
        }
        let rows = std::mem::take(&mut self.rows);
        self.held = 0;
        match &mut self.state {
            State::Begun(heads, file) if !rows.is_empty() => {
                expect_kinds(heads, &rows)?;
                file.write(heads, &rows)
            }
            _ => Ok(()),
        }
    }
}

/// Names of columns, each another: two of one name cannot be told apart in a file.
fn distinct(names: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let numbered = (2..).map(|n: usize| format!("{name}_{n}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !all.contains(name));
        all.extend(free);
    }
    all
}

/// The types of columns by the first rows; one in which nothing is known is text.
fn heads(names: &[String], rows: &[Vec<Cell>]) -> Vec<Head> {
    let kind = |at: usize| {
        let kinds = rows.iter().filter_map(|row| kind(&row[at]));
        kinds.reduce(wider).unwrap_or(Kind::Text)
    };
    names.iter().enumerate().map(|(at, name)| Head { name: name.clone(), kind: kind(at) }).collect()
}

fn kind(cell: &Cell) -> Option<Kind> {
    match cell {
        Cell::Null => None,
        Cell::Integer(_) => Some(Kind::Integer),
        Cell::Real(_) => Some(Kind::Real),
        Cell::Text(_) => Some(Kind::Text),
        Cell::Blob(_) => Some(Kind::Blob),
    }
}

/// The type that holds both.
fn wider(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        (one, other) if one == other => one,
        (Kind::Integer | Kind::Real, Kind::Integer | Kind::Real) => Kind::Real,
        (Kind::Blob, _) | (_, Kind::Blob) => Kind::Blob,
        _ => Kind::Text,
    }
}

/// Checks that every value fits its column.
fn expect_kinds(heads: &[Head], rows: &[Vec<Cell>]) -> io::Result<()> {
    for (at, head) in heads.iter().enumerate() {
        let astray = rows
            .iter()
            .filter_map(|row| kind(&row[at]))
            .find(|kind| wider(head.kind, *kind) != head.kind);
        if let Some(found) = astray {
            let what = format!(
                "expected {} in column `{}`, as in the rows before, found {}; CAST it in the query",
                head.kind.name(),
                head.name,
                found.name()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
    }
    Ok(())
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Integer => "whole numbers",
            Self::Real => "numbers",
            Self::Text => "texts",
            Self::Blob => "bytes",
        }
    }
}

/// Bytes of a text.
fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.len(),
        Cell::Blob(bytes) => bytes.len(),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) => 0,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}

fn real(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(number) => Some(*number as f64),
        Cell::Real(number) => Some(*number),
        _ => None,
    }
}

/// The bytes of a value in a column of texts or bytes.
fn bytes(cell: &Cell) -> Option<Vec<u8>> {
    match cell {
        Cell::Null => None,
        Cell::Integer(number) => Some(number.to_string().into_bytes()),
        Cell::Real(number) => Some(number.to_string().into_bytes()),
        Cell::Text(text) => Some(text.clone().into_bytes()),
        Cell::Blob(bytes) => Some(bytes.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Bytes that can be looked at after they were written.
    #[derive(Clone, Debug, Default)]
    pub(super) struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Shared {
        pub(super) fn bytes(&self) -> Vec<u8> {
            self.0.lock().expect("nobody panicked").clone()
        }
    }

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panicked").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A file of three rows of every type, with gaps.
    pub(super) fn written(format: SheetFormat) -> Vec<u8> {
        let shared = Shared::default();
        let mut sheet = Sheet::new(format, shared.clone());
        let names = ["n", "x", "x", "text", "bytes", "none"].map(str::to_owned);
        sheet.take(Answer::Columns(&names)).expect("memory can be written");
        for n in 0..3_i64 {
            let x = if n == 1 { Cell::Integer(7) } else { Cell::Real(n as f64 + 0.5) };
            let text = if n == 2 { Cell::Null } else { Cell::Text(format!("é{n}")) };
            let row = [Cell::Integer(n), x.clone(), x, text, Cell::Blob(vec![0, 255]), Cell::Null];
            sheet.take(Answer::Row(&row)).expect("memory can be written");
        }
        sheet.finish().expect("memory can be written");
        shared.bytes()
    }

    #[test]
    fn a_column_of_several_types_is_the_widest() {
        let rows = |cells: [Cell; 2]| cells.map(|cell| vec![cell]).to_vec();
        let of = |cells| heads(&["a".to_owned()], &rows(cells))[0].kind;
        assert_eq!(of([Cell::Integer(1), Cell::Null]), Kind::Integer);
        assert_eq!(of([Cell::Integer(1), Cell::Real(0.5)]), Kind::Real);
        assert_eq!(of([Cell::Real(1.0), Cell::Text("a".into())]), Kind::Text);
        assert_eq!(of([Cell::Null, Cell::Null]), Kind::Text);
        let astray = expect_kinds(
            &heads(&["a".to_owned()], &rows([Cell::Null, Cell::Integer(1)])),
            &rows([Cell::Integer(1), Cell::Text("b".into())]),
        );
        let said = astray.expect_err("a text is no number").to_string();
        assert!(said.starts_with("expected whole numbers in column `a`"), "{said}");
    }

    #[test]
    fn an_answer_without_rows_is_a_file_too() {
        for format in [SheetFormat::Parquet, SheetFormat::Arrow] {
            let shared = Shared::default();
            let mut sheet = Sheet::new(format, shared.clone());
            sheet.take(Answer::Columns(&["a".to_owned()])).expect("memory can be written");
            sheet.finish().expect("memory can be written");
            assert!(shared.bytes().len() > 12, "{format:?}");
        }
    }
}
