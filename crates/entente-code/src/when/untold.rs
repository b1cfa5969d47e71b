//! The day of a deed on which no time expression hangs.
//!
//! A day is taken only where the text tells the deed as part of one story: from the only past day
//! that its own sentence names, from the sentences before it (`carried.rs`), or, in a lead without
//! any, from the day of publication or the day before it. What is told in the perfect, beside the
//! main clause or further down has none: a report says much that is not of its day.

use entente_model::{
    Annotated, Pos, Precision, Predicate, Relation, Resolved, Status, Tense, TimeExpr, TimeKind,
    TimeLink, When,
};
use jiff::civil::Date;

use super::again::speaks_of_happening;
use super::carried::main_verb;
use super::tense::{auxiliary, has_subject, is_told_as_past};

/// A day so long before publication is of another story.
pub(super) const OLD: i32 = 21;
/// The days of a week.
const WEEK: i32 = 7;
/// How many heads are climbed from a time expression.
pub(super) const MAX_CLIMB: usize = 8;

/// The day of a deed whose own clause gives none.
pub(super) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let deed = Deed { text, who, verb: verb_of(text, predicate) };
    let published = text.document.meta.published?;
    let is_news = || deed.days().next().is_none().then(|| When::day(published, None));
    if !status.is_deed() || predicate.is_nominal {
        return None;
    }
    // `the envoy, who is visiting Lima`: what goes on does so wherever it is told.
    if status == Status::Ongoing && deed.goes_on() {
        return is_news();
    }
    if deed.is_aside() {
        return deed.sequel_day(published).filter(|_| status == Status::Happened);
    }
    let is_told = matches!(predicate.tense, Tense::Past | Tense::Present);
    let is_said_along = deed.verb != verb_of_its_own(text, predicate);
    if predicate.tense == Tense::Ongoing && !is_said_along {
        return is_news();
    }
    if !(is_told || is_said_along) || status != Status::Happened {
        return None;
    }
    let is_past = match deed.clause() {
        Some(clause) if is_said_along => is_told_as_past(text, clause),
        _ => predicate.tense == Tense::Past || is_said_along,
    };
    let is_simple = is_past && auxiliary(text, deed.verb).is_none();
    let carried = || {
        let day = deed.story_day(published)?;
        Some(if speaks_of_happening(text, predicate) { day_or_later(day, published) } else { day })
    };
    let told = deed.sole_day(published).or_else(carried);
    let told = told.filter(|_| is_simple).or_else(|| deed.of_lead(published));
    let told = told.or_else(|| deed.of_its_party(published).filter(|_| is_simple));
    told.or_else(|| deed.of_digest(published))
}

/// `condemned the raid`, `left after the raid`: the day that a story carries is that of the raid.
fn day_or_later(day: When, published: Date) -> When {
    When::new(day.from, published.max(day.to), Precision::Interval, day.span)
}

/// The verb that tells a predicate: its own, the one that an infinitive completes (`vowed to leave`),
/// or that by whose object it is said (`issued a note denying it`).
fn verb_of(text: &Annotated, predicate: &Predicate) -> u32 {
    let mut own = verb_of_its_own(text, predicate);
    while is_completing(text, own) {
        own = text.head(own);
    }
    let noun = text.head(own);
    let is_along = text.relation(own) == Relation::NounClause
        && text.relation(noun) == Relation::Object
        && text.morph(own).contains("Aspect=Prog")
        && text.morph(text.head(noun)).contains("Tense=Past|VerbForm=Fin")
        && !has_subject(text, own);
    if is_along { text.head(noun) } else { own }
}

/// `who left`, not `in which they left`: whether the noun of a relative clause acts in it.
fn acts_itself(text: &Annotated, verb: u32) -> bool {
    let is_subject =
        |t: &u32| matches!(text.relation(*t), Relation::Subject | Relation::PassiveSubject);
    text.children(verb)
        .find(is_subject)
        .is_none_or(|t| !matches!(text.pos(t), Pos::Noun | Pos::Propn))
}

fn is_completing(text: &Annotated, verb: u32) -> bool {
    text.relation(verb) == Relation::OpenComplement
        && text.morph(verb).contains("VerbForm=Inf")
        && text.pos(text.head(verb)) == Pos::Verb
        && text.head(verb) != verb
        && !has_subject(text, verb)
}

/// The verb of a predicate: its head, or the verb that lends a noun its grammar.
fn verb_of_its_own(text: &Annotated, predicate: &Predicate) -> u32 {
    let is_lent = !predicate.is_nominal && text.pos(predicate.head).is_nominal();
    if is_lent { text.head(predicate.head) } else { predicate.head }
}

/// A deed in its text.
pub(super) struct Deed<'a> {
    pub(super) text: &'a Annotated,
    pub(super) who: &'a Resolved,
    pub(super) verb: u32,
}

impl Deed<'_> {
    /// Whether it is told beside the main clause: in a relative clause, on a noun, or under a
    /// conjunction.
    pub(super) fn is_aside(&self) -> bool {
        let mut at = self.verb;
        for _ in 0..MAX_CLIMB {
            match self.text.relation(at) {
                Relation::RelativeClause | Relation::NounClause | Relation::AdverbialClause => {
                    return !self.is_participle(at);
                }
                _ if self.text.head(at) == at => return false,
                _ => at = self.text.head(at),
            }
        }
        true
    }

    /// `crossed the border, killing two`: told along with the main clause.
    pub(super) fn is_participle(&self, verb: u32) -> bool {
        self.text.relation(verb) == Relation::AdverbialClause
            && self.text.morph(verb).contains("VerbForm=Part")
            && !has_subject(self.text, verb)
    }

    /// Whether it is told as going on now: `is visiting`.
    fn goes_on(&self) -> bool {
        let text = self.text;
        let is_present = |t: u32| text.morph(t).contains("Tense=Pres|VerbForm=Fin");
        text.morph(self.verb).contains("Aspect=Prog")
            && text.children(self.verb).any(|t| text.pos(t) == Pos::Aux && is_present(t))
    }

    /// The number of its sentence.
    pub(super) fn sentence(&self) -> usize {
        self.text.tokens[self.verb as usize].sentence as usize
    }

    /// The days that its sentence names.
    pub(super) fn days(&self) -> impl Iterator<Item = &TimeExpr> {
        self.days_in(self.sentence())
    }

    pub(super) fn days_in(&self, sentence: usize) -> impl Iterator<Item = &TimeExpr> {
        let sentence = &self.text.sentences[sentence];
        let times = self.who.times.iter().filter(|t| t.when.is_some());
        let times = times.filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time));
        times.filter(|t| (sentence.first..sentence.last).contains(&t.first))
    }

    /// The only day that its sentence names, if that dates a clause and lies in the past.
    fn sole_day(&self, published: Date) -> Option<When> {
        let mut days = self.days();
        let (day, more) = (days.next()?, days.next());
        let found = self.past_day(day, published)?;
        more.is_none().then_some(found)
    }

    /// The interval of an expression that dates a main clause lately past.
    pub(super) fn past_day(&self, time: &TimeExpr, published: Date) -> Option<When> {
        let is_day = |when: &When| when.precision == Precision::Day && when.from == when.to;
        self.past_week(time, published).filter(is_day)
    }

    /// The interval of one that dates it by days or by a week.
    pub(super) fn past_week(&self, time: &TimeExpr, published: Date) -> Option<When> {
        let when = time.when?;
        let is_short = (when.to - when.from).get_days() < WEEK;
        let is_recent = when.to <= published && (published - when.to).get_days() <= OLD;
        let is_past = is_short && is_recent && time.link == TimeLink::At;
        (is_past && self.dates_main(time)).then_some(when)
    }

    /// Whether an expression hangs on the main clause, not on a noun, an infinitive or a clause
    /// beside it.
    fn dates_main(&self, time: &TimeExpr) -> bool {
        let text = self.text;
        let inside = time.first..time.last;
        let outer = inside.clone().find(|&t| !inside.contains(&text.head(t)));
        let Some(mut at) = outer else { return false };
        for _ in 0..MAX_CLIMB {
            let relation = text.relation(at);
            let is_beside = matches!(
                relation,
                Relation::RelativeClause
                    | Relation::NounClause
                    | Relation::OpenComplement
                    | Relation::Compound
                    | Relation::Modifier
                    | Relation::NounModifier
                    | Relation::Possessor
                    | Relation::PrepClause
            ) || relation == Relation::AdverbialClause && !self.is_participle(at);
            let up = text.head(at);
            // `marched through the streets of Lima on Monday`: parsers hang it on the place.
            let is_on_noun = text.pos(up).is_nominal()
                && !inside.contains(&at)
                && !text.predicates_at(up).is_empty();
            let is_owner = relation == Relation::Possessor && self.is_fronted(up);
            if is_owner {
                at = text.head(text.head(up));
                continue;
            }
            if is_beside && text.pos(at) != Pos::Adp
                || is_on_noun && relation == Relation::Preposition
            {
                return false;
            }
            if up == at {
                return true;
            }
            at = up;
        }
        false
    }

    /// `They met the envoy on Monday, who left`: the day of a main clause in the simple past, for what
    /// a named party is then told to have done.
    fn sequel_day(&self, published: Date) -> Option<When> {
        let text = self.text;
        let party = text.head(self.verb);
        let is_sequel = text.relation(self.verb) == Relation::RelativeClause
            && text.pos(party) == Pos::Propn
            && is_told_as_past(text, self.verb)
            && acts_itself(text, self.verb)
            && main_verb(text, self.sentence()).is_some_and(|main| is_told_as_past(text, main));
        let is_first = self.days().next().is_some_and(|day| day.first < self.verb);
        self.sole_day(published).filter(|_| is_sequel && is_first)
    }

    /// Whether a noun opens the sentence before the deed with what it was done at or for: `in the
    /// wake of Monday's raid`.
    fn is_fronted(&self, noun: u32) -> bool {
        let text = self.text;
        let mut at = noun;
        for _ in 0..MAX_CLIMB {
            let up = text.head(at);
            let is_link = text.pos(up) == Pos::Adp && text.relation(at) == Relation::PrepObject
                || text.relation(at) == Relation::Preposition;
            if !is_link || up <= at && text.pos(up) == Pos::Verb {
                return false;
            }
            if text.pos(up) == Pos::Verb {
                return up == self.verb || text.relation(self.verb) == Relation::Conjunct;
            }
            at = up;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated_on, resolved};

    use super::*;

    const PUBLISHED: &str = "2020-01-31";

    /// The day of the last predicate of a text in which each of `days` is a day of January 2020.
    fn day(notation: &str, days: &[(&str, i8)]) -> Option<i8> {
        let text = annotated_on(PUBLISHED, notation);
        let mut who = resolved(&text, "");
        for &(word, day) in days {
            let first = (0..).find(|t| text.text(*t) == word).expect("a word of the text");
            let span = text.tokens[first as usize].span;
            who.times.push(TimeExpr {
                span,
                first,
                last: first + 1,
                kind: TimeKind::Date,
                value: String::new(),
                when: Some(When::day(jiff::civil::date(2020, 1, day), Some(span))),
                link: TimeLink::At,
            });
        }
        let predicate = text.predicates.last().expect("a predicate");
        happened(&text, &who, predicate, Status::Happened).map(|when| when.to.day())
    }

    const LEFT: &str = "Chad/PROPN<left:subject left/VERB/leave\n! leave@left subject=Chad past";

    #[test]
    fn a_lead_without_a_day_is_of_the_day_of_publication() {
        assert_eq!(day(LEFT, &[]), Some(31));
        let third = format!("It/PRON<fell:subject fell/VERB\n{0}\n{0}", LEFT);
        assert_eq!(day(&third, &[]), None, "the third sentence is no lead");
        let had = LEFT.replace(
            "left/VERB/leave",
            "had/AUX/have/Tense=Past|VerbForm=Fin<left:auxiliary left/VERB/leave/Aspect=Perf",
        );
        assert_eq!(day(&had, &[]), None, "it had left before");
    }

    #[test]
    fn the_only_day_of_the_sentence_dates_its_deeds() {
        let when = "Chad/PROPN<left:subject left/VERB/leave speaking/VERB/speak/VerbForm=Part<left:adverbial-clause \
                    Monday/PROPN<speaking:noun-adverb\n! leave@left subject=Chad past";
        assert_eq!(day(when, &[("Monday", 27)]), Some(27));
        let beside = when
            .replace("VerbForm=Part<left:adverbial-clause", "VerbForm=Fin<left:relative-clause");
        assert_eq!(day(&beside, &[("Monday", 27)]), Some(31), "it is of the lead");
    }

    #[test]
    fn what_a_party_then_did_is_of_the_day_of_the_main_clause() {
        let then = "Mali/PROPN<met:subject met/VERB//Tense=Past|VerbForm=Fin \
            Chad/PROPN<met:object Monday/PROPN<met:noun-adverb who/PRON<left:subject \
            left/VERB//Tense=Past|VerbForm=Fin<Chad:relative-clause\n! leave@left subject=Chad past";
        assert_eq!(day(then, &[("Monday", 27)]), Some(27));
        assert_eq!(day(&then.replace("Chad/PROPN", "Chad/NOUN"), &[("Monday", 27)]), None);
        let there = then.replace("who/PRON", "where/ADV<left:adverb Kenya/PROPN");
        assert_eq!(day(&there, &[("Monday", 27)]), None, "Kenya may have left before");
    }

    #[test]
    fn the_second_sentence_of_a_lead_is_of_the_day_of_the_first() {
        let first = "Mali/PROPN<sang:subject sang/VERB//Tense=Past|VerbForm=Fin \
            Monday/PROPN<sang:noun-adverb";
        let has = "has/AUX/have/Tense=Pres|VerbForm=Fin<left:auxiliary left/VERB/leave/Aspect=Perf";
        let second = format!("{first}\n{}", LEFT.replace("left/VERB/leave", has));
        assert_eq!(day(&second, &[("Monday", 30)]), Some(30), "of the day before");
        assert_eq!(day(&second, &[("Monday", 27)]), Some(31), "from the 27th on");
    }

    #[test]
    fn what_opens_the_sentence_dates_what_came_of_it() {
        let raid = "after/ADP<left:preposition Monday/PROPN<raid:possessor \
            raid/NOUN<after:prep-object Chad/PROPN<left:subject \
            left/VERB//Tense=Past|VerbForm=Fin\n! leave@left subject=Chad past";
        assert_eq!(day(raid, &[("Monday", 27)]), Some(27));
    }

    #[test]
    fn a_story_goes_on_from_sentence_to_sentence() {
        let story =
            format!("Mali/PROPN<fell:subject fell/VERB Monday/PROPN<fell:noun-adverb\n{LEFT}");
        assert_eq!(day(&story, &[("Monday", 27)]), Some(27));
        assert_eq!(day(&story, &[("Monday", 2)]), Some(31), "too long ago for this story");
    }
}
