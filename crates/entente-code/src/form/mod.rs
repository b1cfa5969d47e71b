//! Forms: what a clause comes to, as data.
//!
//! A form names the words that bear it (`words.rs`), and for each argument the places in which it
//! may stand (`reach.rs`); `file.rs` reads forms as they are written, `find.rs` finds them in a
//! sentence, `fill.rs` fills their arguments, `sign.rs` reads negation and what is to come, and
//! `days.rs` the days. Propositions and standing relations are found by the same forms.

mod days;
mod file;
mod fill;
mod find;
mod named;
mod reach;
mod sign;
mod test;
mod words;

use std::sync::Arc;

use entente_model::{Annotated, PropositionKind, Resolved, RuleId, Span};

use self::file::FormFile;
use self::fill::Slot;
pub(crate) use self::find::{Found, Line};
pub use self::test::{ExpectedForm, FormTest};
use self::words::Words;
use crate::ontology::{PackError, unknown};

/// The texts that forms are loaded from.
#[derive(Clone, Copy, Debug, Default)]
pub struct FormsText<'a> {
    /// The ontology's name, with which the ids of its forms begin.
    pub ontology: &'a str,
    /// Name and text of each file of propositions, sorted by name.
    pub propositions: &'a [(&'a str, &'a str)],
    /// Name and text of each file of standing relations, sorted by name.
    pub relations: &'a [(&'a str, &'a str)],
    /// The language's table of concept words.
    pub words: &'a str,
    /// The ontology's `ontology.toml`, which names the political sectors.
    pub scheme: &'a str,
}

/// Forms ready to be found.
#[derive(Debug, Default)]
pub struct Forms {
    words: Words,
    /// The sectors that stand for their state; all where none is named.
    sectors: Vec<String>,
    propositions: Vec<Form<PropositionKind>>,
    relations: Vec<Form<Tie>>,
    proposition_tests: Vec<FormTest>,
    relation_tests: Vec<FormTest>,
}

/// What a standing relation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) kind: Arc<str>,
    pub(crate) sign: i8,
    pub(crate) directed: bool,
    /// Whether it holds once it is spoken of as to come: who plans for a dispute has it.
    pub(crate) is_never_ahead: bool,
}

/// One way to say something of a kind.
#[derive(Clone, Debug)]
pub(crate) struct Form<K> {
    pub(crate) id: RuleId,
    pub(crate) kind: K,
    /// The concepts of which one bears it.
    words: Vec<Arc<str>>,
    /// Concepts that must stand in the clause too, one of each group.
    with: Vec<Vec<Arc<str>>>,
    /// Concepts that must not.
    without: Vec<Arc<str>>,
    /// Concepts that must hang on its words or stand above them, one of each group.
    on: Vec<Vec<Arc<str>>>,
    /// Whether it is only said where it is affirmed, or only where it is denied.
    sign: Option<bool>,
    /// Whether negation belongs to its own words.
    is_signless: bool,
    /// Whether its words are what something is said to be.
    is_predicate: bool,
    /// Whether its clause is about a thing, not about an actor.
    is_of_thing: bool,
    /// Whether it says that something has ended.
    pub(crate) is_ended: bool,
    /// Whether it may stand in a clause that is not the main one.
    anywhere: bool,
    /// How it ranks among others.
    rank: i32,
    slots: Vec<Slot>,
    /// The argument that days are.
    when: Arc<str>,
}

impl Forms {
    /// Reads forms and checks that their concepts have words.
    ///
    /// # Errors
    ///
    /// Names the file and form, what was expected and what was found.
    pub fn load(text: &FormsText<'_>) -> Result<Self, PackError> {
        let words = Words::parse("forms.tsv", text.words)?;
        let sectors = file::political_sectors(text.scheme)?;
        let mut forms = Self { words, sectors, ..Self::default() };
        for (file, content) in text.propositions {
            let place = format!("propositions/{file}");
            let (_, read, tests) =
                FormFile::parse(&place, content)?.compile(text.ontology, &place)?;
            forms.check(&place, &read)?;
            for form in read {
                let kind = PropositionKind::from_name(&form.kind.kind)
                    .ok_or_else(|| unknown(&place, "a kind of proposition", &form.kind.kind))?;
                forms.propositions.push(form.of_kind(kind));
            }
            forms.proposition_tests.extend(tests);
        }
        for (file, content) in text.relations {
            let place = format!("relations/{file}");
            let (_, read, tests) =
                FormFile::parse(&place, content)?.compile(text.ontology, &place)?;
            forms.check(&place, &read)?;
            forms.relations.extend(read);
            forms.relation_tests.extend(tests);
        }
        Ok(forms)
    }

    fn check<K>(&self, file: &str, forms: &[Form<K>]) -> Result<(), PackError> {
        let without_words = |form: &Form<K>| {
            let concepts = form
                .words
                .iter()
                .chain(form.with.iter().chain(&form.on).flatten())
                .chain(&form.without);
            concepts.clone().find(|concept| !self.words.knows(concept)).cloned()
        };
        match forms.iter().find_map(without_words) {
            Some(concept) => Err(unknown(file, "a concept of forms.tsv", &concept)),
            None => Ok(()),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.propositions.is_empty() && self.relations.is_empty()
    }

    /// The tests that the files of propositions carry.
    pub fn proposition_tests(&self) -> &[FormTest] {
        &self.proposition_tests
    }

    /// The tests that the files of relations carry.
    pub fn relation_tests(&self) -> &[FormTest] {
        &self.relation_tests
    }

    /// The concept words of a span of a text, which forms are found by.
    pub(crate) fn line<'a>(
        &'a self,
        text: &'a Annotated,
        who: &'a Resolved,
        span: Span,
    ) -> Option<Line<'a>> {
        Line::new(text, who, &self.words, &self.sectors, span)
    }

    pub(crate) fn propositions(&self) -> &[Form<PropositionKind>] {
        &self.propositions
    }

    pub(crate) fn relations(&self) -> &[Form<Tie>] {
        &self.relations
    }
}

impl<K> Form<K> {
    fn of_kind<L>(self, kind: L) -> Form<L> {
        let Self { id, kind: _, words, with, on, without, sign, is_signless, .. } = self;
        let Self { is_predicate, is_of_thing, is_ended, anywhere, rank, slots, when, .. } = self;
        Form {
            id,
            kind,
            words,
            with,
            on,
            without,
            sign,
            is_signless,
            is_predicate,
            is_of_thing,
            is_ended,
            anywhere,
            rank,
            slots,
            when,
        }
    }
}
