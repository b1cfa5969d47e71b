//! Gzip, of one member or of many: web archives have one a record.
//!
//! A member that breaks off or fails its checksum is a fault; reading goes on at the next member,
//! so that one bad record does not cost the rest of an archive.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::Source;

/// Two bytes that name the format, and its only method.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];
/// Flags that no member has.
const RESERVED: u8 = 0xe0;

/// Whether bytes begin as a member does.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(&MAGIC) && head.get(3).is_none_or(|flags| flags & RESERVED == 0)
}

/// The bytes of all members, one after the other.
pub(super) struct Gzip<'a> {
    state: State<'a>,
}

enum State<'a> {
    Between(Source<'a>),
    Inside(Box<GzDecoder<Source<'a>>>),
    /// Only while one of the others is made from the other.
    Done,
}

impl<'a> Gzip<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self { state: State::Between(source) }
    }
}

impl Read for Gzip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(mut source) => {
                    if find_member(&mut source) {
                        self.state = State::Inside(Box::new(GzDecoder::new(source)));
                    }
                }
                State::Inside(mut decoder) => match decoder.read(into) {
                    Ok(0) if !into.is_empty() => self.state = State::Between(decoder.into_inner()),
                    Ok(n) => {
                        self.state = State::Inside(decoder);
                        return Ok(n);
                    }
                    Err(error) => {
                        let source = decoder.into_inner();
                        source.faults.tell(source.offset(), fault(&error));
                        self.state = State::Between(source);
                    }
                },
            }
        }
    }
}

/// Passes over padding to the next member, and over what is none with a fault.
fn find_member(source: &mut Source<'_>) -> bool {
    let (start, mut is_padding) = (source.offset(), true);
    loop {
        let head = source.peek(4);
        if head.is_empty() || begins(head) {
            let found = !head.is_empty();
            if !is_padding {
                let message = "expected a gzip member, found other bytes, which were passed over";
                source.faults.tell(start, message);
            }
            return found;
        }
        let ready = source.peek(super::PIECE);
        let n = memchr::memchr(MAGIC[0], &ready[1..]).map_or(ready.len(), |at| at + 1);
        is_padding &= ready[..n].iter().all(|byte| *byte == 0);
        source.consume(n);
    }
}

#[cold]
fn fault(error: &io::Error) -> String {
    let found = match error.kind() {
        io::ErrorKind::UnexpectedEof => "that it breaks off".to_owned(),
        _ => error.to_string(),
    };
    format!("expected a whole gzip member, found {found}")
}
