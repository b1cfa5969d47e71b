//! What is emitted: events of politics, between parties that are known well enough.
//!
//! A reading below the floor may be right, but a shop that sells to a shop is no politics, and what
//! nobody knows the state of cannot be counted. An ontology's `[emission]` says which sectors are
//! politics, and each of its types which party may stand alone. Without it all is emitted.

use entente_model::{Annotated, FrameKind, Mood, Party, Role, Status};
use serde::Deserialize;

use crate::confidence::Review;
use crate::misfit::Misfit;
use crate::ontology::TypeInfo;
use crate::party::Found;
use crate::select::Draft;

/// Which readings become events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Those above the ontology's floor.
    #[default]
    Sure,
    /// Those sure enough for a record, in which the reports of many outlets are weighed.
    Recorded,
    /// All; those below the floor with little confidence.
    All,
}

/// How much of its confidence an event below the floor keeps.
pub(crate) const BELOW: f32 = 0.3;

/// An ontology's floor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Floor {
    /// Sectors whose dealings are politics; a state and a body of states are so without one.
    political: Vec<String>,
    /// How well the other party must be known where one is known by its state or body.
    #[serde(default)]
    other: Known,
    /// Sectors that say no more than words.
    #[serde(default)]
    unknown: Vec<String>,
    /// Sectors that are mostly told or written in (`on a network`): parties only as an object.
    #[serde(default)]
    audience: Vec<String>,
    /// How sure an event must be.
    #[serde(default)]
    confidence: f32,
    /// How sure an event of a text of one or two sentences must be, if not as sure as others: who hands in
    /// a sentence has read it.
    brief: Option<f32>,
    /// How sure a denial must be, if not as sure as others: it speaks against what others say.
    denied: Option<f32>,
    /// How sure an event must be for a record, if not as sure as others.
    recorded: Option<Recorded>,
    /// How well an actor must be resolved to be known by its state: a guess is not enough.
    #[serde(default)]
    sure: f32,
    /// Parties between whom a deed is mostly misread.
    #[serde(default)]
    misfits: Vec<Misfit>,
    /// What a second reading changes, where there is one.
    pub(crate) review: Option<Review>,
}

/// How sure an event of a record must be.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    confidence: f32,
    denied: f32,
}

/// How well a party is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Known {
    /// By its words alone.
    Words,
    /// By its sector.
    Sector,
    /// By its state or body.
    #[default]
    State,
}

/// What the floor asks of a type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asks {
    /// Parties that suffice alone.
    pub(crate) alone: Vec<Alone>,
    /// Between which parties outside politics it counts.
    pub(crate) private: Private,
    /// Sectors whose such deeds are their own business, whomever they concern.
    pub(crate) not_by: Vec<String>,
}

/// A party that suffices alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Alone {
    /// Who acts: `resigned`, `mobilised`.
    Actor,
    /// Towards whom: `was shot`.
    Recipient,
}

/// Between which parties outside politics a type counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Private {
    /// Between none.
    #[default]
    Never,
    /// Between those of two states.
    Abroad,
    /// Between any: whoever protests, protests politically.
    Always,
}

impl Floor {
    /// How sure an event of a status must be to be kept, in a brief or in a longer text.
    pub(crate) fn least(&self, status: Status, is_brief: bool, keep: Keep) -> f32 {
        let recorded = self.recorded.filter(|_| keep == Keep::Recorded);
        let all = recorded.map_or(self.confidence, |recorded| recorded.confidence);
        let denied = recorded.map_or(self.denied, |recorded| Some(recorded.denied));
        let one = denied.filter(|_| status == Status::Denied).unwrap_or(all);
        self.brief.filter(|_| is_brief).map_or(one, |brief| one.min(brief))
    }

    /// Whether a text is so short that it was told for its one deed, and leaves out who is who.
    pub(crate) fn is_brief(text: &Annotated) -> bool {
        const BRIEF: usize = 2;
        text.sentences.len() <= BRIEF
    }

    /// Checks the parties of an event, less strictly in a brief.
    ///
    /// # Errors
    ///
    /// Says in words what they lack.
    pub(crate) fn check(
        &self,
        kind: &TypeInfo,
        actor: Option<&Found>,
        recipient: Option<&Found>,
        is_talk: bool,
        is_brief: bool,
    ) -> Result<(), String> {
        let lacks = |what: &str| Err(format!("it is below the floor: {what}"));
        let (acts, undergoes) = (self.known(actor, self.sure), self.known(recipient, 0.0));
        let is_told = |side: Option<&Found>| side.is_some_and(|f| f.inherited.is_none());
        let are_told = is_told(actor) && is_told(recipient);
        if is_talk && !(are_told && acts.min(undergoes) == Known::State) {
            return lacks("an interview, and not both parties are known by their state");
        }
        if recipient.is_some_and(|r| self.is_audience(r)) {
            return lacks("its recipient is only who is told");
        }
        let suffices = |side| kind.asks.alone.contains(&side);
        let weaker = if acts < undergoes { "actor" } else { "recipient" };
        // `Mali seized a tanker`: in a brief, where one party suffices the other may be of any state;
        // a longer report would tell it.
        let is_enough = |side| is_brief && suffices(side);
        let better = if acts < undergoes { Alone::Recipient } else { Alone::Actor };
        let least = if is_enough(better) { self.other.min(Known::Sector) } else { self.other };
        if acts.max(undergoes) < Known::State || acts.min(undergoes) < least {
            return lacks(&format!("the state of its {weaker} is not known"));
        }
        if recipient.is_none() && !suffices(Alone::Actor) {
            return lacks("an actor alone does not suffice");
        }
        if actor.is_none() && !suffices(Alone::Recipient) {
            return lacks("a recipient alone does not suffice");
        }
        if actor.is_some_and(|found| found.is_of(&kind.asks.not_by)) {
            return lacks("what its actor does so is no politics");
        }
        if !is_brief && self.misfits.iter().any(|misfit| misfit.holds(&kind.name, actor, recipient))
        {
            return lacks("between such parties it is mostly misread");
        }
        let (actor, recipient) = (actor.map(|f| &f.party), recipient.map(|f| &f.party));
        let mut parties = actor.into_iter().chain(recipient).filter(|p| p.id.is_some());
        if parties.any(|p| self.is_political(p)) || counts_privately(kind, actor, recipient) {
            return Ok(());
        }
        lacks("neither party is political")
    }

    /// Checks that somebody says of a reading that it was, is, will be or may be: what is only asked
    /// for, feared, or true under a condition is no news.
    ///
    /// # Errors
    ///
    /// Says so in words.
    pub(crate) fn check_standing(text: &Annotated, reading: &Draft<'_>) -> Result<(), String> {
        let predicate = &text.predicates[reading.predicate];
        let is_opinion = predicate.frames.iter().any(|frame| {
            matches!(frame.kind, FrameKind::Asks | FrameKind::Doubts | FrameKind::Conditions)
        });
        let may_be = predicate.mood == Mood::Possible && !is_opinion;
        if reading.rule.planned && reading.factuality.status == Status::Denied {
            return Err("it is below the floor: nobody has planned it".into());
        }
        if reading.factuality.status == Status::Hypothetical && !may_be {
            return Err("it is below the floor: nobody says that it is so or may be".into());
        }
        Ok(())
    }

    /// How well a party is known; nothing is lacking of one that the text does not name.
    fn known(&self, found: Option<&Found>, sure: f32) -> Known {
        let Some(Found { party, score, .. }) = found else { return Known::State };
        match &party.sector {
            _ if party.id.is_some() && *score >= sure => Known::State,
            Some(sector) if !self.unknown.contains(&sector.to_string()) => Known::Sector,
            _ => Known::Words,
        }
    }

    fn is_audience(&self, recipient: &Found) -> bool {
        let is_beside =
            matches!(recipient.role, Role::Content | Role::Topic | Role::Place | Role::Means);
        let sector = recipient.party.sector.as_ref();
        is_beside && sector.is_some_and(|sector| self.audience.iter().any(|s| **s == **sector))
    }

    fn is_political(&self, party: &Party) -> bool {
        party.sector.as_ref().is_none_or(|sector| self.political.iter().any(|s| **s == **sector))
    }
}

fn counts_privately(kind: &TypeInfo, actor: Option<&Party>, recipient: Option<&Party>) -> bool {
    let country = |party: Option<&Party>| party.and_then(|p| p.country.clone());
    match kind.asks.private {
        Private::Never => false,
        Private::Abroad => {
            country(actor).zip(country(recipient)).is_some_and(|(one, other)| one != other)
        }
        Private::Always => true,
    }
}
