//! The day on which a text says that it was written: in a line of its own near the top (`Saturday,
//! 5 January 2019`, `Updated 7 May 2014 18:00`) or in the dateline of its first lines (`LOMÉ, 7 May
//! 2014 (Agency) - The envoy …`).

use jiff::civil::Date;

use crate::Pages;
use crate::block::{is_dated_reference, is_dateline};
use crate::layout::{ends_sentence, lines};

/// So many lines of a text are its top.
const TOP: usize = 6;
/// How far into a line a day may still be one of a dateline, in bytes.
const NEAR: usize = 48;
/// What stands between a dateline and its text.
const DASHES: [&str; 4] = [" - ", "--", "—", "–"];
/// A longer line is hardly a title, in bytes.
const TITLE: usize = 100;
/// The most words of a place, and of who reports.
const WORDS: usize = 5;

/// The day near the top of a text, if one is named in full and may be only one day.
pub(crate) fn day(text: &str, pages: &Pages) -> Option<Date> {
    let top = lines(text).filter(|line| !line.is_blank()).take(TOP);
    let mut top = top.map(|line| line.of(text)).enumerate();
    top.find_map(|(at, line)| {
        let (span, day) = pages.first_day(line)?;
        let (before, after) = (line.get(..span.start)?, line.get(span.end..)?);
        let is_alone =
            is_dateline(line) && !is_dated_reference(line) && (at > 0 || is_bare(before, after));
        // A first line that ends as no sentence does may be a title.
        let is_told = at > 0 || ends_sentence(line) || line.len() > TITLE;
        (is_alone || is_told && is_lead(before, after)).then_some(day)
    })
}

/// Whether a first line, which may be a headline, holds nothing beside a day but that of the week.
fn is_bare(before: &str, after: &str) -> bool {
    let is_time = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let names = before.split_whitespace().filter(|word| !is_time(word));
    names.count() <= 2 && after.split_whitespace().all(is_time)
}

/// Whether a place stands before the day and a dash, or the end of a note of who reports, after it.
fn is_lead(before: &str, after: &str) -> bool {
    let is_name = |word: &str| !word.starts_with(char::is_lowercase);
    let place: Vec<&str> = before.split_whitespace().collect();
    let is_parted = before.contains([',', '(', '/', '—', '–', '-']) || is_loud(before);
    let is_place = is_parted
        && before.len() <= NEAR
        && place.len() <= WORDS + 1
        && place.first().is_some_and(|word| word.starts_with(char::is_uppercase))
        && place.iter().all(|word| is_name(word));
    is_place && has_text(after, is_name)
}

/// Whether all letters of a place are capitals; the month behind it need not be.
fn is_loud(before: &str) -> bool {
    let first = before.split_whitespace().next().unwrap_or_default();
    first.chars().filter(|c| c.is_alphabetic()).count() > 1 && !first.contains(char::is_lowercase)
}

/// Whether the text of a story follows what stands behind the day.
fn has_text(after: &str, is_name: impl Fn(&str) -> bool) -> bool {
    let dashes = DASHES.iter().filter_map(|dash| Some((after.find(dash)?, dash.len())));
    let parted = dashes.min().or_else(|| after.starts_with(". ").then_some((0, 2)));
    let Some((at, length)) = parted.filter(|(at, _)| *at <= NEAR) else { return false };
    let reporter = after[..at].split_whitespace();
    reporter.clone().count() <= WORDS
        && reporter.into_iter().all(is_name)
        && after[at + length..].trim_start().starts_with(|c: char| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::PagesText;

    fn told(text: &str) -> Option<Date> {
        let months = "1\tJanuary\n3\tMarch\tMar\n5\tMay\n9\tSeptember";
        let pages = Pages::parse(&PagesText { months, ..PagesText::default() });
        day(text, &pages.expect("the table is well formed"))
    }

    #[test]
    fn a_dateline_tells_the_day() {
        for text in [
            "LOMÉ, 3 March 2024 - The envoy left on Saturday.",
            "LOMÉ, March 3, 2024 (Agency) - The envoy left.",
            "Envoy leaves Togo\n\nLOMÉ, Togo, 3 March 2024 — The envoy left.",
            "Envoy leaves Togo\nLomé – 3 March 2024 – “We are leaving,” said the envoy.",
            "Lomé, 3 March 2024. The envoy left.",
            "LOMÉ March 3, 2024 /Agency/ -- The envoy left.",
            "LOMÉ (Agency, 3 March 2024) - The envoy left.",
            "Lomé, 2024-03-03 - The envoy left.",
        ] {
            assert_eq!(told(text), Some(date(2024, 3, 3)), "{text}");
        }
    }

    #[test]
    fn a_line_of_its_own_tells_the_day() {
        for text in [
            "Saturday, January 5, 2019\n\nThe envoy left yesterday.",
            "Envoy leaves\n\nBy Jo Doe\n5 January 2019\n\nThe envoy left.",
            "Envoy leaves\nPublished: January 5, 2019 at 10:00\nThe envoy left.",
            "Envoy leaves\nUpdated 5 January 2019, 18:00\nThe envoy left.",
        ] {
            assert_eq!(told(text), Some(date(2019, 1, 5)), "{text}");
        }
    }

    #[test]
    fn a_day_in_a_sentence_or_a_title_is_that_of_something_else() {
        for text in [
            "On 3 March 2024 Mali expelled the envoy.",
            "3 March 2024 marks a change - for Mali.",
            "Mali expelled the envoy on 3 March 2024 - a Sunday.",
            "Mali, which on 3 March 2024 - a Sunday - expelled the envoy, is calm.",
            "Ten years after the attacks of 3 March 2024",
            "Lomé Attacks, 3 March 2024 - What We Know",
            "Mali, 3 March 2024 - the day on which nothing happened.",
            "Lomé, 5/3/2024 - The envoy left.",
            "LOMÉ, 3 March - The envoy left.",
            "The envoy left.\n\n* 3 March 2024: “Envoys meet”",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
