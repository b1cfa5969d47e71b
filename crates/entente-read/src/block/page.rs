//! How wide the page was that a plain text was broken to fit, if it was.
//!
//! Not all of a text need have been: a page copied from a file for print has its notices and
//! addresses in lines of any length. What tells is a line that ends no sentence before one that goes
//! on in lower case; the widths of such lines say how full a line is that was broken.

use super::shape::is_item;
use crate::layout::{Line, ends_sentence};

/// The narrowest and the widest line that a page would have been broken to.
const NARROWEST: usize = 30;
const WIDEST: usize = 120;

/// The page that lines were broken to fit; all widths are in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The widest line that was broken.
    width: usize,
    /// What a line and the first word after it come to, at least, where the word did not fit.
    least: usize,
    /// Whether all letters are large, so that none of them tells where a sentence goes on.
    is_capital: bool,
}

impl Page {
    /// Finds the page of a text, if most of its lines were broken to fit one.
    pub(super) fn of(text: &str, lines: &[Line]) -> Option<Self> {
        let is_capital = is_capital(text);
        let is_broken = |pair: &&[Line]| {
            let [this, next] = [pair[0].of(text), pair[1].of(text)];
            let is_open = !ends_sentence(this) && !is_item(next);
            (NARROWEST..=WIDEST).contains(&pair[0].width) && is_open && goes_on(next, is_capital)
        };
        let broken: Vec<(usize, usize)> = lines
            .windows(2)
            .filter(is_broken)
            .map(|pair| (pair[0].width, reach(text, &pair[0], &pair[1])))
            .collect();
        if broken.len() < 2 {
            return Self::by_fit(text, lines, is_capital);
        }
        let width = common_width(broken.iter().map(|(width, _)| *width).collect());
        let page = Self { width, least: 0, is_capital };
        let is_full = |line: &&Line| line.width >= width * 4 / 5 && !page.is_beyond(line);
        let n_full = lines.iter().filter(is_full).count();
        let n_beyond = lines.iter().filter(|line| page.is_beyond(line)).count();
        let mut reaches: Vec<usize> = broken
            .iter()
            .filter(|(own, _)| *own <= page.widest())
            .map(|(_, reach)| *reach)
            .collect();
        reaches.sort_unstable();
        let least = reaches.get(reaches.len() / 10).map_or(0, |reach| (*reach).max(width * 4 / 5));
        match n_full {
            0..3 => Self::by_fit(text, lines, is_capital),
            _ => (n_full >= n_beyond).then_some(Self { least, ..page }),
        }
    }

    /// A page of which no letter tells: most lines before another end no sentence and left no room
    /// for its first word.
    fn by_fit(text: &str, lines: &[Line], is_capital: bool) -> Option<Self> {
        let width = lines.iter().map(|line| line.width).max().filter(|width| *width <= WIDEST)?;
        let (mut n_pairs, mut n_broken, mut n_lower) = (0, 0, 0);
        for pair in lines.windows(2).filter(|pair| !pair[0].is_blank() && !pair[1].is_blank()) {
            let [this, next] = [pair[0].of(text), pair[1].of(text)];
            // Where an item begins, the line before it was not broken to fit.
            if next.starts_with(['-', '*', '•', '–', '·']) {
                continue;
            }
            let is_open = !ends_sentence(this);
            let is_lower = is_open && goes_on(next, is_capital);
            // A deeper line may begin a paragraph, and then tells nothing of the line before it.
            let is_level = pair[1].indent <= pair[0].indent;
            let is_full = is_open && reach(text, &pair[0], &pair[1]) > width * 9 / 10;
            n_pairs += usize::from(is_level || is_lower);
            n_broken += usize::from(is_lower || (is_level && is_full));
            n_lower += usize::from(is_lower);
        }
        let is_broken = n_broken * 2 > n_pairs && (n_lower > 0 || n_broken > 1);
        is_broken.then_some(Self { width, least: 0, is_capital })
    }

    /// Whether a line was broken, so that the next goes on with it: no more would have fitted, it
    /// ends in a comma, or the next goes on in lower case. The first line of a report may be short,
    /// where its place and day were taken off.
    pub(super) fn is_broken(&self, text: &str, this: &Line, next: &Line) -> bool {
        let is_full = reach(text, this, next) > self.least;
        let is_long = this.width * 3 > self.width;
        let is_comma = this.of(text).ends_with(',');
        let goes_on = is_comma || goes_on(next.of(text), self.is_capital);
        let is_open = !ends_sentence(this.of(text)) && goes_on;
        let is_parted = this.of(text).ends_with('-');
        !self.is_beyond(this) && (is_full || (is_long && (is_open || is_parted)))
    }

    /// Whether a line that goes on with one before it was broken, too: it is long and ends no
    /// sentence.
    pub(super) fn is_inside(&self, text: &str, this: &Line) -> bool {
        !self.is_beyond(this) && !ends_sentence(this.of(text)) && this.width * 4 > self.width * 3
    }

    /// Whether what is left of a line is known to be too short for the first word of the next.
    pub(super) fn is_full(&self, text: &str, this: &Line, next: &Line) -> bool {
        self.least > 0 && reach(text, this, next) > self.least
    }

    /// Whether a line is so long that it was not broken to fit.
    fn is_beyond(&self, line: &Line) -> bool {
        line.width > self.widest() + 8
    }

    fn widest(&self) -> usize {
        self.width * 28 / 25
    }
}

/// The largest of widths that is not the only one of its like.
fn common_width(mut widths: Vec<usize>) -> usize {
    widths.sort_unstable();
    let fewest = (widths.len() / 4).max(2);
    let is_common =
        |width: usize| widths.iter().filter(|own| **own * 20 >= width * 17).count() >= fewest;
    let common = widths.iter().rev().copied().find(|width| is_common(*width));
    common.or(widths.first().copied()).unwrap_or_default()
}

/// What a line and the first word of the next come to together.
fn reach(text: &str, this: &Line, next: &Line) -> usize {
    let word = next.of(text).split_whitespace().next();
    this.width + 1 + word.map_or(0, |word| word.chars().count())
}

/// Whether a line begins inside a sentence, as far as its first letter tells.
fn goes_on(line: &str, is_capital: bool) -> bool {
    let is_inner = if is_capital { char::is_alphabetic } else { char::is_lowercase };
    line.starts_with(is_inner)
}

fn is_capital(text: &str) -> bool {
    let n_large = text.chars().filter(|c| c.is_uppercase()).count();
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    n_large * 5 > n_letters * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::lines;

    #[track_caller]
    fn page(text: &str) -> Option<Page> {
        Page::of(text, &lines(text).collect::<Vec<_>>())
    }

    const BROKEN: &str = "\
The grain board of Aland said that the harvest was
good, and that ships to Borduria would be loaded by
the end of the month. Traders in the port said that
they had not heard of it.
";

    #[test]
    fn a_long_notice_does_not_hide_the_page() {
        let notice = "No part of this may be copied. ".repeat(6);
        let found = page(&format!("{BROKEN}\n{notice}")).expect("a page");
        assert_eq!((found.width, found.is_capital), (51, false));
        assert!(page(&format!("{BROKEN}\n{}", format!("{notice}\n").repeat(9))).is_none());
    }

    #[test]
    fn a_paragraph_a_line_is_no_page() {
        assert!(
            page("The envoy left on Monday.\nShe took a train.\nShare\non your page\n").is_none()
        );
    }

    #[test]
    fn a_short_line_goes_on_where_it_ends_in_a_comma_or_before_a_small_letter() {
        let text = format!(
            "Traders had looked\nfor a ship of the state of Aland, which,\nTraders said, {BROKEN}"
        );
        let all: Vec<Line> = lines(&text).collect();
        let page = Page::of(&text, &all).expect("a page");
        assert!(page.is_broken(&text, &all[0], &all[1]));
        assert!(page.is_broken(&text, &all[1], &all[2]));
    }

    #[test]
    fn capitals_tell_no_less() {
        assert!(page(&BROKEN.to_uppercase()).is_some_and(|page| page.is_capital));
    }
}
