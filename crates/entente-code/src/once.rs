//! One thing once: an event that a document tells twice is one event.
//!
//! A headline, its standfirst and the lead tell the same, and a report returns at its end to what
//! it began with. Two events of one document are one if they are of one type and mode, neither
//! party, day, place or status tells them apart, and both came about or neither did. What tells most
//! stays, is completed from the others, and keeps their sentences as further evidence.

use std::collections::BTreeMap;

use entente_model::{
    Annotated, BlockKind, Event, Evidence, Party, Precision, Span, Status, Telling, When,
};
use jiff::civil::Date;

/// How many days before its report an event may be told without a day.
const RECENT: i32 = 10;

/// Joins what is told again; events stay in the order of their triggers.
pub(crate) fn once(text: &Annotated, events: Vec<Event>) -> Vec<Event> {
    let mut groups: Vec<Vec<Event>> = Vec::new();
    // Only events of one type and pair of states are compared.
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for event in events {
        let alike = known.entry(key(&event)).or_default();
        // The first and the last of a group stand for it, so that many tellings cost little.
        let ends = |at: usize| groups[at].first().into_iter().chain(groups[at].last());
        let is_told = |&&at: &&usize| ends(at).all(|told| is_same(told, &event));
        match alike.iter().find(is_told) {
            Some(&at) => groups[at].push(event),
            None => {
                alike.push(groups.len());
                groups.push(vec![event]);
            }
        }
    }
    let mut events: Vec<Event> = groups.into_iter().map(|group| join(text, group)).collect();
    events.sort_by_key(|event| event.evidence.trigger());
    events
}

fn key(event: &Event) -> String {
    let side = |party: &Option<Party>| match party {
        Some(Party { id: Some(id), .. }) => id.as_str().split('.').next().unwrap_or("").to_owned(),
        Some(party) => party.name.to_lowercase(),
        None => String::new(),
    };
    let (actor, recipient) = (side(&event.actor), side(&event.recipient));
    // Of two who act together either may be named first.
    let is_turned = event.reciprocal && recipient < actor;
    let (first, second) = if is_turned { (recipient, actor) } else { (actor, recipient) };
    format!("{}\t{first}\t{second}", event.code.kind)
}

/// Whether nothing tells two events of one type and pair of states apart.
fn is_same(one: &Event, other: &Event) -> bool {
    let may_be = |a: &Option<Party>, b: &Option<Party>| match (a, b) {
        (Some(a), Some(b)) => is_party(a, b),
        (None, None) => true,
        _ => false,
    };
    let straight = may_be(&one.actor, &other.actor) && may_be(&one.recipient, &other.recipient);
    let crosswise = one.reciprocal
        && may_be(&one.actor, &other.recipient)
        && may_be(&one.recipient, &other.actor);
    one.reciprocal == other.reciprocal
        && (straight || crosswise)
        && agree(one.code.mode.as_deref(), other.code.mode.as_deref())
        && standing(one.status) == standing(other.status)
        && agree(country(one), country(other))
        && is_one_time(one, other)
}

fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

fn country(event: &Event) -> Option<&str> {
    event.place.as_ref().and_then(|(place, _)| place.country.as_deref())
}

/// An actor and a part of it (`Mali`, `Mali's army`) may be one; two parts are two.
fn is_party(one: &Party, other: &Party) -> bool {
    let (Some(one), Some(other)) = (&one.id, &other.id) else {
        return one.id == other.id && one.name.to_lowercase() == other.name.to_lowercase();
    };
    let is_part = |part: &str, whole: &str| {
        part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    is_part(one.as_str(), other.as_str()) || is_part(other.as_str(), one.as_str())
}

/// A deed, a plan and what came to nothing are three.
fn standing(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Ongoing => 0,
        Status::Planned => 1,
        Status::Hypothetical => 2,
        Status::Denied => 3,
        Status::Unknown => 4,
    }
}

fn is_one_time(one: &Event, other: &Event) -> bool {
    match (stated(one), stated(other)) {
        (Some(one), Some(other)) => one.from <= other.to && other.from <= one.to,
        (Some(stated), None) | (None, Some(stated)) => is_recent(stated, one.reported),
        (None, None) => true,
    }
}

/// The time that the text itself gives.
fn stated(event: &Event) -> Option<&When> {
    event.happened.as_ref().filter(|when| when.span.is_some())
}

/// Whether something may be news on the day of its report. Plans may be of any later day.
fn is_recent(when: &When, reported: Option<Date>) -> bool {
    let Some(reported) = reported else { return true };
    (reported - when.to).get_days() <= RECENT
}

/// The event that tells most, with what the others add.
fn join(text: &Annotated, group: Vec<Event>) -> Event {
    let (mut best, mut others) = (None::<Event>, Vec::new());
    for event in group {
        let is_better = best.as_ref().is_none_or(|best| worth(text, &event) > worth(text, best));
        others.extend(if is_better { best.replace(event) } else { Some(event) });
    }
    let mut best = best.expect("no group is empty");
    for other in &others {
        complete(&mut best, other);
    }
    let again = others.iter().map(|other| telling(&other.evidence)).collect();
    Event { evidence: best.evidence.told_again(again), ..best }
}

/// Days before headlines' silence, parts of states before states, body before headline, sure before
/// unsure.
fn worth(text: &Annotated, event: &Event) -> (bool, usize, bool, bool, u32) {
    let depth = |party: &Option<Party>| {
        party.as_ref().and_then(|p| p.id.as_ref()).map_or(0, |id| id.as_str().split('.').count())
    };
    let is_exact = stated(event).is_some_and(|when| when.precision == Precision::Day);
    let is_body = !is_headline(text, event.evidence.sentence());
    // Bits of a number that is not negative have its order.
    let confidence = event.confidence.max(0.0).to_bits();
    let parts = depth(&event.actor) + depth(&event.recipient);
    (is_exact, parts, event.code.mode.is_some(), is_body, confidence)
}

fn is_headline(text: &Annotated, sentence: Span) -> bool {
    let block = text.document.blocks.iter().find(|block| block.span.contains(sentence));
    block.is_some_and(|b| matches!(b.kind, BlockKind::Headline | BlockKind::Standfirst))
}

/// Fills what an event leaves open from another telling of it.
fn complete(event: &mut Event, other: &Event) {
    if stated(event).is_none() && stated(other).is_some() {
        event.happened.clone_from(&other.happened);
    }
    if event.place.is_none() {
        event.place.clone_from(&other.place);
    }
    if event.speaker.is_none() != other.speaker.is_none() {
        // What the text itself vouches for once is not only somebody's word.
        event.speaker = None;
    }
    event.code.contexts.extend(other.code.contexts.iter().cloned());
    event.code.contexts.sort();
    event.code.contexts.dedup();
    event.confidence = event.confidence.max(other.confidence);
}

fn telling(evidence: &Evidence) -> Telling {
    let (sentence, trigger) = (evidence.sentence(), evidence.trigger());
    Telling { sentence, trigger, rules: evidence.rules().to_vec() }
}
