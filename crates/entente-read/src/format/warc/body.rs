//! The content of a record, whose length is believed only if what follows bears it out.

use super::header::begins;
use crate::source::Source;

/// What is looked at to see whether a header follows.
const HEADER: usize = 4 << 10;

/// The content of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// Whether all of it is there, not only as much as was asked for.
    pub(super) is_whole: bool,
    /// What is wrong with the length.
    pub(super) lie: Option<String>,
}

/// Takes the content of a record that is said to be so long, keeping at most `most` bytes of it.
///
/// With `is_wary`, or where it is too long to be kept, a line that begins a header ends it.
pub(super) fn read(source: &mut Source<'_>, said: u64, most: usize, is_wary: bool) -> Body {
    let fitting = usize::try_from(said).ok().filter(|said| *said <= most && !is_wary);
    let Some(said) = fitting else { return watched(source, said, most) };
    let mut bytes = source.gather(said);
    if bytes.len() == said && is_followed_up(source) {
        return Body { bytes, is_whole: true, lie: None };
    }
    if let Some(next) = next_header(&bytes) {
        source.untake(&bytes[next..]);
        bytes.truncate(next);
        let lie = lie(said as u64, format!("that another record begins after {next}"));
        return Body { bytes, is_whole: true, lie };
    }
    if bytes.len() < said {
        let lie = lie(said as u64, format!("that the input ends after {}", bytes.len()));
        return Body { bytes, is_whole: true, lie };
    }
    let (rest, n) = up_to_header(source, u64::MAX, most - said);
    bytes.extend(&rest);
    let lie = lie(said as u64, format!("{n} more before the next record"));
    Body { bytes, is_whole: rest.len() as u64 == n, lie }
}

/// Takes content line by line.
fn watched(source: &mut Source<'_>, said: u64, most: usize) -> Body {
    let (bytes, n) = up_to_header(source, said, most);
    let is_whole = bytes.len() as u64 == n;
    let lie = match n == said && is_followed_up(source) {
        true => None,
        false if n < said => lie(said, format!("the next record or the end after {n}")),
        false => {
            let (_, more) = up_to_header(source, u64::MAX, 0);
            lie(said, format!("{more} more before the next record"))
        }
    };
    Body { bytes, is_whole, lie }
}

/// Takes lines up to one that begins a header, at most `n` bytes; gives those kept and how many
/// there were.
fn up_to_header(source: &mut Source<'_>, n: u64, most: usize) -> (Vec<u8>, u64) {
    let (mut kept, mut taken, mut is_line_start) = (Vec::new(), 0, true);
    while taken < n {
        let may_begin = |byte: &u8| is_line_start && is_initial(*byte);
        if taken > 0 && source.peek(1).first().is_some_and(may_begin) && begins(source.peek(HEADER))
        {
            break;
        }
        let left = usize::try_from(n - taken).unwrap_or(usize::MAX);
        let ready = source.peek(HEADER.min(left));
        if ready.is_empty() {
            break;
        }
        let end = memchr::memchr(b'\n', ready);
        is_line_start = end.is_some();
        let piece = &ready[..end.map_or(ready.len(), |at| at + 1)];
        kept.extend_from_slice(&piece[..piece.len().min(most - kept.len())]);
        let n = piece.len() as u64;
        taken += n;
        source.skip(n);
    }
    (kept, taken)
}

/// Whether a record may end here: before what ends one in WARC, or where nothing but line ends
/// stands before the next header or the end.
fn is_followed_up(source: &mut Source<'_>) -> bool {
    let after = source.peek(HEADER);
    if after.starts_with(b"\r\n\r\n") {
        return true;
    }
    let n_ends = after.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let next = &after[n_ends..];
    next.is_empty() || begins(next)
}

/// Where in some content a line begins that begins a header.
fn next_header(bytes: &[u8]) -> Option<usize> {
    let starts = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
    let mut starts = starts.filter(|at| bytes.get(*at).is_some_and(|byte| is_initial(*byte)));
    starts.find(|at| begins(&bytes[*at..bytes.len().min(at + HEADER)]))
}

/// Whether a header may begin with a byte.
fn is_initial(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
}

#[cold]
fn lie(said: u64, found: String) -> Option<String> {
    Some(format!("expected {said} bytes of content, found {found}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &str = "WARC/1.0\r\nWARC-Type: x\r\n";

    /// Reads content and checks what is kept, what is said, and what comes next.
    #[track_caller]
    fn check(bytes: &str, said: u64, kept: &str, says: Option<&str>, next: &str) {
        for is_wary in [false, true] {
            let mut source = Source::new(bytes.as_bytes());
            let body = read(&mut source, said, 100, is_wary);
            assert_eq!(String::from_utf8_lossy(&body.bytes).trim_end(), kept);
            assert_eq!(body.lie.is_some(), says.is_some(), "{body:?}");
            if !is_wary {
                assert_eq!(body.lie.as_deref(), says);
                assert!(body.is_whole);
                assert_eq!(String::from_utf8_lossy(source.peek(9)), next);
            }
        }
    }

    #[test]
    fn a_true_length_is_believed() {
        check(&format!("hello\r\n\r\n{NEXT}"), 5, "hello", None, "\r\n\r\nWARC/");
        check("hello", 5, "hello", None, "");
        check("hello\n", 5, "hello", None, "\n");
    }

    #[test]
    fn a_length_that_reaches_into_the_next_record_is_mended() {
        let said = "expected 20 bytes of content, found that another record begins after 9";
        check(&format!("hello\r\n\r\n{NEXT}"), 20, "hello", Some(said), "WARC/1.0\r");
        let said = "expected 20 bytes of content, found that the input ends after 5";
        check("hello", 20, "hello", Some(said), "");
    }

    #[test]
    fn a_length_that_is_too_short_is_mended_without_a_second_look() {
        let mut source = Source::new("hello, you\r\n\r\nWARC/1.0\r\n".as_bytes());
        let body = read(&mut source, 5, 100, false);
        assert_eq!(body.bytes.trim_ascii_end(), b"hello, you");
        let lie = "expected 5 bytes of content, found 9 more before the next record";
        assert_eq!((body.lie.as_deref(), source.peek(4)), (Some(lie), b"WARC".as_slice()));
    }

    #[test]
    fn what_is_too_long_to_keep_is_passed_over_up_to_the_next_record() {
        let long = format!("{}\r\n\r\n{NEXT}", "x".repeat(300));
        for said in [300, 1 << 40] {
            let mut source = Source::new(long.as_bytes());
            let body = read(&mut source, said, 100, false);
            assert_eq!(
                (body.bytes.len(), body.is_whole, body.lie.is_some()),
                (100, false, said > 300)
            );
        }
    }
}
