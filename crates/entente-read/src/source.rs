//! Bytes as they come in: buffered, counted, and safe to read to the end.
//!
//! A [`Source`] never fails. Where the stream behind it breaks off, it ends there and leaves a
//! [fault](Faults) that is told after the records; so no format has to tell a broken stream from a
//! short one. Archives inside archives share one [`Budget`], which ends what only grows.

mod budget;
mod gzip;
mod lent;
mod utf16;
mod zstd;

use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use self::budget::Budget;
pub(crate) use self::lent::{Lent, Slot};

/// Read at once.
const PIECE: usize = 64 << 10;
/// Archives and compressions inside one another that are opened.
const DEEPEST: u8 = 6;

/// What went wrong with a stream, in the order found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

/// A place in a stream and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) offset: u64,
    pub(crate) message: String,
}

impl Faults {
    pub(crate) fn tell(&self, offset: u64, message: impl Into<String>) {
        let fault = Fault { offset, message: message.into() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Takes what was told so far.
    pub(crate) fn take(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A buffered stream of bytes that knows where it is.
pub(crate) struct Source<'a> {
    inner: Box<dyn Read + Send + 'a>,
    /// What was read ahead; the bytes from `at` on are to come.
    buffer: Vec<u8>,
    at: usize,
    /// Of the next byte, in this stream.
    offset: u64,
    is_over: bool,
    depth: u8,
    pub(crate) faults: Faults,
    pub(crate) budget: Arc<Budget>,
}

/// How a bounded read ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// At the byte looked for, which was taken.
    Found,
    /// At the bound, before the byte was found.
    TooLong,
    /// At the end of the stream.
    End,
}

impl<'a> Source<'a> {
    /// A stream from outside.
    pub(crate) fn new(outside: impl Read + Send + 'a) -> Self {
        let budget = Arc::new(Budget::default());
        let counted = budget::Counted { inner: outside, budget: Arc::clone(&budget) };
        Self::over(Box::new(counted), 0, Faults::default(), budget)
    }

    /// A stream that is unpacked from this one, whose faults are its own.
    pub(crate) fn inside(
        unpacked: impl Read + Send + 'a,
        depth: u8,
        budget: &Arc<Budget>,
    ) -> Source<'a> {
        let spent = budget::Spent { inner: unpacked, budget: Arc::clone(budget) };
        Self::over(Box::new(spent), depth, Faults::default(), Arc::clone(budget))
    }

    fn over(
        inner: Box<dyn Read + Send + 'a>,
        depth: u8,
        faults: Faults,
        budget: Arc<Budget>,
    ) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, offset: 0, is_over: false, depth, faults, budget }
    }

    /// Undoes compressions and UTF-16, whatever the stream is called.
    ///
    /// Offsets then count in the bytes that come out; faults of all layers stay together.
    pub(crate) fn unpacked(mut self) -> Self {
        loop {
            let head = self.peek(4).to_vec();
            let head = head.as_slice();
            let is_packed = gzip::begins(head) || zstd::begins(head);
            if is_packed && self.is_too_deep() {
                self.end();
                return self;
            }
            let (depth, faults) = (self.depth + u8::from(is_packed), self.faults.clone());
            let budget = Arc::clone(&self.budget);
            let inner: Box<dyn Read + Send + 'a> = match head {
                head if gzip::begins(head) => Box::new(gzip::Gzip::new(self)),
                head if zstd::begins(head) => Box::new(zstd::Zstd::new(self)),
                [0xff, 0xfe, ..] => Box::new(utf16::Utf16::new(self, u16::from_le_bytes)),
                [0xfe, 0xff, ..] => Box::new(utf16::Utf16::new(self, u16::from_be_bytes)),
                _ => return self,
            };
            let inner = budget::Spent { inner, budget: Arc::clone(&budget) };
            self = Self::over(Box::new(inner), depth, faults, budget);
        }
    }

    /// How deep inside other archives it is.
    pub(crate) fn depth(&self) -> u8 {
        self.depth
    }

    /// Whether nothing inside this stream is opened any more; a fault says so.
    pub(crate) fn is_too_deep(&mut self) -> bool {
        let is_deep = self.depth >= DEEPEST;
        if is_deep {
            let message = format!("expected at most {DEEPEST} archives inside one another");
            self.faults.tell(self.offset, message);
        }
        is_deep
    }

    /// Where the next byte is.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether nothing is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.peek(1).is_empty()
    }

    /// The next bytes, as many as asked for unless the stream ends before.
    pub(crate) fn peek(&mut self, n: usize) -> &[u8] {
        while self.buffer.len() - self.at < n && !self.is_over {
            self.fill();
        }
        let end = self.buffer.len().min(self.at + n);
        &self.buffer[self.at..end]
    }

    /// Takes bytes up to and with `byte`, at most `most` of them.
    pub(crate) fn until(&mut self, byte: u8, most: usize, taken: &mut Vec<u8>) -> Until {
        let mut left = most;
        loop {
            if self.peek(1).is_empty() {
                return Until::End;
            }
            if left == 0 {
                return Until::TooLong;
            }
            let ready = &self.buffer[self.at..];
            let ready = &ready[..ready.len().min(left)];
            let found = memchr::memchr(byte, ready).map(|at| at + 1);
            let n = found.unwrap_or(ready.len());
            taken.extend_from_slice(&ready[..n]);
            self.consume(n);
            left -= n;
            if found.is_some() {
                return Until::Found;
            }
        }
    }

    /// Takes as many bytes as there are, up to a number.
    pub(crate) fn gather(&mut self, n: usize) -> Vec<u8> {
        let mut taken = Vec::new();
        while taken.len() < n {
            let missing = n - taken.len();
            let ready = self.peek(missing.min(PIECE));
            if ready.is_empty() {
                break;
            }
            taken.extend_from_slice(ready);
            let n = ready.len();
            self.consume(n);
        }
        taken
    }

    /// Takes all that is left, unless it is more than a number.
    pub(crate) fn whole(&mut self, most: usize) -> Option<Vec<u8>> {
        let taken = self.gather(most);
        self.is_at_end().then_some(taken)
    }

    /// Passes over bytes; gives how many there were.
    pub(crate) fn skip(&mut self, n: u64) -> u64 {
        let mut left = n;
        while left > 0 {
            let ready = self.peek(PIECE).len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if ready == 0 {
                break;
            }
            self.consume(ready);
            left -= ready as u64;
        }
        n - left
    }

    /// Passes over the rest of a line; gives whether it ended.
    pub(crate) fn skip_line(&mut self) -> bool {
        loop {
            let ready = self.peek(PIECE);
            let (n, is_end) = match memchr::memchr(b'\n', ready) {
                Some(at) => (at + 1, true),
                None => (ready.len(), false),
            };
            if n == 0 {
                return false;
            }
            self.consume(n);
            if is_end {
                return true;
            }
        }
    }

    /// Puts bytes back that were taken last.
    pub(crate) fn untake(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.at, bytes.iter().copied());
        self.at = 0;
        self.offset -= bytes.len() as u64;
    }

    /// Drops what is left.
    pub(crate) fn end(&mut self) {
        self.is_over = true;
        self.buffer.clear();
        self.at = 0;
    }

    /// Reads one piece more, or notes why there is none.
    fn fill(&mut self) {
        self.buffer.drain(..self.at);
        self.at = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + PIECE, 0);
        let read = loop {
            match self.inner.read(&mut self.buffer[filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let n = read.as_ref().map_or(0, |n| *n);
        self.buffer.truncate(filled + n);
        self.is_over = n == 0;
        if let Err(error) = read {
            self.faults.tell(self.offset + filled as u64, error.to_string());
        }
    }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.peek(1.min(into.len()));
        if ready.is_empty() {
            return Ok(0);
        }
        let ready = &self.buffer[self.at..];
        let n = ready.len().min(into.len());
        into[..n].copy_from_slice(&ready[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1);
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
        self.offset += n as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time and then breaks.
    struct Breaking(Vec<u8>);

    impl Read for Breaking {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match (self.0.is_empty(), into.first_mut()) {
                (true, _) => Err(io::Error::other("the wire is cut")),
                (_, None) => Ok(0),
                (_, Some(first)) => {
                    *first = self.0.remove(0);
                    Ok(1)
                }
            }
        }
    }

    #[test]
    fn a_broken_stream_ends_with_a_fault() {
        let mut source = Source::new(Breaking(b"abc\nde".to_vec()));
        let mut line = Vec::new();
        assert_eq!(source.peek(2), b"ab");
        assert_eq!(source.until(b'\n', 10, &mut line), Until::Found);
        assert_eq!((line.as_slice(), source.offset()), (b"abc\n".as_slice(), 4));
        assert_eq!(source.whole(10), Some(b"de".to_vec()));
        let fault = Fault { offset: 6, message: "the wire is cut".into() };
        assert_eq!(source.faults.take(), [fault]);
        assert!(source.is_at_end());
    }

    #[test]
    fn what_was_taken_can_be_put_back() {
        let mut source = Source::new(b"abcdef".as_slice());
        let taken = source.gather(4);
        source.untake(&taken[2..]);
        assert_eq!((source.offset(), source.peek(9)), (2, b"cdef".as_slice()));
        assert_eq!(source.skip(3), 3);
        assert_eq!(source.whole(0), None);
        assert_eq!(source.skip(3), 1);
    }

    #[test]
    fn a_bound_ends_a_line_and_the_rest_can_be_skipped() {
        let mut source = Source::new(b"abcdef\ngh".as_slice());
        let mut line = Vec::new();
        assert_eq!(source.until(b'\n', 3, &mut line), Until::TooLong);
        assert!(source.skip_line());
        assert_eq!(source.until(b'\n', 3, &mut line), Until::End);
        assert_eq!(line, b"abcgh");
        assert!(!source.skip_line());
    }
}
