//! Words for parts of a state and of society, and their PLOVER sectors: `roles.tsv`.

use std::sync::Arc;

use crate::table::{self, PackError};

/// A row of `roles.tsv`.
pub(crate) struct Role {
    /// The phrase, in lower-case lemmas.
    pub(crate) words: Arc<str>,
    /// The sector, unless it is that of whatever the role belongs to.
    pub(crate) sector: Option<Arc<str>>,
    pub(crate) kind: RoleKind,
    /// Whether who has it is of another state than the one that it is related to (`ally`).
    pub(crate) is_relational: bool,
    /// Another sector that it may be of: whichever the text told of last.
    pub(crate) other: Option<Arc<str>>,
    /// Whether it only ends a name (the `Inc` of a firm).
    pub(crate) ends_name: bool,
}

/// What sort of role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleKind {
    /// Held by a person of a state (`minister`).
    Office,
    /// A part of a state (`navy`).
    Organ,
    /// A sort of people (`protester`).
    People,
    /// A body that is not a state's (`company`).
    Body,
}

impl RoleKind {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "office" => Self::Office,
            "organ" => Self::Organ,
            "people" => Self::People,
            "body" => Self::Body,
            _ => return None,
        })
    }

    /// Whether persons have it, and may bear it as a title.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Office | Self::People)
    }
}

/// Reads `roles.tsv`: words, sector, kind, remark.
///
/// A remark with `relational` says that `France's …` is not French, one with `ends a name` that the
/// words count only behind others of a name, one that begins `or XYZ:` that it may be of that sector.
pub(crate) fn load(text: &str) -> Result<Vec<Role>, PackError> {
    let read = |row: Result<table::Row<'_, 4>, PackError>| {
        let row = row?;
        let sector = row.cell(1);
        Ok(Role {
            words: row.required(0, "a phrase")?.into(),
            sector: (!sector.is_empty()).then(|| sector.into()),
            kind: row.parse(2, "a kind of role", RoleKind::from_name)?,
            is_relational: row.cell(3).contains("relational"),
            other: other(row.cell(3)).map(Arc::from),
            ends_name: row.cell(3).contains("ends a name"),
        })
    };
    table::rows("roles.tsv", text).map(read).collect()
}

/// The sector in a remark `or XYZ: …`.
fn other(remark: &str) -> Option<&str> {
    Some(remark.strip_prefix("or ")?.split_once(':')?.0)
}
