//! The state of somebody of whom the text tells only the sector: `the police` in a story of one city.
//!
//! No report names the state of its police in each sentence. What the reader takes it from is tried
//! in this order: the place where it happened, an earlier mention of the same role whose state was
//! named, and the state that most of the document is about. An ontology's `[scene]` says for which
//! sectors this holds. What was inherited, and from where, is told with the event's rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ActorId, Annotated, Party, Pos, Predicate, Relation, Resolved, RuleId};
use serde::Deserialize;

use crate::owner::owner;
use crate::party::Found;
use crate::place;
use crate::select::Draft;

/// How well an inherited state is known.
const SCORE: f32 = 0.5;
/// A mention below this score is a guess and says nothing of what the document is about.
const SURE: f32 = 0.5;
/// A document that names states less often than this is about none.
const LEAST_NAMED: usize = 3;
/// Up to so many sentences a text is about the one state that it names.
const BRIEF: usize = 2;
/// How many nouns are looked through for who owns a thing.
const MAX_DEPTH: usize = 2;

/// Whose state the scene gives where the text does not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scene {
    /// Sectors of those who are mostly at home where the story is.
    sectors: Vec<String>,
    /// Sectors that are often abroad (`troops`): the place says nothing of them.
    #[serde(default)]
    abroad: Vec<String>,
    /// Sectors of whom a bare plural may be anybody's (`many governments`): what most of the
    /// document is about says nothing of them.
    #[serde(default)]
    anybody: Vec<String>,
    /// Kinds of modifiers that say that somebody is of another state, or of several (`foreign`).
    #[serde(default)]
    elsewhere: Vec<String>,
    /// Of all that a document names of states, the share that one must have.
    share: f32,
    /// Whose state is that of the other party.
    #[serde(default)]
    opponent: Opponent,
    /// Who is of the actor's own state.
    #[serde(default)]
    home: Home,
}

/// Those whom people at home ask and blame: `the government` that a state's parliament urges is its
/// own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Home {
    /// The types of such deeds.
    types: Vec<String>,
    /// Sectors of those who act.
    actor: Vec<String>,
    /// Sectors of those towards whom they act, if the text takes them for known.
    recipient: Vec<String>,
}

/// Those who quarrel at home: rebels are mostly of the state whose troops they fight, and whoever is
/// arrested is of the state whose police does it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opponent {
    /// The types of such deeds.
    types: Vec<String>,
    /// Sectors of those who have no state told.
    sectors: Vec<String>,
    /// Sectors of those against whom they act.
    against: Vec<String>,
    /// Sectors of those who act on them.
    under: Vec<String>,
}

/// What tells the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// The place of the event.
    Place,
    /// An earlier mention of the same role.
    Role,
    /// Most of the document.
    Document,
    /// An earlier mention of the same thing.
    Thing,
    /// The other party.
    Opponent,
    /// The actor, at home.
    Home,
    /// A deed told just before, whose doer did this too.
    Deed,
}

impl Sign {
    /// The rule that an event names for it.
    pub(crate) fn rule(self) -> RuleId {
        RuleId::new(match self {
            Self::Place => "state/of-place",
            Self::Role => "state/of-role",
            Self::Document => "state/of-document",
            Self::Thing => "state/of-thing",
            Self::Opponent => "state/of-opponent",
            Self::Home => "state/of-actor",
            Self::Deed => "doer/of-deed-before",
        })
    }
}

/// Gives the parties of drafts the states that the scene gives.
pub(crate) fn states(
    text: &Annotated,
    who: &Resolved,
    scene: Option<&Scene>,
    drafts: &mut [Draft<'_>],
) {
    let Some(scene) = scene else { return };
    let mut view = View { text, who, scene, main: None, only: None };
    for draft in drafts {
        let predicate = &text.predicates[draft.predicate];
        view.complete_opponents(draft);
        for found in &mut draft.actors {
            view.complete(found, predicate, None, false);
        }
        let actors = &draft.actors;
        let home = view.home(draft.rule.kind.as_ref(), actors);
        for found in &mut draft.recipients {
            view.complete(found, predicate, home.as_ref(), true);
            view.complete_thing(found, actors);
        }
    }
}

/// A document in which states are looked for.
struct View<'a> {
    text: &'a Annotated,
    who: &'a Resolved,
    scene: &'a Scene,
    /// The state that it is about, once that was asked.
    main: Option<Option<Arc<str>>>,
    /// The state in which all is that it names, once that was asked.
    only: Option<Option<Arc<str>>>,
}

impl View<'_> {
    /// `rebels ambushed Malian troops`, `Malian police arrested students`.
    fn complete_opponents(&self, draft: &mut Draft<'_>) {
        let Opponent { types, sectors, against, under } = &self.scene.opponent;
        if !types.iter().any(|kind| **kind == *draft.rule.kind) {
            return;
        }
        let state_of = |organs: &[String], others: &[Found]| {
            others.iter().find(|f| f.is_of(organs)).and_then(|f| f.party.country.clone())
        };
        let give = |sides: &mut [Found], state: Option<Arc<str>>| {
            let Some(state) = state else { return };
            let unknown =
                |f: &&mut Found| f.party.id.is_none() && f.is_of(sectors) && !self.is_elsewhere(f);
            for found in sides.iter_mut().filter(unknown) {
                lend(found, state.clone(), Sign::Opponent);
            }
        };
        give(&mut draft.actors, state_of(against, &draft.recipients));
        give(&mut draft.recipients, state_of(under, &draft.actors));
    }

    /// The state of those at home who act.
    fn home(&self, kind: &str, actors: &[Found]) -> Option<Arc<str>> {
        let Home { types, actor, .. } = &self.scene.home;
        let is_such = types.iter().any(|t| t == kind);
        let who = actors.iter().find(|f| is_such && f.is_of(actor))?;
        who.party.country.clone()
    }

    /// Gives one party a state; `home` is that of the actor, if somebody acts at home, `is_towards`
    /// whether it is the recipient.
    fn complete(
        &mut self,
        found: &mut Found,
        predicate: &Predicate,
        home: Option<&Arc<str>>,
        is_towards: bool,
    ) {
        let Party { id: None, sector: Some(sector), .. } = &found.party else { return };
        let (scene, sector) = (self.scene, sector.clone());
        let holds = |list: &[String]| list.iter().any(|s| **s == *sector);
        if !holds(&scene.sectors) || self.is_elsewhere(found) {
            return;
        }
        let place = || self.of_place(predicate).filter(|_| !holds(&scene.abroad));
        let near = self.of_antecedent(found).map(|state| (state, Sign::Role));
        let near = near.or_else(|| Some((place()?, Sign::Place)));
        let near = near.or_else(|| Some((self.of_role(found, &sector)?, Sign::Role)));
        let is_home = holds(&scene.home.recipient) && is_definite(self.text, found.named_by);
        let near = near.or_else(|| Some((home.filter(|_| is_home)?.clone(), Sign::Home)));
        let told = near.or_else(|| {
            let is_anybody = holds(&scene.anybody) && self.is_any_of_many(found);
            let main = if is_anybody { None } else { self.main() };
            // Organs of another state may be what is left to guess, and troops may be abroad.
            let is_open = holds(&scene.abroad) || holds(&scene.home.recipient) && is_towards;
            let only = || if is_open { None } else { self.only() };
            Some((main.or_else(only)?, Sign::Document))
        });
        let Some((state, sign)) = told else { return };
        lend(found, state, sign);
    }

    /// `a Malian post … attacked the post`: a thing that was told of before is of the state that it
    /// was of then, unless that is the actor's own.
    fn complete_thing(&self, found: &mut Found, actors: &[Found]) {
        if found.is_known() || found.named_by != found.token {
            return;
        }
        let Some(before) = self.of_thing(found) else { return };
        if actors.iter().any(|actor| actor.party.country == before.party.country) {
            return;
        }
        found.party.id = before.party.id;
        found.party.country = before.party.country;
        found.score = SCORE;
        found.acts = true;
        found.inherited = Some(Sign::Thing);
    }

    /// The state whose thing the same noun named before: nothing if it named another in between.
    fn of_thing(&self, found: &Found) -> Option<Found> {
        let (text, token) = (self.text, found.token);
        let is_noun = |t: u32| text.pos(t) == Pos::Noun && text.lemma(t) == text.lemma(token);
        if !is_noun(token) || !is_definite(text, token) {
            return None;
        }
        let mut before = (0..token).rev().filter(|&t| is_noun(t));
        before.find_map(|t| {
            let owner = owner(text, self.who, t, found.role, MAX_DEPTH);
            let owner = owner.filter(|o| o.is_state() && o.score >= SURE);
            (owner.is_some() || !is_definite(text, t)).then_some(owner)
        })?
    }

    /// `police in Haifa arrested`: the state of the predicate's own place.
    fn of_place(&self, predicate: &Predicate) -> Option<Arc<str>> {
        place::named(self.text, self.who, predicate)?.country
    }

    /// `envoys from Mali left … expelled them`: whose they are whom a pronoun stands for.
    fn of_antecedent(&self, found: &Found) -> Option<Arc<str>> {
        let (text, who) = (self.text, self.who);
        let own = text.mention_at(found.named_by)?;
        if text.pos(found.named_by) != Pos::Pron {
            return None;
        }
        let is_meant = |&at: &usize| {
            let is_named = who.actor(at).is_some_and(|c| c.name == found.party.name);
            is_named && text.pos(text.mentions[at].head) == Pos::Noun
        };
        let noun = text.mentions[(0..own).rev().find(is_meant)?].head;
        let owner = owner(text, who, noun, found.role, MAX_DEPTH).filter(Found::is_state)?;
        owner.party.country
    }

    /// Whether somebody may be any of many: `donors`, `thirty governments`.
    fn is_any_of_many(&self, found: &Found) -> bool {
        let (text, token) = (self.text, found.named_by);
        let is_plural = text.pos(token) == Pos::Noun && text.morph(token).contains("Number=Plur");
        let is_told = |t: u32| match text.relation(t) {
            Relation::Possessor => true,
            _ => text.morph(t).contains("Definite=Def"),
        };
        is_plural && !text.children(token).any(is_told)
    }

    /// `several African leaders`, `foreign banks`: whether the text says that they are of other states.
    fn is_elsewhere(&self, found: &Found) -> bool {
        let is_kind = |t: u32| {
            self.text.kinds(t).iter().any(|kind| self.scene.elsewhere.iter().any(|e| **e == **kind))
        };
        let is_beside =
            |t: &u32| matches!(self.text.relation(*t), Relation::Modifier | Relation::Compound);
        is_kind(found.named_by) || self.text.children(found.named_by).filter(is_beside).any(is_kind)
    }

    /// The state of the last who were called by the same noun and are of the same sector.
    fn of_role(&self, found: &Found, sector: &str) -> Option<Arc<str>> {
        let (text, who) = (self.text, self.who);
        let own = text.mention_at(found.named_by)?;
        let noun = text.lemma(found.named_by);
        let is_alike = |&at: &usize| text.lemma(text.mentions[at].head) == noun;
        let mut before = (0..own).rev().filter(is_alike).filter_map(|at| who.actor(at));
        before.find(|c| c.id.is_some() && c.sector.as_deref() == Some(sector))?.country.clone()
    }

    /// The state that most of the document is about.
    fn main(&mut self) -> Option<Arc<str>> {
        let (who, share) = (self.who, self.scene.share);
        self.main.get_or_insert_with(|| main_state(who, share)).clone()
    }

    /// The state in which all is that a brief document names.
    fn only(&mut self) -> Option<Arc<str>> {
        let (who, is_brief) = (self.who, self.text.sentences.len() <= BRIEF);
        self.only.get_or_insert_with(|| only_state(who).filter(|_| is_brief)).clone()
    }
}

/// Gives somebody known by the sector a state.
fn lend(found: &mut Found, state: Arc<str>, sign: Sign) {
    let Some(sector) = &found.party.sector else { return };
    found.party.id = Some(ActorId::new(format!("{state}.{sector}")));
    found.party.country = Some(state);
    found.score = SCORE;
    found.inherited = Some(sign);
}

/// `the post`: one that is known already.
fn is_definite(text: &Annotated, token: u32) -> bool {
    text.children(token)
        .any(|t| text.relation(t) == Relation::Determiner && text.morph(t).contains("Definite=Def"))
}

/// The state in which all places of a document lie, if it names no other.
fn only_state(who: &Resolved) -> Option<Arc<str>> {
    let sure = who.actors.iter().filter_map(|c| c.first()).filter(|c| c.score >= SURE);
    let named = sure.filter_map(|c| c.country.as_ref());
    let mut places = who.toponyms.iter().filter_map(place::best).filter_map(|p| p.country.as_ref());
    let first = places.next()?;
    places.chain(named).all(|state| state == first).then(|| first.clone())
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are small")]
fn main_state(who: &Resolved, share: f32) -> Option<Arc<str>> {
    let mut counts: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    let sure = who.actors.iter().filter_map(|c| c.first()).filter(|c| c.score >= SURE);
    for country in sure.filter_map(|c| c.country.as_ref()) {
        *counts.entry(country).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let (state, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let is_main = count >= LEAST_NAMED && count as f32 >= share * total as f32;
    is_main.then(|| state.clone())
}
