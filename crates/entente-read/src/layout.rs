//! Lines, and where a sentence ends.

use entente_model::Span;

/// A line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Without surrounding white space; empty where the line is blank.
    pub(crate) span: Span,
    /// White space before it, in characters.
    pub(crate) indent: usize,
    /// Characters from its first to its last that is not white space.
    pub(crate) width: usize,
}

impl Line {
    /// Whether it holds nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.span.is_empty()
    }

    /// Its text.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }
}

/// Splits a text at line feeds, carriage returns, or both together.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = line(&rest[..end], at);
        let ending = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        at += end + ending;
        Some(line)
    })
}

fn line(raw: &str, start: usize) -> Line {
    let inner = raw.trim();
    let indent = raw.len() - raw.trim_start().len();
    let from = start + if inner.is_empty() { 0 } else { indent };
    Line {
        span: Span::from_range(from..from + inner.len()),
        indent: raw[..indent].chars().count(),
        width: inner.chars().count(),
    }
}

/// Whether a text ends as a sentence does, in any script; closing quotes and brackets may follow.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let closers = ['"', '\'', '”', '’', '»', ')', ']'];
    text.trim_end()
        .trim_end_matches(closers)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'])
}
