//! All integration tests of the graph, in one binary.

mod as_of;
mod checks;
mod merging;
mod signed;
mod summing;
mod ties;

use entente_model::{
    ActorId, Code, DocId, Event, EventId, Evidence, Party, Precision, RuleId, Span, Status, When,
};
use entente_relate::{Graph, Level};
use jiff::civil::Date;

/// A day of 2020, as `month-day`.
fn day(month_day: &str) -> Date {
    format!("2020-{month_day}").parse().expect("the tests write dates")
}

/// A deed from one notation: `AAA>BBB KIND tone from..to reported`, days of 2020.
fn event(id: usize, line: &str) -> Event {
    let parts: Vec<&str> = line.split(' ').collect();
    let (actor, recipient) = parts[0].split_once('>').expect("two sides");
    let (from, to) = parts[3].split_once("..").unwrap_or((parts[3], parts[3]));
    let happened = When::new(day(from), day(to), Precision::Interval, None);
    Event {
        id: EventId::new(format!("e{id}")),
        code: Code {
            ontology: "plover".into(),
            kind: parts[1].into(),
            mode: None,
            contexts: vec![],
            cameo: None,
            quad: "".into(),
            tone: parts[2].parse().expect("a number"),
        },
        actor: Some(party(actor)),
        recipient: Some(party(recipient)),
        reciprocal: false,
        happened: Some(happened),
        reported: Some(day(parts[4])),
        place: None,
        status: Status::Happened,
        speaker: None,
        confidence: 1.0,
        evidence: Evidence::new(
            DocId::new("d"),
            Span::new(0, 9),
            Span::new(0, 9),
            vec![RuleId::new("r")],
        )
        .expect("a rule and a trigger are given"),
    }
}

fn party(id: &str) -> Party {
    Party {
        id: Some(ActorId::new(id)),
        country: Some(id.split('.').next().unwrap_or(id).into()),
        sector: None,
        name: id.into(),
        span: Span::new(0, 3),
    }
}

/// Events named `e0`, `e1` … from one line each.
fn events(lines: &[&str]) -> Vec<Event> {
    lines.iter().enumerate().map(|(id, line)| event(id, line)).collect()
}

/// The happenings known on a day, one a line: `AAA>BBB KIND from..to reports`.
fn show(on: &str, level: Level, events: &[Event]) -> Vec<String> {
    let graph = Graph::as_of(day(on), level, events);
    let short = |date: Date| date.strftime("%m-%d").to_string();
    let line = |h: &entente_model::Happening| {
        let when = h.when.expect("merging gives a time");
        let reports: Vec<_> = h.reports.iter().map(EventId::as_str).collect();
        let (actor, recipient) = (&h.dyad.actor, &h.dyad.recipient);
        let (from, to) = (short(when.from), short(when.to));
        format!("{actor}>{recipient} {} {from}..{to} {}", h.kind, reports.join("+"))
    };
    graph.happenings().iter().map(line).collect()
}
