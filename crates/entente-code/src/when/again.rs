//! The day of a happening that a definite noun names again: `talks in Bonn last weekend … the talks
//! were attended by two ministers`.
//!
//! The noun is the same, in the same number, or the verb for it (`they will talk on Monday … the
//! talks`), and what modifies it is not against it: `the first raid` or `the Bonn talks` are not any
//! raid and any talks. Of the earlier ones the nearest counts, and if that is new itself (`a raid`)
//! no other does. A clause tells something again if it has its verb and two of its parties.

use entente_model::{
    Annotated, Filler, Pos, Predicate, Relation, Resolved, Role, Status, TimeExpr, TimeKind,
    TimeLink, When,
};

use super::carried::is_of_one;
use super::hang::outermost;
use super::tense::is_pluperfect;
use super::{lead, told_itself};

/// So many sentences before a noun are looked through for what it names.
const BACK: usize = 12;
/// So many parties in common make two clauses with one verb tell of one deed.
const ENOUGH: usize = 2;
/// How many heads are climbed from a time to the noun that it dates.
const MAX_CLIMB: usize = 5;

/// The time at which a text put what a predicate names again, or what it was done at.
pub(super) fn named_again(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let published = text.document.meta.published?;
    let is_on_its_side = |when: &When| match status {
        Status::Happened | Status::Ongoing => when.from <= published,
        _ => when.to >= published,
    };
    let namings = Namings { text, who };
    let named = |noun: u32| namings.before(noun).find_map(|n| namings.judged(n, noun)).flatten();
    let found = match happening(text, predicate) {
        Some(noun) => named(noun),
        None if status == Status::Happened => told_before(text, who, predicate),
        None => None,
    };
    found.filter(is_on_its_side)
}

/// The time of an earlier clause with the verb of a predicate and two of its parties.
fn told_before(text: &Annotated, who: &Resolved, predicate: &Predicate) -> Option<When> {
    let own = text.tokens[predicate.head as usize].sentence as usize;
    let start = text.sentences[own.saturating_sub(BACK)].first;
    let first = text.predicates.partition_point(|p| p.head < start);
    let last = text.predicates.partition_point(|p| p.head < text.sentences[own].first);
    let is_clause = |p: &Predicate| !p.is_nominal && text.pos(p.head) == Pos::Verb;
    let shares = |earlier: &Predicate| {
        let is_shared = |f: &Filler| {
            let mut fillers = earlier.fillers(f.role);
            fillers.any(|token| is_of_one(text, who, token, f.token))
        };
        predicate.fillers.iter().filter(|f| is_shared(f)).count() >= ENOUGH
    };
    let is_it = |p: &&Predicate| {
        is_clause(p) && text.lemma(p.head) == text.lemma(predicate.head) && shares(p)
    };
    if !is_clause(predicate) || last < first {
        return None;
    }
    let earlier = text.predicates[first..last].iter().rev().find(is_it)?;
    told_itself(text, who, earlier, Status::Happened)
}

/// The definite noun of a happening that a predicate is told by (`the talks were attended`) or was
/// done at (`at those talks they agreed`).
fn happening(text: &Annotated, predicate: &Predicate) -> Option<u32> {
    let sentence = text.sentence_of(predicate.head)?;
    let trigger = predicate.trigger;
    let is_inside = |t: &u32| trigger.contains(text.tokens[*t as usize].span);
    let is_named = |t: &u32| text.pos(*t) == Pos::Noun && is_definite(text, *t);
    let own = (sentence.first..sentence.last).find(|t| is_inside(t) && is_named(t));
    let at_it = || {
        let verb = Some(predicate.head).filter(|t| text.pos(*t) == Pos::Verb)?;
        let mut nouns = led_by(text, verb).filter(is_named);
        nouns.find(|t| *t < verb && is_pointed_at(text, *t) || is_scene(text, *t))
    };
    own.or_else(at_it)
}

/// Whether a deed is about, or comes after, what a definite noun tells to have happened: it is not
/// done by that noun itself (`held the talks`), nor at it.
pub(super) fn speaks_of_happening(text: &Annotated, predicate: &Predicate) -> bool {
    let is_own = |t: u32| predicate.trigger.contains(text.tokens[t as usize].span);
    let is_happening = |t: u32| {
        let is_told = !text.predicates_at(t).is_empty() && text.pos(t) == Pos::Noun;
        is_told && !is_own(t) && is_definite(text, t) && !is_scene(text, t)
    };
    let filled = predicate.fillers.iter().filter(|f| f.role != Role::Subject).map(|f| f.token);
    // `in response to the raid`
    let led = led_by(text, predicate.head).flat_map(|t| led_by(text, t).chain([t]));
    filled.chain(led).any(is_happening)
}

/// What stands under the adpositions of a word, verbs that serve as such (`following`) among them.
fn led_by(text: &Annotated, word: u32) -> impl Iterator<Item = u32> + '_ {
    let leads = |t: &u32| text.pos(*t) == Pos::Adp || text.relation(*t) == Relation::Preposition;
    text.children(word).filter(leads).flat_map(|t| text.children(t))
}

/// Whether a noun tells of what happened, and a deed took place at or in it.
fn is_scene(text: &Annotated, noun: u32) -> bool {
    text.adposition(text.head(noun)) == Some(Role::Place) && !text.predicates_at(noun).is_empty()
}

/// Whether an article, pronoun or owner says which one a noun means.
fn is_definite(text: &Annotated, noun: u32) -> bool {
    let is_known = |morph: &str| morph.contains("Definite=Def") || morph.contains("PronType=Dem");
    let is_owned = || text.children(noun).any(|t| text.relation(t) == Relation::Possessor);
    text.relation(noun) != Relation::Compound
        && (determiners(text, noun).any(is_known) || is_owned())
}

fn is_pointed_at(text: &Annotated, noun: u32) -> bool {
    determiners(text, noun).any(|morph| morph.contains("PronType=Dem"))
}

fn determiners(text: &Annotated, noun: u32) -> impl Iterator<Item = &str> {
    let of = text.children(noun).filter(|t| text.relation(*t) == Relation::Determiner);
    of.map(|t| text.morph(t))
}

/// The search for an earlier naming.
struct Namings<'a> {
    text: &'a Annotated,
    who: &'a Resolved,
}

impl Namings<'_> {
    /// The same noun, or its verb, in the sentences before, the nearest first.
    fn before(&self, noun: u32) -> impl Iterator<Item = u32> {
        let text = self.text;
        let own = text.tokens[noun as usize].sentence as usize;
        let first = text.sentences[own.saturating_sub(BACK)].first;
        let number = |t: u32| text.morph(t).contains("Number=Plur");
        // Several marches are not what one verb tells.
        let is_verb = move |t: u32| text.pos(t) == Pos::Verb && !number(noun);
        (first..text.sentences[own].first).rev().filter(move |&t| {
            let is_noun = text.pos(t) == Pos::Noun
                && text.relation(t) != Relation::Compound
                && number(t) == number(noun);
            text.lemma(t) == text.lemma(noun) && (is_noun || is_verb(t) && !is_pluperfect(text, t))
        })
    }

    /// The time of an earlier naming if it is one of the same; nothing if it is not, and
    /// `Some(None)` if it is, or may be, but has no time.
    #[expect(clippy::option_option, reason = "not the same and without a time are two answers")]
    fn judged(&self, earlier: u32, noun: u32) -> Option<Option<When>> {
        let text = self.text;
        let mut modifiers = modifiers(text, noun).peekable();
        let is_free = modifiers.peek().is_none();
        let sentence = text.sentence_of(earlier)?;
        let is_told = |word: u32| {
            let mut tokens = sentence.first..sentence.last;
            tokens.any(|t| t != word && text.lemma(t) == text.lemma(word))
        };
        if !modifiers.all(is_told) {
            return None;
        }
        let time = self.stated(earlier).or_else(|| self.of_its_verb(earlier));
        let is_the_same = is_free || time.is_some();
        match time {
            Some(time) => Some(Some(time)),
            // A known one without a time may stand for one before it.
            None if is_the_same && is_definite(text, earlier) => None,
            None => Some(None),
        }
    }

    /// The time in a noun's own phrase.
    fn stated(&self, noun: u32) -> Option<When> {
        self.times(noun).find(|t| self.is_in_phrase(t, noun)).and_then(|t| t.when)
    }

    /// The time of the clause of which a noun is the subject, or that was done at it: `the talks
    /// ended on Monday`, `on Monday two died in a raid`.
    fn of_its_verb(&self, noun: u32) -> Option<When> {
        let text = self.text;
        let is_itself = text.pos(noun) == Pos::Verb;
        let is_at_it = !is_itself && is_scene(text, noun);
        let is_subject =
            matches!(text.relation(noun), Relation::Subject | Relation::PassiveSubject);
        let above = text.head(noun);
        let verb = match (is_itself, is_at_it) {
            (true, _) => noun,
            (false, true) => text.head(above),
            (false, false) => above,
        };
        let is_of_it = is_itself || is_at_it || is_subject;
        if !is_of_it || text.pos(verb) != Pos::Verb || is_pluperfect(text, verb) {
            return None;
        }
        let on_verb = |t: &&TimeExpr| {
            let top = outermost(text, t);
            let up = text.head(top);
            up == verb || text.pos(up) == Pos::Adp && text.head(up) == verb
        };
        let stated = self.times(noun).find(on_verb).and_then(|t| t.when);
        stated.or_else(|| lead::of_lead(text, self.who, verb))
    }

    /// The times of a noun's sentence at which something was.
    fn times(&self, noun: u32) -> impl Iterator<Item = &TimeExpr> {
        let sentence = &self.text.sentences[self.text.tokens[noun as usize].sentence as usize];
        let from = self.who.times.partition_point(|t| t.first < sentence.first);
        let last = sentence.last;
        self.who.times[from..]
            .iter()
            .take_while(move |t| t.first < last)
            .filter(|t| t.when.is_some() && t.link == TimeLink::At)
            .filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time))
    }

    /// Whether a time hangs on a noun, other nouns and adpositions between them aside.
    fn is_in_phrase(&self, time: &TimeExpr, noun: u32) -> bool {
        let text = self.text;
        let mut at = outermost(text, time);
        for _ in 0..MAX_CLIMB {
            let up = text.head(at);
            if up == noun {
                return true;
            }
            if up == at || !(text.pos(up).is_nominal() || text.pos(up) == Pos::Adp) {
                return false;
            }
            at = up;
        }
        false
    }
}

/// The words before a noun that say which one is meant, pronouns aside.
fn modifiers(text: &Annotated, noun: u32) -> impl Iterator<Item = u32> {
    text.children(noun).filter(move |&t| {
        t < noun
            && text.pos(t) != Pos::Pron
            && matches!(
                text.relation(t),
                Relation::Modifier
                    | Relation::Compound
                    | Relation::NounModifier
                    | Relation::Number
                    | Relation::Possessor
            )
    })
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated, annotated_on, resolved};

    use super::super::tests::date;
    use super::*;

    /// The day in January 2020 of the last predicate of a text in which `Friday` is the 24th.
    fn day(notation: &str) -> Option<i8> {
        let text = annotated_on("2020-01-31", notation);
        let mut who = resolved(&text, "");
        date(&text, &mut who, &[("Friday", 24)]);
        let predicate = text.predicates.last().expect("a predicate");
        named_again(&text, &who, predicate, Status::Happened).map(|when| when.to.day())
    }

    const FAIR: &str = "a/DET//Definite=Ind<fair:determiner fair/NOUN<closed:subject \
        in/ADP<fair:preposition Mali/PROPN<in:prep-object Friday/PROPN<Mali:noun-adverb \
        closed/VERB//Tense=Past|VerbForm=Fin";
    const VISITED: &str = "the/DET//Definite=Def<fair:determiner fair/NOUN<drew:subject \
        drew/VERB//Tense=Past|VerbForm=Fin Chad/PROPN<drew:object\n! visit@fair subject=Chad past";

    #[test]
    fn what_is_named_again_is_of_the_day_of_its_first_naming() {
        assert_eq!(day(&format!("{FAIR}\n{VISITED}")), Some(24));
        let third = "Chad/PROPN<sang:subject sang/VERB";
        assert_eq!(day(&format!("{FAIR}\n{third}\n{VISITED}")), Some(24));
        let new = VISITED.replace("the/DET//Definite=Def", "a/DET//Definite=Ind");
        assert_eq!(day(&format!("{FAIR}\n{new}")), None, "a fair is another one");
    }

    #[test]
    fn a_modifier_that_was_not_told_names_another() {
        let first = VISITED.replace("fair/NOUN", "earlier/ADJ<fair:modifier fair/NOUN");
        assert_eq!(day(&format!("{FAIR}\n{first}")), None);
        let there = VISITED.replace("fair/NOUN", "Mali/PROPN<fair:compound fair/NOUN");
        assert_eq!(day(&format!("{FAIR}\n{there}")), Some(24));
    }

    #[test]
    fn what_the_lead_tells_is_of_the_lead() {
        let lead = FAIR.replace("Friday/PROPN<Mali:noun-adverb ", "");
        assert_eq!(day(&format!("{lead}\n{VISITED}")), Some(31));
    }

    #[test]
    fn a_deed_about_a_happening_is_not_done_by_it_or_at_it() {
        let speaks = |notation: &str| {
            let text = annotated(notation);
            let mut clauses = text.predicates.iter().filter(|p| !p.is_nominal);
            speaks_of_happening(&text, clauses.next().expect("a clause"))
        };
        let left = "Chad/PROPN<left:subject left/VERB in/ADP<left:preposition \
            response/NOUN<in:prep-object to/ADP<response:preposition \
            the/DET//Definite=Def<raid:determiner raid/NOUN<to:prep-object\n! raid@raid nominal\n\
            ! leave@left subject=Chad past";
        assert!(speaks(left));
        assert!(!speaks(&left.replace("the/DET//Definite=Def", "a/DET//Definite=Ind")));
        let held = "Chad/PROPN<held:subject held/VERB the/DET//Definite=Def<talks:determiner \
            talks/NOUN<held:object\n! raid@talks nominal\n! talk@talks subject=Chad past";
        assert!(!speaks(held));
    }

    #[test]
    fn what_was_done_at_it_is_of_its_day() {
        let shut = "shops/NOUN<shut:subject shut/VERB//Tense=Past|VerbForm=Fin \
            Friday/PROPN<shut:noun-adverb in/ADP<shut:preposition a/DET//Definite=Ind<fair:determiner \
            fair/NOUN<in:prep-object";
        let met = "in/ADP<met:preposition the/DET//Definite=Def<fair:determiner \
            fair/NOUN<in:prep-object Chad/PROPN<met:subject met/VERB//Tense=Past|VerbForm=Fin \
            Mali/PROPN<met:object\n! visit@fair\n! meet@met subject=Chad past";
        let held =
            shut.replace("fair/NOUN<in:prep-object", "fair/NOUN<in:prep-object\n! visit@fair");
        assert_eq!(day(&format!("{held}\n{met}")), Some(24));
        let near = met.replace("in/ADP<met", "before/ADP<met").replace("<in:", "<before:");
        assert_eq!(day(&format!("{held}\n{near}")), None, "it was before the fair");
    }
}
