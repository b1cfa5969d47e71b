//! The first element of some markup, after declarations, instructions and comments.

/// The first tag and its name without a prefix; nothing where it is not within the bytes.
pub(super) fn name(head: &[u8]) -> Option<&[u8]> {
    let head = start(head);
    let at = first_element(head)?;
    Some(element(&head[at + 1..])).filter(|name| !name.is_empty())
}

/// Markup without what may stand before it.
pub(super) fn start(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.first() == Some(&b'<') { head } else { &[] }
}

/// The name at the beginning of a tag, without a prefix.
pub(super) fn element(tag: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
    let name = &tag[..tag.iter().position(is_end).unwrap_or(tag.len())];
    &name[memchr::memchr(b':', name).map_or(0, |at| at + 1)..]
}

fn first_element(head: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'<', &head[at..])?;
        let rest = &head[at..];
        at += match rest {
            [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->")?,
            [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>")?,
            [b'<', b'!', ..] => {
                let end = memchr::memchr(b'>', rest)?;
                // Entities are declared in brackets.
                match memchr::memchr(b'[', &rest[..end]) {
                    Some(_) => memchr::memmem::find(rest, b"]>")?,
                    None => end,
                }
            }
            _ => return Some(at),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_root_is_passed_over() {
        let found = |head: &str| name(head.as_bytes()).map(|name| name.to_vec());
        assert_eq!(found("<rss version='2.0'>").as_deref(), Some(b"rss".as_slice()));
        let long =
            "\u{feff}\n<?xml version='1.0'?><!-- <a> --><!DOCTYPE x [<!ENTITY y 'z'>]><rdf:RDF>";
        assert_eq!(found(long).as_deref(), Some(b"RDF".as_slice()));
        for none in ["", "text <b>", "<!-- <a>", "<!DOCTYPE x [<!ENTITY", "< b"] {
            assert_eq!(found(none), None, "{none}");
        }
    }
}
