//! The patterns of the attribute ruler, as TOML that a person can read.

use std::collections::BTreeMap;

use rmpv::Value;
use serde::Serialize;

use super::msgpack::{decode, entries, get, items, text};
use super::pack::PackWriter;
use super::wheel::Wheel;
use crate::Outcome;

#[derive(Serialize)]
struct Rules {
    rule: Vec<Rule>,
}

/// A pattern of one or more tokens, and what it sets on the token at `index`.
#[derive(Serialize)]
struct Rule {
    index: i64,
    set: BTreeMap<String, String>,
    token: Vec<BTreeMap<String, Test>>,
}

/// A test of one attribute.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Test {
    AnyOf(Vec<String>),
    NoneOf(Vec<String>),
    Fits(String),
    Is(bool),
}

/// Adds the section `ruler/rules`; a rule with several patterns becomes as many rules.
pub(crate) fn write(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let mut rules = Rules { rule: Vec::new() };
    for source in items(&decode(&wheel.read("attribute_ruler/patterns")?)?)? {
        for pattern in items(get(source, "patterns")?)? {
            rules.rule.push(rule(source, pattern)?);
        }
    }
    pack.bytes("ruler/rules", toml::to_string(&rules)?.into());
    Ok(())
}

fn rule(source: &Value, pattern: &Value) -> Outcome<Rule> {
    let index = get(source, "index")?.as_i64().ok_or("the index of a rule is no number")?;
    let attrs = entries(get(source, "attrs")?)?.iter();
    let set = attrs.map(|(key, value)| Ok((text(key)?.to_lowercase(), text(value)?.to_owned())));
    let token = items(pattern)?.iter().map(|token| {
        let tests = entries(token)?.iter();
        tests.map(|(key, value)| Ok((text(key)?.to_lowercase(), test(value)?))).collect()
    });
    Ok(Rule { index, set: set.collect::<Outcome<_>>()?, token: token.collect::<Outcome<_>>()? })
}

fn test(value: &Value) -> Outcome<Test> {
    if let Some(is) = value.as_bool() {
        return Ok(Test::Is(is));
    }
    let Some([(operator, operand)]) = value.as_map().map(Vec::as_slice) else {
        return Ok(Test::AnyOf(vec![text(value)?.to_owned()]));
    };
    match text(operator)? {
        "IN" => Ok(Test::AnyOf(texts(operand)?)),
        "NOT_IN" => Ok(Test::NoneOf(texts(operand)?)),
        "REGEX" => Ok(Test::Fits(text(operand)?.to_owned())),
        other => Err(format!("expected IN, NOT_IN or REGEX in a pattern, found `{other}`").into()),
    }
}

fn texts(list: &Value) -> Outcome<Vec<String>> {
    items(list)?.iter().map(|item| Ok(text(item)?.to_owned())).collect()
}
