//! Ids as newtypes, so that a document's never meets an event's by accident.

use std::fmt;
use std::sync::Arc;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes an id from its text.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

id_type! {
    /// Names a document: a hash of its content, 16 hexadecimal digits.
    DocId
}
id_type! {
    /// Names an event: a hash of document, trigger, code and its place among the events there.
    EventId
}
id_type! {
    /// Names a claim: a hash of document, cue, content and its place among the claims there.
    ClaimId
}
id_type! {
    /// Names a standing relation: a hash of document, words, kind, pair and its place there.
    RelationId
}
id_type! {
    /// Names an actor: a stable string such as `FRA`, `FRA.GOV` or `IGO.ASEAN`, never reused.
    ActorId
}
id_type! {
    /// Names a place, such as `geonames:2017370` or `cap:RUS`.
    PlaceId
}
id_type! {
    /// Names a rule of an ontology, such as `plover/accuse/blame`.
    RuleId
}
id_type! {
    /// Names a run: a hash of engine version, packs and settings.
    RunId
}

impl ActorId {
    /// The part before the first full stop: the state's code or the class of a body.
    pub fn root(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }
}
