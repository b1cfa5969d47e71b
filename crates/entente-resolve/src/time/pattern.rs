//! The grammar of time expressions: patterns of word kinds, as rows of `times.tsv`.
//!
//! A pattern is a row of slots, such as `month day ','? year`. A slot is the kind of a word in the
//! table; `year`, `day`, `hour` and `clock` also take digits, `number` takes both and puts words
//! together (`two hundred`); a word or sign in quotes stands for itself; `?` makes a slot optional.
//! What the words mean together is the row's value, one of [`Meaning`].

use super::holiday::Holiday;
use super::lattice::Lattice;
use super::length::Length;
use super::period::Unit;
use super::word::{Modifier, Word};

/// What a pattern means; the words it found are in [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day of a month.
    Date,
    /// A month.
    Month,
    /// A year.
    Year,
    /// Two years in a row, as of a season or a budget.
    Years,
    /// Ten years.
    Decade,
    /// A hundred years, by rank.
    Century,
    /// A day of a week.
    Weekday,
    /// The week, month or year that a shift leads to.
    Unit,
    /// The week, month or year last spoken of.
    ThatUnit,
    /// The same without a word that points to it (`for the year`).
    TheUnit,
    /// A day of the month last spoken of.
    MonthDay,
    /// A season.
    Season,
    /// A quarter or half of a year.
    Quarter,
    /// So far from the day of writing.
    Relative,
    /// So far from the day last spoken of.
    Anchored,
    /// Past, present or future.
    Vague,
    /// The same of a word that is no expression of its own.
    Hint,
    /// A holiday or a date with a name.
    Holiday,
    /// So long before the day of writing.
    Ago,
    /// So long after it.
    Ahead,
    /// So long before the day last spoken of.
    Earlier,
    /// So long after it.
    Later,
    /// A length of time.
    Duration,
    /// A length of time of one unit (`year-long`).
    Length,
    /// A length of time that ends or begins on the day of writing.
    Span,
    /// A recurring time.
    Set,
    /// What comes again each unit, weekday, month or season.
    Each,
    /// So much in each unit.
    Rate,
    /// A time of day.
    Time,
    /// A part of a day, which says something only beside a day.
    Daypart,
    /// The week or weekend of a date.
    WeekOf,
    /// No time, though it looks like one.
    Nothing,
}

impl Meaning {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "month" => Self::Month,
            "year" => Self::Year,
            "years" => Self::Years,
            "decade" => Self::Decade,
            "century" => Self::Century,
            "weekday" => Self::Weekday,
            "unit" => Self::Unit,
            "that-unit" => Self::ThatUnit,
            "the-unit" => Self::TheUnit,
            "month-day" => Self::MonthDay,
            "season" => Self::Season,
            "quarter" => Self::Quarter,
            "relative" => Self::Relative,
            "anchored" => Self::Anchored,
            "vague" => Self::Vague,
            "hint" => Self::Hint,
            "holiday" => Self::Holiday,
            "ago" => Self::Ago,
            "ahead" => Self::Ahead,
            "earlier" => Self::Earlier,
            "later" => Self::Later,
            "duration" => Self::Duration,
            "length" => Self::Length,
            "span" => Self::Span,
            "set" => Self::Set,
            "each" => Self::Each,
            "rate" => Self::Rate,
            "time" => Self::Time,
            "daypart" => Self::Daypart,
            "week-of" => Self::WeekOf,
            "nothing" => Self::Nothing,
            _ => return None,
        })
    }
}

/// The words that a pattern found, by what they contribute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parts<'a> {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) weekday: Option<i8>,
    pub(super) unit: Option<Length>,
    /// The token of the unit, whose number tells `year` from `years`.
    pub(super) unit_token: Option<u32>,
    /// A cardinal; `Some(None)` for an unknown one (`several`).
    pub(super) number: Option<Option<f64>>,
    pub(super) ordinal: Option<i8>,
    pub(super) shift: Option<i32>,
    pub(super) sign: Option<i32>,
    pub(super) offset: Option<Length>,
    pub(super) text: Option<&'a str>,
    /// How far a vague time may lie from the day of writing.
    pub(super) reach: Option<Length>,
    pub(super) daypart: Option<&'a str>,
    pub(super) clock: Option<(i8, i8)>,
    pub(super) quarter: Option<i8>,
    pub(super) half: Option<i8>,
    pub(super) decade: Option<i16>,
    pub(super) holiday: Option<Holiday>,
    /// How far from the day that the rest means.
    pub(super) step: Option<Length>,
    pub(super) event: Option<jiff::civil::Date>,
    /// Whether a word points to what was last spoken of.
    pub(super) is_pointed: bool,
}

/// One row.
#[derive(Debug)]
pub(super) struct Pattern {
    slots: Vec<Slot>,
    /// What its first token can be.
    opens: Kinds,
    pub(super) meaning: Meaning,
}

#[derive(Debug)]
struct Slot {
    takes: Takes,
    is_optional: bool,
}

#[derive(Debug)]
enum Takes {
    Literal(Box<str>),
    Kind(Kind),
}

macro_rules! kinds {
    ($($variant:ident = $name:literal,)+) => {
        /// What a slot can take.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Kind { $($variant,)+ }

        impl Kind {
            const ALL: &[Self] = &[$(Self::$variant,)+];

            fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    Anchored = "anchored",
    Clock = "clock",
    Day = "day",
    Daypart = "daypart",
    Dayparts = "dayparts",
    Decade = "decade",
    Deixis = "deixis",
    Digits = "digits",
    Direction = "direction",
    Dmy = "day/month/year",
    Each = "each",
    Era = "era",
    Event = "event",
    Half = "half",
    Hhmm = "hhmm",
    Hint = "hint",
    Holiday = "holiday",
    Hour = "hour",
    Lasting = "lasting",
    Mdy = "month/day/year",
    Month = "month",
    Number = "number",
    Ordinal = "ordinal",
    Part = "part",
    Quarter = "quarter",
    Relative = "relative",
    Season = "season",
    Set = "set",
    Shift = "shift",
    Span = "span",
    Stretch = "stretch",
    Unit = "unit",
    Vague = "vague",
    Weekday = "weekday",
    Weekend = "weekend",
    Year = "year",
    Years = "year/year",
    Ymd = "year/month/day",
    Zone = "zone",
    Age = "age",
}

/// Kinds as bits, with one more for words that stand for themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u64);

impl Kinds {
    const LITERAL: Self = Self(1 << 63);
    const ANY: Self = Self(u64::MAX);
    /// What digits may be read as.
    pub(super) const DIGITS: Self = Self(
        1 << Kind::Year as u64
            | 1 << Kind::Years as u64
            | 1 << Kind::Day as u64
            | 1 << Kind::Hour as u64
            | 1 << Kind::Digits as u64
            | 1 << Kind::Clock as u64
            | 1 << Kind::Hhmm as u64
            | 1 << Kind::Ordinal as u64
            | 1 << Kind::Dmy as u64
            | 1 << Kind::Mdy as u64
            | 1 << Kind::Ymd as u64
            | 1 << Kind::Decade as u64
            | 1 << Kind::Number as u64,
    );

    /// What a word may be read as.
    pub(super) fn of(word: &Word) -> Self {
        let is = |kind: &&Kind| add(**kind, word, 0, &mut Parts::default());
        let own = match word {
            Word::Opening => Self::LITERAL,
            // Put together from several words, not added one by one.
            Word::Number(_) => Self::one(Kind::Number),
            _ => Self::default(),
        };
        Kind::ALL.iter().filter(is).fold(own, |all, kind| all.and(Self::one(*kind)))
    }

    fn one(kind: Kind) -> Self {
        Self(1 << kind as u64)
    }

    /// What one or the other has.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What the first token of a row of slots can be.
    fn opening(slots: &[Slot]) -> Self {
        let mut all = Self::default();
        for (at, slot) in slots.iter().enumerate() {
            all = all.and(match slot.takes {
                // Only the first slot's word is filed as one that opens a pattern.
                Takes::Literal(_) if at == 0 => Self::LITERAL,
                Takes::Literal(_) => Self::ANY,
                Takes::Kind(kind) => Self::one(kind),
            });
            if !slot.is_optional {
                return all;
            }
        }
        Self::ANY
    }
}

impl Pattern {
    /// Reads a row's pattern and value.
    pub(super) fn read(slots: &str, meaning: &str) -> Option<Self> {
        let slot = |word: &str| {
            let (word, is_optional) = word.strip_suffix('?').map_or((word, false), |w| (w, true));
            let quoted = word.strip_prefix('\'').and_then(|w| w.strip_suffix('\''));
            let takes = match quoted {
                Some(literal) => Takes::Literal(literal.into()),
                None => Takes::Kind(Kind::from_name(word)?),
            };
            Some(Slot { takes, is_optional })
        };
        let slots = slots.split(' ').map(slot).collect::<Option<Vec<Slot>>>()?;
        Some(Self { opens: Kinds::opening(&slots), slots, meaning: Meaning::from_name(meaning)? })
    }

    /// The word that the pattern begins with, if it begins with one that stands for itself.
    pub(super) fn opening(&self) -> Option<&str> {
        match &self.slots.first()?.takes {
            Takes::Literal(word) => Some(word),
            Takes::Kind(_) => None,
        }
    }

    /// The longest match that starts at a token: one past its last token, and its parts.
    pub(super) fn matches<'a>(
        &self,
        lattice: &Lattice<'a>,
        first: u32,
    ) -> Option<(u32, Parts<'a>)> {
        if !self.opens.meets(lattice.kinds(first)) {
            return None;
        }
        let mut best = None;
        fill(lattice, &self.slots, first, Parts::default(), &mut best);
        best.filter(|(last, _)| *last > first)
    }
}

/// Fills slots from a token on in every way there is; there are few, since words are few.
fn fill<'a>(
    lattice: &Lattice<'a>,
    slots: &[Slot],
    at: u32,
    parts: Parts<'a>,
    best: &mut Option<(u32, Parts<'a>)>,
) {
    let Some((slot, rest)) = slots.split_first() else {
        if best.as_ref().is_none_or(|(last, _)| *last < at) {
            *best = Some((at, parts));
        }
        return;
    };
    match &slot.takes {
        Takes::Literal(word) => {
            if lattice.is_word(at, word) {
                fill(lattice, rest, at + 1, parts, best);
            }
        }
        Takes::Kind(kind) => take(lattice, *kind, at, parts, &mut |last, parts| {
            fill(lattice, rest, last, parts, best);
        }),
    }
    if slot.is_optional {
        fill(lattice, rest, at, parts, best);
    }
}

/// Calls back with every way in which a kind can be read at a token.
fn take<'a>(
    lattice: &Lattice<'a>,
    kind: Kind,
    at: u32,
    parts: Parts<'a>,
    found: &mut impl FnMut(u32, Parts<'a>),
) {
    if !Kinds::one(kind).meets(lattice.kinds(at)) {
        return;
    }
    for (last, word) in lattice.words(at) {
        let mut with = parts;
        if add(kind, word, at, &mut with) {
            found(last, with);
        }
    }
    let mut digits = |set: &dyn Fn(&mut Parts<'a>)| {
        let mut with = parts;
        set(&mut with);
        found(at + 1, with);
    };
    match kind {
        Kind::Year => {
            if let Some(year) = lattice.year(at) {
                digits(&|p| p.year = Some(year));
            }
        }
        Kind::Years => {
            if let Some((last, year)) = lattice.years(at) {
                found(last, Parts { year: Some(year), ..parts });
            }
        }
        Kind::Day | Kind::Hour => {
            let most = if kind == Kind::Day { 31 } else { 24 };
            if let Some(n) = lattice.whole(at).filter(|n| (1..=most).contains(n)) {
                let n = i8::try_from(n).unwrap_or_default();
                match kind {
                    Kind::Day => digits(&|p| p.day = Some(n)),
                    _ => digits(&|p| p.clock = Some((n, 0))),
                }
            }
        }
        Kind::Digits => {
            let whole = lattice.whole(at).and_then(|n| i8::try_from(n).ok());
            if let Some(n) = whole.filter(|n| (1..=12).contains(n)) {
                digits(&|p| p.month = Some(n));
            }
        }
        Kind::Clock => {
            if let Some((clock, part)) = lattice.clock(at) {
                digits(&|p| (p.clock, p.daypart) = (Some(clock), part.or(p.daypart)));
            }
        }
        Kind::Hhmm => {
            if let Some(clock) = lattice.hhmm(at) {
                digits(&|p| p.clock = Some(clock));
            }
        }
        Kind::Ordinal => {
            if let Some(rank) = lattice.rank(at) {
                digits(&|p| p.ordinal = Some(rank));
            }
        }
        Kind::Dmy | Kind::Mdy | Kind::Ymd => {
            let order = match kind {
                Kind::Dmy => [2, 1, 0],
                Kind::Mdy => [2, 0, 1],
                _ => [0, 1, 2],
            };
            if let Some((year, month, day)) = lattice.written_date(at, order) {
                digits(&|p| (p.year, p.month, p.day) = (Some(year), Some(month), Some(day)));
            }
        }
        Kind::Decade => {
            if let Some(decade) = lattice.decade(at) {
                digits(&|p| p.decade = Some(decade));
            }
        }
        Kind::Number => {
            for (last, number) in lattice.numbers(at) {
                let mut with = parts;
                with.number = Some(number);
                found(last, with);
            }
        }
        _ => {}
    }
}

/// Adds a word to the parts if it is of the kind.
fn add<'a>(kind: Kind, word: &'a Word, at: u32, to: &mut Parts<'a>) -> bool {
    match (kind, word) {
        (Kind::Weekday, Word::Weekday(n)) => to.weekday = Some(*n),
        (Kind::Month, Word::Month(n)) => to.month = Some(*n),
        (Kind::Day, Word::Ordinal(Some(n))) => to.day = Some(*n),
        (Kind::Ordinal, Word::Ordinal(n)) => to.ordinal = *n,
        (Kind::Unit, Word::Unit(length)) => {
            (to.unit, to.unit_token) = (Some(*length), Some(at));
        }
        (Kind::Relative, Word::Relative(length, part)) => {
            (to.offset, to.daypart) = (Some(*length), part.as_deref());
        }
        (Kind::Anchored, Word::Anchored(length, part)) => {
            (to.offset, to.daypart) = (Some(*length), part.as_deref());
        }
        (Kind::Weekend, Word::Unit(length)) if length.unit == Unit::Weekend => {
            to.unit = Some(*length);
        }
        (Kind::Vague, Word::Vague(text, reach)) | (Kind::Hint, Word::Hint(text, reach)) => {
            (to.text, to.reach) = (Some(&**text), *reach);
        }
        (Kind::Set, Word::Set(text)) => to.text = Some(text),
        (Kind::Season, Word::Season(text)) => to.text = Some(text),
        (Kind::Shift, Word::Shift(n)) => to.shift = Some(*n),
        (Kind::Span | Kind::Stretch, Word::Direction { sign, is_span: true }) => {
            to.sign = Some(*sign);
        }
        (Kind::Span, Word::Shift(sign)) if *sign != 0 => to.sign = Some(*sign),
        (Kind::Direction, Word::Direction { sign, is_span: false }) => to.sign = Some(*sign),
        (Kind::Daypart, Word::Daypart(text)) | (Kind::Dayparts, Word::Dayparts(text)) => {
            to.daypart = Some(text);
        }
        (Kind::Lasting, Word::Lasting(length)) => to.unit = Some(*length),
        (Kind::Clock, Word::Clock(text)) => to.clock = clock_value(text),
        (Kind::Quarter, Word::Quarter(n)) => to.quarter = Some(*n),
        (Kind::Half, Word::Half(n)) => to.half = Some(*n),
        (Kind::Decade, Word::Decade(n)) => to.decade = Some(*n),
        (Kind::Holiday, Word::Holiday(day)) => to.holiday = Some(*day),
        (Kind::Event, Word::Event(day)) => to.event = Some(*day),
        (Kind::Deixis, Word::Deixis) => to.is_pointed = true,
        (Kind::Zone, Word::Zone)
        | (Kind::Era, Word::Era)
        | (Kind::Age, Word::Age)
        | (Kind::Each, Word::Each)
        | (Kind::Part, Word::Modifier(Modifier::Part(_))) => {}
        _ => return false,
    }
    true
}

/// Hour and minute of a time such as `T12:00` or `10:35`.
pub(super) fn clock_value(text: &str) -> Option<(i8, i8)> {
    let mut parts = text.trim_start_matches('T').split(':');
    let hour = parts.next()?.parse().ok().filter(|h| (0..=24).contains(h))?;
    let minute = parts.next()?;
    let minute = minute.parse().ok().filter(|m| minute.len() == 2 && (0..60).contains(m))?;
    Some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_slots_literals_and_options() {
        let pattern = Pattern::read("month day ','? year?", "date").expect("a good pattern");
        assert_eq!(pattern.slots.len(), 4);
        assert!(pattern.slots[2].is_optional && !pattern.slots[1].is_optional);
        assert!(Pattern::read("month dya", "date").is_none());
        assert!(Pattern::read("month", "moon").is_none());
    }

    #[test]
    fn patterns_are_tried_where_their_first_token_can_be() {
        let opens = |slots| Pattern::read(slots, "date").expect("a good pattern").opens;
        let month = Kinds::of(&Word::Month(5));
        assert!(opens("month day").meets(month) && !opens("day month").meets(month));
        assert!(opens("part? month").meets(month) && opens("day month").meets(Kinds::DIGITS));
        assert!(opens("'the' month").meets(Kinds::of(&Word::Opening)));
        assert!(!opens("'the' month").meets(month));
        assert!(opens("number unit").meets(Kinds::of(&Word::Number(None))));
    }

    #[test]
    fn clocks_have_hours_and_minutes() {
        assert_eq!(clock_value("T12:00"), Some((12, 0)));
        assert_eq!(clock_value("10:35"), Some((10, 35)));
        assert_eq!(clock_value("3:2"), None);
        assert_eq!(clock_value("99:10"), None);
    }
}
