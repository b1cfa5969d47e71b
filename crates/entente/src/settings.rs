//! What a caller may choose, checked once.

use entente_code::Keep;
use entente_read::Columns;

use crate::Reader;

/// Choices that hold for the life of an engine; the default is what most want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which model annotates.
    pub model: Model,
    /// Worker threads; 0 for one a core. The answers do not depend on it.
    pub threads: usize,
    /// Longest text that is accepted, in bytes; longer ones are unreadable.
    pub max_text: usize,
    /// Whether each text is taken as one paragraph, whatever its structure.
    pub is_raw: bool,
    /// How sure an event must be to be given.
    pub keep: Keep,
    /// What the columns of tables and the fields of JSON Lines are called.
    pub columns: Option<Columns>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: Model::default(),
            threads: 0,
            max_text: Reader::MAX_TEXT,
            is_raw: false,
            keep: Keep::Recorded,
            columns: None,
        }
    }
}

/// The models that a language pack may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The exact one, with word vectors.
    #[default]
    Medium,
    /// The smaller one, without.
    Small,
}

impl Model {
    /// All, the default first.
    pub const ALL: [Self; 2] = [Self::Medium, Self::Small];

    /// The name that a user types.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "md",
            Self::Small => "sm",
        }
    }

    /// The model of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str() == name)
    }

    /// Its file in a language's folder.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Medium => "model.bin",
            Self::Small => "model-sm.bin",
        }
    }
}

impl Settings {
    /// A hash of everything that may change what is said of a document.
    pub(crate) fn hash(&self) -> String {
        // Which columns are read decides what the documents are, and they have names of their own.
        let Self { model, threads: _, max_text: _, is_raw, keep, columns: _ } = self;
        let raw = if *is_raw { "raw" } else { "structured" };
        let keep = match keep {
            Keep::Sure => "sure",
            Keep::Recorded => "recorded",
            Keep::All => "all",
        };
        let parts = [model.as_str(), raw, keep];
        super::knowledge::short_hash(parts.map(str::as_bytes))
    }
}
