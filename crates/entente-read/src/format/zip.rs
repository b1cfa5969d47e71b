//! Zip archives, a member at a time, from front to back.
//!
//! The directory at the end is not used: so an archive can come through a pipe, one that breaks off
//! is read as far as it goes, and members cannot overlap to make much of little.

use std::io::{self, Read};
use std::iter;
use std::sync::Arc;

use entente_model::Format;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::lost;
use super::member::{Members, Open};
use crate::source::{Budget, Lent, Slot, Source};
use crate::{Hint, Item, Records};

/// The length of a member's header, without its name.
const HEADER: usize = 30;
const MEMBER: [u8; 4] = *b"PK\x03\x04";
const DIRECTORY: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Marks a size that stands elsewhere.
const LARGE: u64 = 0xffff_ffff;

/// Claims what begins with a member, or ends without one.
pub(super) fn looks(head: &[u8], _: &Hint<'_>) -> bool {
    head.starts_with(&MEMBER) || head.starts_with(&END)
}

pub(super) fn read<'a>(mut source: Source<'a>, hint: Hint<'a>) -> Records<'a> {
    if source.is_too_deep() {
        return Box::new(iter::empty());
    }
    let slot = Slot::new(source);
    let zip = Zip { slot, hint: hint.clone(), next: Next::At(0) };
    Box::new(Members::new(zip, hint, Format::Zip))
}

struct Zip<'a> {
    slot: Slot<'a>,
    hint: Hint<'a>,
    next: Next,
}

/// Where the next member begins.
enum Next {
    /// There.
    At(u64),
    /// After a record of sizes, which stands where the last one ends.
    AfterSizes,
}

/// What the header of a member says.
struct Header {
    name: String,
    method: u16,
    is_encrypted: bool,
    /// Size as packed, unless it stands after the member.
    size: Option<u64>,
    /// Checksum of the content, unless it stands after the member.
    sum: Option<u32>,
}

impl<'a> Zip<'a> {
    /// Goes to the next member that can be read, and takes its header.
    fn next_file(&mut self, source: &mut Source<'_>) -> Result<Option<Header>, Item> {
        loop {
            match std::mem::replace(&mut self.next, Next::At(0)) {
                Next::At(next) => _ = source.skip(next.saturating_sub(source.offset())),
                Next::AfterSizes => skip_sizes(source),
            }
            let start = source.offset();
            if !begins(source.peek(4)) {
                seek(source);
                self.next = Next::At(source.offset());
                if source.offset() > start {
                    return Err(
                        self.lost(start, "expected a member of the archive, found other bytes")
                    );
                }
            }
            if !source.peek(4).starts_with(&MEMBER) {
                return Ok(None);
            }
            let Some(header) = header(source) else {
                return Err(
                    self.lost(start, "expected the header of a member, found a part of one")
                );
            };
            self.next = match header.size {
                Some(size) => Next::At(source.offset().saturating_add(size)),
                None => Next::AfterSizes,
            };
            if let Some(found) = header.unreadable() {
                if header.size.is_none() {
                    seek(source);
                    self.next = Next::At(source.offset());
                }
                let name = header.name.escape_debug();
                let message =
                    format!("`{name}`: expected a member that can be unpacked, found {found}");
                return Err(self.lost(start, &message));
            }
            if !header.name.ends_with('/') {
                return Ok(Some(header));
            }
        }
    }

    #[cold]
    fn lost(&self, offset: u64, message: &str) -> Item {
        lost(&self.hint, Format::Zip, offset, message)
    }
}

impl<'a> Open<'a> for Zip<'a> {
    fn open(&mut self) -> Option<Result<(String, Source<'a>), Item>> {
        let mut lent = self.slot.lend()?;
        let header = match self.next_file(lent.source()) {
            Err(item) => return Some(Err(item)),
            Ok(header) => header?,
        };
        let (depth, budget) = (lent.source().depth() + 1, Arc::clone(&lent.source().budget));
        let packed = match header.method {
            8 => Packed::Deflated(DeflateDecoder::new(lent)),
            _ => Packed::Stored { lent, left: header.size.unwrap_or(0) },
        };
        let is_drained = header.size.is_none();
        let member = Member {
            packed,
            sum: Crc::new(),
            said: header.sum,
            drained: is_drained.then(|| Arc::clone(&budget)),
        };
        Some(Ok((header.name, Source::inside(member, depth, &budget))))
    }
}

impl Header {
    /// Why the member cannot be unpacked.
    fn unreadable(&self) -> Option<String> {
        match self.method {
            _ if self.is_encrypted => Some("an encrypted one".into()),
            0 | 93 if self.size.is_none() && !self.name.ends_with('/') => {
                Some("one whose size stands after it".into())
            }
            0 | 8 | 93 => None,
            method => Some(format!("the method {method}")),
        }
    }
}

/// The bytes of one member.
struct Member<'a> {
    packed: Packed<'a>,
    sum: Crc,
    said: Option<u32>,
    /// What is spent on unpacking the rest, where only that shows where the next member begins.
    drained: Option<Arc<Budget>>,
}

enum Packed<'a> {
    /// As it is; or packed so that its first bytes tell.
    Stored {
        lent: Lent<'a>,
        left: u64,
    },
    Deflated(DeflateDecoder<Lent<'a>>),
}

impl Read for Member<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = match &mut self.packed {
            Packed::Stored { lent, left } => {
                let most = usize::try_from(*left).unwrap_or(usize::MAX).min(into.len());
                let n = lent.read(&mut into[..most])?;
                *left -= n as u64;
                if n == 0 && most > 0 {
                    let message =
                        format!("expected {left} more bytes of the member, found the end");
                    return Err(io::Error::other(message));
                }
                n
            }
            Packed::Deflated(decoder) => decoder.read(into).map_err(|error| {
                io::Error::other(format!("expected a deflated member, found {error}"))
            })?,
        };
        self.sum.update(&into[..n]);
        let is_wrong = |said: u32| said != self.sum.sum();
        if n == 0 && !into.is_empty() && self.said.take().is_some_and(is_wrong) {
            let message = "expected a member that fits its checksum, found another";
            return Err(io::Error::other(message));
        }
        Ok(n)
    }
}

impl Drop for Member<'_> {
    fn drop(&mut self) {
        let Some(budget) = self.drained.take() else { return };
        let mut dropped = [0; 8 << 10];
        while let Ok(n @ 1..) = self.read(&mut dropped) {
            if budget.spend(n).is_err() {
                break;
            }
        }
    }
}

/// Takes the header of a member, if all of it is there.
fn header(source: &mut Source<'_>) -> Option<Header> {
    let fixed = source.gather(HEADER);
    let short = |at: usize| Some(u16::from_le_bytes(fixed.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_le_bytes(fixed.get(at..at + 4)?.try_into().ok()?));
    let (flags, method) = (short(6)?, short(8)?);
    let (n_name, n_extra) = (usize::from(short(26)?), usize::from(short(28)?));
    let name = source.gather(n_name);
    let extra = source.gather(n_extra);
    let (sum, packed, unpacked) = (long(14)?, u64::from(long(18)?), u64::from(long(22)?));
    let packed = if packed == LARGE { large(&extra, unpacked == LARGE)? } else { packed };
    let is_after = flags & 8 != 0;
    let is_known = !is_after || packed > 0;
    Some(Header {
        name: String::from_utf8_lossy(&name).into_owned(),
        method,
        is_encrypted: flags & 1 != 0,
        size: is_known.then_some(packed),
        sum: (!is_after).then_some(sum),
    })
}

/// The size as packed where it needs eight bytes; the unpacked size may stand before it.
fn large(mut extra: &[u8], is_second: bool) -> Option<u64> {
    loop {
        let id = u16::from_le_bytes(extra.get(..2)?.try_into().ok()?);
        let length = usize::from(u16::from_le_bytes(extra.get(2..4)?.try_into().ok()?));
        let field = extra.get(4..4 + length)?;
        if id == 1 {
            let at = if is_second { 8 } else { 0 };
            return Some(u64::from_le_bytes(field.get(at..at + 8)?.try_into().ok()?));
        }
        extra = &extra[4 + length..];
    }
}

/// Whether a part of the archive begins so.
fn begins(bytes: &[u8]) -> bool {
    [MEMBER, DIRECTORY, END].iter().any(|mark| bytes.starts_with(mark)) || bytes.is_empty()
}

/// Passes over the sizes that stand after a member, of which there are four forms.
fn skip_sizes(source: &mut Source<'_>) {
    let next = source.peek(28);
    let fits = |n: &usize| next.get(*n..).is_some_and(|rest| rest.len() >= 4 && begins(rest));
    if let Some(n) = [16, 24, 12, 20].into_iter().find(|n| fits(n)) {
        source.skip(n as u64);
    }
}

/// Passes over bytes up to the next part of the archive.
fn seek(source: &mut Source<'_>) {
    while !begins(source.peek(4)) {
        let ready = source.peek(4 << 10);
        let n = memchr::memchr(b'P', &ready[1..]).map_or(ready.len(), |at| at + 1);
        source.skip(n as u64);
    }
}
