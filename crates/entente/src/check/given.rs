//! Propositions that a caller gives in the public shape, rather than in words.

use entente_model::{ActorId, Argument, Precision, Proposition, PropositionKind, When};
use jiff::civil::Date;
use serde_json::Value;

use crate::{Error, ErrorKind, Result};

/// Reads a proposition such as `{"type": "alliance", "args": {"a": "POL", "b": "DEU"}}`.
///
/// An argument is an actor's id, a word, a list of ids, or days as `{"from": …, "to": …}`.
///
/// # Errors
///
/// [`ErrorKind::Usage`], saying what was expected.
pub fn read_proposition(value: &Value) -> Result<Proposition> {
    let name = value["type"].as_str().unwrap_or_default();
    let kind = PropositionKind::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = PropositionKind::ALL.iter().map(|kind| kind.as_str()).collect();
        usage(format!("expected a type of proposition, found `{name}`"))
            .hint(format!("known: {}", known.join(", ")))
    })?;
    let empty = serde_json::Map::new();
    let args = value["args"].as_object().unwrap_or(&empty);
    let arg = |(name, value): (&String, &Value)| {
        let read = argument(value).ok_or_else(|| {
            usage(format!("expected an id, a word, ids or days as `{name}`, found `{value}`"))
        })?;
        Ok((name.as_str().into(), read))
    };
    let given = args.iter().filter(|(_, value)| !value.is_null());
    let args = given.map(arg).collect::<Result<_>>()?;
    Ok(Proposition { kind, args, positive: value["polarity"].as_str() != Some("-") })
}

fn argument(value: &Value) -> Option<Argument> {
    match value {
        Value::String(text) => {
            let is_id = text.chars().all(|c| c.is_ascii_uppercase() || c == '.');
            Some(match is_id {
                true => Argument::Actor(ActorId::new(text.as_str())),
                false => Argument::Word(text.as_str().into()),
            })
        }
        Value::Array(ids) => {
            let ids = ids.iter().map(|id| id.as_str().map(ActorId::new));
            ids.collect::<Option<Vec<_>>>().map(Argument::Actors)
        }
        Value::Object(days) => {
            let day = |name: &str| days.get(name)?.as_str()?.parse::<Date>().ok();
            let (from, to) = (day("from")?, day("to")?);
            Some(Argument::When(When { from, to, precision: Precision::Interval, span: None }))
        }
        _ => None,
    }
}

#[cold]
fn usage(message: String) -> Error {
    Error::new(ErrorKind::Usage, message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_words_and_days_are_told_apart() {
        let days = json!({"from": "2001-01-01", "to": "2004-12-31"});
        let args = json!({"a": "POL", "grade": "defence", "when": days, "scope": null});
        let read = read_proposition(&json!({"type": "alliance", "args": args, "polarity": "-"}));
        let read = read.expect("it is whole");
        assert_eq!(read.actor("a").map(ActorId::as_str), Some("POL"));
        assert_eq!(read.word("grade"), Some("defence"));
        assert!(read.when("when").is_some() && !read.positive && read.args.len() == 3);
        let error = read_proposition(&json!({"type": "friendship"})).expect_err("no such type");
        assert!(error.to_string().contains("expected a type of proposition, found `friendship`"));
    }
}
