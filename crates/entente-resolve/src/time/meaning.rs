//! Which stretch of the calendar an expression means.
//!
//! Everything is seen from the day of publication; `the next day` from the day last spoken of.
//! Without such a day an expression keeps the part of its value that it states itself
//! (`XXXX-08-07`), and means no interval.

use entente_model::{Precision, Span, TimeKind, When};
use jiff::civil::{Date, Weekday};

use super::Hit;
use super::length::Length;
use super::pattern::{Meaning, Parts};
use super::period::{Period, Season, Unit, days, monday_of, plus, weekday};
use super::tense::Side;
use crate::scene::Scene;

/// A day after the day of writing counts as so many days further off where the text looks back.
const NOT_PAST: u32 = 300;
/// A day before it, where the text looks ahead, which is less sure.
const NOT_AHEAD: u32 = 200;

/// The same where the text says for sure that it is to come.
const SURELY_NOT_AHEAD: u32 = 340;

/// An unknown number of units reaches so far at most.
const FEW: f64 = 5.0;

/// The days that expressions are seen from.
pub(super) struct Clock {
    published: Option<Date>,
    /// Days spoken of with what they are exact to; what is exact stands first.
    spoken: Vec<(Date, Unit)>,
}

/// What an expression means.
pub(super) struct Time {
    pub(super) kind: TimeKind,
    pub(super) value: String,
    pub(super) when: Option<When>,
}

impl Time {
    fn plain(kind: TimeKind, value: impl Into<String>) -> Option<Self> {
        Some(Self { kind, value: value.into(), when: None })
    }
}

impl Clock {
    /// Starts a document: nothing is spoken of yet but its day.
    pub(super) fn new(published: Option<Date>) -> Self {
        Self { published, spoken: published.map(|day| (day, Unit::Day)).into_iter().collect() }
    }

    /// Reads one expression; those that mean a day are remembered.
    pub(super) fn read(
        &mut self,
        scene: &Scene<'_>,
        hit: &Hit<'_>,
        side: Side,
        span: Span,
    ) -> Option<Time> {
        let parts = &hit.parts;
        match hit.meaning {
            Meaning::Vague | Meaning::Hint => {
                let when = parts.reach.and_then(|reach| self.reaching(reach, span));
                Some(Time { kind: TimeKind::Date, value: parts.text?.into(), when })
            }
            Meaning::Set => Time::plain(TimeKind::Set, parts.text?),
            Meaning::Rate => Time::plain(TimeKind::Set, parts.unit?.value()),
            Meaning::Each => Time::plain(TimeKind::Set, recurring(parts)?),
            Meaning::Length => {
                let is_one = parts.unit_token.is_none_or(|t| !scene.is_plural(t));
                let number = parts.number.or(is_one.then_some(Some(1.0)));
                Time::plain(TimeKind::Duration, duration(&Parts { number, ..*parts })?)
            }
            Meaning::Duration => {
                let bare = parts.unit_token.is_some_and(|t| scene.is_plural(t));
                if parts.number.is_none() && !bare {
                    return None;
                }
                Time::plain(TimeKind::Duration, duration(parts)?)
            }
            // `the second letter in two weeks` looks back, `in two weeks they meet` ahead.
            Meaning::Ahead if side == Side::Past || is_of_noun(scene, hit, side) => {
                Time::plain(TimeKind::Duration, duration(parts)?)
            }
            Meaning::Span => self.span(parts, span),
            Meaning::Earlier | Meaning::Later
                if parts.unit.is_some_and(|l| l.unit.is_of_clock()) =>
            {
                let when = self.spoken_to(Unit::Day).map(|day| When::day(day, Some(span)));
                Some(Time { kind: TimeKind::Duration, value: duration(parts)?, when })
            }
            Meaning::Unit if parts.unit_token.is_some_and(|t| scene.is_plural(t)) => {
                Time::plain(TimeKind::Duration, duration(parts)?)
            }
            _ => self.period(hit, side, span),
        }
    }

    fn period(&mut self, hit: &Hit<'_>, side: Side, span: Span) -> Option<Time> {
        let parts = &hit.parts;
        if let Some(time) = self.some_day(hit, span) {
            return Some(time);
        }
        let Some(period) = self.resolve(hit, side) else { return unanchored(hit) };
        self.speak_of(period);
        let when = period.when(span);
        match (period, time_of_day(parts)) {
            (Period::Day(day), Some(time)) => {
                Some(Time { kind: TimeKind::Time, value: format!("{day}{time}"), when })
            }
            _ => Some(Time { kind: TimeKind::Date, value: period.value(), when }),
        }
    }

    /// The stretch of the calendar, if the expression and the days known give one.
    fn resolve(&self, hit: &Hit<'_>, side: Side) -> Option<Period> {
        let period = self.without_step(hit, side)?;
        match (hit.parts.step, period) {
            (None, period) => Some(period),
            (Some(step), Period::Day(day)) => step.from(day),
            (Some(_), _) => None,
        }
    }

    fn without_step(&self, hit: &Hit<'_>, side: Side) -> Option<Period> {
        let parts = &hit.parts;
        let today = self.published;
        match hit.meaning {
            Meaning::Date => self.date(parts, side).map(Period::Day),
            Meaning::WeekOf => {
                let day = self.date(parts, side).or_else(|| self.holiday(parts, side))?;
                week_of(day, parts.unit?.unit)
            }
            Meaning::Month => self.month(parts, side),
            Meaning::Year => parts.year.map(Period::Year),
            Meaning::Years => parts.year.map(Period::Years),
            Meaning::Decade => {
                let year = parts.year.filter(|year| year % 10 == 0);
                decade(parts.decade.or(year)?, today)
            }
            Meaning::Century => Some(Period::Century(i16::from(parts.ordinal?).checked_sub(1)?)),
            Meaning::Weekday => self.weekday(parts, side).map(Period::Day),
            Meaning::Unit => {
                let Length { n, unit } = parts.unit?;
                let steps = match parts.shift {
                    Some(0) => self.step_from_end(unit, side),
                    Some(-1) if unit == Unit::Week && self.is_sunday() => 0,
                    Some(shift) => shift,
                    None => self.step_to(unit, side),
                };
                Period::around(today?, unit, steps, n as i32)
            }
            Meaning::MonthDay => {
                let month = self.spoken_to(Unit::Month)?;
                Date::new(month.year(), month.month(), parts.ordinal?).ok().map(Period::Day)
            }
            Meaning::ThatUnit | Meaning::TheUnit => {
                let Length { n, unit } = parts.unit?;
                Period::around(self.spoken_to(unit)?, unit, 0, n as i32)
            }
            Meaning::Season => self.season(parts, side),
            Meaning::Quarter => self.quarter(parts, side),
            Meaning::Relative => parts.offset?.from(today?),
            Meaning::Anchored => parts.offset?.from(self.spoken_to(parts.offset?.unit)?),
            Meaning::Holiday => self.holiday(parts, side).map(Period::Day),
            Meaning::Ago => length(parts)?.times(-1.0).from(today?),
            Meaning::Ahead => length(parts)?.from(today?),
            Meaning::Earlier => length(parts)?.times(-1.0).from(self.spoken_to(parts.unit?.unit)?),
            Meaning::Later => length(parts)?.from(self.spoken_to(parts.unit?.unit)?),
            Meaning::Time => today.map(Period::Day),
            _ => None,
        }
    }

    /// Remembers what is spoken of. A year leaves the day before it known, but not the month.
    fn speak_of(&mut self, period: Period) {
        let unit = match period {
            Period::Day(_) => Unit::Day,
            Period::Week(_) => Unit::Week,
            Period::Month { .. } | Period::Quarter { .. } => Unit::Month,
            Period::Year(_) => Unit::Year,
            _ => return,
        };
        if let Some((first, _)) = period.bounds() {
            self.spoken.retain(|(_, exact)| *exact < unit);
            self.spoken.push((first, unit));
        }
    }

    /// The day last spoken of that is exact enough to count so many units from.
    fn spoken_to(&self, unit: Unit) -> Option<Date> {
        let unit = unit.max(Unit::Day);
        self.spoken.iter().rev().find(|(_, exact)| *exact <= unit).map(|(day, _)| *day)
    }

    /// `that day`, where only a month or year was spoken of: one day of it, and nobody says which.
    fn some_day(&self, hit: &Hit<'_>, span: Span) -> Option<Time> {
        let is_that_day = match hit.meaning {
            Meaning::Anchored => {
                hit.parts.offset.is_some_and(|o| o.unit == Unit::Day && o.n == 0.0)
            }
            // `earlier in the day` is said of a day that everybody knows.
            Meaning::ThatUnit => {
                hit.parts.is_pointed && hit.parts.unit.is_some_and(|l| l.unit == Unit::Day)
            }
            _ => false,
        };
        let (first, unit) = *self.spoken.last().filter(|_| is_that_day)?;
        let (period, days) = match unit {
            Unit::Month => (Period::Month { year: first.year(), month: first.month() }, "-XX"),
            Unit::Year => (Period::Year(first.year()), "-XX-XX"),
            _ => return None,
        };
        let value = format!("{}{days}", period.value());
        Some(Time { kind: TimeKind::Date, value, when: period.when(span) })
    }

    /// On a Sunday the week that ends is the last one.
    fn is_sunday(&self) -> bool {
        self.published.is_some_and(|today| today.weekday().to_monday_zero_offset() == 6)
    }

    /// How many units away from now the last or next one is; only weekends go without `last`.
    fn step_to(&self, unit: Unit, side: Side) -> i32 {
        let is_now =
            self.published.is_some_and(|today| today.weekday().to_monday_zero_offset() > 4);
        if unit == Unit::Weekend && !is_now && !side.is_ahead() { -1 } else { 0 }
    }

    /// How many units away `this` one is: on Monday `this weekend` may be over, and on Sunday
    /// `this week` may be about to begin.
    fn step_from_end(&self, unit: Unit, side: Side) -> i32 {
        let day = self.published.map(|today| today.weekday().to_monday_zero_offset());
        match (unit, side, day) {
            (Unit::Weekend, Side::Past, Some(0..=2)) => -1,
            (Unit::Week, Side::Future | Side::Ahead, Some(6)) => 1,
            _ => 0,
        }
    }

    /// From the day of writing as far as a vague time may lie.
    fn reaching(&self, reach: Length, span: Span) -> Option<When> {
        let today = self.published?;
        let other = reach.moved(today)?;
        let precision = if other == today { Precision::Day } else { Precision::Interval };
        Some(When::new(today, other, precision, Some(span)))
    }

    /// A day of a month, in the year stated or the one that fits best.
    fn date(&self, parts: &Parts<'_>, side: Side) -> Option<Date> {
        let (month, day) = (parts.month?, parts.day?);
        // `May 26 last year` counts years, `last May 26` days.
        let counted = parts.shift.filter(|_| parts.unit.is_some());
        match parts.year.or_else(|| self.year_after(counted?)) {
            Some(year) => Date::new(year, month, day).ok(),
            None => {
                let today = self.published?;
                let dates = around(today).filter_map(|year| Date::new(year, month, day).ok());
                match parts.shift {
                    Some(shift) if shift < 0 => dates.filter(|day| *day < today).max(),
                    Some(shift) if shift > 0 => dates.filter(|day| *day > today).min(),
                    _ => nearest(today, dates, side),
                }
            }
        }
    }

    /// The year so many years after that of writing.
    fn year_after(&self, years: i32) -> Option<i16> {
        self.published?.year().checked_add(i16::try_from(years).ok()?)
    }

    fn month(&self, parts: &Parts<'_>, side: Side) -> Option<Period> {
        let month = parts.month?;
        if let Some(year) = parts.year {
            return Some(Period::Month { year, month });
        }
        let today = self.published?;
        let of = |year| Period::Month { year, month };
        let year = self.year_of(parts, side, |year| of(year).bounds());
        Some(of(year.unwrap_or(today.year())))
    }

    fn season(&self, parts: &Parts<'_>, side: Side) -> Option<Period> {
        let season = Season::from_timex(parts.text?)?;
        let of = |year| Period::Season { year, season };
        let year = parts.year.or_else(|| self.year_of(parts, side, |year| of(year).bounds()))?;
        Some(of(year))
    }

    /// The year of something that each year has, by the shift before it or else by the tense.
    fn year_of(
        &self,
        parts: &Parts<'_>,
        side: Side,
        bounds: impl Fn(i16) -> Option<(Date, Date)>,
    ) -> Option<i16> {
        let today = self.published?;
        let year = |is: &dyn Fn(Date, Date) -> bool, from_end: bool| {
            let fits = |y: &i16| bounds(*y).is_some_and(|(first, last)| is(first, last));
            let mut years = around(today).filter(fits);
            if from_end { years.next_back() } else { years.next() }
        };
        match (parts.shift, parts.unit) {
            (Some(shift), Some(_)) => today.year().checked_add(i16::try_from(shift).ok()?),
            (Some(0), None) => Some(today.year()),
            (Some(-1), None) => year(&|_, last| last < today, true),
            (Some(_), None) => year(&|first, _| first > today, false),
            (None, _) => {
                let nearest_end = |(first, last): (Date, Date)| today.clamp(first, last);
                let days = around(today).filter_map(&bounds).map(nearest_end);
                let day = nearest(today, days, side)?;
                year(&|first, last| (first..=last).contains(&day), false)
            }
        }
    }

    fn weekday(&self, parts: &Parts<'_>, side: Side) -> Option<Date> {
        let (today, day) = (self.published?, weekday(parts.weekday?)?);
        let in_week_of = |date: Date| {
            let monday = monday_of(date)?;
            plus(monday, days(i32::from(day.to_monday_zero_offset()))?)
        };
        let strictly = |n: i32| today.nth_weekday(n, day).ok();
        let at_most = |n: i32| if today.weekday() == day { Some(today) } else { strictly(n) };
        // Yesterday nobody calls `last Thursday`.
        let is_yesterday = || strictly(-1).is_some_and(|day| day.tomorrow().ok() == Some(today));
        match (parts.shift, parts.unit) {
            (Some(shift), Some(unit)) if unit.unit == Unit::Week => {
                in_week_of(plus(today, days(7 * shift)?)?)
            }
            (Some(0), _) => in_week_of(today),
            (Some(-1), _) if is_yesterday() => strictly(-2),
            (Some(shift), _) => strictly(shift),
            (None, _) if side == Side::Open => {
                let far = |date: &Date| (*date - today).get_days().abs();
                [at_most(-1), at_most(1)].into_iter().flatten().min_by_key(far)
            }
            (None, _) if side.is_ahead() => at_most(1),
            (None, _) => at_most(-1),
        }
    }

    fn quarter(&self, parts: &Parts<'_>, side: Side) -> Option<Period> {
        let of = |year| match (parts.quarter, parts.half) {
            (Some(quarter), _) => Some(Period::Quarter { year, quarter }),
            (_, Some(half)) => Some(Period::Half { year, half }),
            _ => None,
        };
        let year = parts.year.or_else(|| self.year_of(parts, side, |year| of(year)?.bounds()))?;
        of(year)
    }

    fn holiday(&self, parts: &Parts<'_>, side: Side) -> Option<Date> {
        if let Some(day) = parts.event {
            return Some(day);
        }
        let holiday = parts.holiday?;
        if let Some(year) = parts.year {
            return holiday.in_year(year);
        }
        let bounds = |year| holiday.in_year(year).map(|day| (day, day));
        let year = match parts.shift {
            Some(_) => self.year_of(parts, side, bounds)?,
            None => {
                let today = self.published?;
                let dates = around(today).filter_map(|year| holiday.in_year(year));
                return nearest(today, dates, side);
            }
        };
        holiday.in_year(year)
    }

    /// A length that ends or begins on the day of writing.
    fn span(&self, parts: &Parts<'_>, span: Span) -> Option<Time> {
        let value = duration(parts)?;
        let far = || length(parts).or_else(|| Some(parts.unit?.times(FEW)));
        let other_end = || far()?.times(f64::from(parts.sign?)).moved(self.published?);
        let when = self.published.zip(other_end());
        let when = when.map(|(a, b)| When::new(a, b, Precision::Interval, Some(span)));
        Some(Time { kind: TimeKind::Duration, value, when })
    }
}

/// The years around a day, in which something without a year is sought.
fn around(today: Date) -> impl DoubleEndedIterator<Item = i16> {
    let year = today.year();
    year.saturating_sub(2)..=year.saturating_add(2)
}

/// Of days that are alike the one on the right side, unless it is far and another near.
fn nearest(today: Date, days: impl Iterator<Item = Date>, side: Side) -> Option<Date> {
    let distance = |day: &Date| (*day - today).get_days();
    let cost = |day: &Date| {
        let days = distance(day);
        let extra = match side {
            Side::Past if days > 0 => NOT_PAST,
            Side::Future if days < 0 => NOT_AHEAD,
            Side::Ahead if days < 0 => SURELY_NOT_AHEAD,
            _ => 0,
        };
        days.unsigned_abs() + extra
    };
    days.min_by_key(cost)
}

/// The week of a day, or the weekend that it begins, ends or prolongs.
fn week_of(day: Date, unit: Unit) -> Option<Period> {
    match unit {
        Unit::Weekend if day.weekday() == Weekday::Monday => {
            day.yesterday().ok().map(Period::Weekend)
        }
        Unit::Weekend => Some(Period::Weekend(day)),
        _ => Some(Period::Week(day)),
    }
}

/// A decade of four or two digits; two are of the last hundred years.
fn decade(first: i16, today: Option<Date>) -> Option<Period> {
    if first >= 100 {
        return Some(Period::Decade(first - first % 10));
    }
    let this_year = today.map_or(2000, Date::year);
    let century = this_year - this_year.rem_euclid(100);
    let year = century.checked_add(first)?;
    Some(Period::Decade(if year > this_year { year - 100 } else { year }))
}

/// The number and unit of an expression, multiplied out; `None` for an unknown number.
fn length(parts: &Parts<'_>) -> Option<Length> {
    Some(parts.unit?.times(parts.number.unwrap_or(Some(1.0))?))
}

/// The TIMEX3 value of a length; a bare plural (`for years`) is of an unknown number.
fn duration(parts: &Parts<'_>) -> Option<String> {
    let unit = parts.unit?;
    let is_bare = parts.number.is_none() && parts.sign.is_none();
    let known = length(parts).filter(|_| !is_bare);
    Some(known.map_or_else(|| unit.unknown(), Length::value))
}

/// The TIMEX3 value of what comes again and again: `P2W`, `XXXX-WXX-1TMO`, `XXXX-03`, `XXXX-SU`.
fn recurring(parts: &Parts<'_>) -> Option<String> {
    let time = time_of_day(parts).unwrap_or_default();
    match (parts.weekday, parts.month, parts.text) {
        (Some(day), ..) => Some(format!("XXXX-WXX-{day}{time}")),
        (_, Some(month), _) => Some(format!("XXXX-{month:02}")),
        (_, _, Some(season)) => Some(format!("XXXX-{season}")),
        _ if parts.unit.is_none() => Some(format!("XXXX-XX-XX{}", time_of_day(parts)?)),
        _ => length(parts).map_or_else(|| parts.unit.map(Length::unknown), |l| Some(l.value())),
    }
}

/// Whether a length belongs to a noun, of which it says how long it is seen from now: `the worst
/// week in two years`, unless the clause looks ahead.
fn is_of_noun(scene: &Scene<'_>, hit: &Hit<'_>, side: Side) -> bool {
    let above = scene.text.head(hit.first);
    side == Side::Unknown && above != hit.first && scene.text.pos(above).is_nominal()
}

/// `T16:00` or `TMO`, if the expression states a time of day.
fn time_of_day(parts: &Parts<'_>) -> Option<String> {
    let part = parts.daypart;
    match (parts.clock, part) {
        (Some((hour, minute)), part) => {
            let is_late = matches!(part, Some("AF" | "EV" | "NI")) && hour < 12;
            let is_midnight = part == Some("MO") && hour == 12;
            let hour = if is_late {
                hour + 12
            } else if is_midnight {
                0
            } else {
                hour
            };
            Some(format!("T{hour:02}:{minute:02}"))
        }
        (None, Some(part)) => Some(format!("T{part}")),
        (None, None) => None,
    }
}

/// What can be said without a day to see it from.
fn unanchored(hit: &Hit<'_>) -> Option<Time> {
    let parts = &hit.parts;
    let value = match hit.meaning {
        Meaning::Date => format!("XXXX-{:02}-{:02}", parts.month?, parts.day?),
        Meaning::Month => format!("XXXX-{:02}", parts.month?),
        Meaning::Weekday => format!("XXXX-WXX-{}", parts.weekday?),
        Meaning::Season => format!("XXXX-{}", parts.text?),
        Meaning::Quarter => match (parts.quarter, parts.half) {
            (Some(quarter), _) => format!("XXXX-Q{quarter}"),
            (_, Some(half)) => format!("XXXX-H{half}"),
            _ => return None,
        },
        Meaning::Time => {
            let value = format!("XXXX-XX-XX{}", time_of_day(parts)?);
            return Time::plain(TimeKind::Time, value);
        }
        Meaning::Holiday => "XXXX-XX-XX".into(),
        _ => direction(hit).into(),
    };
    Time::plain(TimeKind::Date, value)
}

/// The side of an unknown day that an expression lies on.
fn direction(hit: &Hit<'_>) -> &'static str {
    let parts = &hit.parts;
    let sign = match hit.meaning {
        Meaning::Ago | Meaning::Earlier => -1.0,
        Meaning::Ahead | Meaning::Later => 1.0,
        _ => parts.offset.map_or(f64::from(parts.shift.unwrap_or(0)), |o| o.n),
    };
    if sign < 0.0 {
        "PAST_REF"
    } else if sign > 0.0 {
        "FUTURE_REF"
    } else {
        "PRESENT_REF"
    }
}
