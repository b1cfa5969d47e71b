//! From bytes to text: what is not UTF-8 text is refused with the place where that shows.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Splits off a byte order mark: its length in bytes and the rest.
pub(crate) fn split_mark(bytes: &[u8]) -> (u64, &[u8]) {
    bytes.strip_prefix(MARK).map_or((0, bytes), |rest| (MARK.len() as u64, rest))
}

/// Reads bytes as text in a charset that was declared for them, unless they are UTF-8 all the same.
pub(crate) fn labelled<'b>(
    bytes: &'b [u8],
    start: u64,
    charset: Option<&str>,
) -> Result<Cow<'b, str>, String> {
    let declared = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    match (text(bytes, start), declared) {
        (Err(_), Some(declared)) if std::str::from_utf8(bytes).is_err() => {
            let (decoded, _) = declared.decode_without_bom_handling(bytes);
            text(decoded.as_bytes(), start)?;
            Ok(Cow::Owned(decoded.into_owned()))
        }
        (read, _) => read.map(Cow::Borrowed),
    }
}

/// Reads bytes as text; `start` is their offset in the input.
pub(crate) fn text(bytes: &[u8], start: u64) -> Result<&str, String> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err("expected UTF-8, found UTF-16; convert it and try again".into());
    }
    let at = |offset: usize| start + offset as u64;
    if let Some(nul) = bytes.iter().position(|&byte| byte == 0) {
        return Err(format!("expected text, found binary data: a NUL at byte {}", at(nul)));
    }
    let n_controls = bytes.iter().filter(|&&byte| is_control(byte)).count();
    if n_controls > 8 && n_controls > bytes.len() / 20 {
        return Err(format!("expected text, found binary data: {n_controls} control characters"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let first = error.valid_up_to();
        format!("expected UTF-8, found byte 0x{:02x} at byte {}", bytes[first], at(first))
    })
}

/// Whether no text needs such a byte.
fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !byte.is_ascii_whitespace()
}
