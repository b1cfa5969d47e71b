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
        for text in ["", "2019", "20190231", "201908311", "2019/08/31", "aaaabbcc", "-1190831"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
