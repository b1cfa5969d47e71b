//! Who a source means, and what sort of speaker that is.

use std::sync::Arc;

use entente_model::{
    ActorId, MentionKind, Pos, Reference, Relation, Resolved, Role, Span, Speaker, SpeakerKind,
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
    // A coordination has the head of its first member: `he and his deputy`.
    let is_own = |r: &&Reference, head: u32| r.head == head && r.kind == MentionKind::Pronoun;
    let of = |head: u32| who.references.iter().find(|r| is_own(r, head)).and_then(|r| r.chain);
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

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated, resolved};

    use super::super::words::Attribution;
    use super::*;

    const WORDS: &str = "speaker:class\t-\tofficial\nspeaker:person\t-\tPERSON\n";

    #[track_caller]
    fn check(
        notation: &str,
        actors: &str,
        head: &str,
        expected: (SpeakerKind, Option<&str>, &str),
    ) {
        let text = annotated(notation);
        let who = resolved(&text, actors);
        let known = Attribution::load(WORDS, &[]).expect("a table");
        let reading = Reading::new(&text, &known);
        let head =
            (0..reading.n_tokens()).find(|&t| text.text(t) == head).expect("the head is there");
        let found = speaker(&reading, &who, Some((reading.below(head), head)));
        let (kind, id, name) = expected;
        assert_eq!((found.kind, found.id.as_ref().map(ActorId::as_str)), (kind, id));
        assert_eq!(&*found.name, name);
    }

    #[test]
    fn a_state_an_office_a_person_and_a_class_are_told_apart() {
        use SpeakerKind::{Class, Office, Person, State};
        check(
            "Mali/PROPN<said:subject said/VERB",
            "Mali=MLI",
            "Mali",
            (State, Some("MLI"), "Mali"),
        );
        let ministry = "the/DET<ministry:determiner ministry/NOUN<said:subject said/VERB";
        check(ministry, "ministry=MLI.GOV", "ministry", (Office, Some("MLI.GOV"), "ministry"));
        let person = "[PERSON Traore/PROPN<said:subject ] said/VERB";
        check(person, "", "Traore", (Person, None, "Traore"));
        let class = "Western/ADJ<officials:modifier officials/NOUN/official<said:subject said/VERB";
        check(class, "", "officials", (Class, None, "Western officials"));
    }

    #[test]
    fn a_relative_pronoun_stands_for_its_noun() {
        let notation = "Mali/PROPN , which/PRON<said:subject said/VERB<Mali:relative-clause";
        check(notation, "Mali=MLI", "which", (SpeakerKind::State, Some("MLI"), "Mali"));
    }
}
