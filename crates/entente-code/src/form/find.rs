//! Finds forms in a stretch of text.

use std::sync::Arc;

use entente_model::{Annotated, Argument, Pos, Relation, Resolved, Role, Span, When};

use super::fill::{Arguments, fill};
use super::reach::{Place, Reach, reach};
use super::sign::{self, Sign};
use super::words::{Hit, Words};
use super::{Form, days, named};

/// What a noun between a form's words and their verb takes from its rank.
const DEPTH: i32 = 4;
/// What a word of its words, and a further condition, adds to its rank.
const EXACT: i32 = 2;

/// A longer sentence is a list or no prose, and says nothing by its forms.
const MAX_TOKENS: u32 = 300;

/// A stretch of one sentence with what is found in it.
pub(crate) struct Line<'a> {
    pub(crate) text: &'a Annotated,
    pub(crate) who: &'a Resolved,
    /// The sectors that stand for their state; all where none is named.
    pub(crate) sectors: &'a [String],
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) hits: Vec<Hit>,
}

/// A form where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Found<'f, K> {
    pub(crate) form: &'f Form<K>,
    /// The words that bear it.
    pub(crate) span: Span,
    pub(crate) args: Arguments,
    pub(crate) sign: Sign,
    pub(crate) when: Option<When>,
    /// Whether it is said by or under an infinitive.
    pub(crate) is_infinitive: bool,
    /// How well it fits, to be compared with others of the same stretch.
    pub(crate) rank: i32,
    /// First and last token of the words that bear it.
    pub(crate) tokens: (u32, u32),
}

/// A form that would be found, but for an argument.
pub(crate) struct Lacking<'f, K> {
    pub(crate) form: &'f Form<K>,
    pub(crate) argument: Arc<str>,
}

impl<'a> Line<'a> {
    /// The concept words of the tokens that lie in a span and in the sentence where it begins.
    pub(crate) fn new(
        text: &'a Annotated,
        who: &'a Resolved,
        words: &Words,
        sectors: &'a [String],
        span: Span,
    ) -> Option<Self> {
        let at = text.sentences.partition_point(|s| s.span.end() <= span.start());
        let sentence = text.sentences.get(at).filter(|s| s.span.overlaps(span))?;
        let mut within = (sentence.first..sentence.last).filter(|&t| {
            text.tokens.get(t as usize).is_some_and(|token| span.overlaps(token.span))
        });
        let first = within.next()?;
        let last = within.next_back().unwrap_or(first) + 1;
        if last - first > MAX_TOKENS {
            return None;
        }
        Some(Self { text, who, sectors, first, last, hits: words.hits(text, first, last) })
    }

    /// Every form that is said, in order of the forms and of the words.
    pub(crate) fn find<'f, K>(
        &self,
        forms: &'f [Form<K>],
        lacking: &mut Vec<Lacking<'f, K>>,
    ) -> Vec<Found<'f, K>> {
        let mut found = Vec::new();
        if self.hits.is_empty() {
            return found;
        }
        for hit in &self.hits {
            let mut reached: Option<Reach> = None;
            for form in forms.iter().filter(|f| f.words.contains(&hit.concept)) {
                let reach = reached
                    .get_or_insert_with(|| reach(self.text, hit.head, self.first, self.last));
                match self.try_form(form, hit, reach) {
                    Ok(Some(one)) => found.push(one),
                    Ok(None) => {}
                    Err(argument) => lacking.push(Lacking { form, argument }),
                }
            }
        }
        found
    }

    fn try_form<'f, K>(
        &self,
        form: &'f Form<K>,
        hit: &Hit,
        reach: &Reach,
    ) -> Result<Option<Found<'f, K>>, Arc<str>> {
        let says = |concept: &Arc<str>| {
            let mut others =
                self.hits.iter().filter(|h| h.first >= hit.last || h.last <= hit.first);
            others.any(|h| h.concept == *concept)
        };
        let hangs = |concept: &Arc<str>| {
            let mut hits = self.hits.iter().filter(|h| h.concept == *concept);
            hits.any(|h| h.head != hit.head && hangs_on(self.text, h.head, reach))
        };
        let is_fit = (form.anywhere || reach.is_main)
            && (!form.is_predicate || is_predicate(self.text, hit.head))
            && (!form.is_of_thing || self.is_of_thing(reach))
            && form.with.iter().all(|group| group.iter().any(says))
            && form.on.iter().all(|group| group.iter().any(hangs))
            && !form.without.iter().any(says);
        let sign = sign::read(self.text, &self.hits, hit, reach);
        if !is_fit || form.sign.is_some_and(|asked| asked != sign.is_affirmed) {
            return Ok(None);
        }
        let mut args = fill(&form.slots, self, hit, reach)?;
        let days = days::stated(self.text, self.who, self.first, self.last, hit.head);
        if let Some((when, is_since)) = days {
            let name = if is_since { "since".into() } else { form.when.clone() };
            args.insert(name, Argument::When(when));
        }
        let words = i32::try_from(hit.last - hit.first).unwrap_or(0);
        let conditions = i32::try_from(form.with.len() + form.without.len()).unwrap_or(0);
        let is_given = form.sign.is_some() || form.is_signless;
        let is_affirmed = (is_given || sign.is_affirmed) && !form.is_ended;
        Ok(Some(Found {
            form,
            span: self.span(hit.first, hit.last)?,
            args,
            sign: Sign { is_affirmed, ..sign },
            when: days.map(|(when, _)| when),
            is_infinitive: self.is_infinitive(reach),
            rank: form.rank + EXACT * (words + conditions) - DEPTH * reach.depth,
            tokens: (hit.first, hit.last),
        }))
    }

    /// Whether one of the heads of a word is an infinitive without an auxiliary.
    fn is_infinitive(&self, reach: &Reach) -> bool {
        let is_auxiliary =
            |t| self.text.relation(t) == Relation::Auxiliary && self.text.pos(t) == Pos::Aux;
        let is_bare = |&t: &u32| {
            self.text.morph(t).contains("VerbForm=Inf") && !self.text.children(t).any(is_auxiliary)
        };
        reach.signed().iter().any(is_bare)
    }

    /// Whether the subject of a clause is no actor itself.
    fn is_of_thing(&self, reach: &Reach) -> bool {
        let mut subjects = reach.fillers(Place::Role(Role::Subject));
        subjects.next().is_some_and(|t| named::at(self, t).is_none())
    }

    fn span(&self, first: u32, last: u32) -> Result<Span, Arc<str>> {
        let token = |t: u32| self.text.tokens.get(t as usize).map(|token| token.span);
        let ends = token(first).zip(last.checked_sub(1).and_then(token));
        ends.map(|(a, b)| a.join(b)).ok_or_else(|| "words".into())
    }

    /// The text of some tokens, without marks at its ends.
    pub(crate) fn words(&self, first: u32, last: u32) -> Option<Arc<str>> {
        let span = self.span(first, last).ok().filter(|_| first < last)?;
        let words = span.of(&self.text.document.text);
        let words = words.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        (!words.is_empty()).then(|| words.into())
    }
}

/// Whether a word is what something is said to be (`is absurd`, `called it a mistake`).
fn is_predicate(text: &Annotated, token: u32) -> bool {
    use Relation::{AdjectiveComplement, Attribute, Complement, ObjectPredicate, Root};
    matches!(
        text.relation(token),
        AdjectiveComplement | Attribute | Complement | ObjectPredicate | Root
    )
}

/// Whether a word hangs on a path, or is part of it, through no more than a phrase.
fn hangs_on(text: &Annotated, token: u32, reach: &Reach) -> bool {
    const MAX_PHRASE: usize = 4;
    let mut heads = std::iter::successors(Some(token), |&t| Some(text.head(t)).filter(|&h| h != t));
    heads.by_ref().take(MAX_PHRASE).any(|t| reach.path.contains(&t))
}
