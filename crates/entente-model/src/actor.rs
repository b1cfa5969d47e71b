//! What mentions turn out to mean.

use std::sync::Arc;

use crate::{ActorId, MentionKind, Occasion, PlaceId, Span, TimeExpr, When};

/// What each mention of a document means, as of the day it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// For each mention of [`crate::Annotated::mentions`]: actors it may mean, best first; empty
    /// where nothing fits.
    pub actors: Vec<Vec<Candidate>>,
    /// The mentions that mean all of their actors at once (`the two countries`), in order.
    pub together: Vec<usize>,
    /// For each mention: places it may mean, best first.
    pub places: Vec<Vec<PlaceCandidate>>,
    /// Names of places, in order of their tokens; also those inside the names of others, such as
    /// the city in a university's, which no mention means.
    pub toponyms: Vec<Toponym>,
    /// Time expressions, in order of their tokens.
    pub times: Vec<TimeExpr>,
    /// Well-known events that the text speaks of, in order of their tokens.
    pub occasions: Vec<Occasion>,
    /// Times told by what happened then (`three years after Crimea was annexed`). They cover the
    /// words for it, and date what stands outside them.
    pub told: Vec<TimeExpr>,
    /// The days that all of it tells of, where the title says so: `The month in brief, May 2021`.
    pub period: Option<When>,
    /// For each mention: the number of its coreference chain, if it is in one.
    pub chains: Vec<Option<u32>>,
    /// Everything that the text speaks of, in order, outer phrases before inner ones.
    pub references: Vec<Reference>,
}

/// A stretch of text that speaks of something, actor or not, with all that hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands.
    pub span: Span,
    /// Head token.
    pub head: u32,
    /// How it names; never [`MentionKind::Adjective`].
    pub kind: MentionKind,
    /// Number of its chain, if it is spoken of more than once; not the numbers of
    /// [`Resolved::chains`].
    pub chain: Option<u32>,
}

impl Resolved {
    /// The best actor for a mention.
    pub fn actor(&self, mention: usize) -> Option<&Candidate> {
        self.actors.get(mention).and_then(|c| c.first())
    }

    /// The actors that a mention means: the best one, or all that it means together.
    pub fn all_meant(&self, mention: usize) -> &[Candidate] {
        let all = self.actors.get(mention).map_or(&[][..], Vec::as_slice);
        if self.together.binary_search(&mention).is_ok() { all } else { &all[..all.len().min(1)] }
    }

    /// The best place for a mention.
    pub fn place(&self, mention: usize) -> Option<&PlaceCandidate> {
        self.places.get(mention).and_then(|c| c.first())
    }
}

/// An actor that a mention may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The actor: `RUS`, `RUS.GOV`, `IGO.ASEAN`. Unknown for a role without a state
    /// (`the protesters`), which still has a sector.
    pub id: Option<ActorId>,
    /// ISO 3166-1 alpha-3 code of its state, if it belongs to one.
    pub country: Option<Arc<str>>,
    /// PLOVER sector, if it is narrower than the state.
    pub sector: Option<Arc<str>>,
    /// Its usual name.
    pub name: Arc<str>,
    /// How well it fits, in [0, 1].
    pub score: f32,
    /// How it was found: which table, which words, which dates. Shown by `explain`.
    pub reason: String,
}

/// A name of a place as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Where it stands.
    pub span: Span,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// How it stands in its sentence.
    pub footing: Footing,
    /// What it may mean, best first; never empty.
    pub candidates: Vec<PlaceCandidate>,
}

/// How a name of a place stands in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Footing {
    /// In any other way.
    #[default]
    Plain,
    /// An adposition says that something is there: `in Haifa`, `off Crimea`.
    Located,
    /// It says where a report was written, before its first sentence.
    Dateline,
}

/// A place with its coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Its usual name.
    pub name: Arc<str>,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// State it lies in, if it lies in one.
    pub country: Option<Arc<str>>,
}

/// A place that a mention may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCandidate {
    /// The place.
    pub place: Place,
    /// How well it fits, in [0, 1].
    pub score: f32,
}
