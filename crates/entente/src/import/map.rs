//! What the columns of a table mean: a map from `packs/exchange`, with what the user adds to it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::catalogue::Holds;
use super::line::{Delimiter, Line};
use crate::knowledge::broken;
use crate::{Error, ErrorKind, Knowledge, Result};

/// The columns that we know, in the order of `Fields`.
pub(super) const OURS: [&str; 34] = [
    "id",
    "date",
    "until",
    "reported",
    "actor",
    "actor_code",
    "actor_name",
    "actor_country",
    "actor_group",
    "actor_sector",
    "recipient",
    "recipient_code",
    "recipient_name",
    "recipient_country",
    "recipient_group",
    "recipient_sector",
    "type",
    "code",
    "mode",
    "contexts",
    "status",
    "intensity",
    "place",
    "place_country",
    "lat",
    "lon",
    "outlet",
    "url",
    "story",
    "root",
    "mentions",
    "sources",
    "articles",
    "average_tone",
];

/// What the map of a kind of table says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Map {
    /// What it is, in a line.
    pub(super) title: String,
    delimiter: String,
    /// In which codes actors name their state.
    pub(super) countries: Scheme,
    /// In which codes places do.
    pub(super) places: Scheme,
    /// In which codes actors name their sector.
    #[serde(default)]
    pub(super) sectors: Sectors,
    /// What parts several contexts.
    #[serde(default)]
    pub(super) contexts: String,
    /// What programs leave in cells about which nothing is known.
    #[serde(default)]
    unknown: Vec<String>,
    /// Names of the columns of tables without a line of headings.
    #[serde(default)]
    layout: Vec<Columns>,
    map: BTreeMap<String, String>,
}

/// How a table names states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scheme {
    /// Three letters, by CAMEO's list.
    Cameo,
    /// Two letters, by FIPS 10-4.
    Fips,
    /// Three letters, by ISO 3166-1.
    Iso,
    /// In words.
    Names,
}

/// How a table names sectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sectors {
    /// By CAMEO's roles, or in the words of ICEWS.
    #[default]
    Cameo,
    /// As we do.
    Plover,
}

/// The columns of a table without headings; the last ones may be missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    least: usize,
    columns: Vec<String>,
}

/// Where each of our columns stands in a row.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    least: usize,
    most: usize,
    fields: Vec<Field>,
    unknown: Vec<String>,
}

/// The places of one of our columns: several stand for one another, or, as in an id, are joined.
#[derive(Clone, Debug, Default)]
struct Field {
    places: Vec<usize>,
    is_joined: bool,
}

impl Map {
    /// Reads the map of a kind of table, with the user's names of columns before those in it.
    pub(super) fn load(
        knowledge: &Knowledge,
        name: &str,
        own: &[(String, String)],
    ) -> Result<Self> {
        let file = Holds::Events.file(name);
        let text = knowledge.exchange(&file)?;
        let mut map: Self = toml::from_str(text).map_err(|error| {
            broken(format!("`exchange/{file}` is no map of columns")).caused_by(error)
        })?;
        for (ours, theirs) in own {
            check(ours)?;
            map.map.insert(ours.clone(), theirs.clone());
        }
        map.map.keys().try_for_each(|ours| check(ours))?;
        Ok(map)
    }

    /// How its rows are parted, if it is not to be seen from the first one.
    pub(super) fn delimiter(&self) -> Option<Delimiter> {
        match self.delimiter.as_str() {
            "\t" => Some(Delimiter::Tab),
            "," => Some(Delimiter::Comma),
            _ => None,
        }
    }

    /// Where columns stand, by the first row; the second value is whether that row is headings.
    pub(super) fn layouts(&self, first: &Line) -> std::result::Result<(Vec<Layout>, bool), String> {
        let headings: Vec<String> = first.cells().map(|cell| cell.into_owned()).collect();
        if self.layout.is_empty() || self.are_headings(&headings) {
            let layout = self.layout_of(&headings, headings.len());
            return layout.check(&self.map).map(|layout| (vec![layout], true));
        }
        let layout = |of: &Columns| self.layout_of(&of.columns, of.least);
        Ok((self.layout.iter().map(layout).collect(), false))
    }

    fn layout_of(&self, columns: &[String], least: usize) -> Layout {
        let theirs = OURS.iter().map(|ours| self.map.get(*ours).map_or("", String::as_str));
        Layout::new(theirs, &self.unknown, columns, least)
    }

    fn are_headings(&self, cells: &[String]) -> bool {
        let wanted = ["id", "date"].iter().filter_map(|ours| self.map.get(*ours));
        let mut names = wanted.flat_map(|theirs| theirs.split(['|', '+']));
        names.any(|name| cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name.trim())))
    }
}

impl Layout {
    /// Finds our columns, each by what it may be called, among those of a table.
    pub(super) fn new<'t>(
        theirs: impl Iterator<Item = &'t str>,
        unknown: &[String],
        columns: &[String],
        least: usize,
    ) -> Self {
        let place = |name: &str| {
            columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name.trim()))
        };
        let field = |theirs: &str| {
            let is_joined = theirs.contains('+');
            Field { places: theirs.split(['|', '+']).filter_map(place).collect(), is_joined }
        };
        Self {
            least,
            most: columns.len(),
            fields: theirs.map(field).collect(),
            unknown: unknown.to_vec(),
        }
    }

    /// Whether there is what no row can do without.
    fn check(self, map: &BTreeMap<String, String>) -> std::result::Result<Self, String> {
        let has = |ours: &str| {
            let at = OURS.iter().position(|known| *known == ours);
            at.is_some_and(|at| !self.fields[at].places.is_empty())
        };
        let named = |ours: &str| map.get(ours).cloned().unwrap_or_else(|| ours.to_owned());
        if !has("date") {
            return Err(format!("expected a column `{}` with the day, found none", named("date")));
        }
        if !has("type") && !has("code") {
            let (kind, code) = (named("type"), named("code"));
            return Err(format!("expected a column `{kind}` or `{code}`, found none"));
        }
        Ok(self)
    }

    /// Whether a row has the right number of columns; empty ones at the end do not count.
    pub(super) fn fits(&self, line: &Line) -> bool {
        line.len() >= self.least
            && (line.len() <= self.most
                || (self.most..line.len()).all(|at| line.cell(at).is_empty()))
    }

    /// How many columns a row must have, in words.
    pub(super) fn expected(layouts: &[Self]) -> String {
        let counts = layouts.iter().map(|of| match of.least == of.most {
            true => of.most.to_string(),
            false => format!("{} to {}", of.least, of.most),
        });
        counts.collect::<Vec<_>>().join(" or ")
    }

    /// Whether a column of the table is none of ours.
    pub(super) fn is_left(&self, at: usize) -> bool {
        !self.fields.iter().any(|field| field.places.contains(&at))
    }

    /// Whether the table has one of our columns at all.
    pub(super) fn has(&self, ours: usize) -> bool {
        !self.fields[ours].places.is_empty()
    }

    /// The bytes of one of our columns; empty where the row has none.
    pub(super) fn cell<'l>(&self, ours: usize, line: &'l Line) -> &'l [u8] {
        let places = self.fields[ours].places.iter();
        let mut cells = places.map(|&at| line.cell(at)).filter(|cell| self.is_known(cell));
        cells.next().unwrap_or_default()
    }

    pub(super) fn is_known(&self, cell: &[u8]) -> bool {
        !cell.is_empty() && !self.unknown.iter().any(|word| word.as_bytes() == cell)
    }

    /// The text of one of our columns whose parts are joined; nothing unless all are there.
    pub(super) fn joined(&self, ours: usize, line: &Line) -> String {
        let Field { places, is_joined } = &self.fields[ours];
        if !is_joined {
            return text(self.cell(ours, line)).into_owned();
        }
        let parts: Vec<_> = places.iter().map(|&at| text(line.cell(at))).collect();
        match parts.iter().any(|part| part.is_empty()) {
            true => String::new(),
            false => parts.join("@"),
        }
    }
}

/// Bytes as text; what is no UTF-8 is marked.
pub(super) fn text(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(cell)
}

fn check(ours: &str) -> Result<()> {
    if OURS.contains(&ours) {
        return Ok(());
    }
    let message = format!("expected one of our columns before `=`, found `{ours}`");
    Err(Error::new(ErrorKind::Usage, message).hint(format!("known are {}", OURS.join(", "))))
}
