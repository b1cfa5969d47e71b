//! Lengths of time: so many units, their TIMEX3 values and where they lead from a day.

use jiff::civil::Date;

use super::period::{Period, Unit, days, months, plus};

/// So many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) n: f64,
    pub(super) unit: Unit,
}

impl Length {
    /// Reads an ISO 8601 length of one unit: `P1W`, `PT30M`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('P')?;
        let (is_time, rest) = rest.strip_prefix('T').map_or((false, rest), |rest| (true, rest));
        let split = rest.find(|c: char| c.is_alphabetic())?;
        let (n, unit) = rest.split_at(split);
        Some(Self { n: n.parse().ok()?, unit: Unit::from_iso(unit, is_time)? })
    }

    /// The length so many times; a negative one leads back.
    pub(super) fn times(self, number: f64) -> Self {
        Self { n: self.n * number, unit: self.unit }
    }

    /// The period that lies so far from a day, of the precision of the unit.
    pub(super) fn from(self, day: Date) -> Option<Period> {
        let whole = self.n.trunc() as i32;
        match self.unit {
            _ if self.n.fract() == 0.0 => Period::around(day, self.unit, whole, 1),
            Unit::Year => Period::around(day, Unit::Month, (self.n * 12.0) as i32, 1),
            _ => self.moved(day).map(Period::Day),
        }
    }

    /// The day that lies so far from another.
    pub(super) fn moved(self, day: Date) -> Option<Date> {
        let n = self.n;
        let by = match self.unit {
            Unit::Second | Unit::Minute | Unit::Hour => days(0),
            Unit::Day | Unit::Night => days(n as i32),
            Unit::Weekend | Unit::Week => days((n * 7.0) as i32),
            Unit::Month => months(n as i32),
            Unit::Year => months((n * 12.0) as i32),
        };
        plus(day, by?)
    }

    /// Its TIMEX3 value: `P2W`, `PT72H`; fractions in the next smaller unit.
    pub(super) fn value(self) -> String {
        let (n, (prefix, letter)) = (self.n, self.unit.iso());
        match self.unit {
            Unit::Year if n.fract() != 0.0 => format!("P{}M", (n * 12.0).round()),
            Unit::Hour if n.abs() < 1.0 => format!("PT{}M", (n * 60.0).round()),
            Unit::Hour if n.fract() != 0.0 => {
                format!("PT{}H{}M", n.trunc(), (n.fract() * 60.0).round())
            }
            _ => format!("{prefix}{n}{letter}"),
        }
    }

    /// The TIMEX3 value of an unknown number of its units: `PXY`.
    pub(super) fn unknown(self) -> String {
        let (prefix, letter) = self.unit.iso();
        format!("{prefix}X{letter}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_iso() {
        assert_eq!(Length::read("P1W"), Some(Length { n: 1.0, unit: Unit::Week }));
        assert_eq!(Length::read("PT30M"), Some(Length { n: 30.0, unit: Unit::Minute }));
        assert_eq!(Length::read("week"), None);
    }

    #[test]
    fn fractions_go_into_the_next_smaller_unit() {
        let value = |n, unit| Length { n, unit }.value();
        assert_eq!(value(1.5, Unit::Year), "P18M");
        assert_eq!(value(5.5, Unit::Hour), "PT5H30M");
        assert_eq!(value(0.5, Unit::Hour), "PT30M");
        assert_eq!(value(72.0, Unit::Hour), "PT72H");
    }
}
