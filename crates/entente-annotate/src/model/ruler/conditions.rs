//! For every value of an attribute, the rules whose test it passes.

use std::collections::HashMap;

use super::RULES;
use super::rule_set::RuleSet;
use super::source::{RuleSource, Test, TokenSource, whole_words};
use crate::model::ids::Ids;
use crate::model::pack::PackError;

/// For each value of each attribute, the rules it satisfies at one position of their patterns.
#[derive(Debug)]
pub(super) struct Tests {
    pub(super) tag: Vec<RuleSet>,
    pub(super) form: Vec<RuleSet>,
    pub(super) dep: Vec<RuleSet>,
    pub(super) space: [RuleSet; 2],
}

impl Tests {
    /// Tries all tags, forms and labels at one place of all rules.
    pub(super) fn new(
        rules: &[RuleSource],
        at: usize,
        [tags, forms, deps]: [&[String]; 3],
    ) -> Result<Self, PackError> {
        if rules.iter().any(|rule| rule.token.len() > 2 || rule.index >= rule.token.len()) {
            return Err(PackError::content(RULES, "expected patterns of one or two tokens"));
        }
        let by = |values: &[String], test: fn(&TokenSource) -> Option<&Test>| {
            let sets = values.iter().map(|value| passing(rules, at, test, value));
            sets.collect::<Result<Vec<_>, _>>()
        };
        let is_space = |wanted: bool| {
            RuleSet::of(rules, |rule| {
                let test = rule.token.get(at).and_then(|token| token.is_space.as_ref());
                test.is_none_or(|test| matches!(test, Test::Is(is) if *is == wanted))
            })
        };
        Ok(Tests {
            tag: by(tags, |token| token.tag.as_ref())?,
            form: by(forms, |token| token.lower.as_ref())?,
            dep: by(deps, |token| token.dep.as_ref())?,
            space: [is_space(false), is_space(true)],
        })
    }
}

/// Returns the rules that have a token at a position and whose test of it a value passes.
fn passing(
    rules: &[RuleSource],
    at: usize,
    test: fn(&TokenSource) -> Option<&Test>,
    value: &str,
) -> Result<RuleSet, PackError> {
    let mut set = RuleSet::default();
    for (i, rule) in rules.iter().enumerate() {
        if let Some(token) = rule.token.get(at)
            && Test::passes(test(token), value)?
        {
            set.insert(i);
        }
    }
    Ok(set)
}

/// All lower-case forms that rules name, numbered from 1.
pub(super) struct Forms {
    /// By class; class 0 is a form that no rule names.
    pub(super) names: Vec<String>,
    pub(super) classes: HashMap<u64, u16>,
}

impl Default for Forms {
    fn default() -> Self {
        // No token has an empty form, so the empty name fails every test for a word.
        Forms { names: vec![String::new()], classes: HashMap::new() }
    }
}

impl Forms {
    pub(super) fn add(&mut self, test: &Test, ids: &Ids) -> Result<(), PackError> {
        let words = match test {
            Test::AnyOf(words) | Test::NoneOf(words) => words.clone(),
            Test::Fits(pattern) => whole_words(pattern)?,
            Test::Is(_) => Vec::new(),
        };
        for word in words {
            let class = u16::try_from(self.names.len())
                .map_err(|_| PackError::content(RULES, "expected fewer words"))?;
            self.classes.entry(ids.id(&word)).or_insert_with(|| {
                self.names.push(word);
                class
            });
        }
        Ok(())
    }
}
