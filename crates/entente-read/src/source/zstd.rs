//! Zstandard, of one frame or of many.

use std::io::{self, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Source;

/// Whether bytes begin as a frame does, or as one that is to be skipped.
pub(super) fn begins(head: &[u8]) -> bool {
    matches!(head, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The bytes of all frames, one after the other.
pub(super) struct Zstd<'a> {
    source: Source<'a>,
    decoder: FrameDecoder,
    is_inside: bool,
}

impl<'a> Zstd<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self { source, decoder: FrameDecoder::new(), is_inside: false }
    }

    #[cold]
    fn fault(&mut self) -> io::Error {
        let found = match self.source.is_at_end() {
            true => "that it breaks off".to_owned(),
            false => format!("a broken one before byte {}", self.source.offset()),
        };
        io::Error::other(format!("expected a whole Zstandard frame, found {found}"))
    }

    /// Opens the next frame, passing over those that hold nothing.
    fn open(&mut self) -> Result<(), FrameDecoderError> {
        while !self.is_inside && !self.source.is_at_end() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => self.is_inside = true,
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    self.source.skip(length.into());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Decodes until there is something to give or the frame ends.
    fn decode(&mut self) -> Result<(), FrameDecoderError> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))?;
        }
        Ok(())
    }

    /// Ends the frame, and says if it is not what was packed.
    fn close(&mut self) {
        self.is_inside = false;
        let said = self.decoder.get_checksum_from_data();
        if said.is_some() && said != self.decoder.get_calculated_checksum() {
            let message = "expected a Zstandard frame that fits its checksum, found another";
            self.source.faults.tell(self.source.offset(), message);
        }
    }
}

impl Read for Zstd<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() {
            self.open().map_err(|_| self.fault())?;
            if !self.is_inside {
                break;
            }
            self.decode().map_err(|_| self.fault())?;
            match self.decoder.read(into)? {
                0 => self.close(),
                n => return Ok(n),
            }
        }
        Ok(0)
    }
}
