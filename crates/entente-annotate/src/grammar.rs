//! A language's knowledge apart from its model: labels, lexicon and cue words.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{Annotated, Relation, Role};
use serde::Deserialize;

use crate::mention;
use crate::predicate::{self, Cues, Lemmas, Lexicon, Selection, Words};
use crate::rating::{self, Contexts, Rater};
use crate::table::PackError;

/// The texts that a grammar is loaded from.
#[derive(Clone, Copy, Debug)]
pub struct GrammarText<'a> {
    /// `lang.toml`.
    pub lang: &'a str,
    /// Name and text of each lexicon table, sorted by name.
    pub lexicon: &'a [(&'a str, &'a str)],
    /// `cues.tsv`.
    pub cues: &'a str,
    /// `kinds.tsv`: what sort of thing a noun names; may be empty.
    pub kinds: &'a str,
    /// `selection.tsv`: what may fill a sense's roles; may be empty.
    pub selection: &'a str,
    /// `signatures.tsv`: what words say of the truth of what stands under them; may be empty.
    pub signatures: &'a str,
    /// `factuality.tsv`: learned weights that predicates are rated by; may be empty.
    pub factuality: &'a str,
}

/// How a language's words and labels are read.
#[derive(Debug)]
pub struct Grammar {
    code: String,
    relations: BTreeMap<String, Relation>,
    /// Entity labels of what may act.
    acting: Vec<String>,
    /// Entity labels of what happens.
    happening: Vec<String>,
    words: Words,
    rater: Rater,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct LangToml {
    code: String,
    relations: BTreeMap<String, String>,
    adpositions: BTreeMap<String, String>,
    #[serde(default)]
    object_control_adpositions: Vec<String>,
    #[serde(default)]
    lemmas: BTreeMap<String, String>,
    #[serde(default)]
    aside_adpositions: Vec<String>,
    #[serde(default)]
    entities: BTreeMap<String, Vec<String>>,
}

impl Grammar {
    /// Reads a language's tables.
    ///
    /// # Errors
    ///
    /// Names the table, the line, what was expected and what was found.
    pub fn load(text: &GrammarText<'_>) -> Result<Self, PackError> {
        let lang: LangToml = toml::from_str(text.lang)
            .map_err(|e| PackError::Toml { file: "lang.toml".into(), source: Box::new(e) })?;
        let lemmas = Lemmas::new(lang.lemmas);
        let mut lexicon = Lexicon::new(&lemmas);
        for (name, table) in text.lexicon {
            lexicon.read(name, table)?;
        }
        let words = Words {
            lexicon,
            cues: Cues::read("cues.tsv", text.cues, &lemmas)?,
            selection: Selection::read(
                ("kinds.tsv", text.kinds),
                ("selection.tsv", text.selection),
            )?,
            adpositions: named(lang.adpositions, "role", Role::from_name)?,
            object_control: lang.object_control_adpositions,
            aside: lang.aside_adpositions,
        };
        let rater = Rater::read(text.signatures, text.factuality, &lemmas)?;
        let labels = |of: &str| lang.entities.get(of).cloned().unwrap_or_default();
        let (acting, happening) = (labels("actor"), labels("happening"));
        let relations = named(lang.relations, "grammatical relation", Relation::from_name)?;
        Ok(Self { code: lang.code, relations, acting, happening, words, rater })
    }

    /// ISO 639-1 code of the language.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What a dependency label means.
    pub fn relation(&self, label: &str) -> Relation {
        self.relations.get(label).copied().unwrap_or(Relation::Other)
    }

    /// Whether what an entity label names may act.
    pub fn may_act(&self, label: &str) -> bool {
        self.acting.iter().any(|acting| acting == label)
    }

    /// Whether what an entity label names happens.
    pub fn may_happen(&self, label: &str) -> bool {
        self.happening.iter().any(|happening| happening == label)
    }

    /// Usual roles of what stands under adpositions.
    pub fn adpositions(&self) -> &BTreeMap<String, Role> {
        &self.words.adpositions
    }

    /// Of what kinds nouns are, by their lemmas.
    pub fn kinds(&self) -> BTreeMap<String, Vec<Arc<str>>> {
        let kinds = self.words.selection.kinds();
        kinds
            .map(|(noun, of)| (noun.to_owned(), of.iter().map(|k| Arc::from(&**k)).collect()))
            .collect()
    }

    /// How many lexicon rows there are.
    pub fn lexicon_len(&self) -> usize {
        self.words.lexicon.len()
    }

    /// Adds mentions and predicates to a document whose tokens are parsed; their contexts, where
    /// there are any, help to rate the predicates.
    pub fn interpret(&self, text: &mut Annotated, contexts: Contexts<'_>) {
        text.mentions = mention::find(text);
        text.predicates = predicate::find(text, &self.words);
        text.ratings = self.rater.rate(text, &self.words, contexts);
    }

    /// Whether a token is a predicate, and so is rated.
    pub fn is_rated(&self, text: &Annotated, token: u32) -> bool {
        self.rater.is_predicate(text, &self.words, token)
    }

    /// What is seen of a predicate when it is rated: names of features and their values.
    pub fn seen(&self, text: &Annotated, token: u32) -> Vec<(String, f32)> {
        self.rater.seen(text, &self.words, token)
    }

    /// How the model sees what stands around a token, in sixteenths; nothing for a text parsed by
    /// hand.
    pub fn view(text: &Annotated, contexts: Contexts<'_>, token: u32) -> Option<Vec<i16>> {
        Rater::view(text, contexts, token)
    }

    /// By what the register of a text is told: names and numbers.
    pub fn register(text: &Annotated, contexts: Contexts<'_>) -> Vec<(String, f32)> {
        rating::register(text, contexts)
    }
}

/// Turns the values of a TOML table into names that this build knows.
fn named<T>(
    table: BTreeMap<String, String>,
    what: &str,
    from_name: impl Fn(&str) -> Option<T>,
) -> Result<BTreeMap<String, T>, PackError> {
    let one = |(key, name): (String, String)| match from_name(&name) {
        Some(value) => Ok((key, value)),
        None => Err(PackError::Line {
            table: format!("lang.toml, `{key}`"),
            line: 0,
            expected: format!("a {what}"),
            found: name,
        }),
    };
    table.into_iter().map(one).collect()
}
