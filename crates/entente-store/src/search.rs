//! Words to search for, and what is found.

use std::sync::Arc;

use entente_model::DocMeta;
use jiff::civil::Date;

use crate::Error;

/// What is searched for, and where; the default words find nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub words: Words,
    /// Where they must stand.
    pub within: Within,
    /// Only what was published from this day on.
    pub from: Option<Date>,
    /// Only what was published by the end of this day.
    pub to: Option<Date>,
    /// At most so many.
    pub limit: Option<u64>,
    /// Leaves out the first so many.
    pub offset: u64,
}

/// Where words must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// In a document: its title or its text.
    #[default]
    Documents,
    /// In one sentence that is evidence of something.
    Evidence,
}

/// A document, or a sentence in it, that has the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document, without its text.
    pub document: DocMeta,
    /// Some of the text around the words, or the sentence.
    pub excerpt: String,
    /// Ids of the events, as the newest run has them, that rest on the document or the sentence.
    pub events: Vec<Arc<str>>,
}

/// Words as people type them: `oil rig "South China Sea" drill* -tanker`.
///
/// All must be there, but those after a minus, which must not; words in quotes stand side by side;
/// an asterisk stands for any ending. Case and accents make no difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub(crate) wanted: Vec<Phrase>,
    pub(crate) unwanted: Vec<Phrase>,
}

/// Words side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) words: String,
    /// Whether the last one may go on.
    pub(crate) is_open: bool,
}

impl Words {
    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// [`Error::Words`] where there is nothing to find.
    pub fn parse(typed: &str) -> Result<Self, Error> {
        let mut all = Self::default();
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let is_unwanted = rest.starts_with('-');
            rest = rest.strip_prefix('-').unwrap_or(rest);
            let (words, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
            };
            let (words, is_open) = match words.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (words, after.starts_with('*')),
            };
            rest = after.strip_prefix('*').unwrap_or(after).trim_start();
            if words.contains(char::is_alphanumeric) {
                let phrase = Phrase { words: words.to_owned(), is_open };
                if is_unwanted { &mut all.unwanted } else { &mut all.wanted }.push(phrase);
            }
        }
        match all.wanted.is_empty() {
            true => Err(Error::Words { typed: typed.to_owned() }),
            false => Ok(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was typed, as it was understood.
    fn read(typed: &str) -> String {
        let Ok(Words { wanted, unwanted }) = Words::parse(typed) else { return "nothing".into() };
        let shown = |sign: &str, phrase: &Phrase| {
            format!("{sign}{}{}", phrase.words, if phrase.is_open { "*" } else { "" })
        };
        let wanted = wanted.iter().map(|phrase| shown("+", phrase));
        wanted.chain(unwanted.iter().map(|p| shown("-", p))).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_are_read_as_they_are_typed() {
        assert_eq!(read("oil rig"), "+oil|+rig");
        assert_eq!(read(" \"South China Sea\" drill* -tanker"), "+South China Sea|+drill*|-tanker");
        assert_eq!(read("-\"oil rig\" a \"b c\"*"), "+a|+b c*|-oil rig");
        assert_eq!(read("\"left open"), "+left open");
        assert_eq!(read("AND OR NEAR( x:y ^z"), "+AND|+OR|+NEAR(|+x:y|+^z");
        for nothing in ["", "  ", "-a", "*", "\"\"", "!?", "- -", "\"\" -\""] {
            assert_eq!(read(nothing), "nothing", "{nothing}");
        }
    }
}
