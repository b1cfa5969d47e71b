//! Sources to streams, opened one after the other as they are read.

use std::fs::File;
use std::io::{self, Read};
use std::vec;

use entente::Input;
use entente::model::Format;

use super::{Lost, Source};
use crate::progress::Bar;

/// Opens sources in turn; what cannot be opened goes to [`Lost`].
pub(crate) struct Opened {
    sources: vec::IntoIter<Source>,
    format: Option<Format>,
    lost: Lost,
    bar: Bar,
}

impl Opened {
    pub(crate) fn new(sources: Vec<Source>, format: Option<Format>, lost: Lost) -> Self {
        Self { sources: sources.into_iter(), format, lost, bar: Bar::default() }
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
}

impl Iterator for Opened {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            let source = self.sources.next()?;
            let name = source.name();
            match open(&source) {
                Ok(inner) => {
                    let counted = Counted { inner, bar: self.bar.clone() };
                    return Some(Input { format: self.format, ..Input::new(name, counted) });
                }
                Err(error) => self.lost.input(&name, &error.to_string()),
            }
        }
    }
}

fn open(source: &Source) -> io::Result<Box<dyn Read + Send>> {
    match source {
        Source::Stdin => Ok(Box::new(io::stdin())),
        // To open a folder is no error everywhere, but to read it is.
        Source::File(path) if path.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Source::File(path) => Ok(Box::new(File::open(path)?)),
    }
}

/// Counts bytes as they are read.
struct Counted {
    inner: Box<dyn Read + Send>,
    bar: Bar,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.bar.read(n as u64);
        Ok(n)
    }
}
