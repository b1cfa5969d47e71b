//! Which part of a stretch is meant: `early May`, `late 2014`, `the end of the year`.
//!
//! Of a month these are its first, second and last ten days or so, as newspapers use them; of a year
//! the first and second half, and the middle two quarters. TIMEX3 values stay those of the whole.

use entente_model::{Precision, When};
use jiff::civil::Date;

use super::period::{days, months, plus};

/// A part of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Start,
    Mid,
    End,
}

/// How long the early and the middle days of a month are.
const DAYS: i32 = 10;
/// How long the halves of a year are, and how far its middle lies from both ends.
const MONTHS: (i32, i32) = (6, 3);

impl Part {
    /// The part of a month or a year; what is shorter or of no certain length stays whole.
    pub(super) fn of(self, whole: When) -> When {
        let bounds = match whole.precision {
            Precision::Month => self.of_month(whole),
            Precision::Year => self.of_year(whole),
            _ => None,
        };
        let of_days = |(from, to)| When::new(from, to, Precision::Interval, whole.span);
        bounds.map_or(whole, of_days)
    }

    fn of_month(self, whole: When) -> Option<(Date, Date)> {
        let after = |n: i32| plus(whole.from, days(n)?);
        Some(match self {
            Self::Start => (whole.from, after(DAYS - 1)?),
            Self::Mid => (after(DAYS)?, after(2 * DAYS - 1)?),
            Self::End => (after(2 * DAYS)?, whole.to),
        })
    }

    fn of_year(self, whole: When) -> Option<(Date, Date)> {
        let after = |n: i32| plus(whole.from, months(n)?);
        let (half, quarter) = MONTHS;
        Some(match self {
            Self::Start => (whole.from, after(half)?.yesterday().ok()?),
            Self::Mid => (after(quarter)?, after(quarter + half)?.yesterday().ok()?),
            Self::End => (after(half)?, whole.to),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::period::Period;
    use super::*;

    #[test]
    fn months_have_thirds_and_years_halves() {
        let span = entente_model::Span::new(0, 1);
        let of = |part: Part, period: Period| {
            let when = part.of(period.when(span).expect("days"));
            format!("{}..{}", when.from, when.to)
        };
        let february = Period::Month { year: 2014, month: 2 };
        assert_eq!(of(Part::Start, february), "2014-02-01..2014-02-10");
        assert_eq!(of(Part::Mid, february), "2014-02-11..2014-02-20");
        assert_eq!(of(Part::End, february), "2014-02-21..2014-02-28");
        assert_eq!(of(Part::Start, Period::Year(2014)), "2014-01-01..2014-06-30");
        assert_eq!(of(Part::Mid, Period::Year(2014)), "2014-04-01..2014-09-30");
        assert_eq!(of(Part::End, Period::Year(2014)), "2014-07-01..2014-12-31");
        assert_eq!(of(Part::End, Period::Decade(2010)), "2010-01-01..2019-12-31");
    }
}
