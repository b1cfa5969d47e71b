//! Days as pages write them: in figures of any order, with the names of months of any language.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use jiff::civil::Date;

use super::pages::rows;
use crate::CueError;

/// The first and the last year that a page is believed to be of.
const YEARS: RangeInclusive<i32> = 1991..=2035;
/// How many years the Buddhist calendar is ahead.
const BUDDHIST: i32 = 543;
/// When the numbers of short posts began, in milliseconds of Unix time.
const POSTS: i64 = 1_288_834_974_657;
/// The zeros of scripts with digits of their own: Arabic, Persian, Devanagari, Bengali, Thai, and
/// the wide ones of East Asia.
const ZEROS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/// The names of months in the languages that are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Months {
    /// In lower case, sorted, with the number of the month.
    names: Vec<(String, i8)>,
}

impl Months {
    /// Reads a table: the month's number and its names, tabs between.
    pub(super) fn parse(table: &str) -> Result<Self, CueError> {
        let mut names = Vec::new();
        for (line, row) in rows(table) {
            let (number, rest) = row.split_once('\t').unwrap_or((row, ""));
            let month = number.parse().ok().filter(|month| (1..=12).contains(month));
            let expected = "the number of a month";
            let month = month.ok_or_else(|| CueError { line, expected, found: number.into() })?;
            names.extend(rest.split('\t').map(|name| (name.trim().to_lowercase(), month)));
        }
        names.sort();
        names.dedup();
        Ok(Self { names })
    }

    fn number(&self, word: &str) -> Option<i32> {
        let word = word.to_lowercase();
        let at = self.names.binary_search_by(|(name, _)| name.cmp(&word)).ok()?;
        Some(i32::from(self.names[at].1))
    }
}

/// The day that an ISO 8601 date or the like begins with: `2014-05-07T…`, `20140507`, `2014/5/7`.
pub(super) fn leading(text: &str) -> Option<Date> {
    let parts = figures(text.trim());
    match parts.as_slice() {
        [year, month, day, ..]
            if year.start == 0 && year.is_year() && year.joins(month) && month.joins(day) =>
        {
            make(year.value, month.value, day.value)
        }
        [all, ..] if all.start == 0 && matches!(all.text.len(), 8 | 14) => all.as_day(),
        _ => None,
    }
}

/// The day in an address: `/2014/05/07/`, `2014-05-07`, `20140507`.
pub(super) fn in_address(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let parts = figures(path);
    let joined = parts.windows(3).find_map(|run| {
        let [year, month, day] = run else { return None };
        let is_joined = year.joins(month) && month.joins(day);
        let is_short = month.text.len() <= 2 && day.text.len() <= 2;
        (year.is_year() && is_joined && is_short)
            .then(|| make(year.value, month.value, day.value))?
    });
    // Other numbers have eight digits too, so of such days only those of our time are believed.
    let is_ours = |day: &Date| day.year() >= 1995;
    let whole = |part: &Figure<'_>| (part.text.len() == 8).then(|| part.as_day())?;
    let in_digits = || parts.iter().rev().filter_map(whole).find(is_ours);
    joined.or_else(in_digits).or_else(|| of_post(path))
}

/// The day that the number of a short post tells: `/status/1281836879789404160`. Its upper bits are
/// the milliseconds since the service began to count.
fn of_post(path: &str) -> Option<Date> {
    let (_, rest) = path.split_once("/status/")?;
    let number = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    let number: i64 = (17..=19).contains(&number.len()).then(|| number.parse().ok())??;
    let since = jiff::Timestamp::from_millisecond((number >> 22) + POSTS).ok()?;
    let day = since.to_zoned(jiff::tz::TimeZone::UTC).date();
    YEARS.contains(&i32::from(day.year())).then_some(day)
}

/// The hour of a time that is told in universal time: `2014-05-07T23:10:00Z`.
pub(super) fn universal_hour(text: &str) -> Option<u8> {
    let text = text.trim();
    let is_universal =
        ["Z", "+00:00", "+0000", "+00", "UTC", "GMT"].iter().any(|end| text.ends_with(end));
    let (before, _) = text.split_once(':').filter(|_| is_universal)?;
    let hour: u8 = before.get(before.len().checked_sub(2)?..)?.parse().ok()?;
    (hour < 24).then_some(hour)
}

/// The days that a text names, in order, each with where it begins.
///
/// `month_first` says how `5/7/2014` is read where both ways make a day.
pub(super) fn days(text: &str, months: &Months, month_first: bool) -> Vec<(usize, Date)> {
    let spans = spans(text, months, month_first).into_iter();
    spans.map(|(span, day)| (span.start, day)).collect()
}

/// The same with the bytes from the first figure of each to its last. Digits of other scripts count
/// for one byte.
pub(super) fn spans(text: &str, months: &Months, month_first: bool) -> Vec<(Range<usize>, Date)> {
    let text = &*with_ascii_digits(text);
    let parts = figures(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let rest = &parts[at..];
        let in_figures = in_figures(text, rest, month_first).map(|day| (day, 3));
        let read = in_figures.or_else(|| Some((with_name(text, rest, months)?, 2)));
        found.extend(read.map(|(day, n_used)| (part.start..rest[n_used - 1].end(), day)));
        at += read.map_or(1, |(_, n_used)| n_used);
    }
    found
}

/// A text with the digits of other scripts as those of ASCII; offsets are those of the result.
fn with_ascii_digits(text: &str) -> Cow<'_, str> {
    let zero = |c: &char| ZEROS.iter().find(|zero| (**zero..=**zero + 9).contains(&u32::from(*c)));
    if text.is_ascii() || !text.chars().any(|c| zero(&c).is_some()) {
        return text.into();
    }
    let digit = |c: char| zero(&c).and_then(|zero| char::from_digit(u32::from(c) - zero, 10));
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// Three numbers with signs between: `2014-05-07`, `7.5.2014`, `5/7/14`, `2014年5月7日`.
fn in_figures(text: &str, parts: &[Figure<'_>], month_first: bool) -> Option<Date> {
    let [a, b, c] = parts.get(..3)? else { return None };
    let signs = [&text[a.end()..b.start], &text[b.end()..c.start]].map(str::trim);
    if signs == ["年", "月"] || signs == ["년", "월"] {
        return make(a.value, b.value, c.value);
    }
    let is_close = b.start - a.end() <= 3 && c.start - b.end() <= 3;
    let is_sign = matches!(signs[0], "." | "/" | "-" | "‑" | "–" | "|");
    if !is_sign || signs[0] != signs[1] || !is_close {
        return None;
    }
    if a.is_year() {
        return make(a.value, b.value, c.value);
    }
    let is_short_year = c.text.len() == 2 && signs[0] != "-";
    if !(c.is_year() || is_short_year) || a.text.len() > 2 || b.text.len() > 2 {
        return None;
    }
    let year = if c.is_year() { c.value } else { 2000 + c.value };
    let (day_first, day_second) = (make(year, b.value, a.value), make(year, a.value, b.value));
    match signs[0] == "/" {
        true if month_first => day_second.or(day_first),
        true => day_first.or(day_second),
        false => day_first,
    }
}

/// A month by name beside a day and a year: `7 May 2014`, `May 7, 2014`, `7. Mai 2014`.
fn with_name(text: &str, parts: &[Figure<'_>], months: &Months) -> Option<Date> {
    let [a, b] = parts.get(..2)? else { return None };
    let between = &text[a.end()..b.start];
    if between.len() > 40 {
        return None;
    }
    // Letters that touch the day make it an ordinal; one word may part it from the month.
    let apart = between.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let named = apart.split(is_gap).filter(|word| !word.is_empty()).take(2);
    let named = named.into_iter().find_map(|word| months.number(word));
    match named {
        Some(month) if a.text.len() <= 2 && b.is_year() => return make(b.value, month, a.value),
        Some(month) if a.is_year() && b.text.len() <= 2 => return make(a.value, month, b.value),
        _ => {}
    }
    // Or the month stands before the day, and the year follows the day closely.
    let is_close = apart.len() <= 3 && apart.chars().all(|c| matches!(c, ',' | '.' | ' '));
    if !is_close || a.text.len() > 2 || !b.is_year() {
        return None;
    }
    let before = text[..a.start].trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    make(b.value, months.number(before.rsplit(is_gap).next()?)?, a.value)
}

/// Whether a character parts words; vowel signs do not.
fn is_gap(c: char) -> bool {
    let is_mark =
        matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{eff}');
    !c.is_alphanumeric() && !is_mark
}

/// A run of digits.
#[derive(Clone, Copy, Debug)]
struct Figure<'t> {
    start: usize,
    text: &'t str,
    /// -1 where it is too large.
    value: i32,
}

impl Figure<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4
    }

    /// Whether only one sign stands between it and the next.
    fn joins(&self, next: &Self) -> bool {
        next.start == self.end() + 1
    }

    /// The day that its first eight digits are.
    fn as_day(&self) -> Option<Date> {
        let whole: i32 = self.text.get(..8)?.parse().ok()?;
        make(whole / 10_000, whole / 100 % 100, whole % 100)
    }
}

fn figures(text: &str) -> Vec<Figure<'_>> {
    let is_digit = |at: usize| text.as_bytes()[at].is_ascii_digit();
    let begins = |at: &usize| is_digit(*at) && (*at == 0 || !is_digit(at - 1));
    let figure = |start: usize| {
        let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let text = &text[start..start + length];
        Figure { start, text, value: text.parse().unwrap_or(-1) }
    };
    (0..text.len()).filter(begins).map(figure).collect()
}

fn make(year: i32, month: i32, day: i32) -> Option<Date> {
    let ours = [year, year - BUDDHIST].into_iter().find(|year| YEARS.contains(year))?;
    let year = i16::try_from(ours).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[Date]) {
        let months = "5\tMay\tMai\tmayo\tмая\n12\tDecember\tDec";
        let months = Months::parse(months).expect("well-formed");
        let found: Vec<Date> = days(text, &months, false).into_iter().map(|(_, day)| day).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn hours_and_posts_tell_days() {
        assert_eq!(universal_hour("2014-05-07T23:10:00.000Z"), Some(23));
        assert_eq!(universal_hour("2014-05-07 02:10:00+00:00"), Some(2));
        assert_eq!(universal_hour("2014-05-07T23:10:00-07:00"), None);
        assert_eq!(universal_hour("é:Z"), None);
        let post = "https://example.org/post_office/status/1281836879789404160/photo/1";
        assert_eq!(in_address(post), Some(date(2020, 7, 11)));
        assert_eq!(in_address("https://example.org/status/12818368"), None);
    }

    #[test]
    fn days_are_found_however_they_are_written() {
        for text in [
            "2014-05-07",
            "on 7 May 2014, we",
            "7th of May, 2014",
            "May 7, 2014",
            "May 7th, 2014",
            "7. Mai 2014",
            "7 de mayo de 2014",
            "7 мая 2014",
            "07.05.2014",
            "7.5.14",
            "7/5/2014",
            "2014年5月7日",
            "2014/05/07 10:00",
            "٧ мая ٢٠١٤",
            "7/5/2557",
            "Wed, 7 May 2014 10:00",
        ] {
            check(text, &[date(2014, 5, 7)]);
        }
        check("from 7 May 2014 to Dec. 24, 2015", &[date(2014, 5, 7), date(2015, 12, 24)]);
        check("7 men in May, 2014 dead; 31.31.2014; 7 May 1850; 12 or 13", &[]);
    }

    #[test]
    fn a_slash_is_read_as_the_page_would() {
        let day = |text, month_first| days(text, &Months::default(), month_first)[0].1;
        assert_eq!(day("5/7/2014", true), date(2014, 5, 7));
        assert_eq!(day("5/7/2014", false), date(2014, 7, 5));
        assert_eq!(day("5/27/2014", false), date(2014, 5, 27));
    }

    #[test]
    fn addresses_hold_days() {
        assert_eq!(in_address("https://a.org/2014/05/07/envoy"), Some(date(2014, 5, 7)));
        assert_eq!(in_address("https://a.org/news-20140507-1.html"), Some(date(2014, 5, 7)));
        assert_eq!(in_address("https://a.org/12345678/2014/5"), None);
        assert_eq!(leading("2014-05-07T10:00"), Some(date(2014, 5, 7)));
        assert_eq!(leading("20140507123000"), Some(date(2014, 5, 7)));
        assert_eq!(leading("7 May"), None);
    }
}
