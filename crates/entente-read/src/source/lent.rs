//! A source that an archive lends to the records of one member, and takes back.
//!
//! Records are handed on one by one, so those of a member are read while the archive waits. The
//! archive leaves its source in a [`Slot`]; the member takes it out, and puts it back when dropped.

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::Source;

/// Where an archive's source lies while no member has it.
#[derive(Clone)]
pub(crate) struct Slot<'a>(Arc<Mutex<Option<Source<'a>>>>);

impl<'a> Slot<'a> {
    pub(crate) fn new(source: Source<'a>) -> Self {
        Self(Arc::new(Mutex::new(Some(source))))
    }

    /// Lends the source, unless it is lent.
    pub(crate) fn lend(&self) -> Option<Lent<'a>> {
        let source = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        source.map(|source| Lent { source: Some(source), slot: self.clone() })
    }
}

/// The source of an archive, for as long as this is held.
pub(crate) struct Lent<'a> {
    /// There until this is dropped.
    source: Option<Source<'a>>,
    slot: Slot<'a>,
}

impl<'a> Lent<'a> {
    pub(crate) fn source(&mut self) -> &mut Source<'a> {
        self.source.as_mut().expect("it is given back only when dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        *self.slot.0.lock().unwrap_or_else(PoisonError::into_inner) = self.source.take();
    }
}

impl Read for Lent<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.source().read(into)
    }
}

impl BufRead for Lent<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source().fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.source().consume(n);
    }
}
