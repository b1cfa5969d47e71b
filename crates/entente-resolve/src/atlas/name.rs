//! How a language names actors: `names.tsv`.

use std::sync::Arc;

use super::actor::{ActorAt, Actors};
use crate::table::{self, Interval, PackError};

/// A row of `names.tsv`.
pub(crate) struct Name {
    pub(crate) actor: ActorAt,
    pub(crate) kind: NameKind,
    pub(crate) surface: Arc<str>,
    /// The sector, if the name means an organ rather than the country as such.
    pub(crate) sector: Option<Arc<str>>,
    pub(crate) held: Interval,
    /// Whether the table warns of another frequent sense.
    pub(crate) is_ambiguous: bool,
    /// Whether another actor is the usual sense.
    pub(crate) is_second: bool,
    /// Whether many states have an organ of this name and none is the usual sense.
    pub(crate) is_common: bool,
    /// Whether a text must have its capitals.
    pub(crate) is_cased: bool,
    /// Whether the user gave it, which ranks above the packs.
    pub(crate) is_own: bool,
}

/// What sort of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// The name itself (`Russia`).
    Name,
    /// The adjective (`Russian`).
    Adjective,
    /// Its people (`Russians`).
    People,
    /// Its capital, said for its government (`Moscow`).
    Capital,
    /// A building or place, said for who sits there (`the Kremlin`).
    Metonym,
    /// An organ with a name of its own (`Knesset`).
    Organ,
    /// A short form in capitals (`UK`).
    Acronym,
    /// A part of the country, said for those who live or govern there.
    Region,
    /// A city other than the capital, said likewise.
    City,
}

impl NameKind {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "adjective" => Self::Adjective,
            "people" => Self::People,
            "capital" => Self::Capital,
            "metonym" => Self::Metonym,
            "organ" => Self::Organ,
            "acronym" => Self::Acronym,
            "region" => Self::Region,
            "city" => Self::City,
            _ => return None,
        })
    }

    /// The kind in words, for reasons.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Name => "a name",
            Self::Adjective => "the adjective",
            Self::People => "the people",
            Self::Capital => "the capital",
            Self::Metonym => "a metonym",
            Self::Organ => "an organ",
            Self::Acronym => "an acronym",
            Self::Region => "a region",
            Self::City => "a city",
        }
    }

    /// Whether the name stays with its actor after its last day, as a former name does and a
    /// former capital does not.
    pub(crate) fn outlives_its_dates(self) -> bool {
        !matches!(self, Self::Capital | Self::Metonym | Self::Organ)
    }

    /// Whether the name means the actor as a whole and nothing narrower.
    pub(crate) fn is_whole(self) -> bool {
        !matches!(self, Self::Organ | Self::Region | Self::City)
    }
}

/// Reads `names.tsv`: actor, kind, surface, sector, from, to, remark.
///
/// A remark with `ambiguous` warns of another frequent sense, one with `second:` says that another
/// row is the usual one, one with `common:` that no state has the name to itself.
pub(crate) fn load(text: &str, actors: &Actors) -> Result<Vec<Name>, PackError> {
    let read = |row: Result<table::Row<'_, 7>, PackError>| {
        let row = row?;
        let sector = row.cell(3);
        Ok(Name {
            actor: row.parse(0, "an id of actors.tsv", |id| actors.find(id))?,
            kind: row.parse(1, "a kind of name", NameKind::from_name)?,
            surface: row.required(2, "a name")?.into(),
            sector: (!sector.is_empty()).then(|| sector.into()),
            held: row.interval(4)?,
            is_ambiguous: row.cell(6).contains("ambiguous"),
            is_second: row.cell(6).contains("second:"),
            is_common: row.cell(6).contains("common:"),
            is_cased: true,
            is_own: false,
        })
    };
    table::rows("names.tsv", text).map(read).collect()
}
