//! What is known about a document before its mentions are read one by one.

use std::collections::{HashMap, HashSet};

use entente_model::{Annotated, Entity, Pos, Relation, Toponym};
use jiff::civil::Date;

use crate::atlas::{ActorAt, Atlas, Link, Meaning, Sort};
use crate::sight::{self, Sighting, Sightings, words};

/// Entities longer than this are taken for the annotator's mistakes.
const LONGEST_ENTITY: u32 = 16;
/// Heads that are climbed from a token.
const LONGEST_CLIMB: usize = 32;

/// A document with what the atlas knows in it.
pub(crate) struct Scene<'a> {
    pub(crate) text: &'a Annotated,
    pub(crate) atlas: &'a Atlas,
    /// The day as of which offices and names hold.
    pub(crate) day: Option<Date>,
    pub(crate) proper: Sightings<Meaning>,
    pub(crate) roles: Sightings<usize>,
    /// The names of places, in order; found once names and roles are.
    pub(crate) toponyms: Vec<Toponym>,
    /// Actors that this document names outside persons' names.
    vouched: HashSet<ActorAt>,
    /// What the entity over each token stands for.
    sorts: Vec<Option<Sort>>,
    /// Family names, each with the token at which it first ends a person's full name.
    families: HashMap<&'a str, u32>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(text: &'a Annotated, atlas: &'a Atlas) -> Self {
        let proper = sight::proper_names(text, atlas);
        let mut scene = Self {
            text,
            atlas,
            day: text.document.meta.as_of(),
            roles: sight::roles(text, atlas, &proper),
            proper,
            toponyms: Vec::new(),
            vouched: HashSet::new(),
            sorts: sorts(text, atlas),
            families: HashMap::new(),
        };
        scene.vouched = scene.named_plainly();
        scene.families = scene.named_in_full();
        scene
    }

    /// Actors named as a whole somewhere, by a name that stands by itself and is no person's.
    fn named_plainly(&self) -> HashSet<ActorAt> {
        let plain = self.proper.iter().filter(|s| {
            self.sort_at(s.first) != Some(Sort::Person) && self.fits_entity(s, |_| false)
        });
        let names = plain.flat_map(|s| &s.found).filter_map(|m| match m {
            Meaning::Name(at) => Some(&self.atlas.names[*at]),
            _ => None,
        });
        names.filter(|n| n.kind.is_whole()).map(|n| n.actor).collect()
    }

    /// The last words of persons' names that have given names before them, which are no roles.
    fn named_in_full(&self) -> HashMap<&'a str, u32> {
        let is_given = |t: u32| {
            self.roles.at(t).is_none() && !self.atlas.reference.is_honorific(self.text.text(t))
        };
        let mut families = HashMap::new();
        for entity in &self.text.entities {
            let last = entity.last.saturating_sub(1);
            let is_full = last > entity.first && (entity.first..last).all(is_given);
            if is_full && self.person_at(last).is_some() {
                families.entry(self.text.text(last)).or_insert(last);
            }
        }
        families
    }

    /// Whether a word is the family name of whom the text has named in full, there or before.
    pub(crate) fn is_family_name(&self, token: u32) -> bool {
        self.families.get(self.text.text(token)).is_some_and(|first| *first <= token)
    }

    /// Whether the document names an actor outside persons' names.
    pub(crate) fn vouches_for(&self, actor: ActorAt) -> bool {
        self.vouched.contains(&actor)
    }

    /// What the entity over a token stands for, if there is one.
    pub(crate) fn sort_at(&self, token: u32) -> Option<Sort> {
        self.sorts.get(token as usize).copied().flatten()
    }

    /// The entity over a token if it is a person's name.
    pub(crate) fn person_at(&self, token: u32) -> Option<&'a Entity> {
        let entity = self.text.entity_at(token)?;
        let is_short = entity.last.saturating_sub(entity.first) <= LONGEST_ENTITY;
        (is_short && self.sort_at(token) == Some(Sort::Person)).then_some(entity)
    }

    /// Whether a sighting is all that matters of the entity around it: the rest is articles,
    /// titles, other names that the atlas knows, or allowed.
    ///
    /// `Oman` does not fit `Gulf of Oman`, and `Georgia` not `Georgia Smith`.
    pub(crate) fn fits_entity<T>(
        &self,
        sighting: &Sighting<T>,
        allowed: impl Fn(u32) -> bool,
    ) -> bool {
        let Some(entity) = self.text.entity_at(sighting.last.saturating_sub(1)) else {
            let is_within = |e: &Entity| (e.first..sighting.first).all(|t| self.is_light(t));
            return self.text.entity_at(sighting.first).is_none_or(is_within);
        };
        // A possessor stands by itself, though the entity goes on: `Niger's Maradi region`.
        let ends = self.text.relation(sighting.last) == Relation::Case;
        let last = if ends { entity.last.min(sighting.last) } else { entity.last };
        let is_outside = |t: &u32| !(sighting.first..sighting.last).contains(t);
        entity.last.saturating_sub(entity.first) <= LONGEST_ENTITY
            && (entity.first..last)
                .filter(is_outside)
                .all(|t| self.is_light(t) || allowed(t) || self.is_apart(entity, sighting, t))
    }

    /// `In April 2024 South Korea pledged`: whether a token of the entity around a sighting stands in
    /// another phrase, so that the entity has run together what the sentence keeps apart.
    fn is_apart<T>(&self, entity: &Entity, sighting: &Sighting<T>, token: u32) -> bool {
        let text = self.text;
        let above = |t: u32| {
            let next = move |&t: &u32| Some(text.head(t)).filter(|&head| head != t);
            std::iter::successors(Some(t), next).take(LONGEST_CLIMB)
        };
        let is_in = |t: u32| (sighting.first..sighting.last).contains(&t);
        let is_around = |t: u32| (entity.first..entity.last).contains(&t) && !is_in(t);
        !above(token).any(is_in)
            && (sighting.first..sighting.last).all(|t| !above(t).any(is_around))
    }

    /// Whether a sighting is the beginning of the entity around it, whatever comes after.
    pub(crate) fn begins_entity<T>(&self, sighting: &Sighting<T>) -> bool {
        let entity = self.text.entity_at(sighting.first);
        entity.is_none_or(|e| (e.first..sighting.first).all(|t| self.is_light(t)))
    }

    /// The name of a place that ends in a token.
    pub(crate) fn toponym_at(&self, token: u32) -> Option<&Toponym> {
        let after = self.toponyms.partition_point(|n| n.first <= token);
        self.toponyms[..after].last().filter(|n| token < n.last)
    }

    /// Whether a token of a name says nothing about what is named: articles, case marks and
    /// punctuation, titles, or another name that the atlas knows.
    fn is_light(&self, token: u32) -> bool {
        let text = self.text;
        matches!(text.pos(token), Pos::Det | Pos::Punct | Pos::Part | Pos::Space | Pos::Adp)
            || text.relation(token) == Relation::Case
            || self.roles.at(token).is_some()
            || self.proper.at(token).is_some()
            || self.atlas.reference.is_honorific(text.text(token))
    }

    /// Whether a token of a sighting is the one that the others hang on. A noun does so too where a
    /// participle of its phrase has been read as a verb (`partially recognized country`).
    pub(crate) fn heads<T>(&self, sighting: &Sighting<T>, token: u32) -> bool {
        let above = self.text.head(token);
        above == token
            || !(sighting.first..sighting.last).contains(&above)
            || (self.text.pos(above) == Pos::Verb && token + 1 == sighting.last)
    }

    /// Whether a role is no more than a part of a name: the `Union` in `European Union`.
    pub(crate) fn is_in_name(&self, role: &Sighting<usize>) -> bool {
        let name = self.proper.at(role.first);
        name.is_some_and(|name| {
            name.last >= role.last && name.last - name.first > role.last - role.first
        })
    }

    /// The first token of the run of compound words that ends in a noun.
    pub(crate) fn first_of_compound(&self, head: u32) -> u32 {
        let in_run =
            |t: &u32| self.text.relation(*t) == Relation::Compound && self.text.head(*t) == head;
        let run = (head.saturating_sub(LONGEST_ENTITY)..head).rev().take_while(in_run);
        let run = run.take_while(|t| self.roles.at(*t).is_none());
        run.last().unwrap_or(head)
    }

    /// The noun under an adposition that ties it to something, with the adposition and how it
    /// ties; for a token that stands under none, nothing.
    pub(crate) fn tie(&self, token: u32) -> Option<(u32, Link)> {
        let adposition = self.text.head(token);
        let link = self.atlas.reference.link(self.text.lemma(adposition))?;
        (self.text.relation(token) == Relation::PrepObject).then_some((adposition, link))
    }

    /// The nouns tied to a token so: `Peru` in `president of Peru`, with conjuncts.
    pub(crate) fn tied(&self, token: u32, how: Link) -> impl Iterator<Item = u32> + '_ {
        let text = self.text;
        let is_tie = move |t: &u32| {
            text.relation(*t) == Relation::Preposition
                && self.atlas.reference.link(text.lemma(*t)) == Some(how)
        };
        let objects = text.children(token).filter(is_tie).flat_map(|t| text.children(t));
        let objects = objects.filter(|t| text.relation(*t) == Relation::PrepObject);
        objects.flat_map(|t| self.with_conjuncts(t))
    }

    /// A token and what is coordinated with it, a few at most.
    pub(crate) fn with_conjuncts(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let next = |t: &u32| {
            let mut conjuncts = self.text.children(*t);
            conjuncts.find(|c| self.text.relation(*c) == Relation::Conjunct)
        };
        std::iter::successors(Some(token), next).take(8)
    }

    /// The place that a participle gives as somebody's seat: the `Beirut` of `Beirut-based`.
    pub(crate) fn seat_of(&self, participle: u32) -> impl Iterator<Item = u32> + '_ {
        let link = self.atlas.reference.link(self.text.lemma(participle));
        let seats = (link == Some(Link::Seat)).then(|| self.text.children(participle));
        seats.into_iter().flatten().filter(move |t| *t < participle)
    }

    /// Whether a token or its morphology is plural.
    pub(crate) fn is_plural(&self, token: u32) -> bool {
        self.text.morph(token).contains("Number=Plur")
    }

    /// Whether a token is determined as known: `the country`, `this country`.
    pub(crate) fn is_definite(&self, token: u32) -> bool {
        let is_known = |t: u32| {
            let morph = self.text.morph(t);
            morph.contains("Definite=Def") || morph.contains("PronType=Dem")
        };
        let mut determiners = self.text.children(token);
        determiners.any(|t| self.text.relation(t) == Relation::Determiner && is_known(t))
    }

    /// The words of a sighting, for reasons.
    pub(crate) fn words_of<T>(&self, sighting: &Sighting<T>) -> &'a str {
        words(self.text, sighting.first, sighting.last)
    }
}

/// What the entity over each token stands for.
fn sorts(text: &Annotated, atlas: &Atlas) -> Vec<Option<Sort>> {
    let mut sorts = vec![None; text.tokens.len()];
    for entity in &text.entities {
        let sort = atlas.reference.sort(text.entity_label(entity));
        let tokens = sorts.iter_mut().take(entity.last as usize).skip(entity.first as usize);
        tokens.for_each(|token| *token = Some(sort));
    }
    sorts
}
