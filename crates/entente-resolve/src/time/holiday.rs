//! Holidays: when in a year they fall.

use jiff::civil::Date;

use super::period::{days, plus, weekday};

/// When in a year a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holiday {
    /// On the same day each year.
    Fixed { month: i8, day: i8 },
    /// So many days from Easter Sunday.
    Easter(i32),
    /// So many days after the n-th weekday of a month; -1 for the last.
    Nth { month: i8, nth: i8, weekday: i8, after: i32 },
    /// By a calendar that is not ours.
    Unknown,
}

impl Holiday {
    /// Reads `12-25`, `easter-2`, `11-4th-4`, `05-last-1`, `11-1st-1+1` or `lunar`.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text == "lunar" {
            return Some(Self::Unknown);
        }
        if let Some(days) = text.strip_prefix("easter") {
            return Some(Self::Easter(days.trim_start_matches('+').parse().ok()?));
        }
        let mut parts = text.split('-');
        let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
        let second = parts.next()?;
        let Some(last) = parts.next() else {
            let day = second.parse().ok().filter(|d| (1..=31).contains(d))?;
            return Some(Self::Fixed { month, day });
        };
        let nth = match second {
            "last" => -1,
            nth => nth.trim_end_matches(char::is_alphabetic).parse().ok()?,
        };
        let (weekday, after) = last.split_once('+').unwrap_or((last, "0"));
        Some(Self::Nth {
            month,
            nth,
            weekday: weekday.parse().ok().filter(|d| (1..=7).contains(d))?,
            after: after.parse().ok()?,
        })
    }

    /// Its day in a year, if it is known.
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Easter(offset) => plus(easter(year)?, days(offset)?),
            Self::Nth { month, nth, weekday: number, after } => {
                let first = Date::new(year, month, 1).ok()?;
                plus(first.nth_weekday_of_month(nth, weekday(number)?).ok()?, days(after)?)
            }
            Self::Unknown => None,
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century, in_century) = (y % 19, y / 100, y % 100);
    let correction = (century + 8) / 25;
    let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let n = epact + weekday - 7 * late + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_right() {
        let on = |year| easter(year).map(|d| d.to_string());
        assert_eq!(on(2000).as_deref(), Some("2000-04-23"));
        assert_eq!(on(2019).as_deref(), Some("2019-04-21"));
        assert_eq!(on(2024).as_deref(), Some("2024-03-31"));
    }

    #[test]
    fn counted_holidays_move() {
        let thanksgiving = Holiday::Nth { month: 11, nth: 4, weekday: 4, after: 0 };
        let on = |year| thanksgiving.in_year(year).map(|d| d.to_string());
        assert_eq!(on(1999).as_deref(), Some("1999-11-25"));
        let election = Holiday::read("11-1st-1+1").expect("the day after the first Monday");
        assert_eq!(election.in_year(2022).map(|d| d.to_string()).as_deref(), Some("2022-11-08"));
        assert_eq!(Holiday::Unknown.in_year(2020), None);
    }

    #[test]
    fn holidays_are_fixed_or_counted() {
        assert_eq!(Holiday::read("12-25"), Some(Holiday::Fixed { month: 12, day: 25 }));
        assert_eq!(Holiday::read("easter-2"), Some(Holiday::Easter(-2)));
        let nth = |month, nth, weekday| Some(Holiday::Nth { month, nth, weekday, after: 0 });
        assert_eq!(Holiday::read("11-4th-4"), nth(11, 4, 4));
        assert_eq!(Holiday::read("05-last-1"), nth(5, -1, 1));
        assert_eq!(Holiday::read("13-1"), None);
    }
}
