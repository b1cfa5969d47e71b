//! Rules as they are written, and as they are applied.
//!
//! A rule file is one type's: `type = "ACCUSE"`, `[[rule]]` entries, and `[[test]]` entries that
//! say what must, or must not, be coded in a sentence.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Annotated, Mood, Polarity, Pos, Predicate, Role, RuleId, Sense, Status};
use serde::Deserialize;

use crate::factuality::factuality;
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
    mutual: bool,
    #[serde(default)]
    absorbs: Option<bool>,
    #[serde(default)]
    rank: i32,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    cameo: Option<String>,
}

// The remaining fields are sentences by language, so unknown ones can't be refused here.
#[derive(Debug, Deserialize)]
struct TestToml {
    #[serde(default)]
    published: Option<String>,
    event: String,
    #[serde(flatten)]
    text: BTreeMap<String, String>,
}

/// A side of an event that a rule may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    /// Who acts.
    Actor,
    /// Towards whom.
    Recipient,
    /// Who acts, and it is known at least of what sector.
    KnownActor,
    /// Towards whom, and it is known at least of what sector.
    KnownRecipient,
}

/// How a predicate must be said for a rule to apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Form {
    /// Either way.
    #[default]
    Any,
    /// By a verb, or a noun that a verb lends its grammar.
    Clause,
    /// By a noun alone.
    Noun,
}

/// A rule ready to be applied.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: RuleId,
    pub(crate) kind: Arc<str>,
    pub(crate) mode: Option<Arc<str>>,
    pub(crate) contexts: Vec<Arc<str>>,
    pub(crate) cameo: Option<Arc<str>>,
    pub(crate) actor: Vec<Role>,
    pub(crate) recipient: Vec<Role>,
    pub(crate) needs: Vec<Side>,
    pub(crate) mutual: bool,
    pub(crate) absorbs: bool,
    pub(crate) negated: bool,
    pub(crate) future: bool,
    foretold: bool,
    rank: i32,
    senses: Vec<Sense>,
    with: Vec<(Role, Vec<Sense>)>,
    without: Vec<(Role, Vec<Sense>)>,
    form: Form,
}

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
            r#where,
            unless,
            form,
            negated,
            future,
            mutual,
            absorbs,
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
            mutual,
            absorbs: absorbs.unwrap_or(true),
            negated,
            future,
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

impl Rule {
    /// The same rule for what is told as still to come, which is of another type (`will visit` is a
    /// promise); `None` if it reads the future or a negation itself.
    pub(crate) fn foretelling(&self, kind: &Arc<str>, cameo: Option<&Arc<str>>) -> Option<Self> {
        if self.future || self.negated || self.foretold {
            return None;
        }
        let id = RuleId::new(format!("{}/future", self.id));
        let (kind, cameo) = (kind.clone(), cameo.cloned());
        Some(Self { id, kind, cameo, mode: None, foretold: true, ..self.clone() })
    }

    /// The senses it reads.
    pub(crate) fn senses(&self) -> &[Sense] {
        &self.senses
    }

    /// The senses that its conditions name.
    pub(crate) fn condition_senses(&self) -> impl Iterator<Item = &Sense> {
        self.with.iter().chain(&self.without).flat_map(|(_, senses)| senses)
    }

    /// Whether it says what must fill a role.
    pub(crate) fn asks_of(&self, role: Role) -> bool {
        self.with.iter().any(|(r, _)| *r == role)
    }

    /// How much it says: the more, the more it is to be preferred.
    pub(crate) fn weight(&self) -> i32 {
        let conditions = self.with.len()
            + self.without.len()
            + usize::from(self.negated)
            + usize::from(self.future || self.foretold);
        2 * i32::try_from(conditions).unwrap_or(i32::MAX / 4)
            + i32::from(self.form != Form::Any)
            + self.rank
    }

    /// What it asks of a predicate, each with whether it holds.
    pub(crate) fn conditions(
        &self,
        text: &Annotated,
        predicate: &Predicate,
    ) -> Vec<(String, bool)> {
        let mut list = Vec::new();
        match self.form {
            Form::Any => {}
            Form::Clause => list.push(("said by a clause".into(), !predicate.is_nominal)),
            Form::Noun => list.push(("said by a noun".into(), predicate.is_nominal)),
        }
        if self.negated {
            list.push(("negated".into(), predicate.polarity == Polarity::Negative));
        }
        if self.future || self.foretold {
            list.push(("in the future".into(), self.is_future(predicate)));
        }
        for (role, senses) in &self.with {
            let holds = has_sense(text, predicate, *role, senses);
            list.push((format!("{} is {}", role.as_str(), join(senses)), holds));
        }
        for (role, senses) in &self.without {
            let holds = !has_sense(text, predicate, *role, senses);
            list.push((format!("{} is not {}", role.as_str(), join(senses)), holds));
        }
        list
    }

    /// Whether all its conditions hold.
    pub(crate) fn applies(&self, text: &Annotated, predicate: &Predicate) -> bool {
        let form = match self.form {
            Form::Any => true,
            Form::Clause => !predicate.is_nominal,
            Form::Noun => predicate.is_nominal,
        };
        form && (!self.negated || predicate.polarity == Polarity::Negative)
            && (!(self.future || self.foretold) || self.is_future(predicate))
            && self.with.iter().all(|(role, s)| has_sense(text, predicate, *role, s))
            && !self.without.iter().any(|(role, s)| has_sense(text, predicate, *role, s))
    }

    /// Whether a predicate is told as what will be, or will not be where the rule reads negation:
    /// not merely as what is tried, plotted or wished.
    fn is_future(&self, predicate: &Predicate) -> bool {
        let polarity = if self.negated { Polarity::Positive } else { predicate.polarity };
        let read = Predicate { polarity, ..predicate.clone() };
        matches!(read.mood, Mood::Future | Mood::Conditional)
            && factuality(&read).status == Status::Planned
    }
}

fn join(senses: &[Sense]) -> String {
    let names: Vec<&str> = senses.iter().map(Sense::as_str).collect();
    if names.is_empty() { "anything".into() } else { names.join("|") }
}

/// Whether what fills a role has one of the senses; an empty list asks only that it is filled.
fn has_sense(text: &Annotated, predicate: &Predicate, role: Role, senses: &[Sense]) -> bool {
    predicate.fillers(role).any(|token| {
        senses.is_empty()
            || carriers(text, token)
                .any(|t| predicates_said(text, t).any(|p| senses.contains(&p.sense)))
    })
}

/// The predicates that a token heads, or that a light verb says with its noun (`hold talks`).
fn predicates_said(text: &Annotated, token: u32) -> impl Iterator<Item = &Predicate> {
    const MAX_NOUN: u32 = 16;
    let own = text.predicates_at(token);
    let is_verb = matches!(text.pos(token), Pos::Verb | Pos::Aux);
    let span = text.tokens.get(token as usize).map(|t| t.span);
    let after = text.predicates[own.end..]
        .iter()
        .take_while(move |p| p.head <= token.saturating_add(MAX_NOUN))
        .filter(move |p| is_verb && !p.is_nominal && span.is_some_and(|s| p.trigger.contains(s)));
    text.predicates[own].iter().chain(after)
}

/// A token and the noun under its `of`-phrase: `a round of talks` are talks.
fn carriers(text: &Annotated, token: u32) -> impl Iterator<Item = u32> + '_ {
    let below = text.predicates_at(token).is_empty().then(|| {
        text.children(token)
            .filter(|&t| text.relation(t) == entente_model::Relation::Preposition)
            .flat_map(move |t| text.children(t))
            .find(|&t| text.relation(t) == entente_model::Relation::PrepObject)
    });
    std::iter::once(token).chain(below.flatten())
}

impl TestToml {
    /// One test for each language that the entry has a sentence in.
    fn compile(self, file: &str) -> Result<Vec<RuleTest>, PackError> {
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
