//! An ontology: its types with what they mean, and the rules that lead to them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entente_model::{Reviewer, Role};
use serde::Deserialize;

use crate::confidence::Weights;
use crate::context::Contexts;
use crate::crosswalk::Crosswalk;
use crate::floor::{Alone, Asks, Floor, Private};
use crate::inherit::Scene;
use crate::pair::{Mix, PairWeights, Readings};
use crate::rule::{Rule, RuleFile, RuleTest};

/// The texts that an ontology is loaded from.
#[derive(Clone, Copy, Debug)]
pub struct OntologyText<'a> {
    /// `ontology.toml`: name, types, quad classes.
    pub ontology: &'a str,
    /// `scale.tsv`: type and conflict-cooperation score.
    pub scale: &'a str,
    /// `crosswalk.tsv`: type, mode and CAMEO code.
    pub crosswalk: &'a str,
    /// `contexts.tsv`: context and what it is known by; may be empty.
    pub contexts: &'a str,
    /// `confidence.tsv`: what makes an event sure; may be empty.
    pub confidence: &'a str,
    /// Name and text of each rule file, sorted by name.
    pub rules: &'a [(&'a str, &'a str)],
    /// `pairs.tsv`: learned weights by which pairs are judged; may be empty.
    pub pairs: &'a str,
    /// `attitudes.bin`: learned weights of sentences with covered names; may be empty.
    pub attitudes: &'a [u8],
}

/// Why an ontology could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// A TOML file is not as it should be.
    #[error("{file} does not have the expected shape")]
    Toml {
        /// The file.
        file: String,
        /// What the parser said.
        source: Box<toml::de::Error>,
    },
    /// A value is not one that is known.
    #[error("{file}: expected {expected}, found `{found}`")]
    Value {
        /// The file, and the rule or line in it.
        file: String,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
}

/// What an ontology says of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeInfo {
    /// Its name.
    pub name: Arc<str>,
    /// Its quad class.
    pub quad: Arc<str>,
    /// Its conflict-cooperation score.
    pub tone: f32,
    /// The type of what is told as still to come, and its finer code.
    pub future: Option<(Arc<str>, Option<Arc<str>>)>,
    /// What the floor asks of it.
    pub(crate) asks: Asks,
    /// Through which ties of a noun its recipient is not met.
    pub(crate) not_through: Vec<Role>,
}

/// Types, scales and rules, ready to be applied.
#[derive(Debug)]
pub struct Ontology {
    name: Arc<str>,
    types: BTreeMap<String, TypeInfo>,
    floor: Option<Floor>,
    scene: Option<Scene>,
    crosswalk: Crosswalk,
    contexts: Contexts,
    weights: Weights,
    rules: Vec<Rule>,
    by_sense: HashMap<Box<str>, Vec<usize>>,
    tests: Vec<RuleTest>,
    pairs: PairWeights,
    readings: Readings,
    reviewer: Option<Arc<dyn Reviewer>>,
    mix: Mix,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OntologyToml {
    name: String,
    #[expect(dead_code, reason = "shown by `entente packs`, not used for coding")]
    version: String,
    #[expect(dead_code, reason = "documentation inside the file")]
    source: String,
    actor: Vec<String>,
    recipient: Vec<String>,
    emission: Option<Floor>,
    scene: Option<Scene>,
    /// How much a learned judge counts where a pair is asked about.
    #[serde(default)]
    pair: Mix,
    types: BTreeMap<String, TypeToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TypeToml {
    quad: String,
    /// The type that it is while it is only announced.
    future: Option<String>,
    /// The finer code that it has then.
    future_cameo: Option<String>,
    /// Parties that suffice alone.
    #[serde(default)]
    alone: Vec<Alone>,
    /// Between which parties outside politics it counts.
    #[serde(default)]
    private: Private,
    /// Sectors whose such deeds are their own business.
    #[serde(default)]
    not_by: Vec<String>,
    /// Ties of a noun below which nobody is its recipient (`treatment for Mali`).
    #[serde(default)]
    not_through: Vec<String>,
}

/// Where the parties stand unless a rule says otherwise.
#[derive(Debug)]
pub(crate) struct Defaults {
    pub(crate) actor: Vec<Role>,
    pub(crate) recipient: Vec<Role>,
}

impl Ontology {
    /// What pairs are judged by.
    pub(crate) fn pair_weights(&self) -> &PairWeights {
        &self.pairs
    }

    /// What is learned of how sentences tell one's attitude, names being covered.
    pub(crate) fn readings(&self) -> &Readings {
        &self.readings
    }

    /// How much a learned judge counts beside them.
    pub(crate) fn pair_mix(&self) -> Mix {
        self.mix
    }

    /// Reads an ontology's files and checks that they fit together.
    ///
    /// # Errors
    ///
    /// Names the file and rule, what was expected and what was found.
    pub fn load(text: &OntologyText<'_>) -> Result<Self, PackError> {
        let head: OntologyToml = parse("ontology.toml", text.ontology)?;
        let defaults = Defaults {
            actor: roles("ontology.toml", &head.actor)?,
            recipient: roles("ontology.toml", &head.recipient)?,
        };
        let types = types(head.types, text.scale)?;
        let mut ontology = Self {
            name: head.name.into(),
            crosswalk: Crosswalk::read(text.crosswalk, |kind| types.contains_key(kind))?,
            contexts: Contexts::read(text.contexts)?,
            weights: Weights::read(text.confidence)?,
            types,
            floor: head.emission,
            scene: head.scene,
            rules: Vec::new(),
            by_sense: HashMap::new(),
            tests: Vec::new(),
            pairs: PairWeights::read(text.pairs)?,
            readings: Readings::read(text.attitudes)?,
            reviewer: None,
            mix: head.pair.checked("ontology.toml")?,
        };
        for (file, rules) in text.rules {
            ontology.add_file(file, parse(file, rules)?, &defaults)?;
        }
        Ok(ontology)
    }

    fn add_file(
        &mut self,
        file: &str,
        content: RuleFile,
        defaults: &Defaults,
    ) -> Result<(), PackError> {
        let Some(info) = self.types.get(&content.kind) else {
            return Err(unknown(file, "a type of ontology.toml", &content.kind));
        };
        let (future, not_through) = (info.future.clone(), info.not_through.clone());
        let (rules, tests) = content.compile(file, &self.name, defaults)?;
        for rule in rules {
            let rule = rule.not_met_through(&not_through);
            let twin = future.as_ref().and_then(|(kind, c)| rule.foretelling(kind, c.as_ref()));
            self.add_rule(rule);
            twin.into_iter().for_each(|twin| self.add_rule(twin));
        }
        self.tests.extend(tests);
        Ok(())
    }

    fn add_rule(&mut self, rule: Rule) {
        for sense in rule.senses() {
            self.by_sense.entry(sense.as_str().into()).or_default().push(self.rules.len());
        }
        self.rules.push(rule);
    }

    /// Its name.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Its types, sorted by name.
    pub fn types(&self) -> impl Iterator<Item = &TypeInfo> {
        self.types.values()
    }

    /// What it says of a type.
    pub fn type_info(&self, name: &str) -> Option<&TypeInfo> {
        self.types.get(name)
    }

    /// How many rules it has.
    pub fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// The tests that its rule files carry.
    pub fn tests(&self) -> &[RuleTest] {
        &self.tests
    }

    /// Every sense that some rule reads, sorted.
    pub fn senses(&self) -> Vec<&str> {
        let mut senses: Vec<&str> = self
            .rules
            .iter()
            .flat_map(|r| r.senses().iter().chain(r.condition_senses()))
            .map(entente_model::Sense::as_str)
            .collect();
        senses.sort_unstable();
        senses.dedup();
        senses
    }

    /// Has unsure events read again by who can.
    #[must_use]
    pub fn with_reviewer(self, reviewer: Arc<dyn Reviewer>) -> Self {
        Self { reviewer: Some(reviewer), ..self }
    }

    /// Who reads events again, if anybody does.
    pub(crate) fn reviewer(&self) -> Option<&dyn Reviewer> {
        self.reviewer.as_deref()
    }

    /// What an event must have to be emitted, if it asks for anything.
    pub(crate) fn floor(&self) -> Option<&Floor> {
        self.floor.as_ref()
    }

    /// Whose state is taken from the scene, if anybody's.
    pub(crate) fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref()
    }

    /// The rules for a sense, in order of files and of rules in them.
    pub(crate) fn rules(&self, sense: &str) -> impl Iterator<Item = &Rule> {
        self.by_sense.get(sense).into_iter().flatten().map(|&at| &self.rules[at])
    }

    /// The CAMEO codes of its types.
    pub(crate) fn crosswalk(&self) -> &Crosswalk {
        &self.crosswalk
    }

    /// What makes its events sure.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What its contexts are known by.
    pub(crate) fn contexts(&self) -> &Contexts {
        &self.contexts
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|e| PackError::Toml { file: file.into(), source: Box::new(e) })
}

#[cold]
pub(crate) fn unknown(file: &str, expected: &str, found: &str) -> PackError {
    PackError::Value { file: file.into(), expected: expected.into(), found: found.into() }
}

/// Reads role names.
pub(crate) fn roles(file: &str, names: &[String]) -> Result<Vec<Role>, PackError> {
    let one = |name: &String| Role::from_name(name).ok_or_else(|| unknown(file, "a role", name));
    names.iter().map(one).collect()
}

fn types(
    types: BTreeMap<String, TypeToml>,
    scale: &str,
) -> Result<BTreeMap<String, TypeInfo>, PackError> {
    let mut tones: HashMap<&str, f32> = HashMap::new();
    for (line, cells) in rows(scale) {
        let file = || format!("scale.tsv, line {line}");
        let tone = cells.get(1).copied().unwrap_or("");
        let value = tone.parse().map_err(|_| unknown(&file(), "a number", tone))?;
        tones.insert(cells[0], value);
    }
    let names: Vec<String> = types.keys().cloned().collect();
    let one = |(name, info): (String, TypeToml)| {
        let tone = *tones
            .get(name.as_str())
            .ok_or_else(|| unknown("scale.tsv", &format!("a row for {name}"), "none"))?;
        if let Some(other) = info.future.as_ref().filter(|f| !names.contains(f)) {
            return Err(unknown(&format!("ontology.toml, future of {name}"), "a type", other));
        }
        let cameo = info.future_cameo.map(Into::into);
        let future = info.future.map(|kind| (kind.into(), cameo));
        let asks = Asks { alone: info.alone, private: info.private, not_by: info.not_by };
        let not_through = roles("ontology.toml", &info.not_through)?;
        let (quad, kind) = (info.quad.into(), name.as_str().into());
        let info = TypeInfo { name: kind, quad, tone, future, asks, not_through };
        Ok((name, info))
    };
    types.into_iter().map(one).collect()
}

pub(crate) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
        .map(|(at, l)| (at + 1, l.split('\t').map(str::trim).collect()))
}
