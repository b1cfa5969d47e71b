//! Sentences that tell an event: who did what to whom, and when.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ActorId, Argument, Event, Party, Proposition, PropositionKind, Span, Status};

use super::Stated;
use crate::form::Line;

/// How an event ranks among forms: below those of its own sentence that say more.
const RANK: i32 = 10;
/// What its verb adds to that where the whole sentence hangs on it.
const OF_MAIN_VERB: i32 = 8;

/// An event as a proposition, with its rank.
pub(super) struct Told {
    pub(super) stated: Stated,
    pub(super) rank: i32,
}

/// The event that a stretch of text is about: that of its main verb, else the surest.
pub(super) fn told(line: &Line<'_>, events: &[Event], span: Span) -> Option<Told> {
    let from = events.partition_point(|e| e.evidence.trigger().start() < span.start());
    let within = events[from..].iter().take_while(|e| e.evidence.trigger().start() < span.end());
    let mut best: Option<(&Event, i32)> = None;
    for event in within.filter(|e| e.status.is_deed() || e.status == Status::Denied) {
        let rank = RANK + if is_main(line, event) { OF_MAIN_VERB } else { 0 };
        let is_better = best.is_none_or(|(other, of_other)| {
            (rank, event.confidence) > (of_other, other.confidence)
        });
        if is_better && state(event.actor.as_ref()).is_some() {
            best = Some((event, rank));
        }
    }
    let (event, rank) = best?;
    Some(Told { stated: stated(event)?, rank })
}

/// Whether the head of the stretch is one of the event's words.
fn is_main(line: &Line<'_>, event: &Event) -> bool {
    let within = line.first..line.last;
    let mut roots = within.clone().filter(|&t| {
        let head = line.text.head(t);
        head == t || !within.contains(&head)
    });
    roots.any(|t| {
        let token = line.text.tokens.get(t as usize);
        token.is_some_and(|token| event.evidence.trigger().contains(token.span))
    })
}

fn stated(event: &Event) -> Option<Stated> {
    let mut args: BTreeMap<Arc<str>, Argument> = BTreeMap::new();
    args.insert("actor".into(), Argument::Actor(state(event.actor.as_ref())?));
    args.insert("type".into(), Argument::Word(event.code.kind.clone()));
    if let Some(recipient) = state(event.recipient.as_ref()) {
        args.insert("recipient".into(), Argument::Actor(recipient));
    }
    if let Some(when) = event.happened.filter(|when| when.span.is_some()) {
        args.insert("when".into(), Argument::When(when));
    }
    let positive = event.status != Status::Denied;
    Some(Stated {
        proposition: Proposition { kind: PropositionKind::Event, args, positive },
        span: event.evidence.trigger(),
        form: event.evidence.rules().first()?.clone(),
    })
}

/// The state behind a party, or the body that it is.
fn state(party: Option<&Party>) -> Option<ActorId> {
    let party = party?;
    let country = party.country.as_ref().map(|country| ActorId::new(country.clone()));
    country.or_else(|| party.id.clone())
}
