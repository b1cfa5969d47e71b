//! Lines of plain text that make a block together.

use super::page::Page;
use super::shape::{is_item, is_rule};
use crate::layout::{Line, ends_sentence};
use crate::{BlockCues, date};

/// Lines that make a block together, each group without blank lines.
pub(super) fn groups<'l>(text: &str, lines: &'l [Line], cues: &BlockCues) -> Vec<&'l [Line]> {
    let margin = lines.iter().filter(|l| !l.is_blank()).map(|l| l.indent).min().unwrap_or_default();
    let known = Known { text, cues, page: Page::of(text, lines), margin };
    let runs = lines.split(Line::is_blank).filter(|run| !run.is_empty());
    // The later lines of an item are indented as paragraphs begin, so items are cut off first.
    let cut = runs.flat_map(|run| run.chunk_by(|this, next| !begins_item(text, this, next)));
    cut.flat_map(|run| known.split(run)).collect()
}

/// What tells whether lines go together.
struct Known<'k> {
    text: &'k str,
    cues: &'k BlockCues,
    page: Option<Page>,
    margin: usize,
}

impl Known<'_> {
    /// Splits lines of which at most the first begins an item.
    fn split<'l>(&self, run: &'l [Line]) -> Vec<&'l [Line]> {
        let Some(page) = &self.page else { return run.chunks(1).collect() };
        let is_item = is_item(run[0].of(self.text));
        let mut is_inside = false;
        let chunks = run.chunk_by(|this, next| {
            let is_deeper = next.indent > this.indent;
            let breaks = match is_item {
                true => {
                    let is_done = ends_sentence(this.of(self.text)) && next.indent <= run[0].indent;
                    is_done && !page.is_full(self.text, this, next)
                }
                false => next.indent >= self.margin + 2 && is_deeper,
            };
            let is_broken = page.is_broken(self.text, this, next)
                || (is_inside && page.is_inside(self.text, this))
                || (is_item && next.indent > run[0].indent);
            is_inside =
                is_broken && !breaks && !self.stands_alone(this) && !self.stands_alone(next);
            is_inside
        });
        chunks.collect()
    }

    /// Whether a line is a block whatever stands around it.
    fn stands_alone(&self, line: &Line) -> bool {
        let line = line.of(self.text);
        is_rule(line) || date::filling(line).is_some() || self.cues.is_whole(line)
    }
}

/// Whether a line begins an item: marked as one, it follows another item, a deeper line of one, or
/// something that is complete. A mark that a page break brought to the front does not count.
fn begins_item(text: &str, this: &Line, next: &Line) -> bool {
    let before = this.of(text);
    let is_complete = ends_sentence(before) || before.ends_with([':', ';']);
    is_item(next.of(text)) && (is_complete || is_item(before) || next.indent < this.indent)
}
