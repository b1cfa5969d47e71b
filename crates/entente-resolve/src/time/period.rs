//! Stretches of the calendar: a day, a week, a season, with their TIMEX3 values and intervals.

use entente_model::{Precision, Span, When};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};

/// Units that lengths are counted in, the shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The unit of an ISO 8601 letter, or TIMEX3's `WE` and `N`.
    pub(super) fn from_iso(letter: &str, is_time: bool) -> Option<Self> {
        Some(match (letter, is_time) {
            ("S", true) => Self::Second,
            ("M", true) => Self::Minute,
            ("H", true) => Self::Hour,
            ("N", false) => Self::Night,
            ("D", false) => Self::Day,
            ("WE", false) => Self::Weekend,
            ("W", false) => Self::Week,
            ("M", false) => Self::Month,
            ("Y", false) => Self::Year,
            _ => return None,
        })
    }

    /// Whether a day has several of them.
    pub(super) fn is_of_clock(self) -> bool {
        self < Self::Night
    }

    /// Its letter in a TIMEX3 duration, with the `T` of clock units.
    pub(super) fn iso(self) -> (&'static str, &'static str) {
        match self {
            Self::Second => ("PT", "S"),
            Self::Minute => ("PT", "M"),
            Self::Hour => ("PT", "H"),
            Self::Night => ("P", "N"),
            Self::Day => ("P", "D"),
            Self::Weekend => ("P", "WE"),
            Self::Week => ("P", "W"),
            Self::Month => ("P", "M"),
            Self::Year => ("P", "Y"),
        }
    }
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Day(Date),
    /// The ISO week of a day.
    Week(Date),
    /// The weekend of the ISO week of a day.
    Weekend(Date),
    Month {
        year: i16,
        month: i8,
    },
    /// The quarter of that number.
    Quarter {
        year: i16,
        quarter: i8,
    },
    Half {
        year: i16,
        half: i8,
    },
    /// The season that begins in that year.
    Season {
        year: i16,
        season: Season,
    },
    Year(i16),
    /// That year and the next, in which a season or a budget's year begins and ends.
    Years(i16),
    /// The ten years that begin with that year.
    Decade(i16),
    /// The hundred years whose numbers begin so.
    Century(i16),
}

/// The seasons of the northern half of the earth, where they begin in March.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub(super) fn from_timex(name: &str) -> Option<Self> {
        Some(match name {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Autumn,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    fn timex(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    pub(super) fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

impl Period {
    /// The stretch of a unit that a day lies in, moved by so many units.
    ///
    /// `n` units of clock time stay on the day. `None` outside the years that a date can have.
    pub(super) fn around(day: Date, unit: Unit, n: i32, size: i32) -> Option<Self> {
        let steps = n.checked_mul(size)?;
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => Self::Day(day),
            Unit::Day | Unit::Night => Self::Day(plus(day, days(steps)?)?),
            Unit::Week => Self::Week(plus(day, days(steps.checked_mul(7)?)?)?),
            Unit::Weekend => Self::Weekend(plus(day, days(steps.checked_mul(7)?)?)?),
            Unit::Month if size == 3 => {
                let day = plus(day.first_of_month(), months(steps)?)?;
                Self::Quarter { year: day.year(), quarter: (day.month() - 1) / 3 + 1 }
            }
            Unit::Month if size == 6 => {
                let day = plus(day.first_of_month(), months(steps)?)?;
                Self::Half { year: day.year(), half: (day.month() - 1) / 6 + 1 }
            }
            Unit::Month => {
                let day = plus(day.first_of_month(), months(steps)?)?;
                Self::Month { year: day.year(), month: day.month() }
            }
            Unit::Year => {
                let year = i16::try_from(steps.checked_add(day.year().into())?).ok()?;
                match size {
                    10 => Self::Decade(year - year.rem_euclid(10)),
                    100 => Self::Century(year.div_euclid(100)),
                    _ => Self::Year(year),
                }
            }
        })
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(day) => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Weekend(day) => format!("{}-WE", Self::Week(day).value()),
            Self::Month { year, month } => format!("{year:04}-{month:02}"),
            Self::Quarter { year, quarter } => format!("{year:04}-Q{quarter}"),
            Self::Half { year, half } => format!("{year:04}-H{half}"),
            Self::Season { year, season } => format!("{year:04}-{}", season.timex()),
            Self::Year(year) => format!("{year:04}"),
            Self::Years(year) => format!("{year:04}/{:04}", year.saturating_add(1)),
            Self::Decade(year) => format!("{:03}X", year / 10),
            Self::Century(century) => format!("{century:02}XX"),
        }
    }

    /// First and last day; `None` outside the years that a date can have.
    pub(super) fn bounds(self) -> Option<(Date, Date)> {
        let month = |year: i16, month: i8, count: i32| {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, plus(first, months(count)?)?.yesterday().ok()?))
        };
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Week(day) => {
                let monday = monday_of(day)?;
                Some((monday, plus(monday, days(6)?)?))
            }
            Self::Weekend(day) => {
                let monday = monday_of(day)?;
                Some((plus(monday, days(5)?)?, plus(monday, days(6)?)?))
            }
            Self::Month { year, month: m } => month(year, m, 1),
            Self::Quarter { year, quarter } => month(year, (quarter - 1) * 3 + 1, 3),
            Self::Half { year, half } => month(year, (half - 1) * 6 + 1, 6),
            Self::Season { year, season } => month(year, season.first_month(), 3),
            Self::Year(year) => month(year, 1, 12),
            Self::Years(year) => month(year, 1, 24),
            Self::Decade(year) => month(year, 1, 120),
            Self::Century(century) => month(century.checked_mul(100)?, 1, 1200),
        }
    }

    fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Week(_) => Precision::Week,
            Self::Weekend(_) | Self::Half { .. } => Precision::Interval,
            Self::Month { .. } => Precision::Month,
            Self::Quarter { .. } | Self::Season { .. } => Precision::Season,
            Self::Year(_) => Precision::Year,
            Self::Years(_) | Self::Decade(_) | Self::Century(_) => Precision::Interval,
        }
    }

    /// The period as the model has it.
    pub(super) fn when(self, span: Span) -> Option<When> {
        let (from, to) = self.bounds()?;
        Some(When::new(from, to, self.precision(), Some(span)))
    }
}

/// A day moved by a length.
pub(super) fn plus(day: Date, by: Length) -> Option<Date> {
    day.checked_add(by).ok()
}

/// A length of so many days, if a calendar can hold it.
pub(super) fn days(n: i32) -> Option<Length> {
    (n.unsigned_abs() < 1_000_000).then(|| n.days())
}

/// A length of so many months, if a calendar can hold it.
pub(super) fn months(n: i32) -> Option<Length> {
    (n.unsigned_abs() < 100_000).then(|| n.months())
}

/// The Monday of a day's week.
pub(super) fn monday_of(day: Date) -> Option<Date> {
    plus(day, days(-i32::from(day.weekday().to_monday_zero_offset()))?)
}

/// The day of that ISO number in a week.
pub(super) fn weekday(number: i8) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn values_are_timex3() {
        let around = |unit, n, size| Period::around(day("2019-08-03"), unit, n, size);
        let value = |unit, n, size| around(unit, n, size).expect("in range").value();
        assert_eq!(value(Unit::Week, -1, 1), "2019-W30");
        assert_eq!(value(Unit::Month, 1, 1), "2019-09");
        assert_eq!(value(Unit::Month, -1, 3), "2019-Q2");
        assert_eq!(value(Unit::Year, 0, 10), "201X");
        assert_eq!(value(Unit::Weekend, 0, 1), "2019-W31-WE");
        assert_eq!(Period::Season { year: 2019, season: Season::Winter }.value(), "2019-WI");
    }

    #[test]
    fn bounds_are_first_and_last_day() {
        let week = Period::Week(day("2019-08-03")).bounds();
        assert_eq!(week, Some((day("2019-07-29"), day("2019-08-04"))));
        let winter = Period::Season { year: 2019, season: Season::Winter }.bounds();
        assert_eq!(winter, Some((day("2019-12-01"), day("2020-02-29"))));
    }

    #[test]
    fn what_no_calendar_holds_is_nothing() {
        assert_eq!(Period::around(day("9999-12-31"), Unit::Day, 1, 1), None);
        assert_eq!(Period::around(day("2019-01-01"), Unit::Year, i32::MAX, 100), None);
        assert_eq!(Period::Century(-100).bounds(), None);
    }
}
