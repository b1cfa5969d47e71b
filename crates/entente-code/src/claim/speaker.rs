//! Who a source means, and what sort of speaker that is.

use std::sync::Arc;

use entente_model::{
    ActorId, MentionKind, Pos, Relation, Resolved, Role, Span, Speaker, SpeakerKind,
};

use super::reading::{Reading, Run};
use crate::party::{self, Found};

/// The speaker that a source names: its phrase and the head of that.
pub(super) fn speaker(
    reading: &Reading<'_>,
    who: &Resolved,
    source: Option<(Run, u32)>,
) -> Speaker {
    let Some((run, head)) = source else { return nobody() };
    let noun = antecedent(reading, head);
    let found = party::find(reading.text, who, noun, Role::Subject);
    let span = reading.span(run);
    let kind = kind(reading, noun, found.as_ref());
    let (id, name) = match found {
        Some(Found { party, .. }) if party.id.is_some() => (party.id, party.name),
        _ => (None, name(reading, who, noun, span)),
    };
    Speaker { kind, id, name, span: Some(span) }
}

/// A speaker whom the text does not name.
fn nobody() -> Speaker {
    Speaker { kind: SpeakerKind::Class, id: None, name: "".into(), span: None }
}

/// The author of a text.
pub(super) fn author() -> Speaker {
    Speaker { kind: SpeakerKind::Author, ..nobody() }
}

/// The outlet, which speaks in headings.
pub(super) fn publisher(name: Option<&str>) -> Speaker {
    Speaker { kind: SpeakerKind::Publisher, name: name.unwrap_or("").into(), ..nobody() }
}

/// The noun that a relative pronoun stands for; any other token stands for itself.
fn antecedent(reading: &Reading<'_>, head: u32) -> u32 {
    let verb = reading.head(head);
    let is_relative = matches!(reading.pos(head), Pos::Pron | Pos::Det)
        && reading.relation(verb) == Relation::RelativeClause
        && reading.below(verb).first == head;
    if is_relative { reading.head(verb) } else { head }
}

fn kind(reading: &Reading<'_>, noun: u32, found: Option<&Found>) -> SpeakerKind {
    let text = reading.text;
    let named = found.map_or(noun, |found| found.named_by);
    let entity = text.entity_at(noun).map(|entity| text.entity_label(entity));
    if reading.known.is_class(text.lemma(noun)) {
        SpeakerKind::Class
    } else if entity.is_some_and(|label| reading.known.is_person(label)) {
        SpeakerKind::Person
    } else if let Some(found) = found.filter(|found| found.is_resolved()) {
        match text.pos(named) {
            _ if found.is_state() && named == noun && found.party.country.is_some() => {
                SpeakerKind::State
            }
            Pos::Pron => SpeakerKind::Person,
            _ => SpeakerKind::Office,
        }
    } else if matches!(text.pos(noun), Pos::Pron) {
        SpeakerKind::Person
    } else {
        SpeakerKind::Office
    }
}

/// The words that name a speaker best: a pronoun goes by the first name of its chain.
fn name(reading: &Reading<'_>, who: &Resolved, noun: u32, span: Span) -> Arc<str> {
    let words = |span: Span| Arc::from(span.of(&reading.text.document.text));
    if reading.pos(noun) != Pos::Pron {
        return words(span);
    }
    let of = |head: u32| who.references.iter().find(|r| r.head == head).and_then(|r| r.chain);
    let Some(chain) = of(noun) else { return words(span) };
    let mut others = who.references.iter().filter(|r| r.chain == Some(chain));
    let named = others.find(|r| r.kind == MentionKind::Name);
    words(named.map_or(span, |reference| reference.span))
}

/// What two claims must have in common to be of one speaker.
pub(super) fn key(speaker: &Speaker) -> String {
    match speaker {
        Speaker { kind: SpeakerKind::Author | SpeakerKind::Publisher, .. } => String::new(),
        Speaker { id: Some(id), .. } => ActorId::as_str(id).to_owned(),
        Speaker { name, .. } => name.to_lowercase(),
    }
}
