//! Times told by what happened then: `three years after Crimea was annexed`, `since the war began`,
//! `the 50th anniversary of the invasion`; and the words that tie what happens to a time (`since`).

use std::collections::HashMap;

use entente_model::{
    Annotated, Occasion, Pos, Precision, Relation, TimeExpr, TimeKind, TimeLink, When,
};
use jiff::civil::Date;

use super::lattice::Lattice;
use super::length::Length;
use super::period::{Period, Unit};
use super::span_of;
use super::word::{Phase, Tie, Word};
use crate::scene::Scene;

/// So many heads are climbed from an event to the word for its beginning or end.
const HIGHEST: usize = 4;

/// Ties each expression to what it dates by the words before it, and makes one interval of two
/// that stand for its ends: `from March to May 2014`, `June 5-7`.
pub(super) fn tie(scene: &Scene<'_>, lattice: &Lattice<'_>, times: &mut [TimeExpr]) {
    let text = scene.text;
    for at in 0..times.len() {
        let first = times[at].first;
        let article = first.checked_sub(1).filter(|t| text.pos(*t) == Pos::Det);
        let tie = tie_before(lattice, first).or_else(|| tie_before(lattice, article?));
        let opens = matches!(tie, Some(Tie::From | Tie::Between));
        let tie = tie_into(lattice, first).or(tie);
        times[at].link = tie.map_or(TimeLink::At, Tie::link);
        let Some(next) = times.get(at + 1).filter(|n| n.first == times[at].last + 1) else {
            continue;
        };
        let closer = times[at].last;
        let closes = lattice.words(closer).any(|(_, word)| matches!(word, Word::Close));
        // `May 5 and 6` are one stretch, `May 5 and 16` are not.
        let follows = |(a, b): (When, When)| a.to.tomorrow().ok() == Some(b.from);
        let is_list = text.pos(closer) == Pos::Cconj;
        let ends = times[at].when.zip(next.when);
        let ends = ends.filter(|ends| closes && (opens || !is_list || follows(*ends)));
        let Some((from, to)) = ends.and_then(|(a, b)| Some((of_one_year(a.from, b.to)?, b.to)))
        else {
            continue;
        };
        let time = &mut times[at];
        time.when = Some(When::new(from, to, Precision::Interval, Some(time.span)));
        time.link = TimeLink::At;
    }
}

/// The tie of a phrase that reaches into an expression: `before the end of` May.
fn tie_into(lattice: &Lattice<'_>, first: u32) -> Option<Tie> {
    lattice.words(first.checked_sub(1)?).find_map(|(last, word)| match word {
        Word::Tie(tie) if last > first => Some(*tie),
        _ => None,
    })
}

/// The first day of an interval, in the year of its last where it has none of its own and was put
/// too late (`from March to May 2014`).
fn of_one_year(from: Date, to: Date) -> Option<Date> {
    if from <= to {
        return Some(from);
    }
    Date::new(to.year(), from.month(), from.day()).ok().filter(|from| *from <= to)
}

fn tie_before(lattice: &Lattice<'_>, token: u32) -> Option<Tie> {
    lattice.word_before(token, |word| match word {
        Word::Tie(tie) => Some(*tie),
        _ => None,
    })
}

/// What a document dates, by the noun or verb that is dated.
pub(super) struct Dated<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) lattice: &'a Lattice<'a>,
    times: &'a [TimeExpr],
    occasions: &'a [Occasion],
    /// Indices into `times` by the token that they hang on, adpositions aside.
    owned: HashMap<u32, usize>,
}

impl<'a> Dated<'a> {
    pub(super) fn new(
        scene: &'a Scene<'a>,
        lattice: &'a Lattice<'a>,
        times: &'a [TimeExpr],
        occasions: &'a [Occasion],
    ) -> Self {
        let owned = owners(scene.text, times).collect();
        Self { scene, lattice, times, occasions, owned }
    }

    /// The times told by events, in order of the words that tell them.
    pub(super) fn told(&self) -> Vec<TimeExpr> {
        let read = |(first, last, word): (u32, u32, &Word)| match word {
            Word::Tie(Tie::When) => self.of_two_clauses(first),
            Word::Tie(Tie::Within) => self.within(first),
            Word::Tie(tie) => self.after_tie(first, last, tie.link()),
            Word::Anniversary => self.anniversary(first),
            _ => None,
        };
        let told = self.lattice.all().filter_map(read);
        let lent = owners(self.scene.text, self.times);
        told.chain(lent.flat_map(|(owner, at)| self.lent(owner, &self.times[at]))).collect()
    }

    /// The time stated beside a noun or verb.
    pub(super) fn stated(&self, token: u32) -> Option<&TimeExpr> {
        self.owned.get(&token).map(|at| &self.times[*at])
    }

    /// The time that a token is a word of.
    pub(super) fn time_over(&self, token: u32) -> Option<&TimeExpr> {
        let after = self.times.partition_point(|t| t.first <= token);
        self.times[..after].last().filter(|t| token < t.last)
    }

    /// `since the war began`, `two years after the invasion`.
    fn after_tie(&self, first: u32, last: u32, link: TimeLink) -> Option<TimeExpr> {
        let text = self.scene.text;
        let target = match text.relation(first) {
            Relation::Marker => text.head(first),
            _ => object_of(text, last.checked_sub(1)?)?,
        };
        let is_stated = self.times.iter().any(|t| (t.first..t.last).contains(&target));
        if is_stated || target < last || link == TimeLink::At {
            return None;
        }
        let Some(date) = self.date_of(target) else { return self.counted(first, target, link) };
        match self.measured(first, link, date) {
            Some((first, when)) => self.expression(first, target, when, TimeLink::At),
            None => self.expression(first, target, date, link),
        }
    }

    /// The time so long before or after a date, where a length stands before the word that ties,
    /// and its first token.
    fn measured(&self, tie: u32, link: TimeLink, date: When) -> Option<(u32, When)> {
        let length = self.length_before(tie)?;
        let Length { n, unit } = Length::read(&length.value)?;
        let is_exact = unit.max(Unit::Day) >= exact_to(date);
        let from = if is_lasting(date) { date.from } else { date.to };
        let period = match link {
            TimeLink::Before => Length { n: -n, unit }.from(date.from)?,
            _ => Length { n, unit }.from(from)?,
        };
        Some((length.first, period.when(length.span).filter(|_| is_exact)?))
    }

    /// `On Monday they fled, ten days after the raid`, `this comes a week after they met`: the time
    /// of the second from that of the first.
    fn counted(&self, tie: u32, target: u32, link: TimeLink) -> Option<TimeExpr> {
        let text = self.scene.text;
        let back = match link {
            TimeLink::After => -1.0,
            TimeLink::Before => 1.0,
            _ => return None,
        };
        let clause = text.relation(tie) == Relation::Marker;
        let main = if clause { text.head(target) } else { text.head(tie) };
        let length = self.length_before(tie)?;
        let is_present = text.morph(main).contains("Tense=Pres|VerbForm=Fin");
        let date = match self.stated(main) {
            Some(time) => at(time)?,
            None => When::day(text.document.meta.published.filter(|_| is_present)?, None),
        };
        let Length { n, unit } = Length::read(&length.value)?;
        let is_exact = unit >= Unit::Day && exact_to(date) == Unit::Day;
        let period = Length { n: back * n, unit }.from(date.from).filter(|_| is_exact)?;
        let first = if clause { tie } else { text.children(target).next()? };
        self.spanning(first, first + 1, period.when(length.span)?, TimeLink::At)
    }

    /// The length that stands before a word that ties.
    fn length_before(&self, tie: u32) -> Option<&TimeExpr> {
        let at = self.times.partition_point(|t| t.last < tie);
        let before = self.times.get(at).filter(|t| t.last == tie)?;
        Some(before).filter(|t| t.kind == TimeKind::Duration)
    }

    /// `the 50th anniversary of the invasion`: the day in that year, or the nearest to the day of
    /// writing.
    fn anniversary(&self, noun: u32) -> Option<TimeExpr> {
        let text = self.scene.text;
        let mut adpositions =
            text.children(noun).filter(|t| text.relation(*t) == Relation::Preposition);
        let target = adpositions.find_map(|t| object_of(text, t))?;
        let date = self.date_of(target)?;
        let span = span_of(self.scene, noun, noun + 1)?;
        let is_day = exact_to(date) == Unit::Day;
        let of_year = |year: i16| {
            let same = Date::new(year, date.from.month(), date.from.day()).ok()?;
            if is_day { Some(Period::Day(same)) } else { Some(Period::Year(year)) }
        };
        let rank = text.children(noun).find_map(|t| self.rank(t));
        let period = match (rank, text.document.meta.published) {
            (Some(rank), _) => of_year(date.from.year().checked_add(rank)?)?,
            (None, Some(today)) if is_day => {
                let years = today.year().saturating_sub(1)..=today.year().saturating_add(1);
                let distance = |p: &Period| {
                    let away = |(day, _): (Date, Date)| (day - today).get_days().unsigned_abs();
                    p.bounds().map_or(u32::MAX, away)
                };
                years.filter_map(of_year).min_by_key(distance)?
            }
            _ => return None,
        };
        self.expression(noun, noun, period.when(span)?, TimeLink::At)
    }

    /// A rank in words or digits: `50th`.
    fn rank(&self, token: u32) -> Option<i16> {
        let text = self.scene.text.text(token);
        let digits = text.trim_end_matches(char::is_alphabetic);
        let in_words = || {
            self.lattice.words(token).find_map(|(_, word)| match word {
                Word::Ordinal(Some(rank)) => Some(i16::from(*rank)),
                _ => None,
            })
        };
        digits.parse().ok().filter(|n| digits.len() < text.len() && *n > 0).or_else(in_words)
    }

    /// The days of what a noun or verb says: those stated beside it, else those of an event that
    /// is well known, or of the beginning or end of one.
    fn date_of(&self, token: u32) -> Option<When> {
        let stated = self.owned.get(&token).and_then(|at| self.times[*at].when);
        let known = self.occasion_at(token).map(|o| o.when);
        // Both agree, and an event is known to the day.
        let exact = known.filter(|known| !is_lasting(*known));
        exact.or(stated).or(known).or_else(|| self.bound(token))
    }

    pub(super) fn occasion_at(&self, token: u32) -> Option<&Occasion> {
        let at = self.occasions.binary_search_by_key(&token, |o| o.head).ok()?;
        self.occasions.get(at)
    }

    /// The day on which an event began or ended: `the war began`, `the end of the war`.
    fn bound(&self, token: u32) -> Option<When> {
        let text = self.scene.text;
        let phase = self.lattice.words(token).find_map(|(_, word)| match word {
            Word::Phase(phase) => Some(*phase),
            _ => None,
        })?;
        let sentence = text.sentence_of(token)?;
        let from = self.occasions.partition_point(|o| o.head < sentence.first);
        let inside = self.occasions[from..].iter().take_while(|o| o.head < sentence.last);
        let event = inside.take(16).find(|o| is_under(text, o.head, token))?;
        Some(match phase {
            Phase::Start => When::day(event.when.from, event.when.span),
            Phase::End => When::day(event.when.to, event.when.span),
        })
    }

    pub(super) fn expression(
        &self,
        first: u32,
        target: u32,
        when: When,
        link: TimeLink,
    ) -> Option<TimeExpr> {
        self.spanning(first, last_under(self.scene.text, target) + 1, when, link)
    }

    pub(super) fn spanning(
        &self,
        first: u32,
        last: u32,
        when: When,
        link: TimeLink,
    ) -> Option<TimeExpr> {
        let span = span_of(self.scene, first, last)?;
        let when = When { span: Some(span), ..when };
        let value = when.from.to_string();
        Some(TimeExpr { span, first, last, kind: TimeKind::Date, value, when: Some(when), link })
    }
}

/// The interval of an expression that says when something was.
pub(super) fn at(time: &TimeExpr) -> Option<When> {
    time.when.filter(|_| time.link == TimeLink::At)
}

/// The events whose days agree with the times stated beside them: `the 2014 invasion` is not that
/// of 2022.
pub(super) fn agreeing(
    text: &Annotated,
    times: &[TimeExpr],
    occasions: Vec<Occasion>,
) -> Vec<Occasion> {
    let owned: HashMap<u32, usize> = owners(text, times).collect();
    let stated = |o: &Occasion| owned.get(&o.head).and_then(|at| times[*at].when);
    let agrees =
        |o: &Occasion| stated(o).is_none_or(|w| w.from <= o.when.to && o.when.from <= w.to);
    occasions.into_iter().filter(agrees).collect()
}

/// Times that are dates, with the token that each hangs on, adpositions aside.
fn owners<'a>(
    text: &'a Annotated,
    times: &'a [TimeExpr],
) -> impl Iterator<Item = (u32, usize)> + 'a {
    let is_date = |t: &TimeExpr| t.when.is_some() && t.kind != TimeKind::Duration;
    let dates = times.iter().enumerate().filter(move |(_, t)| is_date(t));
    // `the January-March quarter` is that of both.
    let is_closer = |at: usize| at > 0 && times[at - 1].is_closed_by(&times[at]);
    dates.filter_map(move |(at, t)| {
        let inside = t.first..t.last;
        let outermost = inside.clone().find(|t| !inside.contains(&text.head(*t)));
        let above = text.head(outermost.unwrap_or(t.first));
        let is_under_adposition = matches!(text.pos(above), Pos::Adp | Pos::Sconj);
        let owner = if is_under_adposition { text.head(above) } else { above };
        // `after Monday` does not say when, `after Monday's attack` that the attack was then.
        (!is_under_adposition || t.link == TimeLink::At)
            .then_some((owner, if is_closer(at) { at - 1 } else { at }))
    })
}

pub(super) fn object_of(text: &Annotated, adposition: u32) -> Option<u32> {
    let is_object =
        |t: &u32| matches!(text.relation(*t), Relation::PrepObject | Relation::PrepClause);
    text.children(adposition).find(is_object)
}

fn is_under(text: &Annotated, token: u32, head: u32) -> bool {
    let above = std::iter::successors(Some(token), |t| Some(text.head(*t)).filter(|h| h != t));
    above.skip(1).take(HIGHEST).any(|t| t == head)
}

/// The last token of a phrase or clause.
fn last_under(text: &Annotated, head: u32) -> u32 {
    let below = |t: &u32| text.children(*t).next_back().filter(|c| c > t);
    std::iter::successors(Some(head), below).last().unwrap_or(head)
}

/// The unit that a date is exact to.
fn exact_to(when: When) -> Unit {
    match when.precision {
        Precision::Day => Unit::Day,
        Precision::Week => Unit::Week,
        Precision::Month | Precision::Season => Unit::Month,
        Precision::Interval if !is_lasting(when) => Unit::Day,
        Precision::Year | Precision::Interval => Unit::Year,
    }
}

/// Whether something took more than a month, so that what came after it did not wait for its end.
fn is_lasting(when: When) -> bool {
    (when.to - when.from).get_days() > 31
}
