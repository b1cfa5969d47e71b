//! The HTML of an item as text: paragraphs as they are, tags and what no one reads left out.
//!
//! Feeds carry the article alone, without the page around it, so nothing needs to be found in it.

use entente_model::Note;
use quick_xml::escape::resolve_html5_entity;

/// Elements that begin and end a paragraph.
const PARAGRAPHS: [&str; 22] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "pre",
    "dd",
];
/// Elements whose content no one reads.
const HIDDEN: [&str; 6] = ["script", "style", "iframe", "object", "noscript", "svg"];

/// The text of some HTML, or of plain text, with an empty line between paragraphs.
pub(super) fn text(html: &str, _notes: &mut Vec<Note>) -> String {
    let mut paragraphs = vec![String::new()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push(&mut paragraphs, &rest[..at]);
        let Some(tag) = Tag::of(&rest[at..]) else {
            push(&mut paragraphs, "<");
            rest = &rest[at + 1..];
            continue;
        };
        rest = &rest[at + tag.length..];
        if PARAGRAPHS.contains(&tag.name.as_str()) {
            paragraphs.push(String::new());
        } else if HIDDEN.contains(&tag.name.as_str()) && !tag.is_closing {
            rest = after(rest, &tag.name);
        }
    }
    push(&mut paragraphs, rest);
    let lines = paragraphs.iter().map(|text| fold(&unescape(text)));
    lines.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The text of a title, which may be HTML, on one line.
pub(super) fn line(html: &str) -> String {
    fold(&text(html, &mut Vec::new()))
}

struct Tag {
    name: String,
    is_closing: bool,
    /// In bytes, with the brackets.
    length: usize,
}

impl Tag {
    /// The tag, comment or declaration that some HTML begins with.
    fn of(html: &str) -> Option<Self> {
        if html.starts_with("<!--") {
            let length = html.find("-->").map_or(html.len(), |end| end + 3);
            return Some(Self { name: String::new(), is_closing: false, length });
        }
        let inner = html.strip_prefix('<')?;
        let is_closing = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!').then_some(())?;
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let length = html.find('>').map_or(html.len(), |end| end + 1);
        Some(Self { name: name.to_ascii_lowercase(), is_closing, length })
    }
}

/// What comes after the end of an element.
fn after<'h>(html: &'h str, name: &str) -> &'h str {
    let ends = html.match_indices("</").map(|(at, _)| at);
    let mut named = ends.filter(|at| {
        let rest = html.get(at + 2..at + 2 + name.len());
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
    });
    named.next().map_or("", |at| &html[at..])
}

fn push(paragraphs: &mut [String], text: &str) {
    paragraphs.last_mut().expect("there is one from the start").push_str(text);
}

/// White space as single spaces.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Undoes references; what is none is left.
fn unescape(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.find(';').filter(|end| *end <= 32).and_then(|end| {
            let name = &rest[1..end];
            Some((referred(name)?, end + 1))
        });
        let (shown, length) = found.unwrap_or_else(|| ("&".into(), 1));
        whole.push_str(&shown);
        rest = &rest[length..];
    }
    whole + rest
}

fn referred(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    };
    number.and_then(char::from_u32).filter(|c| *c != '\0').map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expect: &str) {
        assert_eq!(text(html, &mut Vec::new()), expect);
    }

    #[test]
    fn paragraphs_are_kept_and_tags_are_not() {
        check("<p>A <b>came</b>.</p><p>B\nwent.", "A came.\n\nB went.");
        check("A came.<br/>B went.<!-- <p> --> C.", "A came.\n\nB went. C.");
        check("<SCRIPT>if (a</b>) x</script>A came.", "A came.");
        check(
            "2 < 3 & 4 > 3 &amp;&#8217;&#x2019;&nbsp;&unknown; x<",
            "2 < 3 & 4 > 3 &’’ &unknown; x<",
        );
        check("<p", "");
        check("<script>x", "");
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(line("A <i>rig</i>\n &amp; a ship"), "A rig & a ship");
    }
}
