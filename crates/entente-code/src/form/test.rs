//! The tests that files of forms carry: a sentence, and what it comes to.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ontology::{PackError, unknown};

/// A test that a file of forms carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormTest {
    /// The file it stands in, below the ontology's folder.
    pub file: String,
    /// ISO 639-1 code of its language.
    pub lang: String,
    /// The sentence.
    pub text: String,
    /// The day it is taken to be published, if it matters.
    pub published: Option<String>,
    /// What it comes to; several where several relations are told, empty where none is.
    pub expected: Vec<ExpectedForm>,
}

/// `alliance a=CHN b=KAZ grade=defence`, with `-` before the kind where it is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedForm {
    /// The kind.
    pub kind: String,
    /// Whether it is affirmed.
    pub is_affirmed: bool,
    /// Arguments that it must have, as words: an actor's id, a word, or days as `from..to`.
    pub args: BTreeMap<String, String>,
}

// The remaining fields are sentences by language, so unknown ones can't be refused here.
#[derive(Debug, Deserialize)]
pub(super) struct TestToml {
    #[serde(default)]
    published: Option<String>,
    is: String,
    #[serde(flatten)]
    text: BTreeMap<String, String>,
}

impl TestToml {
    /// One test for each language that the entry has a sentence in.
    pub(super) fn compile(self, file: &str) -> Result<Vec<FormTest>, PackError> {
        let Self { published, is, text } = self;
        let expected: Vec<ExpectedForm> = if is.trim() == "none" {
            Vec::new()
        } else {
            is.split(';').map(|one| ExpectedForm::parse(file, one)).collect::<Result<_, _>>()?
        };
        let test = |(lang, text): (String, String)| FormTest {
            file: file.into(),
            lang,
            text,
            published: published.clone(),
            expected: expected.clone(),
        };
        Ok(text.into_iter().map(test).collect())
    }
}

impl ExpectedForm {
    fn parse(file: &str, text: &str) -> Result<Self, PackError> {
        let mut words = text.split_whitespace();
        let kind = words.next().ok_or_else(|| unknown(file, "a kind or `none`", text))?;
        let (kind, is_affirmed) = kind.strip_prefix('-').map_or((kind, true), |k| (k, false));
        let pair = |word: &str| {
            let (name, value) =
                word.split_once('=').ok_or_else(|| unknown(file, "`argument=value`", word))?;
            Ok((name.to_owned(), value.replace('_', " ")))
        };
        let args = words.map(pair).collect::<Result<_, PackError>>()?;
        Ok(Self { kind: kind.to_owned(), is_affirmed, args })
    }
}
