//! From readings to events.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use entente_model::{
    Annotated, Code, DocId, Event, EventId, Evidence, FrameKind, Party, Predicate, Resolved, Role,
    Span, Status,
};

use crate::floor::{BELOW, Floor, Keep};
use crate::inherit::Sign;
use crate::once::once;
use crate::ontology::Ontology;
use crate::party::{self, Found};
use crate::select::{Draft, counts};
use crate::{confidence, context, place, when};

/// Builds the events of all readings that were kept.
pub(crate) fn build(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
    keep: Keep,
) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut seen = BTreeMap::new();
    for reading in readings.iter().filter(|r| r.dropped.is_none()) {
        for event in of_reading(text, who, ontology, reading, keep) {
            match seen.entry(sameness(&event)) {
                // `shot and killed`: one deed that two rules read.
                Entry::Occupied(told) => {
                    let same: &mut Event = &mut events[*told.get()];
                    same.evidence.read_by(event.evidence.rules());
                }
                Entry::Vacant(new) => {
                    new.insert(events.len());
                    events.push(event);
                }
            }
        }
    }
    once(text, events)
}

/// Two events of one sentence with the same type and parties are one.
fn sameness(event: &Event) -> (Span, String, String, String, bool) {
    let name = |party: &Option<Party>| match party {
        Some(p) => p.id.as_ref().map_or_else(|| p.name.to_string(), ToString::to_string),
        None => String::new(),
    };
    let kind = event.code.kind.to_string();
    let counts = counts(event.status);
    (event.evidence.sentence(), kind, name(&event.actor), name(&event.recipient), counts)
}

fn of_reading(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    reading: &Draft<'_>,
    keep: Keep,
) -> Vec<Event> {
    let (pairs, is_brief) = (pairs(reading), Floor::is_brief(text));
    pairs
        .into_iter()
        .enumerate()
        .filter_map(|(nth, pair)| {
            let is_known = lacks(text, ontology, reading, &pair).is_none();
            let event = event(text, who, ontology, reading, nth, pair)?;
            let event = if is_known { reviewed(text, ontology, event) } else { event };
            let least =
                ontology.floor().map_or(0.0, |floor| floor.least(event.status, is_brief, keep));
            let is_above = is_known && event.confidence >= least;
            match keep {
                _ if is_above => Some(event),
                Keep::Sure | Keep::Recorded => None,
                Keep::All => Some(Event { confidence: event.confidence * BELOW, ..event }),
            }
        })
        .collect()
}

/// The event as a second reading leaves it, where there is one.
fn reviewed(text: &Annotated, ontology: &Ontology, event: Event) -> Event {
    let review = ontology.floor().and_then(|floor| floor.review);
    match review.zip(ontology.reviewer()) {
        Some((review, reviewer)) => review.of(&text.document.text, event, reviewer),
        None => event,
    }
}

/// Why no event of a reading is above the floor, if none is.
pub(crate) fn below(text: &Annotated, ontology: &Ontology, reading: &Draft<'_>) -> Option<String> {
    let mut whys = pairs(reading).into_iter().map(|pair| lacks(text, ontology, reading, &pair));
    let Some(first) = whys.next() else {
        return Some("it is below the floor: no party can act".into());
    };
    let first = first?;
    whys.all(|why| why.is_some()).then_some(first)
}

/// What a pair lacks to be emitted.
fn lacks(
    text: &Annotated,
    ontology: &Ontology,
    reading: &Draft<'_>,
    (actor, recipient, _): &Pair<'_>,
) -> Option<String> {
    let kind = ontology.type_info(&reading.rule.kind)?;
    let floor = ontology.floor()?;
    if reading.is_mere {
        return Some("it is below the floor: a noun without two known parties".into());
    }
    if !reading.rule.alone && (actor.is_none() || recipient.is_none()) {
        return Some("it is below the floor: its rule needs both parties".into());
    }
    let standing = Floor::check_standing(text, reading);
    let is_brief = Floor::is_brief(text);
    standing.and_then(|()| floor.check(kind, *actor, *recipient, reading.is_talk, is_brief)).err()
}

type Pair<'a> = (Option<&'a Found>, Option<&'a Found>, bool);

/// Every actor with every recipient; of parties that act together each two. A thing is no recipient,
/// unless there is nobody else and the rule lets what may be one suffice (`28 pilgrims were held`).
fn pairs<'a>(reading: &'a Draft<'_>) -> Vec<Pair<'a>> {
    /// `50 states condemned Mali, Chad and Niger` is bounded.
    const MAX_PAIRS: usize = 24;
    let actors = &reading.actors;
    let may_be_thing = reading.rule.loose && actors.is_empty();
    let all = || reading.recipients.iter();
    let mut recipients: Vec<&'a Found> = all().filter(|r| r.acts).collect();
    if recipients.is_empty() && may_be_thing {
        recipients.extend(all());
    }
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    let together = reading.rule.mutual && actors.len() > 1;
    if together && !recipients.iter().any(|r| r.is_known()) {
        for (at, actor) in actors.iter().enumerate() {
            pairs.extend(actors[at + 1..].iter().map(|other| (Some(actor), Some(other), true)));
        }
    } else if actors.is_empty() {
        pairs.extend(recipients.iter().map(|&r| (None, Some(r), false)));
    } else if recipients.is_empty() {
        pairs.extend(actors.iter().map(|a| (Some(a), None, false)));
    } else {
        for actor in actors {
            let others = recipients.iter().filter(|r| !is_one(actor, r));
            pairs.extend(others.map(|&r| (Some(actor), Some(r), false)));
        }
    }
    if pairs.is_empty() {
        pairs.extend(actors.iter().map(|a| (Some(a), None, false)));
    }
    pairs.truncate(MAX_PAIRS);
    pairs
}

/// Whether two are one and the same, who is not met by itself. A state has many parts, but as such
/// it acts on itself only at a place of its own.
fn is_one(actor: &Found, recipient: &Found) -> bool {
    let is_about = matches!(recipient.role, Role::Content | Role::Topic);
    // `the minister said that Mali must grow more rice`, in a report of Mali.
    let is_own = recipient.is_state() && actor.inherited.is_some();
    let is_whole = actor.is_state() || is_own;
    let are_states = is_whole && recipient.is_state() && recipient.role != Role::Place;
    let (actor, recipient) = (&actor.party, &recipient.party);
    let is_same = actor.name == recipient.name || is_about || are_states;
    let is_id = actor.id == recipient.id || is_own && actor.country == recipient.country;
    actor.id.is_some() && is_id && is_same
}

fn event(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    reading: &Draft<'_>,
    nth: usize,
    (actor, recipient, reciprocal): Pair<'_>,
) -> Option<Event> {
    let predicate = &text.predicates[reading.predicate];
    let rule = reading.rule;
    let info = ontology.type_info(&rule.kind)?;
    let meta = &text.document.meta;
    let sentence = text.sentence_of(predicate.head)?.span;
    let parties = [actor.map(|f| &f.party), recipient.map(|f| &f.party)];
    let contexts = ontology.contexts().of(text, predicate, parties, &rule.contexts);
    let marks = context::marks(text, predicate, &contexts);
    let (mode, own) = (rule.mode.as_deref(), rule.cameo.as_ref());
    let cameo = ontology.crosswalk().code(&rule.kind, mode, own, &marks);
    let mut rules = vec![rule.id.clone()];
    let signs = actor.into_iter().chain(recipient).filter_map(|f| f.inherited);
    rules.extend(signs.map(Sign::rule));
    rules.dedup();
    let status = match reading.factuality.status {
        // `leaves tomorrow` is still to come.
        Status::Happened | Status::Ongoing if when::is_ahead(text, who, predicate) => {
            Status::Planned
        }
        // `will discuss yesterday's talks`: these are over.
        Status::Planned | Status::Hypothetical if when::is_behind(text, who, predicate) => {
            Status::Happened
        }
        other => other,
    };
    let event = Event {
        id: id(&meta.id, predicate, ontology.name(), &rule.kind, nth),
        code: Code {
            ontology: ontology.name().clone(),
            kind: info.name.clone(),
            mode: rule.mode.clone(),
            contexts,
            cameo,
            quad: info.quad.clone(),
            tone: info.tone,
        },
        actor: actor.map(|f| f.party.clone()),
        recipient: recipient.map(|f| f.party.clone()),
        reciprocal,
        happened: when::happened(text, who, predicate, status),
        reported: meta.published,
        place: place::happened(text, who, predicate),
        status,
        speaker: speaker(text, who, reading),
        confidence: reading.confidence,
        evidence: Evidence::new(meta.id.clone(), sentence, predicate.trigger, rules)?,
    };
    let features = confidence::features(text, who, reading, [actor, recipient], &event);
    let confidence = ontology.weights().confidence(&features).unwrap_or(event.confidence);
    Some(Event { confidence, ..event })
}

/// Each event, also of those below the floor, with what bears on its confidence.
pub(crate) fn features(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
    readings: &[Draft<'_>],
) -> Vec<(Event, Vec<String>)> {
    let kept = readings.iter().filter(|r| r.dropped.is_none());
    let pairs = kept.flat_map(|r| pairs(r).into_iter().enumerate().map(move |pair| (r, pair)));
    let one = |(reading, (nth, pair)): (&Draft<'_>, (usize, Pair<'_>))| {
        let event = event(text, who, ontology, reading, nth, pair)?;
        let features = confidence::features(text, who, reading, [pair.0, pair.1], &event);
        Some((event, features))
    };
    pairs.filter_map(one).collect()
}

/// An id from what can't change when a party is resolved otherwise: the document, the words, the
/// type, and the event's place among those of its reading.
fn id(document: &DocId, predicate: &Predicate, ontology: &str, kind: &str, nth: usize) -> EventId {
    let trigger = predicate.trigger;
    let key = format!("{document}\t{trigger}\t{}\t{ontology}\t{kind}\t{nth}", predicate.head);
    let hash = blake3::hash(key.as_bytes()).to_hex();
    EventId::new(&hash.as_str()[..16])
}

/// Who says so, where it is only somebody's word.
fn speaker(text: &Annotated, who: &Resolved, reading: &Draft<'_>) -> Option<Party> {
    let said = reading.factuality.said.filter(|f| f.kind == FrameKind::Says)?;
    Some(party::find(text, who, said.holder?, Role::Subject)?.party)
}
