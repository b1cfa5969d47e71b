//! Which time expression governs a predicate, by how both hang in the sentence.

use entente_model::{
    Annotated, Pos, Precision, Predicate, Relation, Resolved, Status, Tense, TimeExpr, TimeKind,
    TimeLink, When,
};
use jiff::civil::Date;

use super::tense::{has_subject, is_pluperfect, is_told_as_past, is_told_as_present, tells_alike};
use super::{OLD, is_older};

/// How many heads are climbed from a time expression to its predicate.
const MAX_CLIMB: usize = 10;
/// How many heads of a predicate may carry its time.
const MAX_ANCHORS: usize = 5;
/// What has gone on for more days until now is told in the perfect.
const LONG: i32 = 366;

/// The time that hangs nearest to the predicate, or to the verb that lends it its grammar, and how
/// the predicate lies to it.
pub(super) fn governing(
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
        .filter_map(|(t, is_told)| {
            let hang = search.hang(t, is_told)?;
            Some((Hang { distance: hang.distance + age_of(t, is_told), ..hang }, t))
        })
        .map(|(hang, t)| (Hang { distance: hang.distance + vagueness(hang.link), ..hang }, t))
        .min_by_key(|(hang, time)| (hang.distance, time.first))
        .and_then(|(hang, time)| Some((whole(&who.times, time).when?, hang.link)))
}

/// The expression that opens a stretch, for one that only ends it: `January` for `March` in `the
/// January-March quarter`.
fn whole<'a>(times: &'a [TimeExpr], time: &'a TimeExpr) -> &'a TimeExpr {
    let at = times.partition_point(|t| t.first < time.first);
    let before = at.checked_sub(1).and_then(|at| times.get(at));
    before.filter(|t| t.is_closed_by(time)).unwrap_or(time)
}

/// How much further than a plain day one counts before or after which something was: `will travel
/// on Monday and meet them before going home the next day`.
fn vagueness(link: TimeLink) -> usize {
    match link {
        TimeLink::Before | TimeLink::After => 2 * MAX_CLIMB,
        TimeLink::At | TimeLink::Since | TimeLink::Until => 0,
    }
}

/// How much further than a plain day the name of an age of several years counts: `in May, during the
/// war`.
fn age_of(time: &TimeExpr, is_told: bool) -> usize {
    let is_long = time.when.is_some_and(|when| (when.to - when.from).get_days() > LONG);
    if is_told && is_long { MAX_CLIMB } else { 0 }
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
/// Monday to discuss it`, `will leave on Monday to discuss it`), the noun that it is told of (`the accord last month reached by them`), and
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
        let is_before = || is_pluperfect(text, at);
        let lends = match text.relation(at) {
            Relation::Conjunct => !has_subject(text, at) || tells_alike(text, at, text.head(at)),
            Relation::AdjectiveComplement => true,
            // `said on Monday that the raid was right`: the raid was before.
            Relation::OpenComplement | Relation::Complement => {
                status.is_deed() && !predicate.is_nominal && !is_before()
            }
            Relation::NounClause => is_participle(),
            Relation::AdverbialClause => {
                status.is_deed() && (is_participle() || is_purpose()) || is_plan && is_purpose()
            }
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
            let dates_else = is_part && up != self.predicate.head && !self.is_of_deed(up);
            let is_verb = matches!(text.pos(at), Pos::Verb | Pos::Aux);
            is_of_source |= is_verb && self.is_of_source(at);
            let is_open = is_told && climbed == 0
                || is_of_source
                || self.is_of_noun(at, time)
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

    /// Whether a noun is the object that makes one deed with its verb, so that a day before it is that
    /// of the deed: `repelled Monday's attack`, but not `condemned Monday's attack`.
    fn is_of_deed(&self, noun: u32) -> bool {
        let text = self.text;
        text.relation(noun) == Relation::Object
            && text.head(noun) == self.predicate.head
            && text.pos(noun) == Pos::Noun
            && self.predicate.trigger.contains(text.tokens[noun as usize].span)
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
        is_over && is_told_as_present(text, verb)
            || is_long && when.to == today && is_told_as_past(text, verb)
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

    /// Whether a participle tells of a noun what the predicate says by it: `a loan made last year`,
    /// `a strike lasting an hour yesterday`.
    fn is_of_noun(&self, participle: u32, time: &TimeExpr) -> bool {
        let text = self.text;
        let today = text.document.meta.published;
        let is_past_day = |when: &When| {
            when.precision == Precision::Day && today.is_some_and(|today| when.from <= today)
        };
        let morph = text.morph(participle);
        let is_along = morph.contains("Aspect=Prog") && time.when.as_ref().is_some_and(is_past_day);
        text.relation(participle) == Relation::NounClause
            && text.head(participle) == self.predicate.head
            && (morph.contains("Tense=Past|VerbForm=Part") || is_along)
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
            Some(when.to < today && is_told_as_present(self.text, self.predicate.head))
        };
        !is_its_own
            && is_past() != Some(true)
            && !((is_event || is_present || nouns > 1) && is_old().unwrap_or(is_event))
    }
}

/// The token of the expression that hangs outside it.
pub(super) fn outermost(text: &Annotated, time: &TimeExpr) -> u32 {
    (time.first..time.last)
        .find(|&t| !(time.first..time.last).contains(&text.head(t)) || text.head(t) == t)
        .unwrap_or(time.first)
}
