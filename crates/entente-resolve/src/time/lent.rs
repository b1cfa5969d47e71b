//! Times that a deed has from what it is told with: the noun that it is a part of (`in Monday's
//! raid two died`), the noun that its clause hangs on (`last May's poll, in which two stood`), or
//! the clause that is told together with it (`it fell on Monday, when two men left`).

use entente_model::{Annotated, Pos, Precision, Relation, TimeExpr, TimeLink, When};

use super::told::{Dated, at, object_of};
use super::word::{Phase, Tie, Word};

/// So many words stand at most between a clause and the verb whose time it has.
const HIGHEST: usize = 5;

impl Dated<'_> {
    /// `It fell on Monday, when two men left`, `she will say so when she comes on Monday`: of two
    /// clauses that are told together each is of the time that the other states. `in May 2014, when
    /// they met` and `last May's poll, when they met` are of the time that they explain.
    pub(super) fn of_two_clauses(&self, word: u32) -> Option<TimeExpr> {
        let text = self.scene.text;
        let clause = text.head(word);
        let main = text.head(clause);
        if main == clause {
            return None;
        }
        let is_own = self.stated(clause).is_some();
        match text.relation(clause) {
            _ if is_own => {
                let is_free = self.stated(main).is_none() && is_adverbial(text, clause);
                let time =
                    self.stated(clause).filter(|_| is_free && is_alike(text, clause, main))?;
                self.spanning(clause, clause + 1, at(time)?, TimeLink::At)
            }
            Relation::AdverbialClause | Relation::RelativeClause => {
                let time = self.time_above(clause)?;
                self.spanning(word, word + 1, at(time)?, TimeLink::At)
            }
            _ => None,
        }
    }

    /// The time that a clause explains, or that the clause above it states, infinitives, participles
    /// and nouns between them aside.
    fn time_above(&self, clause: u32) -> Option<&TimeExpr> {
        let text = self.scene.text;
        let next = |t: &u32| Some(text.head(*t)).filter(|up| up != t);
        for up in std::iter::successors(next(&clause), next).take(HIGHEST) {
            let is_verb = text.pos(up) == Pos::Verb;
            let time = self.stated(up).or_else(|| self.time_over(up));
            let time = time.or_else(|| self.time_of_part(up));
            if time.is_some() {
                return time.filter(|_| !is_verb || is_alike(text, clause, up));
            }
            let morph = text.morph(up);
            let is_along = is_adverbial(text, up) && morph.contains("VerbForm=Part");
            let is_between = !is_verb || morph.contains("VerbForm=Inf") || is_along;
            if !is_between {
                return None;
            }
        }
        None
    }

    /// `they lost in last May's poll`: the time of what a verb tells a part of.
    fn time_of_part(&self, verb: u32) -> Option<&TimeExpr> {
        let text = self.scene.text;
        let mut adpositions = text.children(verb).filter(|t| self.is_within(*t));
        adpositions.find_map(|t| self.time_before(object_of(text, t)?))
    }

    /// Whether a word leads to what the rest is a part of.
    fn is_within(&self, token: u32) -> bool {
        self.lattice.words(token).any(|(_, word)| *word == Word::Tie(Tie::Within))
    }

    /// `in Monday's raid two died`, `in an article in Monday's Globe they denied it`: what is told
    /// by the parts of something is of its time, and so is what was done `during` a well-known event.
    pub(super) fn within(&self, adposition: u32) -> Option<TimeExpr> {
        let text = self.scene.text;
        let noun = object_of(text, adposition)?;
        let is_verbal = text.pos(text.head(adposition)) == Pos::Verb;
        if let Some(known) = self.occasion_at(noun).filter(|_| is_verbal) {
            return self.expression(adposition, noun, known.when, TimeLink::At);
        }
        let inner =
            || text.children(noun).filter(|t| self.is_within(*t)).find_map(|t| object_of(text, t));
        let of = |noun: u32| self.time_before(noun).map(|time| (noun, time));
        let (noun, time) = of(noun).or_else(|| of(inner()?))?;
        (is_verbal && adposition < time.first)
            .then(|| self.expression(adposition, noun, at(time)?, TimeLink::At))
            .flatten()
    }

    /// The time that stands before a noun as its own: not `the 1985 farm bill`, whose name it is.
    fn time_before(&self, noun: u32) -> Option<&TimeExpr> {
        let time = self.stated(noun).filter(|time| time.last <= noun)?;
        let is_year = at(time)?.precision == Precision::Year;
        let mut tokens = time.first..time.last;
        let is_owner = tokens.any(|t| self.scene.text.relation(t) == Relation::Possessor);
        (!is_year || is_owner).then_some(time)
    }

    /// What the noun or verb that an expression dates lends its time to.
    pub(super) fn lent(&self, owner: u32, time: &TimeExpr) -> Vec<TimeExpr> {
        let text = self.scene.text;
        let Some(when) = at(time) else { return Vec::new() };
        if text.pos(owner) == Pos::Verb {
            return self.of_beginning(owner, when).into_iter().collect();
        }
        if !text.pos(owner).is_nominal() {
            return Vec::new();
        }
        let fronted = clauses_on(text, owner).filter_map(|verb| fronted(text, verb));
        let all = fronted.chain(self.participle(owner, time)).chain(self.deed_of(owner, time));
        all.filter_map(|t| self.spanning(t, t + 1, when, TimeLink::At)).collect()
    }

    /// `the strike, which began on Monday`: from that day to that of writing.
    fn of_beginning(&self, verb: u32, when: When) -> Option<TimeExpr> {
        let text = self.scene.text;
        let today = text.document.meta.published.filter(|today| when.from < *today)?;
        let is_start = |(_, word): (u32, &Word)| *word == Word::Phase(Phase::Start);
        let is_told = text.relation(verb) == Relation::RelativeClause
            && !text.predicates_at(text.head(verb)).is_empty();
        let since = When::new(when.from, today, Precision::Interval, when.span);
        (is_told && self.lattice.words(verb).any(is_start))
            .then(|| self.spanning(verb, verb + 1, since, TimeLink::At))
            .flatten()
    }

    /// `Opening Monday's debate, she denied it`, `Speaking at a rally on Monday, he denied it`: the
    /// participle, which hangs on the main clause.
    fn participle(&self, noun: u32, time: &TimeExpr) -> Option<u32> {
        let text = self.scene.text;
        let verb = match text.relation(noun) {
            Relation::Object if time.last <= noun => text.head(noun),
            Relation::PrepObject => text.head(text.head(noun)),
            _ => return None,
        };
        let has_subject = || {
            let mut children = text.children(verb).map(|t| text.relation(t));
            children.any(|r| matches!(r, Relation::Subject | Relation::PassiveSubject))
        };
        let is_along = verb < text.head(verb)
            && text.relation(verb) == Relation::AdverbialClause
            && !text.morph(verb).contains("VerbForm=Fin")
            && is_exact(time)
            && !has_subject();
        is_along.then_some(verb)
    }

    /// `Monday's blasts killed two`: what something did that has its day.
    fn deed_of(&self, noun: u32, time: &TimeExpr) -> Option<u32> {
        let text = self.scene.text;
        let verb = text.head(noun);
        let is_simple = text.morph(verb).contains("Tense=Past|VerbForm=Fin");
        let is_deed = text.relation(noun) == Relation::Subject
            && !text.predicates_at(noun).is_empty()
            && text.pos(verb) == Pos::Verb
            && is_simple;
        (is_deed && time.last <= noun && is_exact(time)).then_some(noun)
    }
}

/// What hangs on a noun, and on the nouns that its adpositions lead to: `the marches in cities, in
/// which some took part`.
fn clauses_on(text: &Annotated, noun: u32) -> impl Iterator<Item = u32> {
    let inner = text.children(noun).filter_map(|t| object_of(text, t));
    text.children(noun).chain(inner.flat_map(|t| text.children(t)))
}

/// The adposition that opens a relative clause: `the poll in which two stood`.
fn fronted(text: &Annotated, verb: u32) -> Option<u32> {
    let is_relative = text.relation(verb) == Relation::RelativeClause;
    let is_pronoun = |t: u32| t < verb && matches!(text.pos(t), Pos::Pron | Pos::Det);
    let mut before = text.children(verb).filter(|t| *t < verb);
    before.find(|t| is_relative && object_of(text, *t).is_some_and(is_pronoun))
}

fn is_adverbial(text: &Annotated, clause: u32) -> bool {
    text.relation(clause) == Relation::AdverbialClause
}

/// Whether two clauses are both of the past, or both not; what has no tense goes along with any.
fn is_alike(text: &Annotated, clause: u32, main: u32) -> bool {
    let is_bare = text.morph(main).contains("VerbForm=Part")
        && !text.children(main).any(|t| text.pos(t) == Pos::Aux);
    is_bare || is_past(text, clause) == is_past(text, main)
}

/// Whether a verb is in the past by its own form or its first auxiliary's.
fn is_past(text: &Annotated, verb: u32) -> bool {
    let helper = text.children(verb).find(|t| text.pos(*t) == Pos::Aux);
    let morph = text.morph(helper.unwrap_or(verb));
    morph.contains("Tense=Past") && morph.contains("VerbForm=Fin")
}

/// Whether a time is a day or a few.
fn is_exact(time: &TimeExpr) -> bool {
    time.when.is_some_and(|w| (w.to - w.from).get_days() < 7)
}
