//! When an event happened: the time expression that governs its predicate, else the day of its
//! story (`untold.rs`).
//!
//! Syntax comes first: the expression that hangs on the predicate, then that of the verb which
//! lends it its grammar or its clause a time. A well-known event keeps its own days. What the
//! expression says (`since`, `until`) then turns its interval into that of the event.

mod again;
mod ahead;
mod carried;
mod digest;
mod hang;
mod lead;
mod tense;
mod untold;

use entente_model::{Annotated, Precision, Predicate, Resolved, Status, Tense, TimeLink, When};
use jiff::civil::Date;
use jiff::{Span as Length, ToSpan};

use again::named_again;
pub(crate) use ahead::{is_ahead, is_behind};
use hang::governing;

/// A time so many days before publication is of an earlier story.
const OLD: i32 = 60;
/// What lies before a time of so few days ago lies near it.
const NEAR: i32 = 14;

/// The time of a predicate.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    timed(text, who, predicate, status, || {
        named_again(text, who, predicate, status)
            .or_else(|| untold::happened(text, who, predicate, status))
    })
}

/// The time of a predicate by its own words and its place in the story, whatever else tells of it.
fn told_itself(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    timed(text, who, predicate, status, || untold::happened(text, who, predicate, status))
}

/// The time of a predicate by the expression that governs it, else by default.
fn timed(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
    by_default: impl Fn() -> Option<When>,
) -> Option<When> {
    let published = text.document.meta.published;
    let own = own_days(who, predicate, status);
    if let Some((when, link)) = governing(text, who, predicate, status) {
        let is_within = |own: &When| when.from <= own.from && own.to <= when.to;
        let exact = own.filter(|own| link == TimeLink::At && is_within(own));
        // `the first attack since 2014` is not of all the time since then.
        let is_aside = predicate.is_nominal && link != TimeLink::At;
        let turned = || turned(when, link, status, published).unwrap_or_else(&by_default);
        return exact.or_else(|| if is_aside { None } else { turned() });
    }
    own.or_else(by_default)
}

/// The days of the well-known event that a predicate speaks of as past.
fn own_days(who: &Resolved, predicate: &Predicate, status: Status) -> Option<When> {
    let known = who.occasions.iter().find(|o| o.head == predicate.head)?;
    let is_past = predicate.is_nominal || predicate.tense == Tense::Past;
    let is_short = (known.when.to - known.when.from).get_days() <= OLD;
    (is_past && is_short && status == Status::Happened).then_some(known.when)
}

/// The interval of an event from that of the expression which governs it. Nothing if the
/// expression does not tell; `Some(None)` if it tells only that the day is not known.
#[expect(clippy::option_option, reason = "not told and known to be unknown are different answers")]
fn turned(
    when: When,
    link: TimeLink,
    status: Status,
    published: Option<Date>,
) -> Option<Option<When>> {
    let between = |from, to| Some(When::new(from, to, Precision::Interval, when.span));
    let is_ahead = published.is_some_and(|today| when.from > today);
    let Some(today) = published else { return Some(Some(when)) };
    Some(match link {
        // What is over by the day of writing was not in the rest of `this week`.
        TimeLink::At if status.is_deed() && !is_ahead && when.to > today => {
            between(when.from, today)
        }
        // What is still to come was not in the part of `this year` that is over.
        TimeLink::At if status == Status::Planned && when.from < today && when.to > today => {
            between(today, when.to)
        }
        TimeLink::At => Some(when),
        TimeLink::Since if is_ahead || !status.is_deed() => Some(when),
        TimeLink::Since => between(when.from, today),
        TimeLink::Until if when.to >= today => between(today, when.to),
        TimeLink::Until => Some(when),
        TimeLink::After if is_ahead || !status.is_deed() => None,
        TimeLink::After => between(when.from, today),
        TimeLink::Before if is_ahead && !status.is_deed() => between(today, day_before(when.from)),
        TimeLink::Before if is_ahead || is_older(when, today, NEAR) == Some(false) => return None,
        TimeLink::Before => None,
    })
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// Whether an interval ended more than so many days before a day.
fn is_older(when: When, today: Date, days: i32) -> Option<bool> {
    let limit: Length = days.days();
    today.checked_sub(limit).ok().map(|limit| when.to < limit)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated_on, resolved};
    use entente_model::{TimeExpr, TimeKind};

    use super::*;

    /// Gives a text the days in January 2020 for which words of it stand.
    pub(super) fn date(text: &Annotated, who: &mut Resolved, days: &[(&str, i8)]) {
        for (token, first) in text.tokens.iter().zip(0_u32..) {
            let Some((_, day)) = days.iter().find(|(word, _)| text.text(first) == *word) else {
                continue;
            };
            let (span, last) = (token.span, first + 1);
            let when = Some(When::day(jiff::civil::date(2020, 1, *day), Some(span)));
            let (kind, value, link) = (TimeKind::Date, String::new(), TimeLink::At);
            who.times.push(TimeExpr { span, first, last, kind, value, when, link });
        }
    }

    /// The day in January 2020, as of its last, of the last predicate of a text in which words
    /// stand for days.
    fn day(notation: &str, days: &[(&str, i8)]) -> Option<i8> {
        let text = annotated_on("2020-01-31", notation);
        let mut who = resolved(&text, "");
        date(&text, &mut who, days);
        let predicate = text.predicates.last().expect("a predicate");
        happened(&text, &who, predicate, Status::Happened).map(|when| when.from.day())
    }

    #[test]
    fn what_had_been_is_not_of_the_day_on_which_it_is_said() {
        let said = "army/NOUN<said:subject said/VERB on/ADP<said:preposition \
            Friday/PROPN<on:prep-object Chad/PROPN<left:subject left/VERB/leave<said:complement\n\
            ! leave@left subject=Chad past";
        assert_eq!(day(said, &[("Friday", 24)]), Some(24));
        let had = said.replace(
            "left/VERB/leave",
            "had/AUX/have/Tense=Past|VerbForm=Fin<left:auxiliary left/VERB/leave/Aspect=Perf",
        );
        assert_eq!(day(&had, &[("Friday", 24)]), None);
    }

    #[test]
    fn a_happening_is_not_of_the_day_on_which_something_is_said_of_it() {
        let said = "army/NOUN<said:subject said/VERB Friday/PROPN<said:noun-adverb \
            raid/NOUN<failed:subject failed/VERB/fail/Tense=Past|VerbForm=Fin<said:complement";
        assert_eq!(day(&format!("{said}\n! raid@raid nominal"), &[("Friday", 24)]), None);
        assert_eq!(day(&format!("{said}\n! fail@failed past"), &[("Friday", 24)]), Some(24));
    }

    #[test]
    fn what_is_said_in_a_letter_is_of_its_day() {
        let letter = "in/ADP<asked:preposition a/DET<letter:determiner letter/NOUN<in:prep-object \
            sent/VERB//Tense=Past|VerbForm=Part<letter:noun-clause Friday/PROPN<sent:noun-adverb \
            Chad/PROPN<asked:subject asked/VERB/ask\n! ask@asked subject=Chad past";
        assert_eq!(day(letter, &[("Friday", 24)]), Some(24));
    }

    #[test]
    fn verbs_without_a_subject_share_their_day() {
        let two = "Chad/PROPN<shelled:subject had/AUX/have/Tense=Past|VerbForm=Fin<shelled:auxiliary \
            shelled/VERB/shell/Aspect=Perf and/CCONJ<shelled:coordinator \
            sunk/VERB<shelled:conjunct ships/NOUN<sunk:object Friday/PROPN<sunk:noun-adverb\n\
            ! shell@shelled subject=Chad past";
        assert_eq!(day(two, &[("Friday", 24)]), Some(24));
        let other = two.replace("sunk/VERB", "Mali/PROPN<sunk:subject sunk/VERB");
        assert_eq!(day(&other, &[("Friday", 24)]), None);
    }

    #[test]
    fn what_is_told_of_a_noun_is_of_its_day() {
        let pact = "the/DET<pact:determiner pact/NOUN Friday/PROPN<pact:noun-adverb \
            reached/VERB/reach/Tense=Past|VerbForm=Part<pact:noun-clause by/ADP<reached:agent \
            Chad/PROPN<by:prep-object\n! reach@reached subject=Chad past";
        assert_eq!(day(pact, &[("Friday", 24)]), Some(24));
    }

    #[test]
    fn clauses_of_two_tenses_do_not_share_their_day() {
        let two = "talks/NOUN<began:subject began/VERB//Tense=Past|VerbForm=Fin \
            Friday/PROPN<began:noun-adverb Chad/PROPN<left:subject \
            has/AUX/have/Tense=Pres|VerbForm=Fin<left:auxiliary \
            left/VERB/leave/Aspect=Perf<began:conjunct\n! leave@left subject=Chad past";
        assert_eq!(day(two, &[("Friday", 24)]), None);
        let alike = two.replace("has/AUX/have/Tense=Pres|VerbForm=Fin<left:auxiliary", "");
        let alike = alike.replace("leave/Aspect=Perf", "leave/Tense=Past|VerbForm=Fin");
        assert_eq!(day(&alike, &[("Friday", 24)]), Some(24));
    }

    #[test]
    fn a_day_gone_by_is_not_that_of_what_was_asked_for() {
        let urged = "Chad/PROPN<urged:subject urged/VERB/urge Mali/PROPN<urged:object \
            leave/VERB/leave/VerbForm=Inf<urged:open-complement Friday/PROPN<leave:noun-adverb\n\
            ! urge@urged subject=Chad past";
        assert_eq!(day(urged, &[("Friday", 24)]), Some(24));
        assert_ne!(day(&urged.replace("=Inf", "=Fin"), &[("Friday", 24)]), Some(24));
    }

    #[test]
    fn what_a_deed_is_done_for_is_of_its_day() {
        let gathered = "Chad/PROPN<gathered:subject gathered/VERB/gather/Tense=Past|VerbForm=Fin \
            Friday/PROPN<gathered:noun-adverb to/PART<discuss:auxiliary \
            discuss/VERB/discuss/VerbForm=Inf<gathered:adverbial-clause it/PRON<discuss:object\n\
            ! talk@discuss subject=Chad past";
        assert_eq!(day(gathered, &[("Friday", 24)]), Some(24));
        assert_eq!(day(&gathered.replace("=Inf", "=Fin"), &[("Friday", 24)]), None);
    }

    #[test]
    fn a_day_before_the_object_of_a_deed_is_that_of_the_deed() {
        let repelled = "Chad/PROPN<repelled:subject repelled/VERB/repel Friday/PROPN<raid:possessor \
            raid/NOUN<repelled:object\n! repel@repelled subject=Chad past";
        let mut text = annotated_on("2020-01-31", repelled);
        let mut who = resolved(&text, "");
        date(&text, &mut who, &[("Friday", 24)]);
        let day = |text: &Annotated| {
            let predicate = text.predicates.last().expect("a predicate");
            happened(text, &who, predicate, Status::Happened).map(|when| when.to.day())
        };
        assert_eq!(day(&text), None, "the raid may be condemned later");
        let (verb, raid) = (text.tokens[1].span, text.tokens[3].span);
        text.predicates[0].trigger = entente_model::Span::new(verb.start(), raid.end());
        assert_eq!(day(&text), Some(24));
    }
}
