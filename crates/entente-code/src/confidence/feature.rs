//! What is known of an event that may tell whether it is right: names of features.

use std::collections::BTreeSet;
use std::sync::Arc;

use entente_model::{
    Annotated, BlockKind, Event, FrameKind, Party, Pos, Predicate, Relation, Resolved, Role, Tense,
};

use crate::inherit::Sign;
use crate::party::Found;
use crate::select::Draft;

/// An actor that fits worse than this may be another.
const UNSURE: f32 = 0.6;
/// One that fits so well is hardly another.
const SURE: f32 = 0.9;
/// Sentences of more words are often read wrongly.
const LONG: u32 = 40;
/// And those of fewer seldom.
const SHORT: u32 = 16;
/// A party so many words from its deed may belong to another.
const FAR: u32 = 12;
/// So many sentences of a report are its lead.
const LEAD: usize = 3;
/// A text of so few is told for the deed that it tells.
const BRIEF: usize = 2;
/// Behind so many a report tells of what lies behind the news.
const LATE: usize = 15;

/// The features of one event.
pub(crate) fn features(
    text: &Annotated,
    who: &Resolved,
    reading: &Draft<'_>,
    sides: [Option<&Found>; 2],
    event: &Event,
) -> Vec<String> {
    let predicate = &text.predicates[reading.predicate];
    let mut list = Features(Vec::new());
    list.push(format!("type {}", event.code.kind));
    list.push(format!("rule {}", reading.rule.id));
    list.push(format!("status {}", event.status.as_str()));
    for (name, found) in ["actor", "recipient"].into_iter().zip(sides) {
        side(&mut list, name, text, predicate, found);
    }
    parties(&mut list, reading, sides, event);
    form(&mut list, text, predicate);
    setting(&mut list, text, who, predicate);
    list.add("day told", event.happened.is_some_and(|w| w.span.is_some()));
    list.add("day of the lead", event.happened.is_some_and(|w| w.span.is_none()));
    list.add("mode", event.code.mode.is_some());
    list.add("rule with conditions", reading.rule.weight() > 1);
    list.add("interview", reading.is_talk);
    list.0
}

/// Names of features that hold.
struct Features(Vec<String>);

impl Features {
    fn push(&mut self, name: String) {
        self.0.push(name);
    }

    fn add(&mut self, name: &str, holds: bool) {
        if holds {
            self.push(name.to_owned());
        }
    }
}

/// What is known of both parties together.
fn parties(list: &mut Features, reading: &Draft<'_>, sides: [Option<&Found>; 2], event: &Event) {
    let country = |party: &Option<Party>| party.as_ref().and_then(|p| p.country.clone());
    let states = country(&event.actor).zip(country(&event.recipient));
    let id = |side: Option<&Found>| side.and_then(|f| f.party.id.clone());
    let [actor, recipient] = sides;
    let is_one = id(actor).is_some_and(|one| id(recipient) == Some(one));
    list.add("parties of one state", states.as_ref().is_some_and(|(a, b)| a == b));
    list.add("parties of two states", states.is_some_and(|(a, b)| a != b));
    list.add("parties of one office", is_one);
    list.add("reciprocal", event.reciprocal);
    list.add("several actors", reading.actors.len() > 1);
    list.add("several recipients", reading.recipients.iter().filter(|r| r.acts).count() > 1);
    list.add("a party beside one that can't act", reading.recipients.iter().any(|r| !r.acts));
}

/// How the deed is told.
fn form(list: &mut Features, text: &Annotated, predicate: &Predicate) {
    use Relation::{AdverbialClause, Conjunct, NounClause, OpenComplement, RelativeClause, Root};
    let relation = text.relation(predicate.head);
    let is_aside = matches!(relation, RelativeClause | NounClause | AdverbialClause);
    list.add("a noun alone", predicate.is_nominal);
    list.add("beside the main clause", is_aside);
    list.add("coordinated", relation == Conjunct);
    list.add("complement", matches!(relation, OpenComplement | Relation::Complement));
    list.add("main clause", relation == Root);
    let frames = &predicate.frames;
    list.add("said by somebody", frames.iter().any(|f| f.kind == FrameKind::Says));
    list.add("under another word", frames.iter().any(|f| f.kind != FrameKind::Says));
    list.add("present tense", predicate.tense == Tense::Present);
    list.add("about a clause", predicate.has(Role::Content));
    list.add("of several senses", text.predicates_at(predicate.head).len() > 1);
    list.add("passive", is_passive(text, predicate.head));
}

fn is_passive(text: &Annotated, head: u32) -> bool {
    text.children(head).any(|t| text.relation(t) == Relation::PassiveAuxiliary)
}

/// Where in its text it is told.
fn setting(list: &mut Features, text: &Annotated, who: &Resolved, predicate: &Predicate) {
    let Some(sentence) = text.sentence_of(predicate.head) else { return };
    let at = text.tokens[predicate.head as usize].sentence as usize;
    let words = sentence.last - sentence.first;
    list.add("long sentence", words > LONG);
    list.add("short sentence", words < SHORT);
    let kind = text.document.blocks[sentence.block as usize].kind;
    list.add("headline", kind == BlockKind::Headline);
    list.add("not in a paragraph", !matches!(kind, BlockKind::Headline | BlockKind::Paragraph));
    list.add("brief", text.sentences.len() <= BRIEF);
    list.add("lead", at < LEAD);
    list.add("late", at >= LATE);
    let mentions = text.mentions.iter().enumerate();
    let inside = mentions.filter(|(_, m)| (sentence.first..sentence.last).contains(&m.head));
    let states: BTreeSet<&Arc<str>> =
        inside.filter_map(|(at, _)| who.actor(at)?.country.as_ref()).collect();
    list.add("two states in the sentence", states.len() == 2);
    list.add("many states in the sentence", states.len() > 2);
}

/// What is known of a party.
fn side(
    list: &mut Features,
    name: &str,
    text: &Annotated,
    predicate: &Predicate,
    found: Option<&Found>,
) {
    let Some(found) = found else {
        list.push(format!("{name} none"));
        list.add("done to a thing", name == "recipient" && predicate.has(Role::Object));
        return;
    };
    let kind = match (&found.party.id, &found.party.sector) {
        (Some(_), None) => "state",
        (Some(_), Some(_)) => "part",
        (None, Some(_)) => "sector",
        (None, None) => "words",
    };
    list.push(format!("{name} {kind}"));
    list.push(format!("{name} in {}", found.role.as_str()));
    let mut add = |what: &str, holds: bool| list.add(&format!("{name} {what}"), holds);
    let is_own = found.inherited.is_none() && found.party.id.is_some();
    add("unsure", is_own && found.score < UNSURE);
    add("sure", is_own && found.score >= SURE);
    add("state of place or role", matches!(found.inherited, Some(Sign::Place | Sign::Role)));
    add("state of document", found.inherited == Some(Sign::Document));
    add("behind a noun", found.named_by != found.token);
    add("pronoun", text.pos(found.named_by) == Pos::Pron);
    let is_name = text.pos(found.named_by) == Pos::Propn;
    add("name", is_name);
    add("name with state of document", is_name && found.inherited == Some(Sign::Document));
    add("far off", found.named_by.abs_diff(predicate.head) > FAR);
    let is_within = text.tokens.get(found.named_by as usize).map(|t| t.sentence)
        == text.tokens.get(predicate.head as usize).map(|t| t.sentence);
    add("of another sentence", !is_within);
    let is_apart = matches!(found.role, Role::Content | Role::Topic | Role::Place | Role::Benefit);
    add("far", is_apart);
}
