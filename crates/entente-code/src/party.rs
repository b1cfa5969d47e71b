//! The parties of a reading: who fills its roles, and which actor that is.

use std::sync::Arc;

use entente_model::{
    ActorId, Annotated, Candidate, MentionKind, Party, Pos, Predicate, Relation, Resolved, Role,
};

use crate::inherit::Sign;
use crate::owner::{made_by, owner, part_of};
use crate::rule::Rule;

/// What ontologies call a state, or a body of states, among sectors.
const STATE: &str = "state";

/// How many nouns are looked through for an actor (`the decision of the court of Mali`).
const MAX_DEPTH: usize = 3;

/// A party and the token that names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) party: Party,
    pub(crate) token: u32,
    /// The token that names the actor: `token`, or the owner that was found below it.
    pub(crate) named_by: u32,
    /// How it was met below `token`, if only what the noun there is about, for or at told it.
    pub(crate) through: Option<Role>,
    pub(crate) role: Role,
    /// How well it is resolved, in [0, 1]; 0 for one that keeps the text's words.
    pub(crate) score: f32,
    /// Whether it is somebody who may act, not a thing.
    pub(crate) acts: bool,
    /// What told its state, if the text did not.
    pub(crate) inherited: Option<Sign>,
}

impl Found {
    /// Whether its actor is known.
    pub(crate) fn is_resolved(&self) -> bool {
        self.party.id.is_some()
    }

    /// Whether it is a state as such, or a body of states.
    pub(crate) fn is_state(&self) -> bool {
        self.is_resolved() && self.party.sector.is_none()
    }

    /// Whether it is of one of these sectors, among which [`STATE`] is a state as such.
    pub(crate) fn is_of(&self, sectors: &[String]) -> bool {
        let sector = self.party.sector.as_deref();
        let sector = sector.or_else(|| self.is_state().then_some(STATE));
        sector.is_some_and(|sector| sectors.iter().any(|s| *s == *sector))
    }

    /// `arrests were made in Mali`: who acts there are a body of that state.
    pub(crate) fn take_sector(&mut self, sector: &Arc<str>) {
        let is_place = self.role == Role::Place && self.is_state();
        if let (true, Some(state)) = (is_place, &self.party.country) {
            self.party.id = Some(ActorId::new(format!("{state}.{sector}")));
            self.party.sector = Some(sector.clone());
        }
    }

    /// Leaves only the thing that it was found by, which is no party.
    pub(crate) fn forget(&mut self) {
        (self.party.id, self.party.country, self.party.sector) = (None, None, None);
        self.acts = false;
    }

    /// `the women of Mali` are known by their sector and by the state that owns them; another owner
    /// stands for what it owns.
    fn of_state(self, owner: Self) -> Self {
        let (Some(id), Some(sector)) = (owner.party.id.as_ref(), self.party.sector.as_ref()) else {
            return owner;
        };
        let is_shared = owner.role == Role::Partner && self.role != Role::Partner;
        if !owner.is_state() || owner.party.country.is_none() || is_shared {
            return owner;
        }
        let id = Some(ActorId::new(format!("{id}.{sector}")));
        let party = Party { id, country: owner.party.country, ..self.party };
        Self { party, role: self.role, ..owner }
    }

    /// `Malian and Chadian negotiators`: a state that shares the noun of another party is of its sector.
    fn sharing(self, text: &Annotated, first: &Self) -> Self {
        let noun = text.tokens[first.token as usize].span;
        let is_shared =
            first.party.span.start() <= noun.start() && noun.end() <= first.party.span.end();
        let sector = first.party.sector.clone().filter(|_| is_shared && self.is_state());
        let (Some(id), Some(sector), Some(_)) = (&self.party.id, sector, &self.party.country)
        else {
            return self;
        };
        let id = Some(ActorId::new(format!("{id}.{sector}")));
        let (name, span) = (first.party.name.clone(), self.party.span);
        let party = Party { id, sector: Some(sector), name, span, ..self.party };
        Self { party, ..self }
    }

    /// Whether its actor or at least its sector is known.
    pub(crate) fn is_known(&self) -> bool {
        self.party.id.is_some() || self.party.sector.is_some()
    }
}

/// The parties that fill the first of the roles in which somebody stands who can act.
pub(crate) fn actors(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    roles: &[Role],
) -> Vec<Found> {
    first_filled(roles, |role| {
        let all = predicate.fillers(role).flat_map(|t| find_each(text, who, t, role));
        all.filter(|f| f.acts).collect()
    })
}

/// `killed in a clash between soldiers and students near Mopti`: those of some sectors who take part
/// in the deeds that the nouns of a place tell of.
pub(crate) fn taking_part(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    sectors: &[String],
) -> Vec<Found> {
    let deeds =
        predicate.fillers(Role::Place).flat_map(|t| &text.predicates[text.predicates_at(t)]);
    let sides = deeds.flat_map(|deed| {
        let of = |role| deed.fillers(role).map(move |token| (token, role));
        [Role::Subject, Role::Object, Role::Partner].into_iter().flat_map(of)
    });
    let all = sides.flat_map(|(token, role)| find_each(text, who, token, role));
    all.filter(|f| f.acts && f.is_of(sectors)).collect()
}

/// The parties that fill the first of the roles in which somebody stands who may act, or else the
/// first that is filled at all. Whoever acts is not met again behind `its troops` or `his offer`,
/// and a place stands for its state where nothing before it was filled by anybody (`killed 12 in
/// Mali`).
pub(crate) fn recipients(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    rule: &Rule,
    actors: &[Found],
) -> Vec<Found> {
    let all = |role| -> Vec<Found> {
        let fillers = predicate.fillers(role).filter(|t| !actors.iter().any(|a| a.token == *t));
        let others = |t| -> Vec<Found> {
            let mut found = find_each(text, who, t, role);
            found.retain(|f| !is_self(text, actors, f) && !is_own_state(actors, f));
            let is_aside = |f: &Found| f.through.is_some_and(|t| rule.not_through.contains(&t));
            found.iter_mut().filter(|f| is_aside(f)).for_each(Found::forget);
            found.iter_mut().filter(|f| f.role == Role::Place).for_each(|f| {
                f.acts &= stands_for_state(f, actors);
            });
            if found.is_empty() {
                under_own(text, who, t, role).into_iter().collect()
            } else {
                found
            }
        };
        fillers.flat_map(others).collect()
    };
    let acting = first_filled(&rule.recipient, |role| {
        let mut found = all(role);
        found.retain(|f| f.acts);
        if found.iter().any(Found::is_known) {
            found.retain(Found::is_known);
        }
        found
    });
    if acting.is_empty() { first_filled(&rule.recipient, all) } else { acting }
}

/// The party of a token, and those coordinated with its owner: `the leaders of Mali and Chad`.
fn find_each(text: &Annotated, who: &Resolved, token: u32, role: Role) -> Vec<Found> {
    let Some(first) = find(text, who, token, role) else { return Vec::new() };
    let mut found = vec![first];
    found.extend(others_meant(text, who, &found[0]));
    let is_same = |f: &Found| f.party.country == found[0].party.country;
    let mut at = match found[0].named_by {
        by if by != token => by,
        // `the foreign ministers of Mali and Chad` are known by their office.
        _ => owner(text, who, token, role, 1).filter(is_same).map_or(token, |f| f.named_by),
    };
    while at != token
        && let Some(next) = text.children(at).find(|&t| text.relation(t) == Relation::Conjunct)
    {
        let other = named(text, who, next, role, found[0].score).filter(Found::is_resolved);
        found.extend(other.map(|f| Found { token, ..f.sharing(text, &found[0]) }));
        at = next;
    }
    found
}

/// Those whom a mention means besides the best: the other one of `the two countries`.
fn others_meant(text: &Annotated, who: &Resolved, found: &Found) -> Vec<Found> {
    let mention = text.mention_at(found.named_by).filter(|_| found.is_resolved());
    let all = mention.map_or(&[][..], |at| who.all_meant(at));
    let other = |c: &Candidate| {
        let party = Party {
            id: c.id.clone(),
            country: c.country.clone(),
            sector: c.sector.clone(),
            name: c.name.clone(),
            ..found.party.clone()
        };
        Found { party, ..found.clone() }
    };
    all.iter().skip(1).map(other).collect()
}

/// Whether a place is named for its state: those who rally in their own capital meet nobody there.
fn stands_for_state(place: &Found, actors: &[Found]) -> bool {
    let is_foreign = |a: &Found| a.is_resolved() && a.party.country != place.party.country;
    place.is_state() && actors.iter().all(is_foreign)
}

/// Whether a recipient is the actor again: the same words, or its own by a pronoun (`its weapons`).
fn is_self(text: &Annotated, actors: &[Found], recipient: &Found) -> bool {
    let by_pronoun =
        recipient.named_by != recipient.token && text.pos(recipient.named_by) == Pos::Pron;
    let is_owned =
        is_owned_by_pronoun(text, recipient.token) || is_owned_by_pronoun(text, recipient.named_by);
    let Party { id, country, .. } = &recipient.party;
    actors.iter().any(|actor| {
        actor.party.span == recipient.party.span
            || by_pronoun && actor.is_resolved() && actor.party.id == *id
            || is_owned && country.is_some() && actor.party.country == *country
    })
}

/// Whether a recipient is the actors' own state, about which they only speak: `the premier stated
/// that the country must leave`, `asked for help on the way from the capital`.
fn is_own_state(actors: &[Found], recipient: &Found) -> bool {
    let is_far =
        matches!(recipient.role, Role::Content | Role::Topic | Role::Benefit | Role::Origin);
    let country = &recipient.party.country;
    is_far
        && recipient.is_state()
        && country.is_some()
        && !actors.is_empty()
        && actors.iter().all(|a| a.party.country == *country)
}

fn is_owned_by_pronoun(text: &Annotated, token: u32) -> bool {
    // `his visit`, `his country's embassy`.
    let mut owners = text.children(token).filter(|&t| text.relation(t) == Relation::Possessor);
    owners.any(|t| text.pos(t) == Pos::Pron || is_owned_by_pronoun(text, t))
}

/// `its embassy in Mali`, `their border with Chad`: whom what is the actor's own stands towards.
fn under_own(text: &Annotated, who: &Resolved, token: u32, role: Role) -> Option<Found> {
    let adpositions = text
        .children(token)
        .filter(|&t| is_owned_by_pronoun(text, token) && text.relation(t) == Relation::Preposition);
    let mut below = adpositions
        .flat_map(|t| text.children(t))
        .filter(|&t| text.relation(t) == Relation::PrepObject);
    let found = below.find_map(|t| find(text, who, t, role).filter(Found::is_resolved))?;
    Some(Found { token, ..found })
}

fn first_filled(roles: &[Role], mut fill: impl FnMut(Role) -> Vec<Found>) -> Vec<Found> {
    roles.iter().map(|&role| fill(role)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The party that a token names, or that owns or makes what it names; a time names none.
pub(crate) fn find(text: &Annotated, who: &Resolved, token: u32, role: Role) -> Option<Found> {
    if is_time(text, who, token) {
        return None;
    }
    if heads_clause(text, token) {
        return in_clause(text, who, token, role, MAX_DEPTH);
    }
    let best = named(text, who, token, role, 1.0);
    if best.as_ref().is_some_and(Found::is_resolved) || is_pronoun(text, token) {
        return best.or_else(|| words(text, token, role));
    }
    let owner = owner(text, who, token, role, MAX_DEPTH).map(|owner| Found { token, ..owner });
    match (best, owner) {
        (Some(best), Some(owner)) if best.is_known() => Some(best.of_state(owner)),
        (best, owner) => owner
            .or(best)
            .or_else(|| part_of(text, who, token, role))
            .or_else(|| owner_in_words(text, token, role))
            .or_else(|| words(text, token, role))
            .or_else(|| counted(text, token, role)),
    }
}

/// Whether a token only says when, and names nobody (`May`, who has stepped down).
fn is_time(text: &Annotated, who: &Resolved, token: u32) -> bool {
    let is_within = who.times.iter().any(|t| (t.first..t.last).contains(&token));
    is_within && text.mention_at(token).and_then(|at| who.actor(at)).is_none()
}

/// The best actor of the mention that a token heads.
pub(crate) fn named(
    text: &Annotated,
    who: &Resolved,
    token: u32,
    role: Role,
    weight: f32,
) -> Option<Found> {
    let at = text.mention_at(token)?;
    let candidate = who.actor(at)?;
    let Candidate { id, country, sector, name, score, reason: _ } = candidate.clone();
    let acts = id.is_some() || sector.is_some() || can_act(text, token);
    let party = Party { id, country, sector, name, span: text.mentions[at].span };
    let score = score * weight;
    Some(Found { party, token, named_by: token, through: None, role, score, acts, inherited: None })
}

/// The party that a clause is about (`demanded that Mali free the crew`, `refused to help Mali`): the
/// first known one of its subject, object, phrases and own complement, or else the first of these.
pub(crate) fn in_clause(
    text: &Annotated,
    who: &Resolved,
    verb: u32,
    role: Role,
    depth: usize,
) -> Option<Found> {
    let depth = depth.checked_sub(1)?;
    // `send troops to Mali` is about Mali: troops are known by their kind only.
    let worth = |f: &Found| match f {
        _ if is_pronoun(text, f.named_by) => 0,
        _ if f.is_resolved() && f.role != Role::Place => 4,
        _ if f.is_resolved() => 3,
        _ if f.is_known() => 2,
        _ => 1,
    };
    let mut best: Option<Found> = None;
    for part in clause_parts(text, verb) {
        let found = if heads_clause(text, part) {
            in_clause(text, who, part, role, depth)
        } else {
            find(text, who, part, if is_place(text, verb, part) { Role::Place } else { role })
        };
        let undergoes = text.relation(part) == Relation::PassiveSubject;
        let found =
            found.map(|f| Found { through: f.through.or(undergoes.then_some(Role::Object)), ..f });
        best = match (best, found) {
            (Some(best), Some(found)) if worth(&found) > worth(&best) => Some(found),
            (best, found) => best.or(found),
        };
    }
    best
}

/// Whether a token says where the predicates of a verb or noun take place.
fn is_place(text: &Annotated, head: u32, token: u32) -> bool {
    text.predicates_at(head).any(|p| text.predicates[p].fillers(Role::Place).any(|t| t == token))
}

fn is_named_deed(text: &Annotated, token: u32) -> bool {
    use Relation::{PassiveSubject, PrepObject, Subject};
    matches!(text.relation(token), PrepObject | Subject | PassiveSubject)
}

fn heads_clause(text: &Annotated, token: u32) -> bool {
    match text.pos(token) {
        // `in police firing`: the parse takes a deed's name for its verb.
        Pos::Verb if is_named_deed(text, token) => false,
        Pos::Verb | Pos::Aux => true,
        Pos::Adj => text.children(token).any(|t| text.relation(t) == Relation::Subject),
        _ => false,
    }
}

/// The tokens that may name whom a clause is about, the likeliest first.
fn clause_parts(text: &Annotated, verb: u32) -> Vec<u32> {
    let children = |relations: &'static [Relation]| {
        text.children(verb).filter(|&t| relations.contains(&text.relation(t)))
    };
    let below = |t: u32| text.children(t).find(|&n| text.relation(n) == Relation::PrepObject);
    let mut parts: Vec<u32> = children(&[Relation::Agent]).filter_map(below).collect();
    parts.extend(children(&[Relation::Subject, Relation::PassiveSubject]));
    parts.extend(children(&[Relation::Object]));
    parts.extend(children(&[Relation::Dative]).map(|t| below(t).unwrap_or(t)));
    parts.extend(children(&[Relation::Preposition]).filter_map(below));
    parts.extend(children(&[Relation::ObjectPredicate, Relation::Attribute]));
    parts.extend(children(&[Relation::Complement, Relation::OpenComplement]));
    parts
}

/// A party of which nothing is known but its words.
fn words(text: &Annotated, token: u32, role: Role) -> Option<Found> {
    let mention = text.mentions.get(text.mention_at(token)?)?;
    let name = mention.span.of(&text.document.text);
    let party =
        Party { id: None, country: None, sector: None, name: name.into(), span: mention.span };
    let acts = can_act(text, token);
    Some(Found {
        party,
        token,
        named_by: token,
        through: None,
        role,
        score: 0.0,
        acts,
        inherited: None,
    })
}

/// `dismissed the suit by Harlan Mills`: somebody of whom nothing else is known owns or made it.
fn owner_in_words(text: &Annotated, token: u32, role: Role) -> Option<Found> {
    if role != Role::Object || can_act(text, token) {
        return None;
    }
    let owner = made_by(text, token)?;
    let found = words(text, owner, role)?;
    found.acts.then_some(Found { token, ..found })
}

/// `the four were arrested`, `of the 800 arrested`, `97 died`: as many people as a number says that
/// no noun follows.
fn counted(text: &Annotated, token: u32, role: Role) -> Option<Found> {
    let is_described = || text.children(token).any(|t| text.relation(t) == Relation::NounClause);
    let is_subject = matches!(text.relation(token), Relation::PassiveSubject | Relation::Subject);
    let is_undergone = role == Role::Object && (is_subject || is_described());
    if !is_undergone || text.pos(token) != Pos::Num {
        return None;
    }
    let span = text.tokens[token as usize].span;
    let name = span.of(&text.document.text);
    let party = Party { id: None, country: None, sector: None, name: name.into(), span };
    let (score, inherited) = (0.0, None);
    Some(Found { party, token, named_by: token, through: None, role, score, acts: true, inherited })
}

/// Whether an unresolved noun may act all the same: a name or a pronoun may, a thing may not.
fn can_act(text: &Annotated, token: u32) -> bool {
    let kind = text.mention_at(token).map(|m| text.mentions[m].kind);
    matches!(kind, Some(MentionKind::Name | MentionKind::Pronoun))
        || text.entity_at(token).is_some_and(|e| text.may_act(e)) && text.pos(token) != Pos::Num
}

fn is_pronoun(text: &Annotated, token: u32) -> bool {
    text.pos(token) == Pos::Pron
}
