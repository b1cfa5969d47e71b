//! Reading the tab-separated tables of a language pack.

/// Why a pack could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// A line of a table is not as it should be.
    #[error("{table}, line {line}: expected {expected}, found `{found}`")]
    Line {
        /// The table.
        table: String,
        /// Its line, from 1.
        line: usize,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A TOML file is not as it should be.
    #[error("{file} is not a language file")]
    Toml {
        /// The file.
        file: String,
        /// What the parser said.
        source: Box<toml::de::Error>,
    },
    /// The model pack is not as it should be.
    #[error("the model of `{language}` can't be used")]
    Model {
        /// The language.
        language: String,
        /// What is wrong with it.
        source: crate::model::pack::PackError,
    },
}

/// One row of a table.
pub(crate) struct Row<'a> {
    table: &'a str,
    line: usize,
    cells: Vec<&'a str>,
}

/// The rows of a table; comments and blank lines are left out.
pub(crate) fn rows<'a>(table: &'a str, text: &'a str) -> impl Iterator<Item = Row<'a>> {
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
        .map(move |(at, line)| Row { table, line: at + 1, cells: line.split('\t').collect() })
}

impl<'a> Row<'a> {
    /// A cell, empty where the line has fewer.
    pub(crate) fn cell(&self, at: usize) -> &'a str {
        self.cells.get(at).map_or("", |c| c.trim())
    }

    /// An error about a cell.
    #[cold]
    pub(crate) fn expected(&self, expected: &str, found: &str) -> PackError {
        PackError::Line {
            table: self.table.into(),
            line: self.line,
            expected: expected.into(),
            found: found.into(),
        }
    }
}
