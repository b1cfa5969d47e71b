//! Paragraphs as the model reads them: trimmed, with inner white space folded to one blank.
//!
//! The model was trained on such text; a line break inside a paragraph would become a token of its
//! own. The way back from folded to original bytes is kept.

use std::borrow::Cow;

use entente_model::Span;

/// A paragraph ready to be read, and where it stood.
#[derive(Debug)]
pub(crate) struct Paragraph<'a> {
    /// Index of its block.
    pub(crate) block: u32,
    /// Its folded text.
    pub(crate) text: Cow<'a, str>,
    start: u32,
    /// Where folding took bytes away: (folded offset, bytes taken before it in all).
    shifts: Vec<(u32, u32)>,
}

impl<'a> Paragraph<'a> {
    /// Folds the text under a block's span; `None` where there is nothing but white space.
    pub(crate) fn new(block: u32, text: &'a str, span: Span) -> Option<Self> {
        let piece = span.of(text);
        let trimmed = piece.trim();
        if trimmed.is_empty() {
            return None;
        }
        let lead = piece.len() - piece.trim_start().len();
        let start = span.start() + u32::try_from(lead).unwrap_or(0);
        let mut paragraph = Self { block, text: Cow::Borrowed(trimmed), start, shifts: Vec::new() };
        if needs_folding(trimmed) {
            paragraph.fold(trimmed);
        }
        Some(paragraph)
    }

    /// The span in the document of a span in the folded text.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        // An end is mapped from the byte before it, so that folded blanks after it stay outside.
        let last = end.saturating_sub(1).max(start);
        Span::new(self.original(start), self.original(last) + (end - last))
    }

    fn original(&self, folded: u32) -> u32 {
        let after = self.shifts.partition_point(|&(at, _)| at <= folded);
        let taken = if after == 0 { 0 } else { self.shifts[after - 1].1 };
        self.start + folded + taken
    }

    fn fold(&mut self, text: &str) {
        let mut folded = String::with_capacity(text.len());
        let mut taken = 0_usize;
        let mut rest = text;
        while let Some(at) = rest.find(char::is_whitespace) {
            let (word, after) = rest.split_at(at);
            let next = after.trim_start();
            folded.push_str(word);
            folded.push(' ');
            let run = after.len() - next.len();
            if run > 1 {
                taken += run - 1;
                let at = u32::try_from(folded.len()).unwrap_or(u32::MAX);
                self.shifts.push((at, u32::try_from(taken).unwrap_or(u32::MAX)));
            }
            rest = next;
        }
        folded.push_str(rest);
        self.text = Cow::Owned(folded);
    }
}

fn needs_folding(text: &str) -> bool {
    let mut blank_before = false;
    text.chars().any(|c| {
        let blank = c.is_whitespace();
        let fold = blank && (c != ' ' || blank_before);
        blank_before = blank;
        fold
    })
}

/// Cuts a paragraph behind its dateline; where it has none the first part is empty.
///
/// A dateline is a short run of capitalised words, numbers and brackets before a dash, that begins
/// with a word in capitals (`HANOI, May 7 — `) or ends with a bracket (`Hanoi (Harbour Wire) - `).
pub(crate) fn split_dateline(text: &str, span: Span) -> (Span, Span) {
    let piece = span.of(text);
    let lead = piece.len() - piece.trim_start().len();
    let end = dateline_end(&piece[lead..]).map_or(0, |end| lead + end);
    let cut = span.start() + u32::try_from(end).unwrap_or(0);
    (Span::new(span.start(), cut), Span::new(cut, span.end()))
}

fn dateline_end(text: &str) -> Option<usize> {
    const MAX_BYTES: usize = 90;
    const DASHES: [&str; 5] = [" \u{2014} ", " \u{2013} ", " -- ", " - ", "\u{2014} "];
    let (dash, at) =
        DASHES.iter().filter_map(|d| Some((d, text.find(d)?))).min_by_key(|&(_, at)| at)?;
    if at == 0 || at > MAX_BYTES {
        return None;
    }
    let head = &text[..at];
    let is_dateline = (in_capitals(head) || head.ends_with(')')) && all_capitalised(head);
    is_dateline.then_some(at + dash.len())
}

/// Whether a text begins with a word of two or more letters, all of them capitals.
fn in_capitals(text: &str) -> bool {
    let word = text.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase)
}

/// Whether no word outside brackets begins with a small letter.
fn all_capitalised(text: &str) -> bool {
    let outside = text.split('(').next().unwrap_or(text);
    let mut words = outside.split_whitespace();
    words.all(|word| !word.chars().next().is_some_and(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_dateline(text: &str, dateline: &str) {
        let (found, rest) = split_dateline(text, Span::from_range(0..text.len()));
        assert_eq!(found.of(text), dateline);
        assert_eq!(found.end(), rest.start());
    }

    #[test]
    fn datelines_stand_apart() {
        check_dateline("HANOI, May 7 \u{2014} Ships met.", "HANOI, May 7 \u{2014} ");
        check_dateline("NEW DELHI (Delta Courier) - Envoys met.", "NEW DELHI (Delta Courier) - ");
        check_dateline(
            "Hanoi, Oct. 5 (Harbour Wire) -- They met.",
            "Hanoi, Oct. 5 (Harbour Wire) -- ",
        );
        check_dateline("China \u{2014} which claims the reef \u{2014} sent ships.", "");
        check_dateline("US and China met - again.", "");
        check_dateline("Envoys met.", "");
    }

    #[test]
    fn folded_spans_lead_back_to_the_same_words() {
        let text = "  France \n\t accused\u{2003}Mali .  ";
        let whole = Span::from_range(0..text.len());
        let paragraph = Paragraph::new(0, text, whole).expect("there is text");
        assert_eq!(paragraph.text, "France accused Mali .");
        for word in ["France", "accused", "Mali", "."] {
            let at = paragraph.text.find(word).expect("the word is there");
            let span = Span::from_range(at..at + word.len());
            assert_eq!(paragraph.span(span.start(), span.end()).of(text), word);
        }
    }

    #[test]
    fn blank_paragraphs_are_none() {
        assert!(Paragraph::new(0, " \n ", Span::new(0, 3)).is_none());
    }
}
