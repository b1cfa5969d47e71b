//! What a caller asks of a store.

use entente_model::{
    ActorId, Claim, DocId, DocMeta, Event, Holding, Party, PropositionKind, RunId, Stance,
    StandingRelation, Status, When,
};
use jiff::civil::Date;

/// Conditions on events, all of which must hold; the default asks for every event.
///
/// An actor id also stands for every id below it: `RUS` matches `RUS` and `RUS.GOV`, not `RUSX`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Who acts.
    pub actor: Option<ActorId>,
    /// Towards whom.
    pub recipient: Option<ActorId>,
    /// Each of these stands on one side or the other: one id asks for all its events, two ask for
    /// the events between them in both directions.
    pub involving: Vec<ActorId>,
    /// Types (`CONSULT`); empty for all.
    pub kinds: Vec<String>,
    /// Statuses; empty for all.
    pub statuses: Vec<Status>,
    /// First day: the event's interval (`happened`, else the day of `reported`) must not end
    /// before it.
    pub from: Option<Date>,
    /// Last day: the event's interval must not begin after it.
    pub to: Option<Date>,
    /// Only what was reported by the end of that day.
    pub as_of: Option<Date>,
    /// The document.
    pub document: Option<DocId>,
    /// The run; without one, each document answers with the newest run that coded it.
    pub run: Option<RunId>,
    /// The least confidence.
    pub min_confidence: Option<f32>,
    /// Only events of which both sides are resolved to actors.
    pub resolved_only: bool,
    /// Only deeds: what happened or is happening.
    pub deeds_only: bool,
    /// At most so many events.
    pub limit: Option<u64>,
    /// Leaves out the first so many events.
    pub offset: u64,
}

/// Conditions on claims, all of which must hold; the default asks for every claim.
///
/// As in [`Query`], an actor id also stands for every id below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimQuery {
    /// Who says so.
    pub speaker: Option<ActorId>,
    /// Each of these is spoken of in the claim's proposition.
    pub about: Vec<ActorId>,
    /// Forms of propositions; empty for all, and for claims without one.
    pub propositions: Vec<PropositionKind>,
    /// Stances; empty for all.
    pub stances: Vec<Stance>,
    /// The document.
    pub document: Option<DocId>,
    /// The run; without one, each document answers with the newest run that coded it.
    pub run: Option<RunId>,
    /// Only what was published by the end of that day.
    pub as_of: Option<Date>,
    /// At most so many.
    pub limit: Option<u64>,
    /// Leaves out the first so many.
    pub offset: u64,
}

/// Conditions on standing relations, likewise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelationQuery {
    /// Each of these is one of the two parties.
    pub involving: Vec<ActorId>,
    /// Kinds (`alliance`); empty for all.
    pub kinds: Vec<String>,
    /// Whether the text says that it holds; empty for all.
    pub statuses: Vec<Holding>,
    /// The document.
    pub document: Option<DocId>,
    /// The run; without one, each document answers with the newest run that coded it.
    pub run: Option<RunId>,
    /// Only what was published by the end of that day.
    pub as_of: Option<Date>,
    /// At most so many.
    pub limit: Option<u64>,
    /// Leaves out the first so many.
    pub offset: u64,
}

impl ClaimQuery {
    /// Whether a claim in a document meets all conditions but those on its run and its number in
    /// the answer.
    pub fn admits(&self, claim: &Claim, document: &DocMeta) -> bool {
        let Self { speaker, about, propositions, stances, document: of, as_of, .. } = self;
        let form = claim.proposition.as_ref().map(|proposition| proposition.kind);
        let actors = || claim.proposition.iter().flat_map(|proposition| proposition.actors());
        let is_under = |top: &ActorId| claim.speaker.id.as_ref().is_some_and(|id| is_at(top, id));
        speaker.as_ref().is_none_or(is_under)
            && about.iter().all(|top| actors().any(|id| is_at(top, id)))
            && (propositions.is_empty() || form.is_some_and(|form| propositions.contains(&form)))
            && (stances.is_empty() || stances.contains(&claim.stance))
            && of.as_ref().is_none_or(|of| *of == document.id)
            && is_published(document, *as_of)
    }
}

impl RelationQuery {
    /// Whether a relation in a document meets all conditions but those on its run and its number
    /// in the answer.
    pub fn admits(&self, relation: &StandingRelation, document: &DocMeta) -> bool {
        let Self { involving, kinds, statuses, document: of, as_of, .. } = self;
        involving.iter().all(|top| relation.pair.iter().any(|id| is_at(top, id)))
            && (kinds.is_empty() || kinds.iter().any(|kind| **kind == *relation.kind))
            && (statuses.is_empty() || statuses.contains(&relation.status))
            && of.as_ref().is_none_or(|of| *of == document.id)
            && is_published(document, *as_of)
    }
}

fn is_published(document: &DocMeta, as_of: Option<Date>) -> bool {
    as_of.is_none_or(|day| document.published.is_some_and(|published| published <= day))
}

/// Which ids make a dyad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// The actors as resolved: `RUS.GOV` and `RUS.MIL` are two.
    #[default]
    Actor,
    /// The state of each actor, or the actor itself where it belongs to none.
    Country,
}

impl Query {
    /// Whether an event meets all conditions but those on its run and its number in the answer.
    pub fn admits(&self, event: &Event) -> bool {
        self.admits_sides(event)
            && self.admits_times(event)
            && (self.kinds.is_empty() || self.kinds.iter().any(|k| **k == *event.code.kind))
            && (self.statuses.is_empty() || self.statuses.contains(&event.status))
            && (!self.deeds_only || event.status.is_deed())
            && self.document.as_ref().is_none_or(|d| d == event.evidence.document())
            && self.min_confidence.is_none_or(|least| event.confidence >= least)
    }

    fn admits_sides(&self, event: &Event) -> bool {
        self.admits_ids(party_id(event.actor.as_ref()), party_id(event.recipient.as_ref()))
    }

    /// Whether two sides meet the conditions on them.
    pub(crate) fn admits_ids(&self, actor: Option<&ActorId>, recipient: Option<&ActorId>) -> bool {
        let is_under = |id: Option<&ActorId>, top: &ActorId| id.is_some_and(|id| is_at(top, id));
        (!self.resolved_only || (actor.is_some() && recipient.is_some()))
            && self.actor.as_ref().is_none_or(|top| is_under(actor, top))
            && self.recipient.as_ref().is_none_or(|top| is_under(recipient, top))
            && self.involving.iter().all(|top| is_under(actor, top) || is_under(recipient, top))
    }

    fn admits_times(&self, event: &Event) -> bool {
        let days = days(event);
        self.from.is_none_or(|from| days.is_some_and(|(_, last)| last >= from))
            && self.to.is_none_or(|to| days.is_some_and(|(first, _)| first <= to))
            && self.as_of.is_none_or(|day| event.reported.is_some_and(|r| r <= day))
    }
}

/// Whether an id is `top` or below it.
fn is_at(top: &ActorId, id: &ActorId) -> bool {
    let rest = id.as_str().strip_prefix(top.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The first and last day of an event: of `happened`, else of `reported`.
pub(crate) fn days(event: &Event) -> Option<(Date, Date)> {
    let interval = |w: When| (w.from, w.to);
    event.happened.map(interval).or(event.reported.map(|day| (day, day)))
}

fn party_id(party: Option<&Party>) -> Option<&ActorId> {
    party.and_then(|p| p.id.as_ref())
}
