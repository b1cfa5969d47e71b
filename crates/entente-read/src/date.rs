//! Dates as ISO 8601 writes them, which need no language.

use jiff::civil::Date;
use jiff::fmt::rfc2822;

use crate::layout;

/// The length of `2014-05-07`.
const LENGTH: usize = 10;

/// The date that a text begins with, alone or as part of a date-time; `20140507` will do.
pub(crate) fn leading(text: &str) -> Option<Date> {
    let text = text.trim();
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_compact {
        return text.parse().ok();
    }
    let (date, rest) = text.split_at_checked(LENGTH)?;
    let is_whole = matches!(rest.bytes().next(), None | Some(b'T' | b't' | b' '));
    date.parse().ok().filter(|_| is_whole && is_shaped(date.as_bytes()))
}

/// The day of a date as mails, feeds and servers write it: `Tue, 06 May 2014 23:30:00 +0200`.
pub(crate) fn of_mail(text: &str) -> Option<Date> {
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_zoned(text.trim()).ok().map(|time| time.date())
}

/// The first date in the last part of a path.
pub(crate) fn in_name(path: &str) -> Option<Date> {
    let name = path.rsplit(['/', '\\']).next()?.as_bytes();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let stands_alone = |at: usize| {
        !is_digit(at.checked_sub(1).map(|i| &name[i])) && !is_digit(name.get(at + LENGTH))
    };
    let windows = name.windows(LENGTH).enumerate();
    let mut dates = windows.filter(|&(at, window)| is_shaped(window) && stands_alone(at));
    dates.find_map(|(_, window)| std::str::from_utf8(window).ok()?.parse().ok())
}

/// A date that fills one of the first five lines.
pub(crate) fn near_top(text: &str) -> Option<Date> {
    let lines = layout::lines(text).filter(|line| !line.is_blank());
    lines.take(5).find_map(|line| filling(line.of(text)))
}

/// The date, if a line holds that and at most a time of day.
pub(crate) fn filling(line: &str) -> Option<Date> {
    let rest = line.get(LENGTH..)?;
    let is_time = rest.bytes().all(|b| b.is_ascii_digit() || b"Tt Zz:.+-".contains(&b));
    leading(line).filter(|_| is_time)
}

/// Whether ten bytes are digits and hyphens in their places.
fn is_shaped(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}
