//! Lines, and whether they were broken to fit a page.

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

/// The widest line that a page would have been broken to.
const PAGE: usize = 120;

/// Whether lines were broken to fit a page, so that a paragraph runs over several.
///
/// Where two lines follow each other, the first is held to be broken if it does not end a sentence
/// and the next either goes on in lower case or begins with a word that would not have fitted. Most
/// such pairs must agree, and one that rests on fit alone is not enough.
pub(crate) fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    let page = lines.iter().map(|line| line.width).max().unwrap_or_default();
    if page > PAGE {
        return false;
    }
    let (mut n_pairs, mut n_broken, mut n_lower) = (0, 0, 0);
    for pair in lines.windows(2) {
        let [this, next] = [pair[0], pair[1]];
        // Where an item begins, the line before it was not broken to fit.
        let is_item = next.of(text).starts_with(['-', '*', '•', '–', '·']);
        if this.is_blank() || next.is_blank() || is_item {
            continue;
        }
        let is_open = !ends_sentence(this.of(text));
        let is_lower = is_open && next.of(text).starts_with(char::is_lowercase);
        // A deeper line may begin a paragraph, and then tells nothing of the line before it.
        let is_level = next.indent <= this.indent;
        let is_full = is_open && this.width + 1 + first_word(next.of(text)) > page * 9 / 10;
        n_pairs += usize::from(is_level || is_lower);
        n_broken += usize::from(is_lower || (is_level && is_full));
        n_lower += usize::from(is_lower);
    }
    n_broken * 2 > n_pairs && (n_lower > 0 || n_broken > 1)
}

fn first_word(line: &str) -> usize {
    line.split_whitespace().next().map_or(0, |word| word.chars().count())
}

/// Whether a text ends as a sentence does, in any script; closing quotes and brackets may follow.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let closers = ['"', '\'', '”', '’', '»', ')', ']'];
    text.trim_end()
        .trim_end_matches(closers)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।'])
}
