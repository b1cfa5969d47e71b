//! The headers of WARC and ARC records, as far as they are needed.

use jiff::civil::Date;

use crate::date;
use crate::source::{Source, Until};

/// The longest header that is read.
const MOST: usize = 64 << 10;
/// The longest line of an ARC header, and of what is looked at to see one.
const LINE: usize = 4 << 10;

/// What the header of a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// Of the content, in bytes, as it is said.
    pub(super) length: u64,
    pub(super) url: Option<String>,
    /// The day on which the page was taken.
    pub(super) day: Option<Date>,
    /// Of the content; for responses that is HTTP itself.
    pub(super) content_type: String,
    /// Why the content was cut off, if it was.
    pub(super) truncated: Option<String>,
}

/// The sorts of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What a server sent, its headers before it.
    Response,
    /// A file without headers.
    Resource,
    /// What something else was made into: its text.
    Conversion,
    /// Of no use here.
    Other,
}

impl Header {
    /// Whether the content begins with the headers of HTTP.
    pub(super) fn is_http(&self) -> bool {
        self.kind == Kind::Response
    }
}

/// Whether bytes begin as a header of either format does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let version = bytes.strip_prefix(b"WARC/").and_then(|rest| rest.first());
    version.is_some_and(u8::is_ascii_digit) || first_line(bytes).and_then(of_arc).is_some()
}

/// Takes a header, or says what stands in its place.
pub(super) fn read(source: &mut Source<'_>) -> Result<Header, String> {
    let mut line = Vec::new();
    if !source.peek(5).starts_with(b"WARC/") {
        let until = source.until(b'\n', LINE, &mut line);
        let header = (until == Until::Found).then(|| first_line(&line).and_then(of_arc)).flatten();
        return header.ok_or_else(|| quoted(&line));
    }
    let mut lines = Vec::new();
    let mut size = 0;
    loop {
        line.clear();
        let until = source.until(b'\n', MOST - size.min(MOST), &mut line);
        size += line.len();
        if until == Until::TooLong {
            return Err(format!("one of more than {MOST} bytes"));
        }
        if line.trim_ascii().is_empty() {
            break;
        }
        lines.push(String::from_utf8_lossy(&line).trim().to_owned());
        if until == Until::End {
            break;
        }
    }
    of_warc(&lines)
}

/// Passes over everything before the next line that begins a header.
pub(super) fn skip_to_next(source: &mut Source<'_>) {
    while !source.is_at_end() && !begins(source.peek(LINE)) {
        source.skip_line();
    }
}

/// Reads the fields of a WARC header, whose first line is the version.
fn of_warc(lines: &[String]) -> Result<Header, String> {
    let field = |name: &str| {
        let pairs = lines.iter().skip(1).filter_map(|line| line.split_once(':'));
        let mut named = pairs.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let length = field("content-length").ok_or("one without `Content-Length`")?;
    let kind = field("warc-type").unwrap_or_default().to_ascii_lowercase();
    let url = field("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
    let content_type = essence(field("content-type").unwrap_or_default());
    let is_http = url.as_deref().is_some_and(|url| has_scheme(url, "http"));
    let is_page = is_http || url.as_deref().is_none_or(|url| has_scheme(url, "file:"));
    Ok(Header {
        kind: match kind.as_str() {
            "response" if is_http || content_type == "application/http" => Kind::Response,
            "response" | "resource" if is_page => Kind::Resource,
            "conversion" if is_page => Kind::Conversion,
            _ => Kind::Other,
        },
        length: length.parse().map_err(|_| format!("the length {}", quoted(length.as_bytes())))?,
        url,
        day: field("warc-date").and_then(date::leading),
        content_type,
        truncated: field("warc-truncated").map(str::to_owned),
    })
}

/// Reads the one line of an ARC header: address, host, time, type and length, the last of them last.
///
/// Addresses may hold spaces, though they should not: what is missing at the end is what counts.
fn of_arc(line: &str) -> Option<Header> {
    let mut fields = line.rsplitn(5, ' ');
    let length = fields.next()?.parse().ok()?;
    let content_type = fields.next()?;
    let time = fields.next().filter(|time| time.len() == 14)?;
    let _host = fields.next()?;
    let url = fields.next().filter(|url| url.contains(':') && !url.starts_with(['<', '{']))?;
    let digits = time.get(..8).filter(|_| time.bytes().all(|byte| byte.is_ascii_digit()))?;
    let kind = match has_scheme(url, "http") {
        true => Kind::Response,
        false => Kind::Other,
    };
    Some(Header {
        kind,
        length,
        url: Some(url.to_owned()),
        day: date::leading(digits),
        content_type: essence(content_type),
        truncated: None,
    })
}

fn first_line(bytes: &[u8]) -> Option<&str> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    std::str::from_utf8(line).ok().map(str::trim_end)
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn has_scheme(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// The beginning of what was found, as a literal.
fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
    format!("`{}`", text.trim_end().escape_debug())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_fields_of_warc_come_in_any_order_and_case() {
        let bytes = "WARC/1.0\r\ncontent-length: 5\r\nWARC-Type: Response\r\n\
            WARC-Target-URI: <http://example.org/a>\r\nWARC-Date: 2014-05-07T10:00:00Z\r\n\
            Content-Type: application/http; msgtype=response\r\n\r\nhello";
        let mut source = Source::new(bytes.as_bytes());
        let header = read(&mut source).expect("it is whole");
        assert_eq!((header.kind, header.length), (Kind::Response, 5));
        assert_eq!(header.url.as_deref(), Some("http://example.org/a"));
        assert_eq!(header.day, Some(date(2014, 5, 7)));
        assert_eq!(source.peek(9), b"hello");
    }

    #[test]
    fn a_line_is_a_header_of_arc_by_its_end() {
        let header = of_arc("http://example.org/a b 1.2.3.4 20140507100000 text/html 12");
        let header = header.expect("it has all fields");
        assert_eq!(header.url.as_deref(), Some("http://example.org/a b"));
        assert_eq!((header.length, header.day), (12, Some(date(2014, 5, 7))));
        assert_eq!(of_arc("In the year 20140507100000 there were 12"), None);
        assert_eq!(of_arc(""), None);
    }

    #[test]
    fn what_is_no_header_is_shown() {
        let fail = |bytes: &str| read(&mut Source::new(bytes.as_bytes())).expect_err("it is wrong");
        assert_eq!(fail("hello\nyou"), "`hello`");
        assert_eq!(fail("WARC/1.0\r\nWARC-Type: response\r\n\r\n"), "one without `Content-Length`");
        assert_eq!(fail("WARC/1.0\r\nContent-Length: -1\r\n\r\n"), "the length `-1`");
        let long = format!("WARC/1.0\r\nX: {}\r\n", "x".repeat(MOST));
        assert_eq!(fail(&long), "one of more than 65536 bytes");
    }
}
