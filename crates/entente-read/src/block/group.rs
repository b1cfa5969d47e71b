//! Lines of plain text that make a block together.

use super::shape::{is_item, is_rule};
use crate::layout::{Line, ends_sentence, is_wrapped};
use crate::{BlockCues, date};

/// Lines that make a block together, each group without blank lines.
pub(super) fn groups<'l>(text: &str, lines: &'l [Line], cues: &BlockCues) -> Vec<&'l [Line]> {
    let is_wrapped = is_wrapped(text, lines);
    let page = if is_wrapped { None } else { column(lines) };
    let margin = lines.iter().filter(|l| !l.is_blank()).map(|l| l.indent).min().unwrap_or_default();
    let runs = lines.split(Line::is_blank).filter(|run| !run.is_empty());
    // The later lines of an item are indented as paragraphs begin, so items are cut off first.
    let cut = runs.flat_map(|run| run.chunk_by(|this, next| !begins_item(text, this, next)));
    let split = cut.flat_map(|run| {
        let first = run[0];
        let is_item = is_item(first.of(text));
        run.chunk_by(move |this, next| {
            let breaks = match is_item {
                true => ends_sentence(this.of(text)) && next.indent <= first.indent,
                false => next.indent >= margin + 2,
            };
            let goes_on = match page {
                Some(page) => fills(text, this, next, page),
                None => is_wrapped,
            };
            goes_on && !breaks && !stands_alone(text, this, cues) && !stands_alone(text, next, cues)
        })
    });
    split.collect()
}

/// The width that many lines of a page are filled to, though not all of it was: a page of narrow
/// lines and blank ones.
fn column(lines: &[Line]) -> Option<usize> {
    let page = lines.iter().map(|line| line.width).max().unwrap_or_default();
    let n_full = lines.iter().filter(|line| line.width > page * 4 / 5).count();
    let n_blank = lines.iter().filter(|line| line.is_blank()).count();
    ((40..=100).contains(&page) && n_full > 3 && n_blank > 3).then_some(page)
}

/// Whether the next line goes on with this one, which is as full as its first word allows.
fn fills(text: &str, this: &Line, next: &Line, page: usize) -> bool {
    let word = next.of(text).split_whitespace().next().map_or(0, |word| word.chars().count());
    let is_lower = next.of(text).starts_with(char::is_lowercase);
    let is_open = !ends_sentence(this.of(text));
    let is_full = this.width + 1 + word > page * 9 / 10;
    is_full || (is_lower && is_open && this.width > page / 2)
}

/// Whether a line is a block whatever stands around it.
fn stands_alone(text: &str, line: &Line, cues: &BlockCues) -> bool {
    let line = line.of(text);
    is_rule(line) || date::filling(line).is_some() || cues.is_whole(line)
}

/// Whether a line begins an item: marked as one, it follows another item, a deeper line of one, or
/// something that is complete. A mark that a page break brought to the front does not count.
fn begins_item(text: &str, this: &Line, next: &Line) -> bool {
    let before = this.of(text);
    let is_complete = ends_sentence(before) || before.ends_with([':', ';']);
    is_item(next.of(text)) && (is_complete || is_item(before) || next.indent < this.indent)
}
