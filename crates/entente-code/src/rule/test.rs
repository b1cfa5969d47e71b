//! The tests that rule files carry: a sentence, and what must be coded in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ontology::{PackError, unknown};

/// A test that a rule file carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTest {
    /// The file it stands in.
    pub file: String,
    /// ISO 639-1 code of its language.
    pub lang: String,
    /// The sentence.
    pub text: String,
    /// The day it is taken to be published, if it matters.
    pub published: Option<String>,
    /// What must be coded; empty when nothing may be.
    pub expected: Vec<Expected>,
}

/// One expected event: `FRA ACCUSE MLI`, `FRA CONSULT/visit MLI planned`, `? ASSAULT SYR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Id of the actor or one above it; `?` for one that is not resolved, `-` for none.
    pub actor: String,
    /// The type.
    pub kind: String,
    /// The mode, where the test names one.
    pub mode: Option<String>,
    /// As `actor`.
    pub recipient: String,
    /// The status, where the test names one; otherwise any that counts.
    pub status: Option<String>,
}

// The remaining fields are sentences by language, so unknown ones can't be refused here.
#[derive(Debug, Deserialize)]
pub(super) struct TestToml {
    #[serde(default)]
    published: Option<String>,
    event: String,
    #[serde(flatten)]
    text: BTreeMap<String, String>,
}

impl TestToml {
    /// One test for each language that the entry has a sentence in.
    pub(super) fn compile(self, file: &str) -> Result<Vec<RuleTest>, PackError> {
        let Self { published, event, text } = self;
        let expected = if event.trim() == "none" {
            Vec::new()
        } else {
            event.split(';').map(|e| Expected::parse(file, e)).collect::<Result<_, _>>()?
        };
        let test = |(lang, text): (String, String)| RuleTest {
            file: file.into(),
            lang,
            text,
            published: published.clone(),
            expected: expected.clone(),
        };
        Ok(text.into_iter().map(test).collect())
    }
}

impl Expected {
    fn parse(file: &str, text: &str) -> Result<Self, PackError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (&[actor, kind, recipient], status) = words
            .split_first_chunk::<3>()
            .filter(|(_, rest)| rest.len() <= 1)
            .ok_or_else(|| unknown(file, "`ACTOR TYPE RECIPIENT [status]` or `none`", text))?;
        let (kind, mode) = match kind.split_once('/') {
            Some((kind, mode)) => (kind, Some(mode.to_owned())),
            None => (kind, None),
        };
        Ok(Self {
            actor: actor.into(),
            kind: kind.into(),
            mode,
            recipient: recipient.into(),
            status: status.first().map(|&s| s.into()),
        })
    }
}
