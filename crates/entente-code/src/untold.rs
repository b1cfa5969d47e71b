//! The day of a deed on which no time expression hangs.
//!
//! A day is taken only where the text tells the deed as part of one story: from the only past day
//! that its own sentence names, from the sentence before it in the same paragraph, or, in a lead
//! without any, from the day of publication. What is told in the perfect, beside the main clause or
//! further down has none: a report says much that is not of its day.

use entente_model::{
    Annotated, BlockKind, Pos, Precision, Predicate, Relation, Resolved, Status, Tense, TimeExpr,
    TimeKind, TimeLink, When,
};
use jiff::civil::Date;

/// So many sentences of the running text are its lead.
const LEAD: usize = 2;
/// How many sentences before a deed are looked through for the day of its story.
const BACK: usize = 3;
/// A day so long before publication is of another story.
const OLD: i32 = 21;
/// How many heads are climbed from a time expression.
const MAX_CLIMB: usize = 8;

/// The day of a deed whose own clause gives none.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let deed = Deed { text, who, verb: verb_of(text, predicate) };
    let published = text.document.meta.published?;
    if !status.is_deed() || predicate.is_nominal || deed.is_aside() {
        return None;
    }
    if predicate.tense == Tense::Ongoing {
        return deed.days().next().is_none().then(|| When::day(published, None));
    }
    let is_told = matches!(predicate.tense, Tense::Past | Tense::Present);
    if !is_told || status != Status::Happened {
        return None;
    }
    let is_simple = predicate.tense == Tense::Past && auxiliary(text, deed.verb).is_none();
    let told = deed.sole_day(published).or_else(|| deed.story_day(published));
    let told = told.filter(|_| is_simple);
    told.or_else(|| (deed.is_lead() && deed.is_news(published)).then(|| When::day(published, None)))
}

/// The verb of a predicate: its head, or the verb that lends a noun its grammar.
fn verb_of(text: &Annotated, predicate: &Predicate) -> u32 {
    let is_lent = !predicate.is_nominal && text.pos(predicate.head).is_nominal();
    if is_lent { text.head(predicate.head) } else { predicate.head }
}

/// Whether a verb tells what was before something else: `had left`.
pub(crate) fn is_pluperfect(text: &Annotated, verb: u32) -> bool {
    auxiliary(text, verb).is_some_and(|t| text.morph(t).contains("Tense=Past"))
}

/// Whether two verbs are in the same tense, so that what is said of the time of one may hold of the
/// other; nouns and verbs without a tense go along with any.
pub(crate) fn tells_alike(text: &Annotated, one: u32, two: u32) -> bool {
    let tense = |verb: u32| {
        let is_finite = |t: &u32| text.morph(*t).contains("VerbForm=Fin");
        let helpers = text.children(verb).filter(|t| text.pos(*t) == Pos::Aux);
        let finite = helpers.chain([verb]).find(is_finite)?;
        Some((text.morph(finite).contains("Tense=Past"), auxiliary(text, verb).is_some()))
    };
    tense(one).zip(tense(two)).is_none_or(|(one, two)| one == two)
}

/// Whether the running text tells of something in the plain present, which in a headline would be
/// past.
pub(crate) fn is_told_as_present(text: &Annotated, verb: u32) -> bool {
    let block = text.sentence_of(verb).and_then(|s| text.document.blocks.get(s.block as usize));
    block.is_some_and(|block| block.kind == BlockKind::Paragraph)
        && text.pos(verb) == Pos::Verb
        && text.morph(verb).contains("Tense=Pres|VerbForm=Fin")
}

/// Whether a verb is in the simple past.
pub(crate) fn is_told_as_past(text: &Annotated, verb: u32) -> bool {
    let has_helper = text.children(verb).any(|t| text.pos(t) == Pos::Aux);
    !has_helper && text.morph(verb).contains("Tense=Past|VerbForm=Fin")
}

/// The auxiliary of a perfect tense, a verb's own or that of the first of coordinated verbs.
fn auxiliary(text: &Annotated, verb: u32) -> Option<u32> {
    let mut at = verb;
    loop {
        let is_auxiliary = |t: &u32| {
            text.relation(*t) == Relation::Auxiliary && text.morph(*t).contains("VerbForm=Fin")
        };
        let found = text.children(at).find(is_auxiliary);
        let is_participle = text.morph(at).contains("Aspect=Perf");
        match found.filter(|_| is_participle) {
            Some(found) => return Some(found),
            None if text.relation(at) == Relation::Conjunct && text.head(at) != at => {
                at = text.head(at);
            }
            None => return None,
        }
    }
}

/// A deed in its text.
struct Deed<'a> {
    text: &'a Annotated,
    who: &'a Resolved,
    verb: u32,
}

impl Deed<'_> {
    /// Whether it is told beside the main clause: in a relative clause, on a noun, or under a
    /// conjunction.
    fn is_aside(&self) -> bool {
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
    fn is_participle(&self, verb: u32) -> bool {
        let text = self.text;
        let has_subject =
            |t: u32| matches!(text.relation(t), Relation::Subject | Relation::PassiveSubject);
        text.relation(verb) == Relation::AdverbialClause
            && text.morph(verb).contains("VerbForm=Part")
            && !text.children(verb).any(has_subject)
    }

    /// News is told beside no other day of late, in the past or the present perfect; the pluperfect
    /// tells what was before.
    fn is_news(&self, published: Date) -> bool {
        let is_recent = |t: &TimeExpr| {
            t.when.is_some_and(|w| (published - w.to).get_days() <= OLD && w.to < published)
        };
        !self.days().any(is_recent) && !is_pluperfect(self.text, self.verb)
    }

    /// The days that its sentence names.
    fn days(&self) -> impl Iterator<Item = &TimeExpr> {
        let sentence = self.text.tokens[self.verb as usize].sentence as usize;
        self.days_in(sentence)
    }

    fn days_in(&self, sentence: usize) -> impl Iterator<Item = &TimeExpr> {
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

    /// The last day that the sentences before it in its paragraph name.
    fn story_day(&self, published: Date) -> Option<When> {
        let own = self.text.tokens[self.verb as usize].sentence as usize;
        if self.days().next().is_some() {
            return None;
        }
        let block = self.text.sentences[own].block;
        let before = (0..own).rev().take(BACK);
        let before = before.take_while(|&at| self.text.sentences[at].block == block);
        for at in before {
            let mut days = self.days_in(at).peekable();
            if days.peek().is_some() {
                return days.filter_map(|day| self.past_day(day, published)).last();
            }
        }
        None
    }

    /// The interval of an expression that dates a main clause lately past.
    fn past_day(&self, time: &TimeExpr, published: Date) -> Option<When> {
        let when = time.when?;
        let is_day = when.precision == Precision::Day && when.from == when.to;
        let is_recent = when.to <= published && (published - when.to).get_days() <= OLD;
        (is_day && is_recent && time.link == TimeLink::At && self.dates_main(time)).then_some(when)
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
            let is_on_noun = text.pos(up).is_nominal() && !inside.contains(&at);
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

    /// Whether it stands in the headline or the lead.
    fn is_lead(&self) -> bool {
        let text = self.text;
        let own = text.tokens[self.verb as usize].sentence as usize;
        let kind = |at: usize| text.document.blocks[text.sentences[at].block as usize].kind;
        match kind(own) {
            BlockKind::Headline | BlockKind::Standfirst => true,
            BlockKind::Paragraph => {
                let has_verb = |at: &usize| {
                    let sentence = &text.sentences[*at];
                    let mut tokens = sentence.first..sentence.last;
                    tokens.any(|t| matches!(text.pos(t), Pos::Verb | Pos::Aux))
                };
                let running = (0..own).filter(|at| kind(*at) == BlockKind::Paragraph);
                running.filter(has_verb).take(LEAD).count() < LEAD
            }
            _ => false,
        }
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
        happened(&text, &who, predicate, Status::Happened).map(|when| when.from.day())
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
        assert_eq!(day(&beside, &[("Monday", 27)]), None);
    }

    #[test]
    fn a_story_goes_on_from_sentence_to_sentence() {
        let story =
            format!("Mali/PROPN<fell:subject fell/VERB Monday/PROPN<fell:noun-adverb\n{LEFT}");
        assert_eq!(day(&story, &[("Monday", 27)]), Some(27));
        assert_eq!(day(&story, &[("Monday", 2)]), Some(31), "too long ago for this story");
    }
}
