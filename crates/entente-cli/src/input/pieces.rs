//! Sources to pieces of bytes that fit in memory and end between two records.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::vec;

use entente::Input;
use entente::model::Format;

use super::{Lost, Source};
use crate::progress::Bar;

/// Bytes after which a piece of many records is handed on.
const ENOUGH: usize = 1 << 20;
/// Read at once.
const BUFFER: usize = 64 << 10;

/// Reads sources one after the other; what cannot be read goes to [`Lost`].
pub(crate) struct Pieces {
    sources: vec::IntoIter<Source>,
    open: Option<Open>,
    format: Option<Format>,
    longest: usize,
    lost: Lost,
    bar: Bar,
}

/// A source that is being read.
struct Open {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    format: Format,
    /// Whether the user said so.
    is_given: bool,
    offset: u64,
    /// Whether a piece has been handed on.
    is_begun: bool,
}

impl Pieces {
    pub(crate) fn new(
        sources: Vec<Source>,
        format: Option<Format>,
        longest: usize,
        lost: Lost,
    ) -> Self {
        let sources = sources.into_iter();
        Self { sources, open: None, format, longest, lost, bar: Bar::default() }
    }

    /// Counts what is read on a bar.
    pub(crate) fn counted_on(mut self, bar: &Bar) -> Self {
        self.bar = bar.clone();
        self
    }

    /// How many bytes there are in all, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.sources.as_slice().iter().map(Source::size).sum()
    }

    fn open(&self, source: &Source) -> io::Result<Open> {
        let name = source.name();
        let reader: Box<dyn Read + Send> = match source {
            Source::Stdin => Box::new(io::stdin()),
            Source::File(path) => Box::new(File::open(path)?),
        };
        let mut reader = BufReader::with_capacity(BUFFER, reader);
        let format = match self.format.or_else(|| format_of(source)) {
            Some(format) => format,
            None => sniff(reader.fill_buf()?),
        };
        let is_given = self.format.is_some();
        Ok(Open { name, reader, format, is_given, offset: 0, is_begun: false })
    }
}

impl Iterator for Pieces {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            let Some(open) = &mut self.open else {
                let source = self.sources.next()?;
                match self.open(&source) {
                    Ok(open) => self.open = Some(open),
                    Err(error) => self.lost.input(&source.name(), &error.to_string()),
                }
                continue;
            };
            let before = open.offset;
            match open.next(self.longest, &self.lost) {
                Ok(Some(piece)) => {
                    self.bar.read(open.offset - before);
                    return Some(piece);
                }
                Ok(None) => self.open = None,
                Err(error) => {
                    self.lost.input(&open.name, &error.to_string());
                    self.open = None;
                }
            }
        }
    }
}

impl Open {
    fn next(&mut self, longest: usize, lost: &Lost) -> io::Result<Option<Input>> {
        match self.format {
            Format::Jsonl => self.lines(longest, lost),
            _ => self.whole(longest, lost),
        }
    }

    /// The whole source as one document.
    fn whole(&mut self, longest: usize, lost: &Lost) -> io::Result<Option<Input>> {
        if self.offset > 0 {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        (&mut self.reader).take(longest as u64 + 1).read_to_end(&mut bytes)?;
        // An empty source is answered too, once.
        self.offset = bytes.len().max(1) as u64;
        if bytes.len() > longest {
            lost.input(&self.name, &too_long("text", longest));
            return Ok(None);
        }
        Ok(Some(self.piece(0, bytes)))
    }

    /// As many whole lines as make a piece.
    fn lines(&mut self, longest: usize, lost: &Lost) -> io::Result<Option<Input>> {
        let mut bytes = Vec::new();
        let mut start = self.offset;
        while bytes.len() < ENOUGH {
            let (line, at) = (bytes.len(), self.offset);
            let limit = longest as u64 + 1;
            let n = (&mut self.reader).take(limit).read_until(b'\n', &mut bytes)?;
            self.offset += n as u64;
            if n == 0 {
                break;
            }
            // Blank lines between pieces are nothing to read; those at the head keep their number.
            if self.is_begun && line == 0 && bytes.trim_ascii().is_empty() {
                bytes.clear();
                start = self.offset;
                continue;
            }
            if n > longest && !bytes.ends_with(b"\n") {
                bytes.truncate(line);
                self.offset += skip_line(&mut self.reader)?;
                lost.record(&self.name, at, &too_long("line", longest));
                if !bytes.is_empty() {
                    break;
                }
                start = self.offset;
            }
        }
        let is_first = start == 0 && !std::mem::replace(&mut self.is_begun, true);
        Ok((is_first || !bytes.is_empty()).then(|| self.piece(start, bytes)))
    }

    fn piece(&self, offset: u64, bytes: Vec<u8>) -> Input {
        // A later piece need not look like its format; a text is left to the reader to judge.
        let format = (self.is_given || self.format != Format::Text).then_some(self.format);
        Input { name: self.name.clone(), offset, bytes, format }
    }
}

#[cold]
fn too_long(what: &str, longest: usize) -> String {
    format!("expected a {what} of at most {longest} bytes, found a longer one; see --max-document")
}

/// The format that a name's ending stands for.
pub(super) fn format_of_ending(ending: &OsStr) -> Option<Format> {
    match ending.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Format::Text),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        _ => None,
    }
}

fn format_of(source: &Source) -> Option<Format> {
    match source {
        Source::Stdin => None,
        Source::File(path) => path.extension().and_then(format_of_ending),
    }
}

/// The format of a source whose name does not tell: JSON Lines begin with a brace.
fn sniff(beginning: &[u8]) -> Format {
    const BOM: &[u8] = b"\xef\xbb\xbf";
    let text = beginning.strip_prefix(BOM).unwrap_or(beginning).trim_ascii_start();
    if text.starts_with(b"{") { Format::Jsonl } else { Format::Text }
}

fn skip_line(reader: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        let (n, is_end) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(n);
        skipped += n as u64;
        if is_end {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, longest: usize) -> (Vec<(u64, String)>, Lost) {
        let lost = Lost::default();
        let reader: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_owned()));
        let reader = BufReader::with_capacity(4, reader);
        let (name, format) = ("x".into(), Format::Jsonl);
        let mut open = Open { name, reader, format, is_given: false, offset: 0, is_begun: false };
        let mut found = Vec::new();
        while let Some(piece) = open.next(longest, &lost).expect("memory can be read") {
            let text = String::from_utf8(piece.bytes).expect("cut between lines");
            found.push((piece.offset, text));
        }
        (found, lost)
    }

    #[test]
    fn a_line_too_long_is_left_out_and_the_rest_keeps_its_place() {
        let (found, lost) = pieces("ab\n0123456789\ncd\n", 5);
        assert_eq!(found, [(0, "ab\n".into()), (14, "cd\n".into())]);
        assert_eq!(lost.finish(), crate::error::Done::SomeLost);
    }

    #[test]
    fn the_last_line_needs_no_end() {
        let (found, lost) = pieces("ab\ncd", 5);
        assert_eq!(found, [(0, "ab\ncd".into())]);
        assert_eq!(lost.finish(), crate::error::Done::All);
    }

    #[test]
    fn blank_lines_between_pieces_are_no_piece() {
        let blank = "\n".repeat(ENOUGH + 10);
        let long = format!("{}\n", "a".repeat(ENOUGH));
        let (found, lost) = pieces(&format!("{long}{blank}cd\n{blank}"), ENOUGH + 1);
        let place = (long.len() + blank.len()) as u64;
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].0, &found[1].1[..3]), (place, "cd\n"));
        assert_eq!(lost.finish(), crate::error::Done::All);
    }

    #[test]
    fn an_empty_source_is_one_empty_piece() {
        assert_eq!(pieces("", 5).0, [(0, String::new())]);
    }

    #[test]
    fn formats_are_seen_from_the_first_bytes() {
        assert_eq!(sniff(b"\xef\xbb\xbf  {\"text\": \"x\"}"), Format::Jsonl);
        assert_eq!(sniff(b"Paris, Friday"), Format::Text);
        assert_eq!(sniff(b""), Format::Text);
    }
}
