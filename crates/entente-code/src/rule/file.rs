//! Rule files as they are written.
//!
//! A file is one type's: `type = "ACCUSE"`, `[[rule]]` entries, and `[[test]]` entries that say
//! what must, or must not, be coded in a sentence.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Role, RuleId, Sense};
use serde::Deserialize;

use super::test::{RuleTest, TestToml};
use super::{Form, Rule, Side};
use crate::ontology::{Defaults, PackError, roles, unknown};

/// A rule file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default, rename = "rule")]
    rules: Vec<RuleToml>,
    #[serde(default, rename = "test")]
    tests: Vec<TestToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleToml {
    id: String,
    sense: Vec<String>,
    #[serde(default)]
    actor: Option<Vec<String>>,
    #[serde(default)]
    recipient: Option<Vec<String>>,
    #[serde(default)]
    needs: Vec<Side>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    not_by: Vec<String>,
    #[serde(default)]
    not_to: Vec<String>,
    #[serde(default)]
    r#where: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unless: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    form: Form,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    future: bool,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    doer: bool,
    #[serde(default)]
    absorbs: Option<bool>,
    #[serde(default)]
    alone: Option<bool>,
    #[serde(default)]
    loose: bool,
    lend: Option<String>,
    #[serde(default)]
    doer_of: Vec<String>,
    #[serde(default)]
    rank: i32,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    cameo: Option<String>,
}

impl RuleFile {
    /// Checks and compiles a file's rules and tests.
    pub(crate) fn compile(
        self,
        file: &str,
        ontology: &str,
        defaults: &Defaults,
    ) -> Result<(Vec<Rule>, Vec<RuleTest>), PackError> {
        let kind: Arc<str> = self.kind.as_str().into();
        let stem = file.strip_suffix(".toml").unwrap_or(file);
        let mut rules = Vec::new();
        for rule in self.rules {
            let id = RuleId::new(format!("{ontology}/{stem}/{}", rule.id));
            if rules.iter().any(|r: &Rule| r.id == id) {
                return Err(unknown(file, "rule ids that differ", &rule.id));
            }
            rules.push(rule.compile(file, id, &kind, defaults)?);
        }
        let tests =
            self.tests.into_iter().map(|t| t.compile(file)).collect::<Result<Vec<_>, _>>()?;
        Ok((rules, tests.into_iter().flatten().collect()))
    }
}

impl RuleToml {
    fn compile(
        self,
        file: &str,
        id: RuleId,
        kind: &Arc<str>,
        defaults: &Defaults,
    ) -> Result<Rule, PackError> {
        let Self {
            id: _,
            sense,
            actor,
            recipient,
            needs,
            by,
            not_by,
            not_to,
            r#where,
            unless,
            form,
            negated,
            future,
            planned,
            mutual,
            doer,
            absorbs,
            alone,
            loose,
            lend,
            doer_of,
            rank,
            mode,
            contexts,
            cameo,
        } = self;
        let named = |names: Option<Vec<String>>, usual: &[Role]| match names {
            Some(names) => roles(id.as_str(), &names),
            None => Ok(usual.to_vec()),
        };
        if sense.is_empty() {
            return Err(unknown(file, "at least one sense", id.as_str()));
        }
        let mut contexts: Vec<Arc<str>> = contexts.into_iter().map(Into::into).collect();
        contexts.sort();
        Ok(Rule {
            kind: kind.clone(),
            mode: mode.map(Into::into),
            contexts,
            cameo: cameo.map(Into::into),
            actor: named(actor, &defaults.actor)?,
            recipient: named(recipient, &defaults.recipient)?,
            needs,
            by,
            not_by,
            not_to,
            not_through: Vec::new(),
            mutual,
            doer,
            absorbs: absorbs.unwrap_or(true),
            alone: alone.unwrap_or(true),
            loose,
            lend: lend.map(Into::into),
            doer_of: doer_of.into_iter().map(Sense::new).collect(),
            negated,
            future,
            planned,
            foretold: false,
            rank,
            senses: sense.into_iter().map(Sense::new).collect(),
            with: conditions(id.as_str(), r#where)?,
            without: conditions(id.as_str(), unless)?,
            form,
            id,
        })
    }
}

fn conditions(
    rule: &str,
    table: BTreeMap<String, Vec<String>>,
) -> Result<Vec<(Role, Vec<Sense>)>, PackError> {
    let one = |(role, senses): (String, Vec<String>)| {
        let role = Role::from_name(&role).ok_or_else(|| unknown(rule, "a role", &role))?;
        Ok((role, senses.into_iter().map(Sense::new).collect()))
    };
    table.into_iter().map(one).collect()
}
