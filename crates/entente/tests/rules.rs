//! Every rule file carries tests, and they pass.

use entente::{RuleFailure, RuleReport};

use crate::engine;

#[test]
fn the_tests_of_every_rule_file_pass() {
    let RuleReport { run, failures } = engine().test_rules();
    assert!(run > 300, "only {run} tests were found");
    let told: Vec<String> = failures
        .iter()
        .map(|RuleFailure { file, text, expected, found }| {
            format!("{file}: {text}\n  expected {expected:?}\n  found    {found:?}")
        })
        .collect();
    assert!(told.is_empty(), "{} of {run} fail:\n{}", told.len(), told.join("\n"));
}
