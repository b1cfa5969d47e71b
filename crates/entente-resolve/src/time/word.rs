//! The words of dates and times: the rows of `times.tsv` other than patterns.

use entente_model::TimeLink;

use super::holiday::Holiday;
use super::length::Length;
use super::part::Part;
use super::period::Unit;
use crate::atlas::PackError;
use crate::table::Row;

/// What a word or phrase contributes to a time expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// ISO number of a weekday, Monday 1.
    Weekday(i8),
    /// Number of a month.
    Month(i8),
    /// A length of the calendar, so many times.
    Unit(Length),
    /// Days, weeks, months or years from the day of writing, perhaps with a part of day.
    Relative(Length, Option<Box<str>>),
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`, and how far from the day of writing at most.
    Vague(Box<str>, Option<Length>),
    /// The same of an adverb that dates what it hangs on but is no expression of its own (`soon`).
    Hint(Box<str>, Option<Length>),
    /// Days, weeks, months or years from the day last spoken of, perhaps with a part of day.
    Anchored(Length, Option<Box<str>>),
    /// Points to what was last spoken of (`that`).
    Deixis,
    /// Step of what follows: `last` -1.
    Shift(i32),
    /// Sign of the length beside it; whether it makes an interval that touches the day of writing.
    Direction { sign: i32, is_span: bool },
    /// TIMEX3 season.
    Season(Box<str>),
    /// TIMEX3 part of day.
    Daypart(Box<str>),
    /// The same of every such day (`mornings`).
    Dayparts(Box<str>),
    /// Time of day (`T12:00`).
    Clock(Box<str>),
    /// Time zone; kept for its words only.
    Zone,
    /// Number of a quarter.
    Quarter(i8),
    /// Number of a half.
    Half(i8),
    /// First year of a decade within its century.
    Decade(i16),
    /// TIMEX3 mod.
    Modifier(Modifier),
    /// TIMEX3 value of a recurring time.
    Set(Box<str>),
    /// Makes what follows recur (`every`).
    Each,
    /// A length as an adjective (`weeklong`).
    Lasting(Length),
    /// Cardinal number; `None` for an unknown one.
    Number(Option<f64>),
    /// Rank; `None` for the last.
    Ordinal(Option<i8>),
    /// A day of the year.
    Holiday(Holiday),
    /// A date of its own.
    Event(jiff::civil::Date),
    /// Before or after Christ; kept for its words only.
    Era,
    /// Tense of a clause: the sign of its auxiliary, twice as much where it is sure.
    Tense(i32),
    /// Ties what happens to the time after it.
    Tie(Tie),
    /// Stands before the second of two times that are the ends of one.
    Close,
    /// Leads to how long something takes (`for`).
    Extent,
    /// Says that something began or ended.
    Phase(Phase),
    /// A day in later years that recalls the first.
    Anniversary,
    /// After a length, says that it is an age.
    Age,
    /// The other readings of this word count only where it has a capital (`March`).
    Capital,
    /// Stands for itself at the beginning of a pattern.
    Opening,
}

/// How a word ties what happens to a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    Since,
    Until,
    Before,
    After,
    /// As since, and the first of two ends.
    From,
    /// The first of two ends.
    Between,
    /// Two clauses of one time (`when`).
    When,
    /// What it leads to is what the rest is a part of (`in Monday's raid`).
    Within,
}

impl Tie {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "since" => Self::Since,
            "until" => Self::Until,
            "before" => Self::Before,
            "after" => Self::After,
            "from" => Self::From,
            "between" => Self::Between,
            "when" => Self::When,
            "within" => Self::Within,
            _ => return None,
        })
    }

    /// Its meaning where no second end follows.
    pub(super) fn link(self) -> TimeLink {
        match self {
            Self::Since | Self::From => TimeLink::Since,
            Self::Until => TimeLink::Until,
            Self::Before => TimeLink::Before,
            Self::After => TimeLink::After,
            Self::Between | Self::When | Self::Within => TimeLink::At,
        }
    }
}

/// Which end of an event a word speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Start,
    End,
}

impl Phase {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "start" => Some(Self::Start),
            "end" => Some(Self::End),
            _ => None,
        }
    }
}

/// What a modifier says, which decides whether it belongs to an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Modifier {
    /// Which part of it (`late`).
    Part(Part),
    /// How exact its length is (`about`).
    Measure,
    /// On which side of it something lies (`before`).
    Outside,
}

impl Word {
    /// Reads a row: word, kind, value. `None` for a row of another kind.
    pub(super) fn read(row: &Row<'_, 3>) -> Result<Option<Self>, PackError> {
        let small = |expected| row.parse(2, expected, |cell| cell.parse::<i8>().ok());
        let text = || row.cell(2).into();
        Ok(Some(match row.cell(1) {
            "weekday" => Self::Weekday(small("a number from 1 to 7")?.clamp(1, 7)),
            "month" => Self::Month(small("a number from 1 to 12")?.clamp(1, 12)),
            "unit" => Self::Unit(row.parse(2, "an ISO 8601 length", Length::read)?),
            "relative" if row.cell(2).contains("_REF") => {
                let (name, reach) = row.parse(2, "PAST_REF, perhaps with an offset", vague)?;
                Self::Vague(name.into(), reach)
            }
            "hint" => {
                let (name, reach) = row.parse(2, "PAST_REF, perhaps with an offset", vague)?;
                Self::Hint(name.into(), reach)
            }
            "deixis" => Self::Deixis,
            "relative" => {
                let (length, part) = row.parse(2, "an offset such as -1D", offset)?;
                Self::Relative(length, part.map(Into::into))
            }
            "anchored" => {
                let (length, part) = row.parse(2, "an offset such as -1D", offset)?;
                Self::Anchored(length, part.map(Into::into))
            }
            "shift" => Self::Shift(row.parse(2, "-1, 0 or +1", sign)?),
            "direction" => {
                let (sign, is_span) = row.parse(2, "a sign with 1 or span", direction)?;
                Self::Direction { sign, is_span }
            }
            "season" => Self::Season(text()),
            "daypart" => Self::Daypart(text()),
            "dayparts" => Self::Dayparts(text()),
            "clock" => Self::Clock(text()),
            "zone" => Self::Zone,
            "quarter" => Self::Quarter(row.parse(2, "Q1 to Q4", |c| numbered(c, 'Q'))?),
            "half" => Self::Half(row.parse(2, "H1 or H2", |c| numbered(c, 'H'))?),
            "decade" => Self::Decade(row.parse(2, "a year in a century", |c| c.parse().ok())?),
            "modifier" => {
                let kind = match row.cell(2) {
                    "BEFORE" | "AFTER" | "DURING" => Modifier::Outside,
                    "START" => Modifier::Part(Part::Start),
                    "MID" => Modifier::Part(Part::Mid),
                    "END" => Modifier::Part(Part::End),
                    _ => Modifier::Measure,
                };
                Self::Modifier(kind)
            }
            "set" => Self::Set(text()),
            "each" => Self::Each,
            "lasting" => Self::Lasting(row.parse(2, "an ISO 8601 length", Length::read)?),
            "number" => Self::Number(row.parse(2, "a number or X", number)?),
            "ordinal" => Self::Ordinal(row.parse(2, "a rank or `last`", rank)?),
            "holiday" => Self::Holiday(row.parse(2, "a day of the year", Holiday::read)?),
            "event" => Self::Event(row.parse(2, "a date", |c| c.parse().ok())?),
            "era" => Self::Era,
            "tense" => Self::Tense(row.parse(2, "a number from -2 to +2", |c| step(c, 2))?),
            "tie" => {
                Self::Tie(row.parse(2, "since, until, before, after, when …", Tie::from_name)?)
            }
            "close" => Self::Close,
            "extent" => Self::Extent,
            "phase" => Self::Phase(row.parse(2, "start or end", Phase::from_name)?),
            "anniversary" => Self::Anniversary,
            "age" => Self::Age,
            "capital" => Self::Capital,
            _ => return Ok(None),
        }))
    }
}

/// Reads an offset with an optional part of day: `-1D`, `0DTNI`, `+1M`.
fn offset(text: &str) -> Option<(Length, Option<&str>)> {
    let split = text.find(|c: char| c.is_alphabetic())?;
    let (n, rest) = text.split_at(split);
    let (unit, part) = rest.split_once('T').map_or((rest, None), |(u, p)| (u, Some(p)));
    let n = n.trim_start_matches('+').parse().ok()?;
    Some((Length { n, unit: Unit::from_iso(unit, false)? }, part))
}

/// Reads a TIMEX3 name with an optional reach: `PAST_REF -2M`.
fn vague(text: &str) -> Option<(&str, Option<Length>)> {
    match text.split_once(' ') {
        None => Some((text, None)),
        Some((name, reach)) => Some((name, Some(offset(reach)?.0))),
    }
}

fn sign(text: &str) -> Option<i32> {
    step(text, 1)
}

fn step(text: &str, most: i32) -> Option<i32> {
    text.trim_start_matches('+').parse().ok().filter(|n: &i32| n.abs() <= most)
}

fn direction(text: &str) -> Option<(i32, bool)> {
    match text.strip_suffix("span") {
        Some("+") => Some((1, true)),
        Some("-") => Some((-1, true)),
        _ => sign(text).map(|sign| (sign, false)),
    }
}

fn numbered(text: &str, letter: char) -> Option<i8> {
    text.strip_prefix(letter)?.parse().ok()
}

#[expect(clippy::option_option, reason = "unreadable and unknown are different answers")]
fn number(text: &str) -> Option<Option<f64>> {
    if text == "X" { Some(None) } else { text.parse().ok().map(Some) }
}

#[expect(clippy::option_option, reason = "unreadable and last are different answers")]
fn rank(text: &str) -> Option<Option<i8>> {
    if text == "last" { Some(None) } else { text.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_may_have_a_part_of_day() {
        let day = |n| Length { n, unit: Unit::Day };
        assert_eq!(offset("-1DTNI"), Some((day(-1.0), Some("NI"))));
        assert_eq!(offset("+2D"), Some((day(2.0), None)));
        assert_eq!(offset("later"), None);
    }
}
