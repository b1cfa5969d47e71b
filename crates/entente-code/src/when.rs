//! When an event happened: the time expression that governs its predicate, else the day of its
//! story (`untold.rs`).
//!
//! Syntax comes first: the expression that hangs on the predicate, then that of the verb which
//! lends it its grammar or its clause a time. A well-known event keeps its own days. What the
//! expression says (`since`, `until`) then turns its interval into that of the event.

use entente_model::{
    Annotated, Pos, Precision, Predicate, Relation, Resolved, Status, Tense, TimeExpr, TimeKind,
    TimeLink, When,
};
use jiff::civil::Date;
use jiff::{Span as Length, ToSpan};

use crate::untold;

/// How many heads are climbed from a time expression to its predicate.
const MAX_CLIMB: usize = 10;
/// How many heads of a predicate may carry its time.
const MAX_ANCHORS: usize = 5;
/// A time so many days before publication is of an earlier story.
const OLD: i32 = 60;
/// What lies before a time of so few days ago lies near it.
const NEAR: i32 = 14;
/// What has gone on for more days until now is told in the perfect.
const LONG: i32 = 366;

/// The time of a predicate.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let published = text.document.meta.published;
    let by_default = || untold::happened(text, who, predicate, status);
    let own = own_days(who, predicate, status);
    if let Some((when, link)) = governing(text, who, predicate, status) {
        let is_within = |own: &When| when.from <= own.from && own.to <= when.to;
        let exact = own.filter(|own| link == TimeLink::At && is_within(own));
        // `the first attack since 2014` is not of all the time since then.
        let is_aside = predicate.is_nominal && link != TimeLink::At;
        let turned = || turned(when, link, status, published).unwrap_or_else(by_default);
        return exact.or_else(|| if is_aside { None } else { turned() });
    }
    own.or_else(by_default)
}

/// Whether a predicate in the present or a bare participle is told of a day after publication:
/// `leaves tomorrow`, `a team going there tomorrow`, `is lifting it from tomorrow`; of a noun, which
/// has no tense, its own day tells (`tomorrow's talks`).
pub(crate) fn is_ahead(text: &Annotated, who: &Resolved, predicate: &Predicate) -> bool {
    let Some(published) = text.document.meta.published else { return false };
    let is_present = predicate.tense != Tense::Past;
    let is_beginning =
        |link| link == TimeLink::At || link == TimeLink::Since && predicate.tense == Tense::Ongoing;
    let governing = || governing(text, who, predicate, Status::Planned);
    let is_open = match predicate.is_nominal {
        true => hangs_ahead(text, who, predicate, published),
        false => is_present,
    };
    is_open && governing().is_some_and(|(when, link)| is_beginning(link) && when.from > published)
}

/// Whether a day before publication stands before a noun and says which one is meant (`yesterday's
/// talks`).
pub(crate) fn is_behind(text: &Annotated, who: &Resolved, predicate: &Predicate) -> bool {
    let Some(published) = text.document.meta.published else { return false };
    let is_before = |t: &TimeExpr| {
        let top = outermost(text, t);
        top < predicate.head
            && text.head(top) == predicate.head
            && text.relation(top) == Relation::Possessor
            && t.when.is_some_and(|when| when.to < published)
    };
    predicate.is_nominal && who.times.iter().any(is_before)
}

/// Whether a day to come hangs on a noun itself.
fn hangs_ahead(text: &Annotated, who: &Resolved, noun: &Predicate, published: Date) -> bool {
    let is_below = |t: &TimeExpr| {
        let top = outermost(text, t);
        let up = text.head(top);
        up == noun.head || text.pos(up) == Pos::Adp && text.head(up) == noun.head
    };
    let is_ahead = |t: &TimeExpr| t.when.is_some_and(|when| when.from > published);
    who.times.iter().any(|t| is_ahead(t) && is_below(t))
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

/// The time that hangs nearest to the predicate, or to the verb that lends it its grammar, and how
/// the predicate lies to it.
fn governing(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<(When, TimeLink)> {
    let search = Search { text, predicate, anchors: anchors(text, predicate, status) };
    let sentence = text.sentence_of(predicate.head)?;
    let told = in_tokens(&who.told, sentence.first, sentence.last).map(|t| (t, true));
    let stated = in_tokens(&who.times, sentence.first, sentence.last).map(|t| (t, false));
    let published = text.document.meta.published;
    stated
        .chain(told)
        .filter(|(t, _)| t.when.is_some() && t.kind != TimeKind::Set)
        .filter(|(t, _)| is_on_its_side(t, status, published))
        .filter_map(|(t, is_told)| Some((search.hang(t, is_told)?, t)))
        .map(|(hang, t)| (Hang { distance: hang.distance + vagueness(hang.link), ..hang }, t))
        .min_by_key(|(hang, time)| (hang.distance, time.first))
        .and_then(|(hang, time)| Some((time.when?, hang.link)))
}

/// How much further than a plain day one counts before or after which something was: `will travel
/// on Monday and meet them before going home the next day`.
fn vagueness(link: TimeLink) -> usize {
    match link {
        TimeLink::Before | TimeLink::After => 2 * MAX_CLIMB,
        TimeLink::At | TimeLink::Since | TimeLink::Until => 0,
    }
}

/// The expressions that begin in a range of tokens.
fn in_tokens(times: &[TimeExpr], first: u32, last: u32) -> impl Iterator<Item = &TimeExpr> {
    let from = times.partition_point(|t| t.first < first);
    times[from..].iter().take_while(move |t| t.first < last)
}

/// Whether an expression can be the time of what has happened, or of what is planned: what is
/// over did not happen on a later day, and no plan is for an earlier one.
fn is_on_its_side(time: &TimeExpr, status: Status, published: Option<Date>) -> bool {
    let (Some(when), Some(today)) = (time.when, published) else { return true };
    match status {
        Status::Happened | Status::Ongoing if time.link == TimeLink::At => when.from <= today,
        Status::Planned => when.to >= today,
        _ => true,
    }
}

/// The tokens on which a predicate's time may hang, the nearest first: its head, the verb that
/// lends a noun its grammar, the copula, the first of coordinated verbs, the verb that a participle
/// goes along with (`crossed the border on Monday, killing two`) or that is done for it (`gathered on
/// Monday to discuss it`), the noun that it is told of (`the accord last month reached by them`), and
/// for a deed the verb that it complements (`voted on Monday to leave`, `said on Monday that it
/// left`, but not `that it had left`).
fn anchors(text: &Annotated, predicate: &Predicate, status: Status) -> Vec<u32> {
    let mut anchors = vec![predicate.head];
    // `are scheduled to meet on Monday`: a plan is of the day of what is planned.
    let is_plan = status == Status::Planned;
    anchors.extend(below(text, predicate.head, Relation::OpenComplement).filter(|_| is_plan));
    let mut at = predicate.head;
    while anchors.len() < MAX_ANCHORS {
        let is_participle = || text.morph(at).contains("VerbForm=Part") && !has_subject(text, at);
        let is_purpose = || text.morph(at).contains("VerbForm=Inf") && !has_subject(text, at);
        let is_before = || untold::is_pluperfect(text, at);
        let lends = match text.relation(at) {
            Relation::Conjunct => {
                !has_subject(text, at) || untold::tells_alike(text, at, text.head(at))
            }
            Relation::AdjectiveComplement => true,
            Relation::OpenComplement | Relation::Complement => status.is_deed() && !is_before(),
            Relation::NounClause => is_participle(),
            Relation::AdverbialClause => status.is_deed() && (is_participle() || is_purpose()),
            Relation::Subject | Relation::PassiveSubject => true,
            Relation::Object
            | Relation::Attribute
            | Relation::PrepObject
            | Relation::Preposition => !predicate.is_nominal || is_plan,
            _ => false,
        };
        // A verb's own subject or object is no anchor of its time.
        if !lends || text.head(at) == at {
            break;
        }
        at = text.head(at);
        anchors.push(at);
    }
    // `shelled and sank two ships on Monday`
    anchors.extend(below(text, predicate.head, Relation::Conjunct).filter(|_| status.is_deed()));
    anchors
}

/// The verb without a subject of its own that hangs on another so.
fn below(text: &Annotated, verb: u32, how: Relation) -> impl Iterator<Item = u32> {
    let is_verb = text.pos(verb) == Pos::Verb;
    let mut verbs = text.children(verb).filter(move |t| is_verb && text.pos(*t) == Pos::Verb);
    let found = verbs.find(|t| text.relation(*t) == how && !has_subject(text, *t));
    found.into_iter()
}

fn has_subject(text: &Annotated, verb: u32) -> bool {
    let mut children = text.children(verb).map(|t| text.relation(t));
    children.any(|r| matches!(r, Relation::Subject | Relation::PassiveSubject))
}

/// How a time expression hangs on a predicate.
struct Hang {
    distance: usize,
    link: TimeLink,
}

/// The search for the time of one predicate.
struct Search<'a> {
    text: &'a Annotated,
    predicate: &'a Predicate,
    anchors: Vec<u32>,
}

impl Search<'_> {
    /// How a time expression hangs on the predicate; `None` where it hangs on something else.
    fn hang(&self, time: &TimeExpr, is_told: bool) -> Option<Hang> {
        let text = self.text;
        let inside = time.first..time.last;
        // What tells the time is not dated by it.
        if inside.contains(&self.predicate.head) || self.is_of_other_tense(time) {
            return None;
        }
        let mut at = outermost(text, time);
        let (mut nouns, mut is_of_source) = (0, false);
        // `after Monday's attack`: the attack was on Monday, what came after it is outside.
        let mut is_outside = is_told;
        for climbed in 0..MAX_CLIMB {
            let rank = self.anchors.iter().position(|&anchor| anchor == at);
            if let Some(rank) = rank.filter(|_| !inside.contains(&at)) {
                let distance = (rank + nouns) * MAX_CLIMB + climbed;
                // `shortly before midnight on Monday` is of Monday.
                let is_close = matches!(time.link, TimeLink::Before | TimeLink::After)
                    && time.kind == TimeKind::Time;
                let link = if is_outside && !is_close { time.link } else { TimeLink::At };
                return Some(Hang { distance, link });
            }
            is_outside |= matches!(text.pos(at), Pos::Adp | Pos::Sconj);
            let up = text.head(at);
            // Part of a name (`the 1951 treaty`) or of another clause: it dates something else.
            let is_part = matches!(
                text.relation(at),
                Relation::Compound
                    | Relation::Modifier
                    | Relation::NounModifier
                    | Relation::Number
                    | Relation::Possessor
            );
            let dates_else = is_part && up != self.predicate.head;
            let is_verb = matches!(text.pos(at), Pos::Verb | Pos::Aux);
            is_of_source |= is_verb && self.is_of_source(at);
            let is_open = is_told && climbed == 0
                || is_of_source
                || self.is_of_noun(at)
                || self.is_aimed_at(at, time);
            let is_clause = is_verb && !is_open;
            if up == at || dates_else || is_clause {
                return None;
            }
            if climbed > 0 && text.pos(at) == Pos::Noun && !is_of_source {
                nouns += 1;
                if !self.passes(at, time, nouns) {
                    return None;
                }
            }
            at = up;
        }
        None
    }

    /// Whether the tense of the predicate rules a time out: `whom they blame for the raids last week`
    /// is no blame of that week, and `lauded his work over the past eight years` did not take them.
    fn is_of_other_tense(&self, time: &TimeExpr) -> bool {
        let (text, verb) = (self.text, self.predicate.head);
        let (Some(when), Some(today)) = (time.when, text.document.meta.published) else {
            return false;
        };
        let is_over = time.link == TimeLink::At && when.to < today;
        let is_long = time.kind == TimeKind::Duration && (when.to - when.from).get_days() > LONG;
        is_over && untold::is_told_as_present(text, verb)
            || is_long && when.to == today && untold::is_told_as_past(text, verb)
    }

    /// Whether a participle tells of a noun that stands before the predicate as what it was said or
    /// done in: `in a letter sent on Monday the envoy asked`.
    fn is_of_source(&self, participle: u32) -> bool {
        let text = self.text;
        let noun = text.head(participle);
        text.relation(participle) == Relation::NounClause
            && text.morph(participle).contains("Tense=Past|VerbForm=Part")
            && text.relation(noun) == Relation::PrepObject
            && participle < self.predicate.head
            && self.anchors.contains(&text.head(text.head(noun)))
    }

    /// Whether a participle tells of a noun what the predicate says by it: `a loan made last year`.
    fn is_of_noun(&self, participle: u32) -> bool {
        let text = self.text;
        text.relation(participle) == Relation::NounClause
            && text.head(participle) == self.predicate.head
            && text.morph(participle).contains("Tense=Past|VerbForm=Part")
            && !has_subject(text, participle)
    }

    /// Whether a verb is what a deed aimed at, so that a day gone by is that of the deed: `urged
    /// them to leave on Monday`, where Monday is over.
    fn is_aimed_at(&self, verb: u32, time: &TimeExpr) -> bool {
        let text = self.text;
        let is_complement = matches!(
            text.relation(verb),
            Relation::OpenComplement | Relation::Complement | Relation::AdverbialClause
        );
        let is_late = || {
            let (when, today) = (time.when?, text.document.meta.published?);
            Some(when.to < today && !is_older(when, today, OLD)?)
        };
        is_complement
            && text.morph(verb).contains("VerbForm=Inf")
            && self.predicate.tense == Tense::Past
            && !self.predicate.is_nominal
            && time.link == TimeLink::At
            && is_late() == Some(true)
    }

    /// Whether a time that hangs on a noun may be the predicate's all the same: parsers hang `on
    /// Monday` on the nearest noun, but `the invasion in 1968` is not of today, and what is less
    /// exact than a day is said of the event that it hangs on (`condemned the raids of last week`).
    fn passes(&self, noun: u32, time: &TimeExpr, nouns: usize) -> bool {
        let is_event = !self.text.predicates_at(noun).is_empty();
        let is_present = matches!(self.predicate.tense, Tense::Present | Tense::Ongoing);
        let is_old = || {
            let when = time.when?;
            is_older(when, self.text.document.meta.published?, OLD)
        };
        let is_wide = time.when.is_some_and(|when| when.precision != Precision::Day);
        let is_behind = noun > self.predicate.head && !self.anchors.contains(&noun);
        let is_its_own = is_event && is_wide && is_behind;
        // `which they blame for the raids of last week`
        let is_past = || {
            let (when, today) = (time.when?, self.text.document.meta.published?);
            Some(when.to < today && untold::is_told_as_present(self.text, self.predicate.head))
        };
        !is_its_own
            && is_past() != Some(true)
            && !((is_event || is_present || nouns > 1) && is_old().unwrap_or(is_event))
    }
}

/// The token of the expression that hangs outside it.
fn outermost(text: &Annotated, time: &TimeExpr) -> u32 {
    (time.first..time.last)
        .find(|&t| !(time.first..time.last).contains(&text.head(t)) || text.head(t) == t)
        .unwrap_or(time.first)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated_on, resolved};

    use super::*;

    /// The day in January 2020, as of its last, of the last predicate of a text in which words
    /// stand for days.
    fn day(notation: &str, days: &[(&str, i8)]) -> Option<i8> {
        let text = annotated_on("2020-01-31", notation);
        let mut who = resolved(&text, "");
        for &(word, day) in days {
            let first = (0..).find(|t| text.text(*t) == word).expect("a word of the text");
            let span = text.tokens[first as usize].span;
            let when = When::day(jiff::civil::date(2020, 1, day), Some(span));
            let (kind, value, link) = (TimeKind::Date, String::new(), TimeLink::At);
            let (last, when) = (first + 1, Some(when));
            who.times.push(TimeExpr { span, first, last, kind, value, when, link });
        }
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
}
