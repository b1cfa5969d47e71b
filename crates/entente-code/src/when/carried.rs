//! The day that a story carries from sentence to sentence.
//!
//! In one paragraph the last day that was told goes on; wire copy makes a paragraph of each sentence,
//! so from one to the next it goes on as long as the same party is told of.

use entente_model::{Annotated, BlockKind, Pos, Precision, Relation, Resolved, TimeExpr, When};
use jiff::civil::Date;

use super::hang::outermost;
use super::tense::is_told_as_past;
use super::untold::Deed;

/// How many sentences before a deed are looked through for the day of its story.
const BACK: usize = 3;
/// The lead is among so many first sentences, the headline included.
const FIRST: usize = 5;

impl Deed<'_> {
    /// The last day that the sentences before it name, or that of a lead without any.
    pub(super) fn story_day(&self, published: Date) -> Option<When> {
        let (text, own) = (self.text, self.sentence());
        if self.names_day_of_its_own() {
            return None;
        }
        let block = text.sentences[own].block;
        let mut is_one_party = true;
        for at in (0..own).rev().take(BACK) {
            is_one_party = is_one_party && self.goes_on_from(at);
            if text.sentences[at].block != block && !is_one_party {
                return None;
            }
            let mut days = self.days_in(at).peekable();
            if days.peek().is_some() {
                let told = |day| match is_one_party {
                    true => self.past_week(day, published),
                    false => self.past_day(day, published),
                };
                return days.filter_map(told).last();
            }
            let lead = || self.of_lead_at(at, published);
            if let Some(lead) = Some(()).filter(|()| is_one_party).and_then(|()| lead()) {
                return Some(lead);
            }
        }
        None
    }

    /// Whether its sentence names a day that may be its own: a month or year of a noun (`a May pact`)
    /// is not.
    fn names_day_of_its_own(&self) -> bool {
        let text = self.text;
        let is_of_noun = |day: &TimeExpr| {
            let is_wide = day.when.is_some_and(|when| when.precision != Precision::Day);
            let relation = text.relation(outermost(text, day));
            is_wide && matches!(relation, Relation::Compound | Relation::NounModifier)
        };
        self.days().any(|day| !is_of_noun(day))
    }

    /// The days of the lead, for what the party of its main clause is told to have done further down:
    /// a report goes on with what that party said.
    pub(super) fn of_its_party(&self, published: Date) -> Option<When> {
        let text = self.text;
        let own = self.clause().and_then(|verb| subject(text, verb))?;
        if self.names_day_of_its_own() {
            return None;
        }
        let is_lead = |at: &usize| {
            let verb = main_verb(text, *at);
            verb.is_some_and(|verb| Deed { text, who: self.who, verb }.is_lead())
        };
        let mut leads = (0..self.sentence().min(FIRST)).filter(is_lead);
        let at = leads.find(|at| {
            let theirs = main_verb(text, *at).and_then(|verb| subject(text, verb));
            theirs.is_some_and(|theirs| is_in_one_chain(text, self.who, own, theirs))
        })?;
        let days = self.days_in(at).filter_map(|day| self.past_week(day, published));
        days.last().or_else(|| self.of_lead_at(at, published))
    }

    /// The days of a sentence of the lead whose main clause is in the simple past.
    fn of_lead_at(&self, sentence: usize, published: Date) -> Option<When> {
        let verb = main_verb(self.text, sentence).filter(|v| is_told_as_past(self.text, *v))?;
        Deed { text: self.text, who: self.who, verb }.of_lead(published)
    }

    /// Whether a sentence before tells of the party that does the deed in its main clause.
    fn goes_on_from(&self, sentence: usize) -> bool {
        let text = self.text;
        let kind = text.document.blocks[text.sentences[sentence].block as usize].kind;
        let theirs = main_verb(text, sentence).and_then(|verb| subject(text, verb));
        let own = self.clause().and_then(|verb| subject(text, verb));
        let is_same = || Some(is_of_one(text, self.who, own?, theirs?));
        kind == BlockKind::Paragraph && is_same() == Some(true)
    }

    /// The main verb of its sentence, if the deed is told by it, or along with it or a verb
    /// coordinated with it.
    pub(super) fn clause(&self) -> Option<u32> {
        let text = self.text;
        let mut at = self.verb;
        let is_along = |t: u32| text.relation(t) == Relation::Conjunct || self.is_participle(t);
        while is_along(at) && text.head(at) != at {
            at = text.head(at);
        }
        (text.head(at) == at).then_some(at)
    }
}

/// The verb of a sentence's main clause.
pub(super) fn main_verb(text: &Annotated, sentence: usize) -> Option<u32> {
    let sentence = &text.sentences[sentence];
    let mut tokens = sentence.first..sentence.last;
    tokens.find(|t| text.head(*t) == *t && text.pos(*t) == Pos::Verb)
}

fn subject(text: &Annotated, verb: u32) -> Option<u32> {
    let is_subject =
        |t: &u32| matches!(text.relation(*t), Relation::Subject | Relation::PassiveSubject);
    text.children(verb).find(is_subject)
}

/// Whether two nouns are told to be one.
fn is_in_one_chain(text: &Annotated, who: &Resolved, one: u32, two: u32) -> bool {
    let chain = |token: u32| who.chains.get(text.mention_at(token)?).copied().flatten();
    chain(one).is_some() && chain(one) == chain(two)
}

/// Whether two nouns mean the same party, or one of the same state.
pub(super) fn is_of_one(text: &Annotated, who: &Resolved, one: u32, two: u32) -> bool {
    let (Some(one), Some(two)) = (text.mention_at(one), text.mention_at(two)) else {
        return false;
    };
    let chain = |mention: usize| who.chains.get(mention).copied().flatten();
    let actor = |mention: usize| who.actor(mention).and_then(|found| found.id.as_ref());
    chain(one).is_some() && chain(one) == chain(two)
        || actor(one).is_some() && actor(one) == actor(two)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated_on, resolved};
    use entente_model::{Precision, Status, When};

    use super::super::tests::date;
    use super::super::untold;

    /// The last day in January 2020 of the last predicate of a text in which `Friday` is the 24th.
    fn day(notation: &str) -> Option<i8> {
        let text = annotated_on("2020-01-31", notation);
        let mut who = resolved(&text, "Chad=TCD\nMali=MLI");
        date(&text, &mut who, &[("Friday", 24)]);
        let predicate = text.predicates.last().expect("a predicate");
        untold::happened(&text, &who, predicate, Status::Happened).map(|when| when.to.day())
    }

    const SANG: &str = "Chad/PROPN<sang:subject sang/VERB//Tense=Past|VerbForm=Fin";
    const LEFT: &str = "Chad/PROPN<left:subject left/VERB//Tense=Past|VerbForm=Fin\n\
        ! leave@left subject=Chad past";

    #[test]
    fn what_the_party_of_the_lead_does_next_is_of_the_lead() {
        let fell = "it/PRON<fell:subject fell/VERB//Tense=Past|VerbForm=Fin";
        assert_eq!(day(&format!("{fell}\n{fell}\n{LEFT}")), None);
        assert_eq!(day(&format!("{fell}\n{SANG}\n{LEFT}")), Some(31));
    }

    #[test]
    fn a_month_before_a_noun_is_not_that_of_the_deed() {
        let of = |month: &str| {
            let last = LEFT.replace("left/VERB", &format!("{month} left/VERB"));
            let text = annotated_on("2020-01-31", &format!("{SANG}\n{SANG}\n{last}"));
            let mut who = resolved(&text, "Chad=TCD");
            date(&text, &mut who, &[("May", 3)]);
            for time in &mut who.times {
                time.when = time.when.map(|when| When { precision: Precision::Month, ..when });
            }
            let predicate = text.predicates.last().expect("a predicate");
            untold::happened(&text, &who, predicate, Status::Happened).map(|when| when.to.day())
        };
        assert_eq!(of("May/PROPN<pact:compound pact/NOUN<left:object"), Some(31));
        assert_eq!(
            of("pact/NOUN<left:object in/ADP<pact:preposition May/PROPN<in:prep-object"),
            None
        );
    }

    #[test]
    fn what_the_party_of_the_lead_does_further_down_is_of_the_lead() {
        let fell = "it/PRON<fell:subject fell/VERB//Tense=Past|VerbForm=Fin";
        let far = |last: &str| {
            let text = annotated_on(
                "2020-01-31",
                &format!("{SANG}\n{fell}\n{fell}\n{fell}\n{fell}\n{last}"),
            );
            let mut who = resolved(&text, "Chad=TCD");
            who.chains = text.mentions.iter().map(|_| Some(0)).collect();
            let predicate = text.predicates.last().expect("a predicate");
            untold::happened(&text, &who, predicate, Status::Happened).map(|when| when.to.day())
        };
        assert_eq!(far(LEFT), Some(31));
        let had = "Chad/PROPN<left:subject had/AUX/have/Tense=Past|VerbForm=Fin<left:auxiliary left/VERB//Aspect=Perf\n\
            ! leave@left subject=Chad past";
        assert_eq!(far(had), None, "it had left before");
    }
}
