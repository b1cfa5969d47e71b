//! UTF-16 to UTF-8, on the way in: what spreadsheets and old editors save as "Unicode".

use std::io::{self, Read};

use super::Source;

/// The same text as UTF-8, without the byte order mark.
pub(super) struct Utf16<'a> {
    source: Source<'a>,
    unit: fn([u8; 2]) -> u16,
    ready: Vec<u8>,
    at: usize,
}

impl<'a> Utf16<'a> {
    /// `unit` puts two bytes together.
    pub(super) fn new(mut source: Source<'a>, unit: fn([u8; 2]) -> u16) -> Self {
        source.skip(2);
        Self { source, unit, ready: Vec::new(), at: 0 }
    }

    fn refill(&mut self) {
        let mut bytes = self.source.gather(super::PIECE);
        // The halves of a pair stay together.
        let last = bytes.chunks_exact(2).next_back().map(|pair| (self.unit)([pair[0], pair[1]]));
        if last.is_some_and(|unit| (0xd800..0xdc00).contains(&unit)) {
            bytes.extend(self.source.gather(2));
        }
        let units = bytes.chunks_exact(2).map(|pair| (self.unit)([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
        (self.ready, self.at) = (text.into_bytes(), 0);
    }
}

impl Read for Utf16<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.refill();
        }
        let n = (self.ready.len() - self.at).min(into.len());
        into[..n].copy_from_slice(&self.ready[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_across_pieces_stay_together() {
        let text = format!("a{}", "😀".repeat(super::super::PIECE / 2));
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        let bytes: Vec<u8> = [0xfe, 0xff].into_iter().chain(units).collect();
        let mut read = Source::new(bytes.as_slice()).unpacked();
        assert!(read.whole(text.len()).as_deref() == Some(text.as_bytes()));
    }
}
