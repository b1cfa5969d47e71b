//! Files of forms as they are written.
//!
//! A file is one kind's: `kind = "alliance"`, `[[form]]` entries, and `[[test]]` entries that say
//! what a sentence comes to. An argument is written `name: places`, see [`Slot::parse`].

use std::sync::Arc;

use entente_model::RuleId;
use serde::Deserialize;

use super::fill::Slot;
use super::test::{FormTest, TestToml};
use super::{Form, Tie};
use crate::ontology::{PackError, unknown};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FormFile {
    kind: String,
    #[serde(default)]
    rank: i32,
    #[serde(default)]
    sign: i8,
    #[serde(default)]
    directed: bool,
    #[serde(default)]
    never_ahead: bool,
    /// The argument that days are; `when` unless it says otherwise.
    #[serde(default = "when")]
    when: String,
    #[serde(default, rename = "form")]
    forms: Vec<FormToml>,
    #[serde(default, rename = "test")]
    tests: Vec<TestToml>,
}

fn when() -> String {
    "when".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormToml {
    id: String,
    words: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    on: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    /// `affirmed` or `denied` where it is only said so; `none` where negation is part of its words.
    #[serde(default)]
    sign: Option<Sign>,
    #[serde(default)]
    predicate: bool,
    #[serde(default)]
    thing: bool,
    #[serde(default)]
    ended: bool,
    #[serde(default)]
    anywhere: bool,
    #[serde(default)]
    rank: i32,
    #[serde(default)]
    args: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sign {
    Affirmed,
    Denied,
    None,
}

/// What `ontology.toml` says of emission.
#[derive(Debug, Default, Deserialize)]
struct Scheme {
    #[serde(default)]
    emission: Emission,
}

#[derive(Debug, Default, Deserialize)]
struct Emission {
    #[serde(default)]
    political: Vec<String>,
}

/// The sectors that an ontology calls political.
pub(super) fn political_sectors(scheme: &str) -> Result<Vec<String>, PackError> {
    let scheme: Scheme = toml::from_str(scheme)
        .map_err(|e| PackError::Toml { file: "ontology.toml".into(), source: Box::new(e) })?;
    Ok(scheme.emission.political)
}

type Compiled = (Tie, Vec<Form<Tie>>, Vec<FormTest>);

impl FormFile {
    pub(super) fn parse(place: &str, text: &str) -> Result<Self, PackError> {
        toml::from_str(text)
            .map_err(|e| PackError::Toml { file: place.into(), source: Box::new(e) })
    }

    /// Checks and compiles a file's forms and tests.
    pub(super) fn compile(self, ontology: &str, place: &str) -> Result<Compiled, PackError> {
        let Self { kind, rank, sign, directed, never_ahead, when, forms, tests } = self;
        let tie = Tie { kind: kind.into(), sign, directed, is_never_ahead: never_ahead };
        let stem = place.strip_suffix(".toml").unwrap_or(place);
        let mut compiled: Vec<Form<Tie>> = Vec::new();
        for form in forms {
            let id = RuleId::new(format!("{ontology}/{stem}/{}", form.id));
            if compiled.iter().any(|f| f.id == id) {
                return Err(unknown(place, "form ids that differ", &form.id));
            }
            compiled.push(form.compile(id, &tie, rank, &when)?);
        }
        let tests = tests.into_iter().map(|test| test.compile(place));
        let tests: Vec<Vec<FormTest>> = tests.collect::<Result<_, _>>()?;
        Ok((tie, compiled, tests.into_iter().flatten().collect()))
    }
}

impl FormToml {
    fn compile(
        self,
        id: RuleId,
        tie: &Tie,
        of_file: i32,
        when: &str,
    ) -> Result<Form<Tie>, PackError> {
        let Self { id: _, words, with, on, without, sign, .. } = self;
        let Self { predicate, thing, ended, anywhere, rank, args, .. } = self;
        if words.is_empty() {
            return Err(unknown(id.as_str(), "at least one concept in `words`", "none"));
        }
        let slots = args.iter().map(|arg| Slot::parse(id.as_str(), arg));
        let group = |group: String| group.split('|').map(Arc::from).collect();
        Ok(Form {
            slots: slots.collect::<Result<_, _>>()?,
            kind: tie.clone(),
            words: words.into_iter().map(Into::into).collect(),
            with: with.into_iter().map(group).collect(),
            on: on.into_iter().map(group).collect(),
            without: without.into_iter().map(Into::into).collect(),
            sign: match sign {
                Some(Sign::Affirmed) => Some(true),
                Some(Sign::Denied) => Some(false),
                Some(Sign::None) | None => None,
            },
            is_signless: sign == Some(Sign::None),
            is_predicate: predicate,
            is_of_thing: thing,
            is_ended: ended,
            anywhere,
            rank: of_file + rank,
            when: when.into(),
            id,
        })
    }
}
