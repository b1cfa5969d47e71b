//! Tar archives, a member at a time, as every tar since 1979 writes them.
//!
//! Long names are taken from GNU's and pax's extra members. A header that fails its checksum is
//! told, and the next good one is looked for: the blocks of an archive all begin at multiples of 512.

use std::io::{self, Read};
use std::iter;

use entente_model::Format;

use super::lost;
use super::member::{Members, Open};
use crate::source::{Lent, Slot, Source};
use crate::{Hint, Item, Records};

/// The unit of which all archives are made.
const BLOCK: usize = 512;
/// The longest name, and the longest extra member that holds one.
const MOST: u64 = 64 << 10;

/// Claims what begins with a header that fits its checksum.
pub(super) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    head.get(..BLOCK).is_some_and(|block| header(block).is_some())
}

pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    if source.is_at_end() {
        let message = "expected a tar archive, found an empty input";
        return Box::new(iter::once(lost(&hint, Format::Tar, 0, message)));
    }
    if source.is_too_deep() {
        return Box::new(iter::empty());
    }
    let slot = Slot::new(source);
    let tar = Tar { slot: slot.clone(), hint: hint.clone(), next: 0 };
    Box::new(Members::new(tar, hint, Format::Tar))
}

struct Tar<'a> {
    slot: Slot<'a>,
    hint: Hint<'a>,
    /// Where the next header is.
    next: u64,
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    name: String,
    size: u64,
    kind: u8,
}

impl<'a> Tar<'a> {
    /// Goes to the next member that is a file: its name, size and where it begins.
    fn next_file(&mut self, source: &mut Source<'_>) -> Result<Option<(Header, u64)>, Item> {
        source.skip(self.next.saturating_sub(source.offset()));
        let (mut name, mut size) = (None, None);
        loop {
            let start = source.offset();
            let block = source.gather(BLOCK);
            if block.is_empty() {
                return Ok(None);
            }
            if block.iter().all(|byte| *byte == 0) {
                continue;
            }
            let Some(header) = header(&block) else {
                while !source.is_at_end() && header_of(source).is_none() {
                    source.skip(BLOCK as u64);
                }
                self.next = source.offset();
                let message = "expected the header of a member, found other bytes";
                return Err(lost(&self.hint, Format::Tar, start, message));
            };
            let n_padded = header.size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
            match header.kind {
                b'L' | b'x' if header.size <= MOST => {
                    let extra = source.gather(usize::try_from(n_padded).unwrap_or(BLOCK));
                    let n = extra.len().min(usize::try_from(header.size).unwrap_or(0));
                    match header.kind {
                        b'L' => name = Some(text_of(&extra[..n])),
                        _ => (name, size) = pax(&extra[..n]),
                    }
                }
                0 | b'0' | b'7' => {
                    let size = size.unwrap_or(header.size);
                    let begins = source.offset();
                    let n_padded = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
                    self.next = begins.saturating_add(n_padded);
                    let name = name.unwrap_or(header.name);
                    return Ok(Some((Header { name, size, kind: b'0' }, begins)));
                }
                // Folders, links, devices and what else is no file.
                _ => {
                    source.skip(n_padded);
                    (name, size) = (None, None);
                }
            }
        }
    }
}

impl<'a> Open<'a> for Tar<'a> {
    fn open(&mut self) -> Option<Result<(String, Source<'a>), Item>> {
        let mut lent = self.slot.lend()?;
        match self.next_file(lent.source()) {
            Err(item) => Some(Err(item)),
            Ok(None) => None,
            Ok(Some((header, start))) => {
                let (depth, budget) = (lent.source().depth() + 1, lent.source().budget.clone());
                let member = Member { lent, left: header.size, start };
                Some(Ok((header.name, Source::inside(member, depth, &budget))))
            }
        }
    }
}

/// The bytes of one member.
struct Member<'a> {
    lent: Lent<'a>,
    left: u64,
    start: u64,
}

impl Read for Member<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let n = self.lent.read(&mut into[..most])?;
        self.left -= n as u64;
        if n == 0 && most > 0 {
            let found = self.lent.source().offset() - self.start;
            let expected = found + self.left;
            let message = format!("expected a member of {expected} bytes, found the first {found}");
            return Err(io::Error::other(message));
        }
        Ok(n)
    }
}

/// The header that comes next, left where it is.
fn header_of(source: &mut Source<'_>) -> Option<Header> {
    header(source.peek(BLOCK))
}

/// Reads a header that fits its checksum.
fn header(block: &[u8]) -> Option<Header> {
    const SUM: std::ops::Range<usize> = 148..156;
    let said = number(block.get(SUM)?)?;
    let blank = SUM.len() as u64 * u64::from(b' ');
    let (before, after) = (block[..SUM.start].iter(), block.get(SUM.end..BLOCK)?.iter());
    let sum = before.chain(after).map(|byte| u64::from(*byte)).sum::<u64>() + blank;
    let name = text_of(&block[..100]);
    if said != sum || name.is_empty() {
        return None;
    }
    // GNU's tar keeps other things where the standard keeps the beginning of a long name.
    let prefix = match &block[257..263] {
        b"ustar\0" => text_of(&block[345..500]),
        _ => String::new(),
    };
    let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
    Some(Header { name, size: number(&block[124..136])?, kind: block[156] })
}

/// Reads a number: octal, or in eight bytes after a mark where it is large.
fn number(field: &[u8]) -> Option<u64> {
    if field.first() == Some(&0x80) {
        let last = field.get(field.len().checked_sub(8)?..)?;
        return Some(u64::from_be_bytes(last.try_into().ok()?));
    }
    let text = text_of(field);
    let digits = text.trim();
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

/// Text up to the first NUL.
fn text_of(field: &[u8]) -> String {
    let text = field.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

/// The name and the size among pax's records: `27 path=folder/page.html`.
fn pax(mut records: &[u8]) -> (Option<String>, Option<u64>) {
    let (mut name, mut size) = (None, None);
    while let Some(at) = memchr::memchr(b' ', records) {
        let length = std::str::from_utf8(&records[..at]).ok().and_then(|n| n.parse().ok());
        let Some(record) = length.and_then(|n: usize| records.get(at + 1..n)) else { break };
        let text = String::from_utf8_lossy(record);
        match text.trim_end_matches('\n').split_once('=') {
            Some(("path", value)) => name = Some(value.to_owned()),
            Some(("size", value)) => size = value.parse().ok(),
            _ => {}
        }
        records = &records[at + 1 + record.len()..];
    }
    (name, size)
}
