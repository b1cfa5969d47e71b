//! What a server sent: the headers that are needed, and the body with its codings undone.

use std::io::{Cursor, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::header::essence;
use crate::source::Source;

/// The longest headers that are read.
pub(super) const MOST_HEAD: usize = 64 << 10;

/// An answer of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    /// The media type, in lower case.
    pub(super) content_type: String,
    pub(super) charset: Option<String>,
    /// When it was last changed, as the server wrote it.
    pub(super) modified: Option<String>,
    pub(super) body: Vec<u8>,
    /// What is wrong with it.
    pub(super) note: Option<String>,
}

impl Response {
    /// A file that no server sent.
    pub(super) fn plain(body: Vec<u8>, content_type: String) -> Self {
        Self { status: 200, content_type, charset: None, modified: None, body, note: None }
    }
}

/// Takes an answer apart; `around` is the archive, whose budget unpacking uses.
///
/// # Errors
///
/// Where the body is packed in a way that cannot be undone, or unpacks to more than `most` bytes.
pub(super) fn parse(bytes: Vec<u8>, around: &Source<'_>, most: usize) -> Result<Response, String> {
    let Some((head, body)) = split(&bytes) else {
        return Ok(Response::plain(bytes, String::new()));
    };
    let head = String::from_utf8_lossy(head);
    let field = |name: &str| {
        let pairs = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut named = pairs.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim())
    };
    let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    let content_type = field("content-type").unwrap_or_default();
    let is_chunked = field("transfer-encoding").is_some_and(|coding| essence(coding) == "chunked");
    let (body, note) = match is_chunked {
        true => unchunk(body),
        false => (body.to_vec(), None),
    };
    let coding = essence(field("content-encoding").unwrap_or_default());
    let (body, packing) = unpack(body, &coding, around, most)?;
    Ok(Response {
        status: status.unwrap_or(200),
        content_type: essence(content_type),
        charset: charset(content_type),
        modified: field("last-modified").map(str::to_owned),
        body,
        note: note.or(packing),
    })
}

/// Parts the headers from the body.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if !bytes.starts_with(b"HTTP/") {
        return None;
    }
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        if bytes[start..end].trim_ascii().is_empty() {
            return Some((&bytes[..start], &bytes[end + 1..]));
        }
        start = end + 1;
    }
    Some((bytes, &[]))
}

/// The charset among the parameters of a media type.
fn charset(content_type: &str) -> Option<String> {
    let pairs = content_type.split(';').skip(1).filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let value = named.next()?.1.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// Puts chunks together; what is not in chunks, whatever was said, is left as it is.
fn unchunk(body: &[u8]) -> (Vec<u8>, Option<String>) {
    let (mut whole, mut rest) = (Vec::new(), body);
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            return match whole.is_empty() {
                true => (body.to_vec(), None),
                false => {
                    let at = body.len() - rest.len();
                    let note = format!("expected the size of a chunk, found none at byte {at}");
                    (whole, Some(note))
                }
            };
        };
        if size == 0 {
            return (whole, None);
        }
        let Some((chunk, after)) = after.split_at_checked(size) else {
            whole.extend_from_slice(after);
            let note = format!("expected a chunk of {size} bytes, found {}", after.len());
            return (whole, Some(note));
        };
        whole.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or(after.strip_prefix(b"\n")).unwrap_or(after);
        if rest.is_empty() {
            return (whole, None);
        }
    }
}

/// Reads the line before a chunk.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(256)])?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let size = line.split(';').next().unwrap_or_default().trim();
    Some((usize::from_str_radix(size, 16).ok()?, &bytes[end + 1..]))
}

/// Undoes the coding of a body; what is not packed, whatever was said, is left as it is.
fn unpack(
    body: Vec<u8>,
    coding: &str,
    around: &Source<'_>,
    most: usize,
) -> Result<(Vec<u8>, Option<String>), String> {
    let too_long = || format!("expected a page of at most {most} bytes, found a longer one");
    match coding {
        "deflate" => inflate(&body, most).map_or(Ok((body, None)), |whole| {
            whole.map(|whole| (whole, None)).ok_or_else(too_long)
        }),
        "gzip" | "x-gzip" | "zstd" => {
            let depth = around.depth() + 1;
            let mut source = Source::inside(Cursor::new(body), depth, &around.budget).unpacked();
            let whole = source.whole(most).ok_or_else(too_long)?;
            Ok((whole, source.faults.take().pop().map(|fault| fault.message)))
        }
        "br" if std::str::from_utf8(&body).is_err() => {
            Err("expected a page that is packed as gzip, deflate or zstd, found `br`".into())
        }
        _ => Ok((body, None)),
    }
}

/// Inflates with or without the header that should be there: the text, or none where it is longer
/// than `most`; nothing where it cannot be inflated.
fn inflate(body: &[u8], most: usize) -> Option<Option<Vec<u8>>> {
    let read = |from: &mut dyn Read| {
        let mut whole = Vec::new();
        let limit = most as u64 + 1;
        from.take(limit).read_to_end(&mut whole).ok()?;
        Some((whole.len() <= most).then_some(whole))
    };
    read(&mut ZlibDecoder::new(body)).or_else(|| read(&mut DeflateDecoder::new(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(bytes: &str) -> Response {
        let around = Source::new(std::io::empty());
        parse(bytes.as_bytes().to_vec(), &around, 100).expect("it can be unpacked")
    }

    #[test]
    fn headers_are_read_and_chunks_put_together() {
        let response = parsed(
            "HTTP/1.1 203 Fine\r\ncontent-type: Text/HTML; charset=\"koi8-r\"\r\n\
             Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n2;x=y\r\n, \r\n3\r\nyou\r\n0\r\n\r\n",
        );
        assert_eq!((response.status, response.content_type.as_str()), (203, "text/html"));
        assert_eq!(response.charset.as_deref(), Some("koi8-r"));
        assert_eq!((response.body.as_slice(), response.note), (b"hello, you".as_slice(), None));
    }

    #[test]
    fn chunks_that_break_off_are_kept_and_what_is_in_none_is_left() {
        let head = "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n";
        let body = |rest: &str| {
            let response = parsed(&format!("{head}{rest}"));
            (String::from_utf8_lossy(&response.body).into_owned(), response.note)
        };
        let note = Some("expected a chunk of 5 bytes, found 3".into());
        assert_eq!(body("2\nab\n5\ncde"), ("abcde".into(), note));
        assert_eq!(body("<html>"), ("<html>".into(), None));
        let note = Some("expected the size of a chunk, found none at byte 5".into());
        assert_eq!(body("2\nab\nxyz"), ("ab".into(), note));
    }

    #[test]
    fn what_is_not_packed_is_left() {
        let body = |coding: &str| {
            parsed(&format!("HTTP/1.0 200 OK\nContent-Encoding: {coding}\n\nplain")).body
        };
        for coding in ["gzip", "deflate", "br", "zstd", "identity"] {
            assert_eq!(body(coding), b"plain", "{coding}");
        }
    }
}
