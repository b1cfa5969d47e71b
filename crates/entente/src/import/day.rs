//! Days as tables write them.

use jiff::civil::Date;

/// Reads `20190831`, with or without a time after it, or `2019-08-31`, likewise.
pub(super) fn read(text: &[u8]) -> Option<Date> {
    let (year, month, day) = match text {
        [a @ .., b'-', m1, m2, b'-', d1, d2] if a.len() == 4 => (a, [*m1, *m2], [*d1, *d2]),
        [head @ .., b' ' | b'T', _, _, b':', _, _, b':', _, _] => return read(head),
        [a @ .., m1, m2, d1, d2] if a.len() == 4 => (a, [*m1, *m2], [*d1, *d2]),
        [head @ .., _, _, _, _, _, _] if head.len() == 8 => return read(head),
        _ => return None,
    };
    let year = i16::try_from(number(year)?).ok()?;
    let part = |digits: [u8; 2]| i8::try_from(number(&digits)?).ok();
    Date::new(year, part(month)?, part(day)?).ok()
}

/// Reads a year, a month or a day: the first and the last day of it.
pub(super) fn within(text: &str) -> Option<(Date, Date)> {
    // Programs that know no whole numbers write years with a nought behind.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let part = |digits: &str| number(digits.as_bytes()).and_then(|n| i16::try_from(n).ok());
    match (text.len(), text.as_bytes()) {
        (4, _) => {
            let year = part(text)?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        (7, [_, _, _, _, b'-', ..]) => {
            let month = i8::try_from(part(text.get(5..)?)?).ok()?;
            let first = Date::new(part(text.get(..4)?)?, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => read(text.as_bytes()).map(|day| (day, day)),
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    let digit =
        |sum: u32, byte: &u8| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'));
    digits.iter().try_fold(0, digit)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_as_tables_write_them() {
        let day = Some(date(2019, 8, 31));
        for text in ["20190831", "20190831174500", "2019-08-31", "2019-08-31 17:45:00"] {
            assert_eq!(read(text.as_bytes()), day, "{text}");
        }
        let march = Some((date(2019, 3, 1), date(2019, 3, 31)));
        assert_eq!(within("2019-03"), march);
        let year = Some((date(2019, 1, 1), date(2019, 12, 31)));
        assert_eq!((within("2019"), within("2019.0")), (year, year));
        assert_eq!(within("2019-08-31"), day.map(|day| (day, day)));
        for text in ["", "19", "2019-13", "-019", "2019/3", "year"] {
            assert_eq!(within(text), None, "{text}");
        }
        for text in ["", "2019", "20190231", "201908311", "2019/08/31", "aaaabbcc", "-1190831"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
