//! The nouns of entente: the types that pass between the stages, their ids and the invariants
//! that keep them whole.
//!
//! Nothing here reads, writes or decides. A type has constructors, accessors and checks; when it
//! wants an algorithm, that algorithm belongs to a verb. Start with [`Document`], then
//! [`Annotated`], [`Predicate`], [`Resolved`] and [`Event`]: that is the order of the pipeline.

mod actor;
mod annotated;
mod claim;
mod document;
mod event;
mod fingerprint;
mod grammar;
mod id;
mod judgement;
mod label;
mod note;
mod predicate;
mod record;
mod review;
mod span;
mod standing;
#[cfg(feature = "testing")]
pub mod testing;
mod vectors;
mod when;

pub use actor::{Candidate, Footing, Place, PlaceCandidate, Reference, Resolved, Toponym};
pub use annotated::{Annotated, Entity, Mention, MentionKind, Sentence, Strings, Token, Tree};
pub use claim::{Argument, Claim, Proposition, PropositionKind, Speaker, SpeakerKind, Stance};
pub use document::{Block, BlockKind, DateOrigin, DocMeta, Document, Format, Origin, PairRequest};
pub use event::{Attitude, Code, Coded, Dyad, Event, Evidence, PairAnswer, Party, Status, Telling};
pub use fingerprint::{Fingerprint, NearCopy};
pub use grammar::{Pos, Relation};
pub use id::{ActorId, ClaimId, DocId, EventId, PlaceId, RelationId, RuleId, RunId};
pub use judgement::{Chances, Judgement};
pub use label::Labels;
pub use note::{Note, NoteKind, Noted};
pub use predicate::{
    Filler, Frame, FrameKind, Mood, Polarity, Predicate, Rating, Role, Sense, Tense,
};
pub use record::{Forecast, Happening, Panel, PanelCell, Run, Tie};
pub use review::Reviewer;
pub use span::Span;
pub use standing::{Holding, StandingRelation};
pub use vectors::WordVectors;
pub use when::{Occasion, Precision, TimeExpr, TimeKind, TimeLink, When};
