//! Texts as they are kept: packed as raw deflate streams, which every tool can unpack.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, Error, Result};

/// Packs texts one after another.
pub(super) struct Packer(Compress);

impl Default for Packer {
    fn default() -> Self {
        Self(Compress::new(Compression::new(6), false))
    }
}

impl Packer {
    /// Packs a text.
    pub(super) fn pack(&mut self, text: &str) -> Vec<u8> {
        self.0.reset();
        // Deflate adds at most five bytes to each 16 KiB that it cannot pack, and a few at the end.
        let mut packed = Vec::with_capacity(text.len() + text.len() / 1000 + 64);
        let status = self.0.compress_vec(text.as_bytes(), &mut packed, FlushCompress::Finish);
        debug_assert!(matches!(status, Ok(Status::StreamEnd)), "{status:?}");
        packed.shrink_to_fit();
        packed
    }
}

/// Unpacks a text of a known length; says what is wrong where it cannot.
pub(super) fn unpack(packed: &[u8], length: usize) -> Result<String, String> {
    // Deflate packs to a thousandth at best, so a longer text is not in there.
    if length > packed.len().saturating_mul(1100).saturating_add(64) {
        return Err(format!("expected a text of {length} bytes, found too few packed ones"));
    }
    // One byte more, so that a longer text is seen.
    let mut text = Vec::with_capacity(length + 1);
    let status = Decompress::new(false)
        .decompress_vec(packed, &mut text, FlushDecompress::Finish)
        .map_err(|error| format!("expected a packed text, found {error}"))?;
    if status != Status::StreamEnd || text.len() != length {
        return Err(format!("expected a packed text of {length} bytes, found {}", text.len()));
    }
    String::from_utf8(text).map_err(|error| format!("expected a text in UTF-8, found {error}"))
}

/// Teaches a connection `packed(text)`, `unpacked(packed, length)` and `cut(text, start, end)`.
pub(super) fn teach(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function("packed", 1, flags, |call| {
        Ok(Packer::default().pack(&call.get::<String>(0)?))
    })?;
    db.create_scalar_function("unpacked", 2, flags, |call| {
        let flaw = |what: String| Error::UserFunctionError(what.into());
        let packed = call.get_raw(0).as_blob().map_err(|e| flaw(e.to_string()))?;
        let length = usize::try_from(call.get::<i64>(1)?).map_err(|e| flaw(e.to_string()))?;
        unpack(packed, length).map_err(flaw)
    })?;
    db.create_scalar_function("cut", 3, flags, |call| {
        let offset = |at| call.get::<i64>(at).map(|offset| usize::try_from(offset).unwrap_or(0));
        let text: String = call.get(0)?;
        Ok(text.get(offset(1)?..offset(2)?).unwrap_or_default().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was() {
        let mut packer = Packer::default();
        let noise: String =
            (0..50_000_u32).map(|n| char::from(b' ' + (n * n % 89) as u8)).collect();
        for text in ["", "a", "Le résumé: Syldavia cut ties.", &"ties ".repeat(10_000), &noise] {
            let packed = packer.pack(text);
            assert_eq!(unpack(&packed, text.len()).as_deref(), Ok(text));
            assert!(unpack(&packed, text.len() + 1).is_err());
            assert!(text.is_empty() || unpack(&packed, text.len() - 1).is_err());
        }
    }

    #[test]
    fn noise_is_an_error() {
        assert!(unpack(&[0xFF; 40], 10).is_err());
        assert!(unpack(&[], 1).is_err());
        assert!(unpack(&[1, 2, 3], usize::MAX).is_err());
        assert!(unpack(&Packer::default().pack("ab")[..1], 2).is_err());
    }
}
