//! Arguments of propositions as JSON, which SQL can look into, and so can who reads the files.
//!
//! `{"senior": {"actor": "CHN"}, "partners": {"actors": ["LAO", "KHM"]}, "dimension":
//! {"word": "economic"}, "since": {"from": "2022-02-01", "to": "2022-02-28", "precision": "month",
//! "span": [10, 23]}}`

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ActorId, Argument, Precision, Span, When};
use serde_json::{Map, Value, json};

/// Writes arguments.
pub(super) fn written(args: &BTreeMap<Arc<str>, Argument>) -> String {
    let all: Map<String, Value> =
        args.iter().map(|(name, argument)| (name.to_string(), value(argument))).collect();
    Value::Object(all).to_string()
}

/// Reads arguments.
pub(super) fn read(written: &str) -> Option<BTreeMap<Arc<str>, Argument>> {
    let all: Map<String, Value> = serde_json::from_str(written).ok()?;
    all.iter().map(|(name, value)| Some((name.as_str().into(), argument(value)?))).collect()
}

fn value(argument: &Argument) -> Value {
    match argument {
        Argument::Actor(id) => json!({"actor": id.as_str()}),
        Argument::Actors(ids) => {
            json!({"actors": ids.iter().map(ActorId::as_str).collect::<Vec<_>>()})
        }
        Argument::Word(word) => json!({"word": &**word}),
        Argument::When(When { from, to, precision, span }) => json!({
            "from": from.to_string(),
            "to": to.to_string(),
            "precision": precision.as_str(),
            "span": span.map(|span| [span.start(), span.end()]),
        }),
    }
}

fn argument(value: &Value) -> Option<Argument> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if let Some(id) = text("actor") {
        return Some(Argument::Actor(ActorId::new(id)));
    }
    if let Some(ids) = value.get("actors") {
        let ids = ids.as_array()?.iter().map(|id| id.as_str().map(ActorId::new));
        return ids.collect::<Option<_>>().map(Argument::Actors);
    }
    if let Some(word) = text("word") {
        return Some(Argument::Word(word.into()));
    }
    let (from, to) = (text("from")?.parse().ok()?, text("to")?.parse().ok()?);
    let precision = Precision::from_name(text("precision")?)?;
    (from <= to).then_some(())?;
    let span = match value.get("span")? {
        Value::Null => None,
        span => Some(self::span(span)?),
    };
    Some(Argument::When(When::new(from, to, precision, span)))
}

fn span(value: &Value) -> Option<Span> {
    let offset = |at: usize| u32::try_from(value.get(at)?.as_u64()?).ok();
    let (start, end) = (offset(0)?, offset(1)?);
    (start <= end).then(|| Span::new(start, end))
}
