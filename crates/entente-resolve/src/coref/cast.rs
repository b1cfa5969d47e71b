//! Who is meant by pronouns, by short forms of a name, and by `the country`; and which mentions
//! are of one thing.
//!
//! Mentions are read in the order of the text, so what a later one refers to has been read. The
//! sieve for pronouns is a plain one, for precision: number and person must agree, subjects come
//! before others, this sentence before the one before it, and a word that might as well mean
//! something the atlas does not know stays unresolved.

use std::collections::{HashMap, HashSet};

use entente_model::{Candidate, Mention, MentionKind, Pos, Relation};

use super::couple;
use crate::actor::{self, Identity, Reading};
use crate::atlas::{Meaning, PersonAt, Pronoun, Sort};
use crate::scene::Scene;
use crate::sight::{Sighting, words};

/// A name that an acronym stands for has so many words at most.
const LONGEST_NAME: u32 = 12;
/// Antecedents are sought among so many mentions before.
const WINDOW: usize = 40;

/// The mentions read so far, and what the document has told about them.
#[derive(Default)]
pub(crate) struct Cast<'a> {
    readings: Vec<Vec<Reading>>,
    identities: Vec<Option<Identity>>,
    named: HashSet<PersonAt>,
    /// Persons the atlas does not know, by family name, and bodies by acronym.
    strangers: HashMap<&'a str, Stranger<'a>>,
    salient: Vec<Salient>,
    /// The last mention of each role (row of `roles.tsv`) whose state is known.
    roles: HashMap<usize, usize>,
    /// Mentions of several states at once.
    together: Vec<usize>,
}

/// What the mentions of a document mean.
pub(crate) struct Told {
    /// Candidates by mention.
    pub(crate) actors: Vec<Vec<Candidate>>,
    /// Chain numbers by mention.
    pub(crate) chains: Vec<Option<u32>>,
    /// The mentions that mean all their candidates at once.
    pub(crate) together: Vec<usize>,
}

/// Somebody the atlas does not know.
#[derive(Clone, Copy)]
struct Stranger<'a> {
    /// The mention that names them first.
    mention: usize,
    full_name: &'a str,
}

/// A mention that a pronoun may stand for.
struct Salient {
    mention: usize,
    head: u32,
    sentence: u32,
    is_subject: bool,
    is_person: bool,
    is_plural: bool,
}

impl<'a> Cast<'a> {
    /// Reads every mention of a document.
    pub(crate) fn read(scene: &Scene<'a>) -> Self {
        let mut cast = Self::default();
        for (at, mention) in scene.text.mentions.iter().enumerate() {
            cast.add(scene, at, mention);
        }
        cast
    }

    /// What all mentions mean.
    pub(crate) fn finish(self) -> Told {
        let chains = chains(&self.identities);
        let candidates = |r: Vec<Reading>| r.into_iter().map(|r| r.candidate).collect();
        let actors = self.readings.into_iter().map(candidates).collect();
        Told { actors, chains, together: self.together }
    }

    /// Whether the document has named a person in full.
    pub(crate) fn has_named(&self, person: PersonAt) -> bool {
        self.named.contains(&person)
    }

    /// Whether a family name is that of somebody else whom the document has named.
    pub(crate) fn knows_other(&self, scene: &Scene<'_>, surname: &Sighting<Meaning>) -> bool {
        self.strangers.contains_key(scene.text.text(surname.last - 1))
    }

    /// The best reading of the mention that a token heads, if it has been read.
    pub(crate) fn reading_at(&self, scene: &Scene<'_>, token: u32) -> Option<&Reading> {
        self.readings.get(scene.text.mention_at(token)?)?.first()
    }

    fn add(&mut self, scene: &Scene<'a>, at: usize, mention: &Mention) {
        let (readings, identity) = match mention.kind {
            MentionKind::Pronoun => self.pronoun(scene, mention),
            MentionKind::Adjective => plain(actor::read(scene, self, mention)),
            MentionKind::Name | MentionKind::Noun => self.noun(scene, at, mention),
        };
        if let Some(Identity::Person(person)) = identity {
            self.named.insert(person);
        }
        self.remember_role(scene, at, mention, &readings);
        self.readings.push(readings);
        self.identities.push(identity);
        self.salient.extend(self.salience(scene, at, mention));
    }

    /// Files a role whose state is known, unless the one before is better known.
    fn remember_role(
        &mut self,
        scene: &Scene<'_>,
        at: usize,
        mention: &Mention,
        readings: &[Reading],
    ) {
        let Some(best) = readings.first().filter(|r| r.candidate.id.is_some()) else { return };
        let Some(row) = actor::role_row(scene, mention.head) else { return };
        let before = self.roles.get(&row).and_then(|m| self.readings.get(*m)?.first());
        if before.is_none_or(|before| before.candidate.score <= best.candidate.score) {
            self.roles.insert(row, at);
        }
    }

    fn noun(&mut self, scene: &Scene<'a>, at: usize, mention: &Mention) -> Read {
        let readings = actor::read(scene, self, mention);
        let is_known =
            matches!(readings.first(), Some(r) if matches!(r.identity, Identity::Person(_)));
        if scene.person_at(mention.head).is_some() && !is_known {
            return self.stranger(scene, at, mention.head, readings);
        }
        if let Some(explained) = self.explained(scene, mention.head) {
            return explained;
        }
        if readings.iter().any(|r| r.candidate.id.is_some()) {
            return plain(readings);
        }
        if let Some(states) = couple::read(scene, mention, &self.readings) {
            self.together.push(at);
            return (states, None);
        }
        if let Some(state) = couple::pick(scene, mention, &self.readings) {
            return plain(state);
        }
        let by_reference = self
            .acronym(scene, mention.head)
            .or_else(|| self.description(scene, mention))
            .or_else(|| self.country_of(scene, mention))
            .or_else(|| self.same_role(scene, mention, readings.first()?));
        by_reference.unwrap_or_else(|| plain(readings))
    }

    /// A person the atlas does not know: who was called by a longer name before means the same.
    fn stranger(
        &mut self,
        scene: &Scene<'a>,
        at: usize,
        head: u32,
        mut readings: Vec<Reading>,
    ) -> Read {
        let name = self::full_name(scene, head);
        let short = scene.text.text(head);
        let known = self.strangers.get(short).copied();
        let known = known.filter(|k| name == short || name == k.full_name);
        let first = known.unwrap_or(Stranger { mention: at, full_name: name });
        let identity = Identity::Stranger(first.mention);
        let is_stateless = readings.iter().all(|r| r.candidate.id.is_none());
        if let Some(before) = self.readings.get(first.mention).filter(|_| is_stateless)
            && !before.is_empty()
        {
            readings = inherit(before, 0.95, &format!("`{name}` is called `{}`", first.full_name));
        }
        readings.iter_mut().for_each(|r| r.identity = identity);
        if known.is_none() {
            self.strangers.insert(short, first);
        }
        (readings, Some(identity))
    }

    /// An acronym that the document explains by a known name, whatever else it may be short for:
    /// `Malian Workers' Union (MWU)`.
    fn explained(&mut self, scene: &Scene<'a>, head: u32) -> Option<Read> {
        let read = self.acronym(scene, head).filter(|(readings, _)| !readings.is_empty())?;
        let full_name = self.strangers.get(scene.text.text(head))?.full_name;
        let mut initials = full_name.split_whitespace().filter_map(|w| w.chars().next());
        let spells = scene.text.text(head).chars().all(|c| initials.any(|i| i == c));
        spells.then_some(read)
    }

    /// A short form in capitals that stands, or once stood, in apposition to a longer name.
    fn acronym(&mut self, scene: &Scene<'a>, head: u32) -> Option<Read> {
        let text = scene.text;
        let word = text.text(head);
        let initial = word.chars().next().filter(|_| word.chars().count() > 1)?;
        if word.chars().any(|c| !c.is_uppercase()) {
            return None;
        }
        if text.relation(head) == Relation::Apposition && !self.strangers.contains_key(word) {
            let long = text.mention_at(text.head(head)).filter(|m| *m < self.readings.len())?;
            let mention = &text.mentions[long];
            let first = mention.first.max(mention.head.saturating_sub(LONGEST_NAME));
            let full_name = words(text, first, mention.head.saturating_add(1));
            let mut letters = full_name.split_whitespace().filter_map(|w| w.chars().next());
            letters.find(|c| *c == initial)?;
            self.strangers.insert(word, Stranger { mention: long, full_name });
        }
        let known = self.strangers.get(word)?;
        let before = self.readings.get(known.mention)?;
        let reason = format!("`{word}` is short for `{}`", known.full_name);
        let identity = self.identities.get(known.mention).copied().flatten();
        Some((inherit(before, 0.95, &reason), identity.or(Some(Identity::Stranger(known.mention)))))
    }

    /// `the country`: the state spoken of.
    fn description(&self, scene: &Scene<'_>, mention: &Mention) -> Option<Read> {
        let (text, head) = (scene.text, mention.head);
        if !scene.atlas.reference.describes_a_state(text.lemma(head)) || !scene.is_definite(head) {
            return None;
        }
        let narrowing: Vec<u32> =
            text.children(head).filter(|t| is_restrictive(text.relation(*t))).collect();
        let region = (!narrowing.is_empty()).then(|| scene.atlas.coref.region(text, &narrowing));
        if region == Some(None) {
            return None;
        }
        let is_there = |country: &str| {
            region.flatten().is_none_or(|members| members.iter().any(|m| **m == *country))
        };
        let is_country = |s: &Salient| match self.readings[s.mention].first() {
            Some(Reading { identity: Identity::Actor(_, None), candidate }) => {
                candidate.country.as_deref().is_some_and(is_there) && candidate.score >= 0.5
            }
            _ => false,
        };
        self.refer(scene, head, is_country)
    }

    /// `his country`: the state to which the possessor belongs.
    fn country_of(&self, scene: &Scene<'_>, mention: &Mention) -> Option<Read> {
        let (text, head) = (scene.text, mention.head);
        if !scene.atlas.reference.describes_a_state(text.lemma(head)) {
            return None;
        }
        let is_narrowing = |t: &u32| is_restrictive(text.relation(*t));
        let mut narrowing = text.children(head).filter(is_narrowing);
        let owner = narrowing.next().filter(|t| text.relation(*t) == Relation::Possessor)?;
        if narrowing.next().is_some() || text.pos(owner) != Pos::Pron {
            return None;
        }
        let known = self.reading_at(scene, owner)?;
        let country = known.candidate.country.as_ref()?;
        let actor = scene.atlas.actors.find(country)?;
        let state = scene.atlas.actors.get(actor);
        let identity = Identity::Actor(actor, None);
        let candidate = Candidate {
            id: Some(state.id.clone()),
            country: state.country.clone(),
            sector: None,
            name: state.name.clone(),
            score: known.candidate.score * 0.9,
            reason: format!("the `{}` of `{}`", text.text(head), text.text(owner)),
        };
        Some((vec![Reading { candidate, identity }], Some(identity)))
    }

    /// `the government` after `the Indian government`: the same, if nothing else is said of it.
    fn same_role(&self, scene: &Scene<'_>, mention: &Mention, reading: &Reading) -> Option<Read> {
        let (text, head) = (scene.text, mention.head);
        let Identity::Role(None, row) = reading.identity else { return None };
        if !scene.is_definite(head) || text.children(head).any(|t| is_restrictive(text.relation(t)))
        {
            return None;
        }
        let before = *self.roles.get(&row)?;
        let known = text.mentions.get(before)?;
        let reason = format!(
            "`{}` is the same as `{}` before",
            text.text(head),
            words(
                text,
                known.first.max(known.head.saturating_sub(LONGEST_NAME)),
                known.head.saturating_add(1)
            )
        );
        Some((inherit(self.readings.get(before)?, 0.75, &reason), self.identities[before]))
    }

    fn pronoun(&self, scene: &Scene<'_>, mention: &Mention) -> Read {
        let word = scene.text.text(mention.head).to_lowercase();
        let Some(Pronoun { person, is_plural }) = scene.atlas.reference.pronoun(&word) else {
            return Read::default();
        };
        let agrees = |s: &Salient| {
            s.is_plural == is_plural && person.is_none_or(|person| s.is_person == person)
        };
        self.refer(scene, mention.head, agrees).unwrap_or_default()
    }

    /// What a word refers back to.
    fn refer(
        &self,
        scene: &Scene<'_>,
        token: u32,
        agrees: impl Fn(&Salient) -> bool,
    ) -> Option<Read> {
        let sentence = scene.text.tokens.get(token as usize)?.sentence;
        let near = self.salient.iter().rev().take(WINDOW);
        let near = near.take_while(|s| s.sentence.saturating_add(1) >= sentence);
        let is_other = |s: &&Salient| !is_coargument(scene, s.head, token);
        let fitting: Vec<&Salient> = near.filter(is_other).filter(|s| agrees(s)).collect();
        let rank = |s: &Salient| 2 * u8::from(!s.is_subject) + u8::from(s.sentence != sentence);
        let best = fitting.iter().min_by_key(|s| rank(s))?;
        let identity = self.identities[best.mention]?;
        let rival =
            |s: &&&Salient| rank(s) == rank(best) && self.identities[s.mention] != Some(identity);
        if !best.is_subject && fitting.iter().any(|s| rival(&s)) {
            return None;
        }
        let known = scene.text.mentions.get(best.mention)?;
        let reason =
            format!("`{}` stands for `{}`", scene.text.text(token), scene.text.text(known.head));
        Some((inherit(&self.readings[best.mention], 0.8, &reason), Some(identity)))
    }

    /// Whether and how a mention may be referred back to.
    fn salience(&self, scene: &Scene<'_>, at: usize, mention: &Mention) -> Option<Salient> {
        let text = scene.text;
        let head = mention.head;
        let sort = scene.sort_at(head);
        let identity = self.identities[at];
        let is_bare_pronoun = mention.kind == MentionKind::Pronoun && identity.is_none();
        let is_time = sort == Some(Sort::Time) || text.relation(head) == Relation::NounAdverb;
        if mention.kind == MentionKind::Adjective || is_bare_pronoun || is_time {
            return None;
        }
        let is_personal_role = |row: usize| scene.atlas.roles[row].kind.is_personal();
        let is_person = match identity {
            Some(Identity::Person(_)) => true,
            Some(Identity::Role(_, row)) => is_personal_role(row) && sort != Some(Sort::Body),
            Some(Identity::Actor(..)) => sort == Some(Sort::People),
            Some(Identity::Stranger(_) | Identity::Part(..)) | None => sort == Some(Sort::Person),
        };
        let is_country = matches!(identity, Some(Identity::Actor(..))) && !is_person;
        Some(Salient {
            mention: at,
            head,
            sentence: text.tokens.get(head as usize)?.sentence,
            is_subject: matches!(text.relation(head), Relation::Subject | Relation::PassiveSubject),
            is_person,
            is_plural: scene.is_plural(head) && !is_country,
        })
    }
}

/// Readings of a mention and what they take it to be.
type Read = (Vec<Reading>, Option<Identity>);

fn plain(readings: Vec<Reading>) -> Read {
    let identity = readings.first().map(|r| r.identity);
    (readings, identity)
}

/// Readings taken over from another mention.
fn inherit(from: &[Reading], factor: f32, reason: &str) -> Vec<Reading> {
    let take = |r: &Reading| {
        let mut taken = r.clone();
        taken.candidate.score *= factor;
        taken.candidate.reason = format!("{reason}: {}", r.candidate.reason);
        taken
    };
    from.iter().take(2).map(take).collect()
}

/// Whether two nouns are arguments of one verb, so that neither can refer to the other.
fn is_coargument(scene: &Scene<'_>, one: u32, other: u32) -> bool {
    let text = scene.text;
    let governor = |t: u32| match text.relation(t) {
        Relation::PrepObject => text.head(text.head(t)),
        _ => text.head(t),
    };
    text.relation(other) != Relation::Possessor && governor(one) == governor(other)
}

/// Whether a child narrows down what a noun means.
fn is_restrictive(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Modifier
            | Relation::Compound
            | Relation::NounModifier
            | Relation::Preposition
            | Relation::RelativeClause
            | Relation::NounClause
            | Relation::Possessor
            | Relation::Number
    )
}

/// The name of a person without titles.
fn full_name<'a>(scene: &Scene<'a>, head: u32) -> &'a str {
    let Some(entity) = scene.person_at(head) else { return scene.text.text(head) };
    let title = scene.roles.at(entity.first).map(|t| t.last).filter(|last| *last <= head);
    words(scene.text, title.unwrap_or(entity.first), head + 1)
}

/// Numbers the identities that two mentions or more share, in the order of the text.
fn chains(identities: &[Option<Identity>]) -> Vec<Option<u32>> {
    let mut counts: HashMap<Identity, u32> = HashMap::new();
    for identity in identities.iter().flatten() {
        *counts.entry(*identity).or_default() += 1;
    }
    let mut numbers: HashMap<Identity, u32> = HashMap::new();
    let mut number = |identity: &Identity| {
        let is_one = !matches!(identity, Identity::Role(None, _));
        let is_shared = is_one && counts.get(identity).is_some_and(|n| *n > 1);
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        is_shared.then(|| *numbers.entry(*identity).or_insert(next))
    };
    identities.iter().map(|i| i.as_ref().and_then(&mut number)).collect()
}
