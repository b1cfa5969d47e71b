//! From a page's bytes to its text: what it declares is believed unless its bytes say otherwise.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page a declaration is looked for, in bytes.
const HEAD: usize = 4096;
/// The greatest share of broken letters in what is still held to be UTF-8.
const BROKEN: f64 = 0.1;
const ESCAPE: u8 = 0x1b;

/// Decodes a page; `declared` is what came with it (a header of the transfer), if anything did.
///
/// A byte order mark wins; then valid UTF-8, since no other encoding makes that by chance; then the
/// declaration, if the bytes can be read by it; then what the bytes look like. Nothing fails: what
/// has no meaning becomes U+FFFD.
pub(super) fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    // What switches alphabets by escapes is ASCII, and so UTF-8, by its bytes.
    let is_escaped = bytes.contains(&ESCAPE);
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| !is_escaped) {
        return text.into();
    }
    let label = |label: &str| Encoding::for_label(label.as_bytes());
    let declared = declared.and_then(label).or_else(|| declaration(bytes).and_then(label));
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        // Hardly a byte is an error in an encoding of one byte a letter, so that proves nothing.
        let is_doubtful = had_errors || encoding.is_single_byte() && looks_wide(bytes);
        if !is_doubtful {
            return text;
        }
    }
    let is_utf8 = declared.is_none_or(|encoding| encoding == UTF_8) && broken_share(bytes) < BROKEN;
    let encoding = if is_utf8 && !is_escaped { UTF_8 } else { guess(bytes) };
    encoding.decode_without_bom_handling(bytes).0
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether bytes look like an encoding of more than one byte a letter.
fn looks_wide(bytes: &[u8]) -> bool {
    let guessed = guess(bytes);
    guessed != WINDOWS_1252 && !guessed.is_single_byte()
}

/// The share of bytes above ASCII that are no UTF-8.
fn broken_share(bytes: &[u8]) -> f64 {
    let n_high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let n_broken: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    n_broken as f64 / n_high.max(1) as f64
}

/// The value of the first `charset=` or XML `encoding=` near the top.
fn declaration(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(HEAD)];
    ["charset", "encoding"].iter().find_map(|name| value_of(head, name.as_bytes()))
}

fn value_of<'b>(head: &'b [u8], name: &[u8]) -> Option<&'b str> {
    let found = head.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let rest = head[found + name.len()..].trim_ascii_start().strip_prefix(b"=")?;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let start = rest.iter().position(is_part)?;
    let length = rest[start..].iter().take_while(|byte| is_part(byte)).count();
    std::str::from_utf8(&rest[start..start + length]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(charset: &str, body: &[u8], expect: &str) {
        let head = format!("<meta charset=\"{charset}\"><p>");
        let bytes = [head.as_bytes(), body].concat();
        assert_eq!(decode(&bytes, None).split("<p>").nth(1), Some(expect));
    }

    #[test]
    fn what_is_declared_is_believed_where_the_bytes_allow_it() {
        check("iso-8859-1", b"Zo\xeb", "Zoë");
        check("windows-1251", b"\xcc\xee\xf1\xea\xe2\xe0", "Москва");
        check("koi8-r", b"\xed\xcf\xd3\xcb\xd7\xc1", "Москва");
        check("shift_jis", b"\x93\xfa\x96\x7b", "日本");
        check("gb2312", b"\xb1\xb1\xbe\xa9", "北京");
        check("iso-2022-jp", b"\x1b$BF|K\\\x1b(B", "日本");
    }

    #[test]
    fn what_the_bytes_say_goes_before_what_is_wrongly_declared() {
        check("iso-8859-1", "Zoë".as_bytes(), "Zoë");
        let german = "Die Minister trafen sich in Köln und München.";
        check("utf-8", b"Die Minister trafen sich in K\xf6ln und M\xfcnchen.", german);
        check(
            "nonsense",
            b"caf\xe9 au lait, un \xe9tat d'\xe9t\xe9",
            "café au lait, un état d'été",
        );
    }

    #[test]
    fn a_mark_decides() {
        assert_eq!(decode(b"\xff\xfeA\0", Some("utf-8")), "A");
        assert_eq!(decode(b"\xef\xbb\xbfA", Some("koi8-r")), "A");
        assert_eq!(decode(b"Zo\xeb", Some("latin1")), "Zoë");
    }
}
