//! Rows of a table, one at a time, from bytes that may be anything.
//!
//! A row is a line; where commas part the cells, quotes may carry it over several (RFC 4180). Tables
//! with tabs know no quotes. No row is longer than [`LONGEST`]: what is, is given as it stands so
//! far and will be found bad.

use std::borrow::Cow;
use std::io::{self, BufRead};

use memchr::{memchr, memchr_iter};

/// The longest row in bytes.
const LONGEST: usize = 1 << 20;

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// A tab.
    Tab,
    /// A comma, with quotes.
    Comma,
}

/// A row and where its cells are; made once and filled again and again.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The row as it stands in the file, without its end.
    pub(super) raw: Vec<u8>,
    /// Its number, from 1.
    pub(super) number: u64,
    /// The cells without their quotes, where there are any.
    plain: Vec<u8>,
    is_quoted: bool,
    cells: Vec<(usize, usize)>,
}

/// Reads the rows of a table.
pub(super) struct Lines<R> {
    source: R,
    lines: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, lines: 0 }
    }

    /// Reads the next row that is not empty into `line`; false at the end.
    pub(super) fn next(
        &mut self,
        delimiter: Option<Delimiter>,
        line: &mut Line,
    ) -> io::Result<bool> {
        loop {
            line.raw.clear();
            if !self.physical(&mut line.raw)? {
                return Ok(false);
            }
            line.number = self.lines;
            if line.raw.iter().all(|byte| byte.is_ascii_whitespace()) {
                continue;
            }
            let delimiter = delimiter.unwrap_or_else(|| Delimiter::of(&line.raw));
            while delimiter == Delimiter::Comma && is_open(&line.raw) && line.raw.len() < LONGEST {
                line.raw.push(b'\n');
                if !self.physical(&mut line.raw)? {
                    break;
                }
            }
            line.split(delimiter);
            return Ok(true);
        }
    }

    /// Adds the next line without its end; false where there is none.
    fn physical(&mut self, raw: &mut Vec<u8>) -> io::Result<bool> {
        let start = raw.len();
        let mut is_there = false;
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            is_there = true;
            let end = memchr(b'\n', bytes);
            let taken = end.unwrap_or(bytes.len());
            let room = LONGEST.saturating_sub(raw.len() - start);
            raw.extend_from_slice(&bytes[..taken.min(room)]);
            self.source.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                break;
            }
        }
        if raw.len() > start && raw.last() == Some(&b'\r') {
            raw.pop();
        }
        self.lines += u64::from(is_there);
        Ok(is_there)
    }
}

impl Delimiter {
    /// The one of which a row has more.
    pub(super) fn of(row: &[u8]) -> Self {
        let count = |byte| memchr_iter(byte, row).count();
        if count(b'\t') >= count(b',') { Self::Tab } else { Self::Comma }
    }

    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Comma => b',',
        }
    }
}

impl Line {
    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The bytes of a cell without white space around it; empty beyond the last.
    pub(super) fn cell(&self, at: usize) -> &[u8] {
        let bytes = if self.is_quoted { &self.plain } else { &self.raw };
        self.cells.get(at).map_or(&[], |&(start, end)| bytes[start..end].trim_ascii())
    }

    /// The text of all cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len()).map(|at| String::from_utf8_lossy(self.cell(at)))
    }

    fn split(&mut self, delimiter: Delimiter) {
        self.cells.clear();
        self.is_quoted = delimiter == Delimiter::Comma && memchr(b'"', &self.raw).is_some();
        if self.is_quoted {
            return self.split_quoted();
        }
        let mut start = 0;
        for end in memchr_iter(delimiter.byte(), &self.raw) {
            self.cells.push((start, end));
            start = end + 1;
        }
        self.cells.push((start, self.raw.len()));
    }

    /// Takes quotes off as RFC 4180 has them; a quote in the midst of a cell stands for itself.
    fn split_quoted(&mut self) {
        self.plain.clear();
        let (mut start, mut is_inside) = (0, false);
        let mut bytes = self.raw.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' if is_inside && bytes.next_if_eq(&b'"').is_some() => self.plain.push(b'"'),
                b'"' if is_inside => is_inside = false,
                b'"' if self.plain.len() == start => is_inside = true,
                b',' if !is_inside => {
                    self.cells.push((start, self.plain.len()));
                    start = self.plain.len();
                }
                byte => self.plain.push(byte),
            }
        }
        self.cells.push((start, self.plain.len()));
    }
}

/// Whether a quote is still open at the end.
fn is_open(raw: &[u8]) -> bool {
    memchr_iter(b'"', raw).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8], delimiter: Option<Delimiter>) -> Vec<(u64, Vec<String>)> {
        let (mut lines, mut line) = (Lines::new(text), Line::default());
        let mut all = Vec::new();
        while lines.next(delimiter, &mut line).expect("memory can be read") {
            all.push((line.number, line.cells().map(Cow::into_owned).collect()));
        }
        all
    }

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let text = b"a,\"b, c\",\"d \"\"e\"\"\"\r\n\n\"one\ntwo\",,3\n";
        let rows = rows(text, Some(Delimiter::Comma));
        assert_eq!(rows[0], (1, vec!["a".into(), "b, c".into(), "d \"e\"".into()]));
        assert_eq!(rows[1], (3, vec!["one\ntwo".into(), String::new(), "3".into()]));
    }

    #[test]
    fn tabs_know_no_quotes() {
        let rows = rows(b"\"a\tb\n\xff\t\"", None);
        assert_eq!(rows[0].1, ["\"a", "b"]);
        assert_eq!(rows[1].1, ["\u{fffd}", "\""]);
    }

    #[test]
    fn a_row_without_an_end_is_cut() {
        let rows = rows(&vec![b'x'; 3 * LONGEST], Some(Delimiter::Tab));
        assert_eq!((rows.len(), rows[0].1[0].len()), (1, LONGEST));
        let open = [b"\"".as_slice(), &b"y\n".repeat(LONGEST)].concat();
        assert!(self::rows(&open, Some(Delimiter::Comma))[0].1[0].len() <= 2 * LONGEST);
    }
}
