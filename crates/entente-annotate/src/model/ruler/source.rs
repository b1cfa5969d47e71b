//! The rules as the pack states them, in TOML.

use serde::Deserialize;

use super::RULES;
use crate::model::pack::PackError;
use crate::model::pattern::Node;

/// The rules of the pack, as written.
#[derive(Deserialize)]
pub(super) struct RuleFile {
    pub(super) rule: Vec<RuleSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    /// Which token of the pattern is changed.
    pub(super) index: usize,
    pub(super) set: Set,
    pub(super) token: Vec<TokenSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    pub(super) tag: Option<String>,
    pub(super) dep: Option<String>,
    pub(super) pos: Option<String>,
    pub(super) morph: Option<String>,
    pub(super) lemma: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenSource {
    pub(super) tag: Option<Test>,
    pub(super) lower: Option<Test>,
    pub(super) dep: Option<Test>,
    pub(super) is_space: Option<Test>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Test {
    AnyOf(Vec<String>),
    NoneOf(Vec<String>),
    Fits(String),
    Is(bool),
}

impl Test {
    /// Says whether a value passes; an absent test passes everything.
    pub(super) fn passes(test: Option<&Test>, value: &str) -> Result<bool, PackError> {
        match test {
            None => Ok(true),
            Some(Test::AnyOf(values)) => Ok(values.iter().any(|v| v == value)),
            Some(Test::NoneOf(values)) => Ok(values.iter().all(|v| v != value)),
            Some(Test::Fits(pattern)) => Ok(whole_words(pattern)?.iter().any(|v| v == value)),
            Some(Test::Is(_)) => {
                Err(PackError::content(RULES, "expected words, found a yes or no"))
            }
        }
    }
}

/// Returns all words that a pattern of the kind `^n'?t$` stands for.
pub(super) fn whole_words(pattern: &str) -> Result<Vec<String>, PackError> {
    let words = Node::parse(pattern).ok().and_then(|node| node.whole_words());
    words.ok_or_else(|| PackError::content(RULES, format!("expected few words, found `{pattern}`")))
}
