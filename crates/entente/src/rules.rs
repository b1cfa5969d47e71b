//! The tests that rule files carry, run through the whole pipeline.
//!
//! A test passes when the events that count (happened, ongoing, planned, unknown) are just the
//! expected ones. Hypothetical and denied events are looked at only where a test names that status.
//! Events below the floor are looked at too, but for `none`: it asks that nothing is emitted.

use entente_code::{Expected, Keep, RuleTest};
use entente_model::{Event, Format, Party, Status};
use rayon::prelude::*;

use crate::{Engine, Input, Item};

/// What came of an ontology's tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleReport {
    /// How many were run.
    pub run: usize,
    /// Those that failed, in order of files.
    pub failures: Vec<RuleFailure>,
}

/// A test that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFailure {
    /// The rule file.
    pub file: String,
    /// The sentence.
    pub text: String,
    /// What should have been coded, in the notation of the file.
    pub expected: Vec<String>,
    /// What was coded, in the same notation.
    pub found: Vec<String>,
}

impl Engine {
    /// Runs every test of the ontology's rule files and of its files of forms.
    pub fn test_rules(&self) -> RuleReport {
        let rules = self.ontology.tests();
        let (propositions, relations) =
            (self.forms.proposition_tests(), self.forms.relation_tests());
        let failures = self.pool.install(|| {
            let rules = rules.par_iter().filter_map(|test| self.test_rule(test));
            let propositions =
                propositions.par_iter().filter_map(|test| self.test_proposition(test));
            let relations = relations.par_iter().filter_map(|test| self.test_relations(test));
            rules.chain(propositions).chain(relations).collect()
        });
        RuleReport { run: rules.len() + propositions.len() + relations.len(), failures }
    }

    fn test_rule(&self, test: &RuleTest) -> Option<RuleFailure> {
        let events = self.events_of(test);
        let named =
            |s: Status| test.expected.iter().any(|e| e.status.as_deref() == Some(s.as_str()));
        let counted: Vec<&Event> = events
            .iter()
            .filter(|e| {
                !matches!(e.status, Status::Hypothetical | Status::Denied) || named(e.status)
            })
            .collect();
        let mut left: Vec<&Expected> = test.expected.iter().collect();
        let all_wanted = counted.iter().all(|event| {
            let at = left.iter().position(|expected| meets(expected, event));
            at.map(|at| left.remove(at)).is_some()
        });
        (!all_wanted || !left.is_empty()).then(|| RuleFailure {
            file: test.file.clone(),
            text: test.text.clone(),
            expected: test.expected.iter().map(notation_of_expected).collect(),
            found: counted.into_iter().map(notation).collect(),
        })
    }

    fn events_of(&self, test: &RuleTest) -> Vec<Event> {
        let line = serde_json::json!({ "text": test.text, "published": test.published });
        let keep = if test.expected.is_empty() { Keep::Sure } else { Keep::All };
        let format = Some(Format::Jsonl);
        let input = Input { format, ..Input::of_bytes(&test.file, line.to_string()) };
        let read = self.reader.read(input).filter_map(|item| match item {
            Item::Document(read) => self.read_keeping(*read, keep).ok(),
            Item::Lost { .. } => None,
        });
        read.flat_map(|done| done.coded.events).collect()
    }
}

fn meets(expected: &Expected, event: &Event) -> bool {
    let Expected { actor, kind, mode, recipient, status } = expected;
    let parties = |a: &Option<Party>, b: &Option<Party>| is(actor, a) && is(recipient, b);
    *kind == *event.code.kind
        && mode.as_deref().is_none_or(|m| event.code.mode.as_deref() == Some(m))
        && status.as_deref().is_none_or(|s| event.status.as_str() == s)
        && (parties(&event.actor, &event.recipient)
            || event.reciprocal && parties(&event.recipient, &event.actor))
}

/// Whether a party is the expected actor or one below it; `?` is an unresolved one, `-` none.
fn is(expected: &str, party: &Option<Party>) -> bool {
    match (expected, party) {
        ("-", party) => party.is_none(),
        (_, None) => false,
        ("?", Some(party)) => party.id.is_none(),
        (id, Some(party)) => party.id.as_ref().is_some_and(|found| {
            found
                .as_str()
                .strip_prefix(id)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }),
    }
}

fn notation_of_expected(expected: &Expected) -> String {
    let Expected { actor, kind, mode, recipient, status } = expected;
    let mode = mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
    let status = status.as_ref().map(|s| format!(" {s}")).unwrap_or_default();
    format!("{actor} {kind}{mode} {recipient}{status}")
}

fn notation(event: &Event) -> String {
    let name = |party: &Option<Party>| match party {
        None => "-".to_owned(),
        Some(Party { id: Some(id), .. }) => id.to_string(),
        Some(party) => format!("?({})", party.name),
    };
    let mode = event.code.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
    let (actor, recipient) = (name(&event.actor), name(&event.recipient));
    format!("{actor} {}{mode} {recipient} {}", event.code.kind, event.status.as_str())
}
