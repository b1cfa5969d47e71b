//! The tests that files of forms carry, run through the whole pipeline.
//!
//! A proposition's test names what its first sentence with a form comes to; a relation's test names
//! every relation that is told. Arguments that a test does not name may be anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_code::{ExpectedForm, FormTest};
use entente_model::{Argument, Holding, Proposition, StandingRelation, When};

use crate::{Engine, RuleFailure};

/// The argument that says that the two sides may change places.
const MUTUAL: &str = "mutual";

impl Engine {
    /// Runs a test of a proposition; `None` if it passes.
    pub(crate) fn test_proposition(&self, test: &FormTest) -> Option<RuleFailure> {
        let published = test.published.as_deref().and_then(|day| day.parse().ok());
        let proposed = self.proposition(&test.text, published).ok();
        let found = proposed.and_then(|p| p.proposition);
        compare(test, &found.iter().map(of_proposition).collect::<Vec<_>>())
    }

    /// Runs a test of standing relations; `None` if it passes.
    pub(crate) fn test_relations(&self, test: &FormTest) -> Option<RuleFailure> {
        let published = test.published.as_deref().and_then(|day| day.parse().ok());
        let document = self.document(&test.text, published).ok();
        let read = document.and_then(|document| self.read_through(document).ok());
        let found = read.map(|read| read.coded.relations).unwrap_or_default();
        compare(test, &found.iter().map(of_relation).collect::<Vec<_>>())
    }
}

fn of_proposition(found: &Proposition) -> ExpectedForm {
    let mut args = shown(&found.args);
    if args.contains_key("a") && args.contains_key("b") {
        args.insert(MUTUAL.to_owned(), "yes".to_owned());
    }
    let kind = found.kind.as_str().to_owned();
    ExpectedForm { kind, is_affirmed: found.positive, args }
}

fn of_relation(relation: &StandingRelation) -> ExpectedForm {
    let [a, b] = &relation.pair;
    let mut args = BTreeMap::from([
        ("a".to_owned(), a.to_string()),
        ("b".to_owned(), b.to_string()),
        ("status".to_owned(), relation.status.as_str().to_owned()),
    ]);
    if !relation.directed {
        args.insert(MUTUAL.to_owned(), "yes".to_owned());
    }
    args.extend(relation.grade.as_ref().map(|grade| ("grade".to_owned(), grade.to_string())));
    args.extend(relation.interval.as_ref().map(|when| ("when".to_owned(), days(when))));
    let is_affirmed = relation.status != Holding::Denied;
    ExpectedForm { kind: relation.kind.to_string(), is_affirmed, args }
}

fn shown(args: &BTreeMap<Arc<str>, Argument>) -> BTreeMap<String, String> {
    let value = |argument: &Argument| match argument {
        Argument::Actor(id) => id.to_string(),
        Argument::Actors(ids) => {
            let ids: Vec<&str> = ids.iter().map(entente_model::ActorId::as_str).collect();
            ids.join(",")
        }
        Argument::Word(word) => word.to_string(),
        Argument::When(when) => days(when),
    };
    args.iter().map(|(name, argument)| (name.to_string(), value(argument))).collect()
}

fn days(when: &When) -> String {
    format!("{}..{}", when.from, when.to)
}

/// Whether just what is expected was found, in whatever order.
fn compare(test: &FormTest, found: &[ExpectedForm]) -> Option<RuleFailure> {
    let mut left: Vec<&ExpectedForm> = test.expected.iter().collect();
    let all_wanted = found.iter().all(|one| {
        let at = left.iter().position(|expected| meets(expected, one));
        at.map(|at| left.remove(at)).is_some()
    });
    (!all_wanted || !left.is_empty()).then(|| RuleFailure {
        file: test.file.clone(),
        text: test.text.clone(),
        expected: test.expected.iter().map(notation).collect(),
        found: found.iter().map(notation).collect(),
    })
}

/// Whether what was found has every argument that is expected; the two sides of what is mutual may
/// change places.
fn meets(expected: &ExpectedForm, found: &ExpectedForm) -> bool {
    let turned = |name: &str| match name {
        "a" => "b".to_owned(),
        "b" => "a".to_owned(),
        name => name.to_owned(),
    };
    let is_in =
        |name: &str, value: &str| found.args.get(name).is_some_and(|v| plain(v) == plain(value));
    let straight = expected.args.iter().all(|(name, value)| is_in(name, value));
    let crosswise = found.args.contains_key(MUTUAL)
        && expected.args.iter().all(|(name, value)| is_in(&turned(name), value));
    expected.kind == found.kind
        && expected.is_affirmed == found.is_affirmed
        && (straight || crosswise)
}

/// A value as a test writes it.
fn plain(value: &str) -> String {
    value.replace(' ', "_")
}

fn notation(form: &ExpectedForm) -> String {
    let sign = if form.is_affirmed { "" } else { "-" };
    let args = form.args.iter().filter(|(name, _)| *name != MUTUAL);
    let args: String = args.map(|(name, value)| format!(" {name}={}", plain(value))).collect();
    format!("{sign}{}{args}", form.kind)
}
