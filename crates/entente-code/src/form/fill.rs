//! Arguments: where each may stand, and who or what stands there.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ActorId, Argument, Role};

use super::find::Line;
use super::named::{self, Named};
use super::reach::{Place, Reach};
use super::words::Hit;
use crate::ontology::{PackError, unknown};

/// The places for the two sides of what is mutual.
const BOTH: &str = "both";

/// One argument of a form.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) name: Arc<str>,
    /// Whether a form does without it.
    is_optional: bool,
    /// Whether it takes all that stand there, as a list.
    is_list: bool,
    /// Whether it is a body of states.
    is_body: bool,
    sources: Vec<Source>,
}

/// Where an argument comes from.
#[derive(Clone, Debug)]
enum Source {
    /// The actors in a place.
    At(Place),
    /// The first actor after the form's words, or after those of a concept that follows them.
    After(Option<Arc<str>>),
    /// The last actor before the form's words.
    Before,
    /// All actors of the clause.
    Any,
    /// The nearest word of a family of concepts.
    Family(Arc<str>),
    /// A word of the form.
    Constant(Arc<str>),
    /// The words of the text before or after the form's, all of them, or the form's.
    Words(Stretch),
}

#[derive(Clone, Copy, Debug)]
enum Stretch {
    Before,
    After,
    All,
    Own,
}

impl Slot {
    /// Reads `name: places`, tried in order: a role, `owner`, `apposed`, `before`, `after`,
    /// `after:concept` or `any` for actors; `~family` for a concept word; `=word` for a word;
    /// `<words`, `>words`, `words` or `own` for the text before, after or all around, or the form's words. `name?` need not be
    /// filled, `name*` takes a list, `name^` a body of states, and `both` fills `a` and `b`.
    pub(super) fn parse(form: &str, text: &str) -> Result<Self, PackError> {
        let (name, places) = text
            .split_once(':')
            .ok_or_else(|| unknown(form, "an argument `name: places`", text))?;
        let (name, is_optional) = strip(name.trim(), '?');
        let (name, is_list) = strip(name, '*');
        let (name, is_body) = strip(name, '^');
        let sources = places.split_whitespace().map(|place| Source::parse(form, place));
        let sources: Vec<Source> = sources.collect::<Result<_, _>>()?;
        let is_word = |s: &Source| matches!(s, Source::Family(_) | Source::Words(_));
        let is_optional = is_optional || sources.iter().all(is_word);
        Ok(Self { name: name.into(), is_optional, is_list, is_body, sources })
    }
}

fn strip(text: &str, mark: char) -> (&str, bool) {
    text.strip_suffix(mark).map_or((text, false), |text| (text, true))
}

impl Source {
    fn parse(form: &str, text: &str) -> Result<Self, PackError> {
        if let Some(family) = text.strip_prefix('~') {
            return Ok(Self::Family(family.into()));
        }
        if let Some(word) = text.strip_prefix('=') {
            return Ok(Self::Constant(word.into()));
        }
        if let Some(concept) = text.strip_prefix("after:") {
            return Ok(Self::After(Some(concept.into())));
        }
        Ok(match text {
            "after" => Self::After(None),
            "before" => Self::Before,
            "any" => Self::Any,
            "words" => Self::Words(Stretch::All),
            "<words" => Self::Words(Stretch::Before),
            ">words" => Self::Words(Stretch::After),
            "own" => Self::Words(Stretch::Own),
            name => {
                let place = Place::from_name(name);
                Self::At(place.ok_or_else(|| unknown(form, "a place of an argument", name))?)
            }
        })
    }
}

/// Arguments by their names.
pub(crate) type Arguments = BTreeMap<Arc<str>, Argument>;

/// Fills the arguments of a form; or names the first that is missing.
pub(super) fn fill(
    slots: &[Slot],
    line: &Line<'_>,
    hit: &Hit,
    reach: &Reach,
) -> Result<Arguments, Arc<str>> {
    let mut filling = Filling { line, hit, reach, args: Arguments::new(), used: Vec::new() };
    for slot in slots {
        if !filling.slot(slot) && !slot.is_optional {
            return Err(slot.name.clone());
        }
    }
    Ok(filling.args)
}

struct Filling<'a> {
    line: &'a Line<'a>,
    hit: &'a Hit,
    reach: &'a Reach,
    args: Arguments,
    used: Vec<ActorId>,
}

impl Filling<'_> {
    /// Fills one argument from the first place in which something stands.
    fn slot(&mut self, slot: &Slot) -> bool {
        if &*slot.name == BOTH {
            return self.both(slot);
        }
        for source in &slot.sources {
            let argument = match source {
                Source::Constant(word) => Some(Argument::Word(word.clone())),
                Source::Family(family) => self.family(family).map(Argument::Word),
                Source::Words(stretch) => self.words(*stretch).map(Argument::Word),
                _ => {
                    let is_all = slot.is_list && matches!(source, Source::Any);
                    self.one(self.actors(source), slot, is_all)
                }
            };
            if let Some(argument) = argument {
                self.args.insert(slot.name.clone(), argument);
                return true;
            }
        }
        false
    }

    /// The first group of actors that are not yet in another argument, or all groups together.
    fn one(&mut self, groups: Vec<Vec<Named>>, slot: &Slot, is_all: bool) -> Option<Argument> {
        let free = |group: Vec<Named>| -> Vec<ActorId> {
            let fit = group.into_iter().filter(|named| named.is_body || !slot.is_body);
            let ids = fit.map(|named| named.id);
            ids.filter(|id| !self.used.contains(id)).collect()
        };
        let mut groups = groups.into_iter().map(free).filter(|ids| !ids.is_empty());
        let mut ids = groups.next()?;
        if is_all {
            ids.extend(groups.flatten());
        }
        self.used.extend(ids.iter().cloned());
        if slot.is_list {
            return Some(Argument::Actors(ids));
        }
        if ids.len() == 1 { ids.pop().map(Argument::Actor) } else { Some(Argument::Actors(ids)) }
    }

    /// Two sides at least, from as many places as it takes.
    fn both(&mut self, slot: &Slot) -> bool {
        let mut ids: Vec<ActorId> = Vec::new();
        for source in &slot.sources {
            if ids.len() > 1 {
                break;
            }
            // Of a whole clause, only a pair is surely meant.
            let groups = self.actors(source);
            if matches!(source, Source::Any) && groups.iter().flatten().count() != 2 {
                continue;
            }
            for named in groups.into_iter().flatten() {
                if !ids.contains(&named.id) && !self.used.contains(&named.id) {
                    ids.push(named.id);
                }
            }
        }
        if ids.len() < 2 {
            return false;
        }
        self.used.extend(ids.iter().cloned());
        let first = ids.remove(0);
        self.args.insert("a".into(), Argument::Actor(first));
        let rest = match <[ActorId; 1]>::try_from(ids) {
            Ok([second]) => Argument::Actor(second),
            Err(several) => Argument::Actors(several),
        };
        self.args.insert("b".into(), rest);
        true
    }

    /// Groups of actors that stand in a place, the nearest first.
    fn actors(&self, source: &Source) -> Vec<Vec<Named>> {
        let Line { first, last, .. } = *self.line;
        match source {
            Source::At(place) => {
                let tokens = self.reach.fillers(*place).filter(|t| (first..last).contains(t));
                // Somebody may be what somebody is said to be only by name.
                let tokens = tokens.filter(|t| {
                    *place != Place::Role(Role::Attribute) || named::at(self.line, *t).is_some()
                });
                tokens.map(|t| named::of(self.line, t)).filter(|group| !group.is_empty()).collect()
            }
            Source::After(None) => self.linear(self.hit.last, last, false),
            Source::After(Some(concept)) => {
                let mut hits = self.line.hits.iter().filter(|h| h.first >= self.hit.first);
                let mark = hits.find(|h| h.concept == *concept && h.last > self.hit.head);
                mark.map_or_else(Vec::new, |mark| self.linear(mark.last, last, false))
            }
            Source::Before => self.linear(first, self.hit.first, true),
            Source::Any => {
                let all = named::within(self.line, first, last);
                all.into_iter().map(|one| vec![one]).collect()
            }
            Source::Family(_) | Source::Constant(_) | Source::Words(_) => Vec::new(),
        }
    }

    /// The actors of a run of tokens, each with those coordinated with it, in or against order.
    fn linear(&self, first: u32, last: u32, is_turned: bool) -> Vec<Vec<Named>> {
        let mut all = named::within(self.line, first, last);
        if is_turned {
            all.reverse();
        }
        all.into_iter().map(|one| named::of(self.line, one.token)).collect()
    }

    /// The word of a family that says most, the nearest to the form's words of equal ones.
    fn family(&self, family: &str) -> Option<Arc<str>> {
        let of_family = |hit: &&Hit| hit.word_of(family).is_some();
        let hits = self.line.hits.iter().filter(of_family);
        let best = hits.min_by_key(|hit| {
            let length = hit.last - hit.first;
            let distance = hit.head.abs_diff(self.hit.head);
            (std::cmp::Reverse(length), distance, hit.first)
        })?;
        best.word_of(family).map(Into::into)
    }

    fn words(&self, stretch: Stretch) -> Option<Arc<str>> {
        let (first, last) = match stretch {
            Stretch::Before => (self.line.first, self.hit.first),
            Stretch::After => (self.hit.last, self.line.last),
            Stretch::All => (self.line.first, self.line.last),
            Stretch::Own => (self.hit.first, self.hit.last),
        };
        self.line.words(first, last)
    }
}
