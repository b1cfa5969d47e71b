//! Time: intervals with a precision, and the expressions that name them.

use std::sync::Arc;

use jiff::civil::Date;

use crate::Span;
use crate::grammar::named;

/// An inclusive interval of days and how exactly it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// First day; `from <= to` always holds.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How exactly the time is known.
    pub precision: Precision,
    /// Where the text says so; nowhere when it is taken from the day of publication.
    pub span: Option<Span>,
}

impl When {
    /// Makes an interval; ends given in the wrong order are exchanged.
    pub fn new(from: Date, to: Date, precision: Precision, span: Option<Span>) -> Self {
        Self { from: from.min(to), to: from.max(to), precision, span }
    }

    /// One day.
    pub fn day(day: Date, span: Option<Span>) -> Self {
        Self::new(day, day, Precision::Day, span)
    }
}

named! {
    /// How exactly a time is known.
    Precision {
        /// To the day.
        Day = "day",
        /// To the week.
        Week = "week",
        /// To the month.
        Month = "month",
        /// To the season or quarter.
        Season = "season",
        /// To the year.
        Year = "year",
        /// Somewhere in the interval.
        Interval = "interval",
    }
}

/// A time expression as TIMEX3 (ISO-TimeML) has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpr {
    /// Where it stands.
    pub span: Span,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Its type.
    pub kind: TimeKind,
    /// Its TIMEX3 value, such as `2019-W30`.
    pub value: String,
    /// The interval it means, if it means one.
    pub when: Option<When>,
    /// How what it dates lies to that interval.
    pub link: TimeLink,
}

impl TimeExpr {
    /// Whether the next expression is only the end of the stretch that this one opens: `March` in
    /// `January-March`.
    pub fn is_closed_by(&self, next: &Self) -> bool {
        let ends = self.when.zip(next.when).filter(|_| self.last + 1 == next.first);
        ends.is_some_and(|(whole, end)| whole.to == end.to && whole.from < end.from)
    }
}

named! {
    /// How what a time expression dates lies to the time that it means.
    TimeLink {
        /// In it.
        At = "at",
        /// From its beginning on (`since 2014`).
        Since = "since",
        /// To its end (`until Friday`).
        Until = "until",
        /// Earlier.
        Before = "before",
        /// Later.
        After = "after",
    }
}

/// A well-known event that a text speaks of (`the annexation of Crimea`), with its own days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Its id in the atlas.
    pub id: Arc<str>,
    /// The noun or verb that speaks of it.
    pub head: u32,
    /// From its first day to its last.
    pub when: When,
}

/// The types of time expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeKind {
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

impl TimeKind {
    /// The name used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}
